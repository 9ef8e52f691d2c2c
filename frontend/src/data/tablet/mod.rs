//! The tablet: who works on it, what it holds, what becomes of what they write. Local first; the office hears of it afterwards.

mod access;
mod app;
mod commands;
mod export;
mod files;
pub mod form;
mod open;
mod opened;
mod queries;
mod recovery;
mod release;
pub mod visit;

use std::sync::Arc;

use base::finding::{Finding, Refusal};
use base::id::StandardId;
use base::time::Instant;
use contract::sync::engine::Status;
use domain::library::standard::Standard;
use domain::pack::{JobPack, Known};
use leptos::prelude::*;

use super::session::{Session, State};
use crate::local::{Book, LocalError, Vault};

pub use crate::local::builds::Kept;
pub use crate::local::people::Enrolled;
pub use crate::local::storage::{Room, ask_persistent, room};

pub use access::{EnrolError, NewPin};
pub use commands::NewFile;
pub use export::Export;
pub use files::Shown;
pub use open::Plan;
pub use queries::{Trouble, names};

/// Under this name a finding carries the clause that its rule enforces.
pub const CLAUSE: &str = "clause";

/// What every screen of the tablet shares.
#[derive(Clone, Copy)]
pub struct Tablet {
    /// Who is signed in at the office, from this browser: not always who works here.
    pub(crate) session: Session,
    /// Everyone enrolled here; `None` until read.
    pub(crate) people: RwSignal<Option<Vec<Enrolled>>>,
    /// Whose screens these are; keys are in memory only.
    pub(crate) vault: RwSignal<Option<Vault>>,
    /// What this person holds here.
    pub(crate) book: RwSignal<Option<Book>>,
    /// The book's job pack: followed apart, since it changes far less often than the book.
    pack: Memo<Option<Arc<JobPack>>>,
    /// Of the exchange.
    pub(crate) status: RwSignal<Status>,
    /// When the last entry was on disk.
    pub(crate) stored_at: RwSignal<Option<Instant>>,
    /// Attachments that the office does not have.
    pub(crate) uploads: RwSignal<usize>,
    /// Why the store did not do what was asked, while it does not.
    pub(crate) failing: RwSignal<Option<LocalError>>,
    /// Whether the office has revoked this device for the person who works here.
    revoked: RwSignal<bool>,
    /// Whether something is typed that is not committed yet.
    pub typing: RwSignal<bool>,
    kept: RwSignal<Kept>,
    /// Whether this page was opened at one of the tablet's addresses, which the worker answers with the build in use.
    opened_as_tablet: bool,
    /// Whether a person's book was opened on this page.
    worked: RwSignal<bool>,
}

impl Tablet {
    /// Put into the context by `App`.
    pub fn provide(session: Session) -> Self {
        let book = RwSignal::new(None::<Book>);
        let tablet = Self {
            session,
            people: RwSignal::new(None),
            vault: RwSignal::new(None),
            book,
            pack: Memo::new_with_compare(move |_| book.with(|book| book.as_ref().and_then(|book| book.pack.clone())), another),
            status: RwSignal::new(Status::default()),
            stored_at: RwSignal::new(None),
            uploads: RwSignal::new(0),
            failing: RwSignal::new(None),
            revoked: RwSignal::new(false),
            typing: RwSignal::new(false),
            kept: RwSignal::new(Kept::default()),
            opened_as_tablet: opened::is_opened_as_tablet(),
            worked: RwSignal::new(false),
        };
        provide_context(tablet);
        tablet
    }

    /// The one in the context.
    pub fn here() -> Self {
        expect_context()
    }

    /// Who works here now, followed.
    pub fn who(self) -> Option<Vault> {
        self.vault.get()
    }

    /// Whether somebody else than who works here is signed in: for this person that is nobody.
    pub(crate) fn is_of_another(self, vault: &Vault) -> bool {
        self.session.with_untracked(|state| matches!(state, State::In(view) if view.person != vault.person))
    }

    /// Whether somebody's book is open, followed.
    pub fn is_open(self) -> bool {
        self.book.with(Option::is_some)
    }

    /// Everyone enrolled here, followed; `None` until it was read.
    pub fn people(self) -> Option<Vec<Enrolled>> {
        self.people.get()
    }

    /// The job pack, followed.
    pub fn pack(self) -> Option<Arc<JobPack>> {
        self.pack.get()
    }

    /// The job pack as it is now.
    pub fn pack_now(self) -> Option<Arc<JobPack>> {
        self.pack.get_untracked()
    }

    /// A standard in the present pack.
    pub fn standard(self, id: StandardId) -> Option<Known<Standard>> {
        self.pack_now()?.standards.iter().find(|known| known.id == id).cloned()
    }

    /// The present moment by the office's clock, from the offset in the last exchange; dates are taken from it.
    pub fn office_time(self) -> Instant {
        let offset = self.status.with_untracked(|status| status.clock_offset).unwrap_or(0);
        crate::text::format::now().plus_millis(offset)
    }

    /// Of the exchange, followed.
    pub fn status(self) -> Status {
        self.status.get()
    }

    /// When the last entry was on disk, followed.
    pub fn stored_at(self) -> Option<Instant> {
        self.stored_at.get()
    }

    /// Attachments that the office does not have, followed.
    pub fn uploads(self) -> usize {
        self.uploads.get()
    }

    /// Whether nothing more can be recorded here because the office has revoked the device. Followed.
    pub fn is_revoked(self) -> bool {
        self.revoked.get()
    }

    /// Why the store does not work, followed.
    pub fn failing(self) -> Option<LocalError> {
        self.failing.get()
    }
}

/// Whether a pack is another one: by its version, not by where it lies in memory.
fn another(before: Option<&Option<Arc<JobPack>>>, now: Option<&Option<Arc<JobPack>>>) -> bool {
    let version = |pack: Option<&Option<Arc<JobPack>>>| pack.and_then(Option::as_ref).map(|pack| pack.version.clone());
    version(before) != version(now)
}

/// A refusal as a finding, for the field it speaks of.
pub fn finding(refusal: &dyn Refusal) -> Finding {
    let mut finding = Finding::error(refusal.code(), refusal.path());
    finding.params = refusal.params();
    if let Some(clause) = refusal.clause() {
        finding = finding.with(CLAUSE, clause);
    }
    finding
}
