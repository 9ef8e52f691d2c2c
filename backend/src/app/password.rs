//! Passwords: argon2, off the writer and off the async threads.

#![allow(clippy::disallowed_types, reason = "passwords are hashed here")]

pub mod strength;

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};

use contract::access::account::AccountRefusal;
use contract::api::Problem;

use super::{Error, Result};
use crate::random;
use crate::state::{App, PasswordCost};

/// Hashed in place of an unknown account's password, so that both answers take the same time.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZXRhbG9uZXRhbG9uZXRhbA$iw27UzWF9ZrD4DJTWYLm7ipFzt5qlsDZYUPXcEsDTjc";

/// The PHC text of a password.
pub async fn hash(app: &App, password: String) -> Result<String> {
    let (salt, cost) = (random::bytes::<16>(), app.config.password_cost);
    hashing(app, move || hashed(&password, &salt, cost)).await
}

fn hashed(password: &str, salt: &[u8], cost: PasswordCost) -> Result<String> {
    let failed = |error: &dyn std::fmt::Display| Error::Internal(format!("password hashing: {error}"));
    let params = Params::new(cost.kib, cost.passes, 1, None).map_err(|error| failed(&error))?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash = hasher.hash_password_with_salt(password.as_bytes(), salt).map_err(|error| failed(&error))?;
    Ok(hash.to_string())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Config;

    // C-4.3.2: what a server takes by itself, and what an unknown account is hashed with, so that both take as long.
    #[test]
    fn a_password_is_hashed_at_the_cost_that_an_unknown_account_has() {
        let hash = hashed("correct horse battery", b"etalonetalonetal", Config::default().password_cost).unwrap();
        let cost = |text: &str| text.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!((cost(&hash).as_str(), cost(NOBODY)), ("$argon2id$v=19$m=19456,t=2,p=1", cost(&hash)));
    }
}
