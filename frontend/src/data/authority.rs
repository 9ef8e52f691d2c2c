//! What two people answer for: authority, passwords, signing that is held back.

use serde_json::json;
use shared::api::authority::{AskAuthority, AskedView, AuthorityView, Confirm, Decline, ReadNotices, ResetByLink};
use shared::api::path;
use shared::event::Hash;

use crate::failure::Failure;
use crate::remote;

/// What waits for a second person, what holds signing back, what happened lately.
pub async fn desk() -> Result<AuthorityView, Failure> {
    remote::get(path::CONFIRMATIONS).await
}

/// The same of one person, with what is over.
pub async fn of_person(person: &str) -> Result<AuthorityView, Failure> {
    remote::get(&path::with(path::PERSON_AUTHORITY, person)).await
}

/// Asks for another authority of a person.
pub async fn ask(person: &str, command: &AskAuthority) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::PERSON_AUTHORITY, person), command).await
}

/// Asks for a one-time password.
pub async fn ask_password(person: &str) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::PERSON_RESET, person), &json!({})).await
}

/// Sends the person's mailbox a link.
pub async fn ask_mailbox(person: &str) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::PERSON_RESET_MAIL, person), &json!({})).await
}

/// Asks that a person signs again.
pub async fn ask_signing(person: &str) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::PERSON_SIGNING, person), &json!({})).await
}

/// Confirms a request, having seen this.
pub async fn confirm(request: &str, seen: Hash, password: String) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::CONFIRMATION_CONFIRM, request), &Confirm { seen, password }).await
}

/// Declines a request.
pub async fn decline(request: &str, reason: String) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::CONFIRMATION_DECLINE, request), &Decline { reason }).await.map(drop)
}

/// Takes one's own request back.
pub async fn withdraw(request: &str) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::CONFIRMATION_WITHDRAW, request), &json!({})).await.map(drop)
}

/// What happened to one's account was read.
pub async fn read(command: &ReadNotices) -> Result<(), Failure> {
    remote::post_empty(path::NOTICES, command).await.map(drop)
}

/// Chooses a new password by the link in the mailbox.
pub async fn reset(token: String, password: String) -> Result<(), Failure> {
    remote::post_empty(path::RESET, &ResetByLink { token, password }).await.map(drop)
}
