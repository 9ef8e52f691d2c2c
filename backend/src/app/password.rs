//! Passwords: argon2, off the writer and off the async threads.

#![allow(clippy::disallowed_types, reason = "passwords are hashed here")]

pub mod strength;

use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;

use contract::access::account::AccountRefusal;
use contract::api::Problem;

use super::{Error, Result};
use crate::random;
use crate::state::App;

/// Hashed in place of an unknown account's password, so that both answers take the same time.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZXRhbG9uZXRhbG9uZXRhbA$iw27UzWF9ZrD4DJTWYLm7ipFzt5qlsDZYUPXcEsDTjc";

/// The PHC text of a password.
pub async fn hash(app: &App, password: String) -> Result<String> {
    let salt = random::bytes::<16>();
    hashing(app, move || {
        let hash: PasswordHash = Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|error| Error::Internal(format!("password hashing: {error}")))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password is the one; as slow for an account that is not there (`None`).
pub async fn matches(app: &App, password: String, stored: Option<String>) -> Result<bool> {
    hashing(app, move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
        Ok(Argon2::default().verify_password(password.as_bytes(), stored.as_str()).is_ok() && known)
    })
    .await
}

/// The same for an unknown browser: unknown browsers never occupy all hashers, and only a limited number of them may wait.
pub async fn matches_of_stranger(app: &App, password: String, stored: Option<String>) -> Result<bool> {
    let Ok(_waiting) = app.strangers_waiting.try_acquire() else {
        return Err(Error::Refused(Box::new(Problem::of(429, &AccountRefusal::TooManyAttempts))));
    };
    let _permit = app.strangers.acquire().await.map_err(|error| Error::Internal(error.to_string()))?;
    matches(app, password, stored).await
}

async fn hashing<T: Send + 'static>(app: &App, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _permit = app.hashing.acquire().await.map_err(|error| Error::Internal(error.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))?
}
