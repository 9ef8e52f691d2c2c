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

    /// Looks for a newer version and caches it. Without a network nothing changes. Only a tablet caches the app: in a browser where nobody
    /// is enrolled nothing is cached, and what an earlier release left there is removed.
    pub async fn look_for_version(self) {
        match self.people.try_get_untracked().flatten() {
            None => return,
            Some(people) if !people.is_empty() => {}
            // If the store cannot be read, it is unknown whether anybody is enrolled.
            Some(_) if self.failing.with_untracked(Option::is_some) => return,
            Some(_) => return builds::leave().await,
        }
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

    /// Whether this page bypassed the worker and came from the network, as the sign-in does: it may be a different build from the one in
    /// use, and code is not swapped under an unsynced draft. The page on which the first person enrolled is the build in use.
    pub fn is_past_the_worker(self) -> bool {
        builds::is_watched() && !self.opened_as_tablet && !self.worked.get_untracked()
    }

    /// Reloads the page, which then comes from the build in use.
    pub fn load_again(self) {
        if let Some(window) = web_sys::window() {
            // Fails only while the page is being closed.
            let _ = window.location().reload();
        }
    }

    /// Whether the code may be changed now: nothing unsent, nothing half typed.
    pub fn may_change_version(self) -> bool {
        self.status.with(|status| status.waiting == 0) && self.uploads.get() == 0 && !self.typing.get()
    }

    /// Changes to the newer version and loads the page again.
    pub async fn change_version(self, build: String) {
        if self.may_change_version() && builds::change_to(&build).await {
            self.load_again();
        }
    }
}
