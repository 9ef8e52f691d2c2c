//! What a person writes down: decided by the shared rules, stored strictly, then given to the exchange.

use base::finding::Finding;
use base::id::{Id, RecordId};
use contract::sync::engine::Input;
use domain::event::body::Body;
use domain::event::chain::WrittenEvent;
use domain::event::{Event, Hash, Stream, StreamKind};
use domain::record::facts::Asked;
use domain::stream::rules::{self, Basis};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::{Tablet, finding};
use crate::local::{Book, LocalError, Sealed, Vault, crypto, files};
use crate::sync;
use crate::text::format::now;

/// How often a place in the chain is tried anew where another tab was faster.
const TRIES: u32 = 6;
/// By how many milliseconds each retry waits longer than the one before: three quarters of a second in all.
const EACH_WAIT: u32 = 50;

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
    pub async fn attach(self, record: RecordId, file: NewFile) -> Result<(), Finding> {
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
        if self.revoked.get_untracked() {
            return Err(finding(&LocalError::Revoked));
        }
        for attempt in 0..TRIES {
            if attempt > 0 {
                // Gives the other tab time to finish writing.
                TimeoutFuture::new(EACH_WAIT * attempt).await;
            }
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
    let record = (event.stream.kind == StreamKind::Record).then(|| book.record(event.stream)).flatten();
    let visit = rules::visit_of(record.as_ref(), event).map(|id| book.visit(Stream::visit(id)));
    let item = (event.stream.kind == StreamKind::Item).then(|| book.item(event.stream));
    let basis = Basis {
        facts: &book.facts,
        record: record.as_ref(),
        visit: visit.as_ref(),
        item: item.as_ref(),
        clock_offset: book.engine.meta().clock_offset.unwrap_or(0),
        office: None,
        asked: Asked::BeforeMade,
    };
    rules::decide(&basis, event).map_err(|why| finding(&*why))
}

/// Milliseconds of the monotonic clock since the app was opened.
#[allow(clippy::cast_possible_truncation, reason = "a page does not live for millions of years")]
fn elapsed() -> i64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0, |clock| clock.now() as i64)
}
