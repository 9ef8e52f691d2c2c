//! What a person writes down: decided by the shared rules, stored strictly, then given to the exchange.

use leptos::prelude::*;
use shared::event::body::Body;
use shared::event::chain::WrittenEvent;
use shared::event::{Event, Hash, Stream, StreamKind};
use shared::finding::Finding;
use shared::id::Id;
use shared::record::Record;
use shared::record::facts::Context;
use shared::sync::engine::Input;
use shared::visit::Visit;
use shared::{item, record, visit};

use super::{Tablet, finding};
use crate::local::{Book, LocalError, Sealed, Vault, crypto, files};
use crate::sync;
use crate::text::format::now;

/// How often a place in the chain is tried anew where another tab was faster.
const TRIES: usize = 5;

/// A file to be attached.
pub struct NewFile {
    /// Address in the form, or `record`.
    pub path: String,
    /// Name, as shown.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Tablet {
    /// Writes an event down. Returns when it is on disk; the office hears of it afterwards.
    pub async fn commit(self, stream: Stream, body: Body) -> Result<(), Finding> {
        self.commit_with(stream, body, Vec::new()).await
    }

    /// Attaches a file: its bytes and the event in one write.
    pub async fn attach(self, record: Id<Record>, file: NewFile) -> Result<(), Finding> {
        let sha256 = Hash::of(&file.bytes);
        let rows = files::keep(sha256, &file.media_type, &file.bytes);
        let size = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
        let body = Body::Attached { path: file.path, sha256, media_type: file.media_type, size, name: file.name };
        self.commit_with(Stream::record(record), body, rows).await?;
        self.uploads.try_update(|n| *n += 1);
        Ok(())
    }

    async fn commit_with(self, stream: Stream, body: Body, rows: Vec<Sealed>) -> Result<(), Finding> {
        let vault = self.vault.get_untracked().ok_or_else(|| finding(&LocalError::Locked))?;
        for _ in 0..TRIES {
            let written = self.prepare(stream, body.clone())?;
            match self.store(&vault, &written, rows.clone()).await {
                Ok(()) => return self.stored(&vault, written).await,
                Err(LocalError::Conflict) => self.reload().await.map_err(|why| finding(&why))?,
                Err(why) => {
                    self.failing.try_set(Some(why.clone()));
                    return Err(finding(&why));
                }
            }
        }
        Err(finding(&LocalError::Conflict))
    }

    /// Decided by the shared rules before it is made; the server asks the very same ones.
    fn prepare(self, stream: Stream, body: Body) -> Result<WrittenEvent, Finding> {
        let id = Id::new(now(), crypto::random().map_err(|why| finding(&why))?);
        self.book.with_untracked(|book| {
            let book = book.as_ref().ok_or_else(|| finding(&LocalError::Locked))?;
            let written = book.engine.prepare(id, stream, now(), elapsed(), body).map_err(|why| finding(&why))?;
            decide(book, &written.event)?;
            Ok(written)
        })
    }

    async fn store(self, vault: &Vault, written: &WrittenEvent, mut rows: Vec<Sealed>) -> Result<(), LocalError> {
        rows.push(Book::rows_of(written));
        vault.write(rows).await
    }

    async fn stored(self, vault: &Vault, written: WrittenEvent) -> Result<(), Finding> {
        if !self.is_still(vault) {
            return Ok(());
        }
        self.stored_at.try_set(Some(now()));
        self.failing.try_set(None);
        self.book.try_update_untracked(|book| {
            if let Some(book) = book {
                book.own.insert(written.event.device_seq, written.clone());
            }
        });
        sync::step(self, Input::Made(Box::new(written))).await;
        // The screens follow once both the book and the exchange have it.
        self.book.try_update(|_| ());
        sync::tell_others(vault.device);
        Ok(())
    }
}

fn decide(book: &Book, event: &Event) -> Result<(), Finding> {
    match event.stream.kind {
        StreamKind::Record => {
            let record = book.record(event.stream);
            let visit = visit_of(record.as_ref(), event).map(|id| book.visit(Stream::visit(id)));
            let clock_offset = book.engine.meta().clock_offset.unwrap_or(0);
            let context = Context { facts: &book.facts, visit: visit.as_ref(), clock_offset, office: None };
            record::rule::decide(record.as_ref(), &context, event).map_err(|why| finding(&why))
        }
        StreamKind::Visit => visit::rule::decide(&book.facts, event).map_err(|why| finding(&why)),
        StreamKind::Item => item::rule::decide(&book.item(event.stream), &book.facts, event).map_err(|why| finding(&why)),
    }
}

fn visit_of(record: Option<&Record>, event: &Event) -> Option<Id<Visit>> {
    match &event.body {
        Body::Opened(opened) => opened.visit,
        _ => record?.opened.visit,
    }
}

/// Milliseconds of the monotonic clock since the app was opened.
#[allow(clippy::cast_possible_truncation, reason = "a page does not live for millions of years")]
fn elapsed() -> i64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0, |clock| clock.now() as i64)
}
