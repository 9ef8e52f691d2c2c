//! Unsent drafts as a file, for the day a tablet cannot reach the office any more.

use leptos::prelude::*;
use shared::finding::Finding;
use shared::sync::ExchangeRequest;

use super::{Tablet, finding};
use crate::local::LocalError;
use crate::text::format::now;

/// A file to be carried to the office.
pub struct Export {
    /// Its name.
    pub name: String,
    /// Its text: a signed exchange, as `POST /api/sync/import` takes it.
    pub text: String,
}

impl Tablet {
    /// Everything the office has not acknowledged, signed.
    pub fn export(self) -> Result<Export, Finding> {
        let Some(vault) = self.vault.get_untracked() else { return Err(finding(&LocalError::Locked)) };
        let request = self.book.with_untracked(|book| {
            let engine = &book.as_ref()?.engine;
            let meta = engine.meta();
            Some(ExchangeRequest {
                device: meta.device,
                now: now(),
                events: engine.outbox().iter().map(|outgoing| outgoing.text.clone()).collect(),
                head: engine.head().hash,
                signature: String::new(),
                cursor: meta.cursor,
                pack: meta.pack.clone(),
            })
        });
        let mut request = request.ok_or_else(|| finding(&LocalError::Locked))?;
        vault.sign_exchange(&mut request).map_err(|why| finding(&why))?;
        let text = serde_json::to_string(&request).map_err(|_| finding(&LocalError::Damaged))?;
        Ok(Export { name: format!("etalon-{}-{}.json", vault.sign_in, now().0), text })
    }
}
