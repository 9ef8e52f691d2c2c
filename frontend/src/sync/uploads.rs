//! Attachments' bytes, one after the other, until the office has them.

use std::cell::Cell;

use contract::api::path;
use leptos::prelude::*;

use crate::data::tablet::Tablet;
use crate::failure::Failure;
use crate::local::{LocalError, Vault, files};
use crate::remote;

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Counts what is pending: the screen says so without a network too, and no newer version takes the app's place meanwhile.
pub async fn count(tablet: Tablet) {
    let Some(vault) = tablet.vault.get_untracked() else { return };
    match files::pending(&vault).await {
        Ok(pending) if tablet.is_still(&vault) => drop(tablet.uploads.try_set(pending.len())),
        Ok(_) => {}
        Err(why) => drop(tablet.failing.try_set(Some(why))),
    }
}

/// Sends what is pending, once the office has answered this person. What the office refuses stays, is shown, and is tried again with the next exchange.
pub async fn send(tablet: Tablet) {
    let Some(vault) = tablet.vault.get_untracked() else { return };
    if BUSY.replace(true) {
        return;
    }
    if let Err(why) = send_each(tablet, &vault).await {
        tablet.failing.try_set(Some(why));
    }
    BUSY.set(false);
}

async fn send_each(tablet: Tablet, vault: &Vault) -> Result<(), LocalError> {
    let pending = files::pending(vault).await?;
    let mut left = pending.len();
    for (sha256, media_type) in pending {
        // The tablet may have changed hands meanwhile: nobody's photo goes out under another's session.
        if !tablet.is_still(vault) || tablet.is_of_another(vault) {
            break;
        }
        let Some(bytes) = files::bytes(vault, sha256).await? else { continue };
        match remote::put_bytes(&path::with(path::FILE, sha256), &media_type, &bytes).await {
            Ok(()) => files::uploaded(vault, sha256).await?,
            Err(Failure::Unreachable) => break,
            Err(Failure::Problem(_)) => continue,
        }
        left -= 1;
        if tablet.is_still(vault) {
            tablet.uploads.try_set(left);
        }
    }
    Ok(())
}
