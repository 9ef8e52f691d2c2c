//! The app itself on this device: whether it opens without a network, and newer versions of it.

use leptos::prelude::*;

use super::Tablet;
use crate::local::builds::{self, Kept};
use crate::remote;

impl Tablet {
    /// Whether the app is kept here, followed.
    pub fn kept(self) -> Kept {
        self.kept.get()
    }

    /// Looks for a newer version and has it kept. Without a network nothing changes.
    pub async fn look_for_version(self) {
        if let Ok(index) = remote::text("/?fresh").await {
            let kept = builds::keep(&index).await;
            self.kept.try_set(kept);
        }
    }

    /// The same where nothing is known yet: the app was opened without a network.
    pub async fn look_for_version_once(self) {
        if self.kept.try_get_untracked() == Some(Kept::Unknown) {
            self.look_for_version().await;
        }
    }

    /// Whether the code may be changed now: nothing unsent, nothing half typed.
    pub fn may_change_version(self) -> bool {
        self.status.with(|status| status.waiting == 0) && self.uploads.get() == 0 && !self.typing.get()
    }

    /// Changes to the newer version and loads the page again.
    pub async fn change_version(self, build: String) {
        if self.may_change_version()
            && builds::change_to(&build).await
            && let Some(window) = web_sys::window()
        {
            // Refused only while the page is being closed.
            let _ = window.location().reload();
        }
    }
}
