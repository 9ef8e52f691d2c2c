//! An earlier device of the person confirms a new device or password, which lets them sign again (C-4.3.2).

use contract::api::authority::ReleaseByDevice;
use contract::api::path;
use domain::authority::release_text;
use leptos::prelude::*;

use super::Tablet;
use crate::failure::Failure;
use crate::remote;

impl Tablet {
    /// Whether this tablet can confirm it: a new device or password holds this person's signing back, and this tablet itself is not held.
    /// Followed.
    pub fn may_release(self) -> bool {
        let Some(device) = self.vault.with(|vault| vault.as_ref().map(|vault| (vault.person, vault.device))) else { return false };
        let held = |view: &contract::api::account::SessionView| {
            view.person == device.0 && !view.holds.is_empty() && view.holds.iter().all(|hold| hold.hold.device != Some(device.1))
        };
        self.session.view().as_ref().is_some_and(held)
    }

    /// Confirms it, with the person's key on this device.
    pub async fn release(self) -> Result<(), Failure> {
        let holds: Vec<_> = self.session.with_untracked(|state| match state {
            super::State::In(view) => view.holds.iter().map(|hold| hold.hold.id).collect(),
            _ => Vec::new(),
        });
        let signed = self.vault.with_untracked(|vault| {
            let vault = vault.as_ref()?;
            Some((vault.device, vault.sign(&release_text(vault.device, &holds)).ok()?))
        });
        let Some((device, signature)) = signed else { return Ok(()) };
        remote::post_empty(&path::with(path::DEVICE_RELEASE, device), &ReleaseByDevice { holds, signature }).await?;
        self.session.refresh().await;
        Ok(())
    }
}
