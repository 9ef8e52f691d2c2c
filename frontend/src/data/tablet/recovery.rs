//! A forgotten PIN: what the office keeps for it, and a new one.

use std::cell::Cell;

use base::id::DeviceId;
use contract::api::account::{AskRecovery, KeepRecovery, RecoveryKey};
use contract::api::path;
use domain::authority::recovery_text;
use leptos::prelude::*;

use super::{EnrolError, Tablet};
use crate::failure::Failure;
use crate::local::{people, recovery};
use crate::remote;
use crate::text::format::now;

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

impl Tablet {
    /// Gives the office the key for a forgotten PIN, where it has none yet. Tried with every exchange until it is done.
    pub async fn keep_recovery_once(self) {
        let Some(vault) = self.vault.get_untracked() else { return };
        let kept = |people: &Option<Vec<people::Enrolled>>| {
            people.iter().flatten().any(|enrolled| enrolled.device == vault.device && enrolled.is_recoverable())
        };
        if self.people.with_untracked(kept) || BUSY.replace(true) {
            return;
        }
        if let Err(why) = keep(&vault).await {
            leptos::logging::warn!("no key for a forgotten PIN yet: {why:?}");
        }
        self.read_people().await;
        BUSY.set(false);
    }

    /// Sets a new PIN, where the office lets, and opens the book with it. Needs the network, the person's session and their password.
    pub async fn renew_pin(self, device: DeviceId, pin: &str, password: String) -> Result<(), EnrolError> {
        let kept: RecoveryKey = remote::post(&path::with(path::DEVICE_RECOVERY, device), &AskRecovery { password }).await?;
        recovery::renew(device, &kept.recovery_key, pin, now()).await?;
        self.read_people().await;
        Ok(self.unlock(device, pin).await?)
    }
}

async fn keep(vault: &crate::local::Vault) -> Result<(), EnrolError> {
    let key = recovery::new_key()?;
    let recovery_key = hex::encode(key);
    // An answer that was lost leaves a key at the office: the device signs for the one that takes its place.
    let signature = vault.sign(&recovery_text(vault.device, &recovery_key))?;
    let command = KeepRecovery { recovery_key, signature };
    remote::put_empty(&path::with(path::DEVICE_RECOVERY, vault.device), &command).await?;
    Ok(recovery::keep(vault, &key).await?)
}

impl From<Failure> for EnrolError {
    fn from(failure: Failure) -> Self {
        Self::Remote(failure)
    }
}
