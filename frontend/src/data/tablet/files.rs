//! Photos and documents that lie on this tablet, for the screen.

use domain::event::Hash;
use leptos::prelude::*;

use super::Tablet;
use crate::data::photo;
use crate::local::files;

/// A file shown by the browser; its address is given back when it is shown no more.
pub struct Shown(String);

impl Shown {
    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        photo::hide(&self.0);
    }
}

impl Tablet {
    /// A file of this person on this tablet, opened; `None` where another tablet has it.
    pub async fn show_file(self, sha256: Hash, media_type: &str) -> Option<Shown> {
        let vault = self.vault.get_untracked()?;
        let bytes = files::bytes(&vault, sha256).await.ok()??;
        photo::show(&bytes, media_type).map(Shown)
    }
}
