//! Acts that need two people: authority, passwords, and releasing signing that is held back.

use contract::api::authority::{AskAuthority, AskedView, AuthorityView, Confirm, Decline, ReadNotices, ResetByLink};
use contract::api::path;
use domain::event::Hash;
use serde_json::json;

use crate::failure::Failure;
use crate::remote;

/// Requests that wait for a second person, holds on signing, and recent account events.
pub async fn desk() -> Result<AuthorityView, Failure> {
    remote::get(path::CONFIRMATIONS).await
}

/// The same for one person, including what is over.
pub async fn of_person(person: &str) -> Result<AuthorityView, Failure> {
    remote::get(&path::with(path::PERSON_AUTHORITY, person)).await
}

/// Requests a change of a person's authority.
pub async fn ask(person: &str, command: &AskAuthority) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::PERSON_AUTHORITY, person), command).await
}

/// Requests a one-time password.
pub async fn ask_password(person: &str) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::PERSON_RESET, person), &json!({})).await
}

/// Sends the person's mailbox a link.
pub async fn ask_mailbox(person: &str) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::PERSON_RESET_MAIL, person), &json!({})).await
}

/// Requests that a person may sign again.
pub async fn ask_signing(person: &str) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::PERSON_SIGNING, person), &json!({})).await
}

/// Confirms a request, with the content that was seen.
pub async fn confirm(request: &str, seen: Hash, password: String) -> Result<AskedView, Failure> {
    remote::post(&path::with(path::CONFIRMATION_CONFIRM, request), &Confirm { seen, password }).await
}

/// Declines a request.
pub async fn decline(request: &str, reason: String) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::CONFIRMATION_DECLINE, request), &Decline { reason }).await.map(drop)
}

/// Withdraws the person's own request.
pub async fn withdraw(request: &str) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::CONFIRMATION_WITHDRAW, request), &json!({})).await.map(drop)
}

/// Marks an account notice as read.
pub async fn read(command: &ReadNotices) -> Result<(), Failure> {
    remote::post_empty(path::NOTICES, command).await.map(drop)
}

/// Sets a new password with the link from the mailbox.
pub async fn reset(token: String, password: String) -> Result<(), Failure> {
    remote::post_empty(path::RESET, &ResetByLink { token, password }).await.map(drop)
}
