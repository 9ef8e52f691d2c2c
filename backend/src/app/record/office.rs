//! Acts of the office on a record's stream: made on the person's own office device, judged by the same rules.

use std::sync::LazyLock;

use base::finding::Refusal;
use base::id::{DeviceId, PersonId, RecordId, VisitId};
use base::time::Instant;
use domain::access::event::is_of_office;
use domain::conditions::{self, Answer, Basis};
use domain::event::body::Body;
use domain::event::chain::{self, Draft, WrittenEvent};
use domain::event::ledger::LedgerEntry;
use domain::event::{Event, Hash, Stream};
use domain::library::edition::{Edition, EditionStatus};
use domain::library::place::Place;
use domain::record::Record;
use domain::record::facts::Facts;
use domain::record::office::Office;
use domain::stream::judge::{self, Circumstances, Needs, Streams};
use domain::stream::snapshot::History;
use domain::visit::Visit;
use domain::visit::fold::VisitState;
use domain::visit::rule::is_near;
use measurement::Results;

use super::{found, rests, streams};
use crate::app::authority::hold;
use crate::app::{Error, Result};
use crate::random;
use crate::store::{Tx, audit, event, facts, ledger, register, settlement};

/// Records begin on tablets only.
static NOTHING_BEGINS: LazyLock<History> = LazyLock::new(History::default);

/// An act to be put on a record's stream.
#[derive(Debug, Clone)]
pub struct Act {
    /// The record.
    pub record: RecordId,
    /// Who.
    pub by: PersonId,
    /// Entries the person has seen, where that matters: another number is refused.
    pub seen: Option<u64>,
    /// What.
    pub body: Body,
    /// What a check is based on.
    pub check: Option<Checking>,
    /// Server time.
    pub now: Instant,
}

/// What a check is based on: the results the server computed from the record before the transaction, and the answers given.
#[derive(Debug, Clone)]
pub struct Checking {
    /// The record's head when it was computed.
    pub head: Hash,
    /// What was computed.
    pub results: Results,
    /// Answers to findings.
    pub answers: Vec<Answer>,
}

/// A record with everything its office rules are judged by.
pub struct Desk {
    /// The stream, and its visit's.
    pub streams: Streams,
    /// Facts.
    pub facts: Facts,
    /// What the office knows.
    pub office: Office,
    /// The entries of the stream.
    pub entries: Vec<LedgerEntry>,
}

impl Desk {
    /// The record.
    ///
    /// # Errors
    /// When it is not there.
    pub fn record(&self, id: RecordId) -> Result<&Record> {
        self.streams.get(&Stream::record(id)).and_then(|state| state.record.as_ref()).ok_or_else(Error::not_found)
    }

    /// The visit of the record, where it has one.
    pub fn visit(&self, record: &Record) -> Option<&VisitState> {
        let visit = record.opened.visit?;
        self.streams.get(&Stream::visit(visit)).map(|state| &state.visit)
    }

    /// Why this person may not do this now; `None` where it may be done.
    pub fn refusal(&self, event: &Event, now: Instant) -> Option<Box<dyn Refusal>> {
        judge::judge(&self.streams, &self.around(now), event).err()
    }

    /// What a person's act on the record rests on.
    pub fn basis<'d>(&'d self, act: conditions::Act, record: &'d Record, who: PersonId, at: Instant) -> Basis<'d> {
        let today = self.facts.day_at(&record.opened.place, at);
        Basis { act, record, facts: &self.facts, visit: self.visit(record), office: Some(&self.office), who, at, today }
    }

    fn around(&self, now: Instant) -> Circumstances<'_> {
        Circumstances {
            facts: &self.facts,
            history: &NOTHING_BEGINS,
            office: Some(&self.office),
            revoked: false,
            held: false,
            enrolled_at: None,
            now,
            clock_offset: 0,
        }
    }
}

/// Loads a record for a person's act.
pub async fn load(tx: &mut Tx, id: RecordId, person: PersonId, now: Instant) -> Result<Desk> {
    let stream = Stream::record(id);
    let entries = ledger::stream(tx, stream).await?;
    let state = judge::StreamState::of(&entries);
    let record = state.record.clone().ok_or_else(Error::not_found)?;
    let mut streams = Streams::from([(stream, state)]);
    let needs = Needs::of([], &streams);
    streams::load_needed(tx, &needs, &mut streams).await?;
    let (facts, office) = around(tx, &record, person, now).await?;
    Ok(Desk { streams, facts, office, entries })
}

/// What a person's act on a record rests on, from the registers and the office.
pub async fn around(tx: &mut Tx, record: &Record, person: PersonId, now: Instant) -> Result<(Facts, Office)> {
    let office = rests::office(tx, record).await?;
    let mut needs = Needs::default();
    needs.people.insert(person);
    needs.people.extend(office.answers.iter().map(|answered| answered.by));
    needs.methods.insert(record.opened.edition.method);
    needs.visits.extend(record.opened.visit);
    needs.visits.extend(visits_about(tx, record).await?);
    needs.succeeded.extend(record.abandoned.as_ref().map(|_| record.id));
    needs.orders.extend(office.attached.map(|attached| attached.order));
    needs.of_check(record);
    let mut facts = streams::facts(tx, &needs, now).await?;
    streams::add_of_office(tx, &needs, &mut facts).await?;
    let theirs = register::all_of_customer::<Place>(tx, record.opened.customer.id).await?;
    facts.sites = theirs.into_iter().map(|row| row.body).collect();
    facts.beside = beside(tx, record).await?;
    Ok((facts, office))
}

/// Other editions of the record's method that are in force now or were when the work began, by their names.
async fn beside(tx: &mut Tx, record: &Record) -> Result<Vec<String>> {
    let began = record.opened_at.plus_millis(record.opened_offset);
    let is_in_force = |edition: &Edition| edition.status == EditionStatus::InForce;
    let mut others = Vec::new();
    for row in register::naming::<Edition>(tx, record.opened.edition.method).await? {
        let then = facts::versions::<Edition>(tx, row.id).await?.is_some_and(|versions| is_in_force(versions.at(began)));
        if row.id != record.opened.edition_id && (then || is_in_force(&row.body)) {
            others.push(format!("{} {}", row.body.code, row.body.name));
        }
    }
    Ok(others)
}

/// Visits to the customer around the day of a record that claims to be made in the laboratory.
async fn visits_about(tx: &mut Tx, record: &Record) -> Result<Vec<VisitId>> {
    if record.opened.visit.is_some() {
        return Ok(Vec::new());
    }
    let began = record.opened_at.plus_millis(record.opened_offset);
    let day = record.opened.place.day_at(&crate::app::zone::around(&record.opened.place.time_zone, record.opened_at), began);
    let rows = register::naming::<Visit>(tx, record.opened.customer.id).await?;
    Ok(rows.into_iter().filter(|row| is_near(row.body.day, day)).map(|row| row.id).collect())
}

/// Appends an act to a record's stream, in the caller's transaction, with its audit entry. An entry in a person's name must be theirs, so
/// none is appended while their reset password is not confirmed (C-4.3.2).
///
/// # Errors
/// 403 while the person's signing is held back, 404 if there is no such record, 409 if it changed since it was seen or a rule refuses the
/// act.
pub async fn act(tx: &mut Tx, act: &Act) -> Result<LedgerEntry> {
    hold::free(tx, act.by).await?;
    let mut desk = load(tx, act.record, act.by, act.now).await?;
    if act.seen.is_some_and(|seen| seen != desk.entries.len() as u64) {
        return Err(Error::refused(409, "record_changed"));
    }
    if desk.streams.values().any(|state| state.unread) {
        // A newer tablet wrote entries that this program cannot read, so nobody can sign them.
        return Err(Error::refused(409, "server_older"));
    }
    if let Some(checking) = &act.check {
        if desk.record(act.record)?.head != checking.head {
            return Err(Error::refused(409, "record_changed"));
        }
        desk.office.computed = Some(checking.results.clone());
    }
    let written = write(tx, act).await?;
    if let Some(refusal) = desk.refusal(&written.event, act.now) {
        return Err(Error::conflict(&*refusal));
    }
    let mut answers = None;
    if let Some(checking) = &act.check {
        let basis = desk.basis(conditions::Act::Check, desk.record(act.record)?, act.by, act.now);
        let kept = rests::settled(&basis, &checking.answers)?;
        answers = Some(settlement::answer(tx, act.record, &written.event.id.to_string(), &kept).await?);
    }
    let around = Circumstances {
        facts: &desk.facts,
        history: &NOTHING_BEGINS,
        office: Some(&desk.office),
        revoked: false,
        held: false,
        enrolled_at: None,
        now: act.now,
        clock_offset: 0,
    };
    let entry = judge::append(&mut desk.streams, &around, &written);
    keep(tx, &written, &entry).await?;
    if let Some(state) = desk.streams.get(&entry.stream) {
        found::take_over(tx, &written.event, state, act.now).await?;
    }
    streams::spread(tx, entry.stream, &desk.streams, &desk.facts, act.now).await?;
    let wrote = audit::RecordAct::Wrote(act.body.event_kind(), &entry, answers.as_ref());
    audit::append(tx, act.now, act.by, audit::Act::Record(act.record, wrote)).await?;
    Ok(entry)
}

/// The event, on the person's office device. No key signs there: what only a tablet makes is not written, whatever route should ever ask.
async fn write(tx: &mut Tx, act: &Act) -> Result<WrittenEvent> {
    if !is_of_office(act.body.event_kind()) {
        return Err(Error::Internal(format!("{} on an office device", act.body.kind())));
    }
    let device = device(tx, act.by, act.now).await?;
    let head = event::head(tx, device).await?;
    let draft = Draft {
        id: random::id(act.now),
        stream: Stream::record(act.record),
        author: act.by,
        at: act.now,
        elapsed: 0,
        body: act.body.clone(),
    };
    chain::write(head, device, draft).map_err(|refusal| Error::rule(&refusal))
}

async fn device(tx: &mut Tx, person: PersonId, now: Instant) -> Result<DeviceId> {
    if let Some(device) = event::office_device(tx, person).await? {
        return Ok(device);
    }
    let device = random::id(now);
    event::make_office_device(tx, person, device, now).await?;
    Ok(device)
}

async fn keep(tx: &mut Tx, written: &WrittenEvent, entry: &LedgerEntry) -> Result<()> {
    let new = event::NewEvent {
        id: written.event.id,
        device: written.event.device,
        device_seq: written.event.device_seq,
        hash: written.hash,
        received_at: entry.received_at,
        refused: None,
        text: &written.text,
    };
    event::insert(tx, &new).await?;
    Ok(ledger::append(tx, entry).await?)
}
