//! When a PIN is forgotten: a second seal over a person's keys, opened by a key that only the office keeps.

use base::id::DeviceId;
use base::time::Instant;

use super::people::{self, Enrolled};
use super::{LocalError, Vault, crypto};

/// A key that the office is to keep.
pub fn new_key() -> Result<crypto::Key, LocalError> {
    crypto::random()
}

/// Seals the open vault's keys with it, after the office has said that it keeps it.
pub async fn keep(vault: &Vault, key: &crypto::Key) -> Result<(), LocalError> {
    let keys = [vault.data, vault.secret].concat();
    let sealed = crypto::seal(key, &place(vault.device), &keys)?;
    let mut enrolled = find(vault.device).await?;
    enrolled.recovery = Some(hex::encode(sealed));
    people::save(&enrolled).await
}

/// Puts a new PIN in the place of the forgotten one. Nothing of the store itself is touched.
pub async fn renew(device: DeviceId, key: &str, pin: &str, now: Instant) -> Result<(), LocalError> {
    let mut enrolled = find(device).await?;
    let key: crypto::Key = hex::decode(key).ok().and_then(|key| key.try_into().ok()).ok_or(LocalError::Damaged)?;
    let sealed = enrolled.recovery.as_deref().and_then(|text| hex::decode(text).ok()).ok_or(LocalError::Damaged)?;
    let keys = crypto::open(&key, &place(device), &sealed)?;
    enrolled.put_pin(pin, &keys)?;
    enrolled.pin_since = Some(now);
    people::save(&enrolled).await
}

async fn find(device: DeviceId) -> Result<Enrolled, LocalError> {
    people::list().await?.into_iter().find(|enrolled| enrolled.device == device).ok_or(LocalError::Locked)
}

fn place(device: DeviceId) -> String {
    format!("recovery/{device}")
}
