//! What screens ask of the book.

use std::collections::{BTreeMap, BTreeSet};

use base::id::{EventId, PersonId, RecordId};
use base::text::Bilingual;
use contract::sync::EventOutcome;
use domain::event::body::Body;
use domain::event::chain::WrittenEvent;
use domain::event::ledger::Verdict;
use domain::event::{Event, Stream, StreamKind};
use domain::library::person::Activity;
use domain::pack::JobPack;
use domain::record::{Calibrating, Record, RecordStatus};
use leptos::prelude::*;

use super::Tablet;
use crate::local::Book;

/// An own event that does not count, or that the office refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// What was written.
    pub event: Event,
    /// The rule's code.
    pub code: String,
    /// Whether the office did not take it at all.
    pub refused: bool,
}

impl Tablet {
    /// A record's fold, followed.
    pub fn record(self, id: RecordId) -> Option<Record> {
        self.book.with(|book| book.as_ref()?.record(Stream::record(id)))
    }

    /// Every record this person has here, the latest first, followed.
    pub fn records(self) -> Vec<Record> {
        self.book.with(|book| {
            let Some(book) = book else { return Vec::new() };
            let streams = book.streams().into_iter().filter(|stream| stream.kind == StreamKind::Record);
            let mut records: Vec<Record> = streams.filter_map(|stream| book.record(stream)).collect();
            records.sort_by_key(|record| std::cmp::Reverse(record.opened_at));
            records
        })
    }

    /// Colleagues authorised for a record's method today who do not calibrate it yet, followed.
    pub fn may_join(self, record: &Record) -> Vec<(PersonId, Bilingual)> {
        let now = self.office_time();
        let listed = |person: PersonId| record.calibrators.iter().any(|calibrator| calibrator.person == person);
        let method = record.opened.edition.method;
        self.book.with(|book| {
            let Some(book) = book else { return Vec::new() };
            let moment = (book.facts.day_at(&record.opened.place, now), now);
            let may = |person: &PersonId| !listed(*person) && book.facts.authorised(*person, Activity::Calibrate, method, moment);
            let people = book.facts.people.iter().filter(|(id, _)| may(id));
            people.map(|(id, person)| (*id, person.latest().name.clone())).collect()
        })
    }

    /// Whether a record that another calibrator has submitted waits for this person's signature too.
    pub fn waits_for_signature(self, record: &Record) -> bool {
        let me = self.vault.with_untracked(|vault| vault.as_ref().map(|vault| vault.person));
        let unsigned = |calibrator: &Calibrating| Some(calibrator.person) == me && !calibrator.signed;
        record.status == RecordStatus::Submitted && record.calibrators.iter().any(unsigned)
    }

    /// Own events of a stream that do not count, followed.
    pub fn troubles(self, stream: Stream) -> Vec<Trouble> {
        self.book.with(|book| book.as_ref().map(|book| troubles(book, stream)).unwrap_or_default())
    }

    /// Own events that the office set aside and that no list leads to: of visits and items, and of records whose opening does
    /// not count. Followed.
    pub fn set_aside(self) -> Vec<Trouble> {
        self.book.with(|book| {
            let Some(book) = book else { return Vec::new() };
            let aside = |written: &&WrittenEvent| match book.answers.get(&written.event.id) {
                Some(EventOutcome::SetAside { code }) => Some(code.clone()),
                _ => None,
            };
            let lost = |written: &&WrittenEvent| matches!(written.event.body, Body::Opened(_)) && aside(written).is_some();
            let lost: BTreeSet<Stream> = book.own.values().filter(lost).map(|written| written.event.stream).collect();
            let listed = |stream: Stream| stream.kind == StreamKind::Record && !lost.contains(&stream);
            let own = book.own.values().filter(|written| !listed(written.event.stream));
            own.filter_map(|written| Some(Trouble { event: written.event.clone(), code: aside(&written)?, refused: false })).collect()
        })
    }

    /// Own events of every stream that the office refused, followed.
    pub fn refused(self) -> Vec<Trouble> {
        self.book.with(|book| book.as_ref().map(|book| refused(book, |_| true)).unwrap_or_default())
    }
}

fn troubles(book: &Book, stream: Stream) -> Vec<Trouble> {
    let set_aside = book.events(stream).into_iter().filter_map(|(written, verdict, _)| match verdict {
        Verdict::SetAside { code } => Some(Trouble { event: written.event, code, refused: false }),
        Verdict::Effective => None,
    });
    set_aside.chain(refused(book, |event| event.stream == stream)).collect()
}

fn refused(book: &Book, wanted: impl Fn(&Event) -> bool) -> Vec<Trouble> {
    let codes: BTreeMap<EventId, &str> = book.engine.meta().refused.iter().map(|refused| (refused.event, refused.code.as_str())).collect();
    let own = book.own.values().filter(|written| wanted(&written.event));
    own.filter_map(|written| {
        let code = (*codes.get(&written.event.id)?).to_owned();
        Some(Trouble { event: written.event.clone(), code, refused: true })
    })
    .collect()
}

/// Names of everyone the pack knows.
pub fn names(pack: &JobPack) -> BTreeMap<PersonId, Bilingual> {
    let own = std::iter::once(&pack.person);
    own.chain(&pack.colleagues).map(|known| (known.id, known.body.name.clone())).collect()
}
