//! The verdict on an authentic event, given the streams as they stand: the same rules as on the tablet.

use base::seeded::in_force;
use std::collections::{BTreeMap, BTreeSet};

use crate::authority::AuthorityRefusal;
use crate::event::body::Body;
use crate::event::chain::{self, WrittenEvent};
use crate::event::ledger::{LedgerEntry, Verdict};
use crate::event::{Event, Hash, Stream, StreamKind};
use crate::item::fold::ItemState;
use crate::item::hand;
use crate::record::facts::{Asked, Facts};
use crate::record::office::Office;
use crate::record::{Record, fold};
use crate::stream::rules::{self, Basis};
use crate::stream::snapshot::{self, History};
use crate::stream::span::Span;
use crate::visit::fold::VisitState;
use base::finding::Refusal;
use base::id::{CustomerId, EditionId, Id, ItemId, MethodId, OrderId, PersonId, PlaceId, RecordId, StandardId, TaskId, VisitId};
use base::time::Instant;

/// A stream as it stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamState {
    /// Place of the next entry.
    pub next_seq: u64,
    /// Hash of the last entry; `None` before the first.
    pub prev: Option<Hash>,
    /// The record, for a record's stream.
    pub record: Option<Record>,
    /// The visit, for a visit's stream.
    pub visit: VisitState,
    /// The item, for an item's stream.
    pub item: ItemState,
    /// Whether it holds an entry that only a newer program reads: what this one makes of the stream is not the whole.
    pub unread: bool,
}

impl StreamState {
    /// The stream that these entries make, oldest first.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a LedgerEntry>) -> Self {
        let mut state = Self::default();
        for entry in entries {
            state.take(entry);
        }
        state
    }

    fn take(&mut self, entry: &LedgerEntry) {
        match chain::read(&entry.text) {
            Ok(written) => self.apply(entry, &written),
            Err(error) => {
                self.place(entry);
                self.unread |= error.is_of_newer();
            }
        }
    }

    /// The same with its text read already.
    fn apply(&mut self, entry: &LedgerEntry, written: &WrittenEvent) {
        self.place(entry);
        match entry.stream.kind {
            StreamKind::Record => fold::apply(&mut self.record, written, &entry.verdict, entry.clock_offset),
            StreamKind::Visit => self.visit.apply(written, &entry.verdict, entry.clock_offset),
            StreamKind::Item => self.item.apply(written, &entry.verdict),
        }
    }

    fn place(&mut self, entry: &LedgerEntry) {
        self.next_seq = entry.seq + 1;
        self.prev = Some(entry.hash());
    }
}

/// Streams by what they speak of.
pub type Streams = BTreeMap<Stream, StreamState>;

/// What an event is judged by, beside the streams.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// Facts of the registers.
    pub facts: &'a Facts,
    /// What the registers ever said of what records begin with.
    pub history: &'a History,
    /// Set only for acts made in the office.
    pub office: Option<&'a Office>,
    /// Whether the device was revoked.
    pub revoked: bool,
    /// Whether nothing that the device makes signs or decides over a record: it is new, and not confirmed as its person's.
    pub held: bool,
    /// When the device was enrolled; `None` for a device of the office, whose time is the server's.
    pub enrolled_at: Option<Instant>,
    /// Server time.
    pub now: Instant,
    /// Server time minus device time, in milliseconds.
    pub clock_offset: i64,
}

/// Judges the event and appends it to its stream.
pub fn append(streams: &mut Streams, around: &Circumstances<'_>, written: &WrittenEvent) -> LedgerEntry {
    let verdict = match judge(streams, around, &written.event) {
        Ok(()) => Verdict::Effective,
        Err(refusal) => Verdict::SetAside { code: refusal.code().to_owned() },
    };
    let state = streams.entry(written.event.stream).or_default();
    let entry = LedgerEntry {
        stream: written.event.stream,
        seq: state.next_seq,
        prev: state.prev.unwrap_or(Hash::ZERO),
        event: written.event.id,
        event_hash: written.hash,
        received_at: around.now,
        clock_offset: around.clock_offset,
        verdict,
        text: written.text.clone(),
    };
    state.apply(&entry, written);
    entry
}

/// Whether an event decides over a record in its author's name, beyond what was observed.
const fn decides(body: &Body) -> bool {
    matches!(body, Body::Submitted { .. } | Body::Abandoned { .. } | Body::TakenUp { .. } | Body::TakenOff { .. })
}

/// Whether the event counts, given the streams as they stand.
///
/// # Errors
/// The rule that it breaks.
pub fn judge(streams: &Streams, around: &Circumstances<'_>, event: &Event) -> Result<(), Box<dyn Refusal>> {
    if around.revoked && in_force("sync.device_not_revoked") {
        return Err(Box::new(DeviceRevoked));
    }
    // Recording goes on: only the signature waits, and what decides over a record (C-4.3.2).
    if around.held && decides(&event.body) && in_force("sync.device_confirmed") {
        return Err(Box::new(AuthorityRefusal::SigningHeld));
    }
    if !event.at.is_dated() || !event.at.plus_millis(around.clock_offset).is_dated() {
        return Err(Box::new(TimeImpossible));
    }
    if let Some(enrolled_at) = around.enrolled_at {
        let span = Span { enrolled_at, received_at: around.now };
        span.holds(event.at.plus_millis(around.clock_offset)).map_err(boxed)?;
    }
    let empty = StreamState::default();
    let state = streams.get(&event.stream).unwrap_or(&empty);
    let visit = rules::visit_of(state.record.as_ref(), event).and_then(|visit| streams.get(&Stream::visit(visit)));
    let basis = Basis {
        facts: around.facts,
        record: state.record.as_ref(),
        visit: visit.map(|state| &state.visit),
        item: Some(&state.item),
        clock_offset: around.clock_offset,
        office: around.office,
        asked: Asked::Made,
    };
    rules::decide(&basis, event)?;
    match &event.body {
        Body::ItemFound(_) | Body::ItemCorrected { .. } => {
            let when = event.at.plus_millis(around.clock_offset);
            let begun = streams.values().filter_map(|state| state.record.as_ref());
            hand::decide(&hand::Around { facts: around.facts, state: &state.item, when }, begun, event).map_err(boxed)
        }
        Body::Opened(opened) => {
            let found = streams.get(&Stream::item(opened.item.id)).map_or(&empty.item, |state| &state.item);
            snapshot::check(around.history, around.facts, found, opened).map_err(boxed)?;
            snapshot::check_place(around.history, opened).map_err(boxed)
        }
        Body::Joined { person, name } => snapshot::check_name(around.facts, *person, name).map_err(boxed),
        _ => Ok(()),
    }
}

fn boxed<R: Refusal + 'static>(refusal: R) -> Box<dyn Refusal> {
    Box::new(refusal)
}

/// The device was revoked: what it sends is kept, without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceRevoked;

impl Refusal for DeviceRevoked {
    fn code(&self) -> &'static str {
        "device_revoked"
    }
}

/// No clock shows this time: what is said to have been made then is kept, without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeImpossible;

impl Refusal for TimeImpossible {
    fn code(&self) -> &'static str {
        "time_impossible"
    }
    fn path(&self) -> String {
        "at".to_owned()
    }
}

/// What must be loaded before events can be judged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Needs {
    /// People.
    pub people: BTreeSet<PersonId>,
    /// Editions, every version.
    pub editions: BTreeSet<EditionId>,
    /// Methods.
    pub methods: BTreeSet<MethodId>,
    /// Standards, every version.
    pub standards: BTreeSet<StandardId>,
    /// Visits: register entry and stream.
    pub visits: BTreeSet<VisitId>,
    /// Tasks.
    pub tasks: BTreeSet<TaskId>,
    /// Items that records begin with or that are found on site: register entry and stream.
    pub items: BTreeSet<ItemId>,
    /// Of those, the ones that are found or corrected: who has them in hand, and who visits whose they are.
    pub in_hand: BTreeSet<ItemId>,
    /// Whose the items are that are found.
    pub owners: BTreeSet<CustomerId>,
    /// Customers, every version.
    pub customers: BTreeSet<CustomerId>,
    /// Places, every version.
    pub places: BTreeSet<PlaceId>,
    /// Orders, every version.
    pub orders: BTreeSet<OrderId>,
    /// Records that are taken up again: whether others took their place.
    pub succeeded: BTreeSet<RecordId>,
}

impl Needs {
    /// What these events on these streams need.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>, streams: &Streams) -> Self {
        let mut needs = Self::default();
        needs.owners.extend(streams.values().filter_map(|state| state.item.found.as_ref()).map(|found| found.customer));
        for record in streams.values().filter_map(|state| state.record.as_ref()) {
            needs.methods.insert(record.opened.edition.method);
            needs.visits.extend(record.opened.visit);
            needs.tasks.extend(record.opened.task);
        }
        for event in events {
            needs.people.insert(event.author);
            match event.stream.kind {
                StreamKind::Visit => drop(needs.visits.insert(Id::from_uuid(event.stream.id))),
                StreamKind::Item => {
                    needs.items.insert(Id::from_uuid(event.stream.id));
                    needs.in_hand.insert(Id::from_uuid(event.stream.id));
                }
                StreamKind::Record if matches!(event.body, Body::TakenUp { .. }) => {
                    needs.succeeded.insert(Id::from_uuid(event.stream.id));
                }
                StreamKind::Record => {}
            }
            needs.add(&event.body);
        }
        needs
    }

    /// What else a person needs who is to check this record.
    pub fn of_check(&mut self, record: &Record) {
        self.people.extend(record.calibrators.iter().map(|calibrator| calibrator.person));
        self.standards.extend(record.equipment.iter().map(|entry| entry.standard.id));
        self.tasks.extend(record.opened.task);
        self.places.insert(record.opened.place.id);
        self.people.extend(record.check.iter().map(|check| check.by));
        self.editions.insert(record.opened.edition_id);
        self.items.insert(record.opened.item.id);
        self.customers.insert(record.opened.customer.id);
        self.orders.extend(record.opened.order.as_ref().map(|order| order.id));
    }

    /// The streams that events are judged by beside their own: visits of records, items that records begin with.
    pub fn streams(&self) -> impl Iterator<Item = Stream> {
        self.visits.iter().copied().map(Stream::visit).chain(self.items.iter().copied().map(Stream::item))
    }

    fn add(&mut self, body: &Body) {
        match body {
            Body::Opened(opened) => {
                self.people.extend(opened.calibrators.iter().map(|calibrator| calibrator.person));
                self.editions.insert(opened.edition_id);
                self.methods.insert(opened.edition.method);
                self.visits.extend(opened.visit);
                self.tasks.extend(opened.task);
                self.items.insert(opened.item.id);
                self.customers.insert(opened.customer.id);
                self.places.insert(opened.place.id);
                self.orders.extend(opened.order.as_ref().map(|order| order.id));
            }
            Body::Joined { person, .. } | Body::TakenOff { person, .. } => {
                self.people.insert(*person);
            }
            Body::Equipped { standard, .. } | Body::Reequipped { standard, .. } => {
                self.standards.insert(standard.id);
            }
            Body::StandardChecked(check) => {
                self.standards.insert(check.standard);
            }
            Body::ItemFound(found) => {
                self.owners.insert(found.customer);
            }
            _ => {}
        }
    }
}
