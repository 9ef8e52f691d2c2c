//! Unsent drafts as a file, photos included, for the day a tablet cannot reach the office any more.

use base::finding::Finding;
use contract::sync::ExchangeRequest;
use contract::sync::carried::{Carried, CarriedFile};
use leptos::prelude::*;

use super::{Tablet, finding};
use crate::local::{LocalError, Vault, files};
use crate::text::format::now;

/// A file to be carried to the office.
pub struct Export {
    /// Its name.
    pub name: String,
    /// Its text: a [`Carried`]. Whoever has it can read it.
    pub text: String,
    /// How many entries it holds.
    pub entries: usize,
    /// How many photos and documents it holds.
    pub files: usize,
}

impl Tablet {
    /// Everything the office has not acknowledged, signed, with the files it does not have.
    pub async fn export(self) -> Result<Export, Finding> {
        let vault = self.vault.get_untracked().ok_or_else(|| finding(&LocalError::Locked))?;
        let exchange = self.unsent(&vault)?;
        let files = pending(&vault).await.map_err(|why| finding(&why))?;
        let (entries, count) = (exchange.events.len(), files.len());
        let text = serde_json::to_string(&Carried { exchange, files }).map_err(|_| finding(&LocalError::Damaged))?;
        Ok(Export { name: format!("etalon-{}-{}.json", vault.sign_in, now().0), text, entries, files: count })
    }

    fn unsent(self, vault: &Vault) -> Result<ExchangeRequest, Finding> {
        let request = self.book.with_untracked(|book| book.as_ref().map(|book| book.engine.carried(now())));
        let mut request = request.ok_or_else(|| finding(&LocalError::Locked))?;
        vault.sign_exchange(&mut request).map_err(|why| finding(&why))?;
        Ok(request)
    }
}

async fn pending(vault: &Vault) -> Result<Vec<CarriedFile>, LocalError> {
    let mut carried = Vec::new();
    for (sha256, media_type) in files::pending(vault).await? {
        if let Some(bytes) = files::bytes(vault, sha256).await? {
            carried.push(CarriedFile::of(sha256, media_type, &bytes));
        }
    }
    Ok(carried)
}
