//! Sessions: a person's own, and ending them.

use contract::api::account::AccessView;
use contract::api::path;
use domain::event::Hash;

use crate::failure::Failure;
use crate::remote;

/// The person's own sessions and devices.
pub async fn own() -> Result<AccessView, Failure> {
    remote::get(path::ACCESS).await
}

/// Ends one of the person's own sessions.
pub async fn end(session: Hash) -> Result<(), Failure> {
    remote::delete(&path::with(path::ACCESS_ONE, session)).await
}

/// Ends the person's other sessions.
pub async fn end_others() -> Result<(), Failure> {
    remote::delete(path::ACCESS).await
}

/// Ends every session of a person.
pub async fn sign_out(person: &str) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::PERSON_SIGN_OUT, person), &serde_json::json!({})).await.map(drop)
}
