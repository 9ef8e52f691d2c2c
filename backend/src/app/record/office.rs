//! Acts of the office on a record's stream: made on the person's own office device, judged by the same rules.

use std::sync::LazyLock;

use shared::event::body::Body;
use shared::event::chain::{self, Draft, WrittenEvent};
use shared::event::ledger::LedgerEntry;
use shared::event::{Device, Event, Stream};
use shared::finding::Refusal;
use shared::id::Id;
use shared::library::person::Person;
use shared::record::Record;
use shared::record::facts::{Facts, Office};
use shared::sync::judge::{self, Circumstances, Needs, Streams};
use shared::sync::snapshot::History;
use shared::time::Instant;

use super::streams;
use crate::app::{Error, Result};
use crate::random;
use crate::store::{Tx, audit, event, file, ledger, record as store};

/// Records begin on tablets only.
static NOTHING_BEGINS: LazyLock<History> = LazyLock::new(History::default);

/// An act to be put on a record's stream.
#[derive(Debug, Clone)]
pub struct Act {
    /// The record.
    pub record: Id<Record>,
    /// Who.
    pub by: Id<Person>,
    /// Entries the person has seen, where that matters: another number is refused.
    pub seen: Option<u64>,
    /// What.
    pub body: Body,
    /// Server time.
    pub now: Instant,
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
    pub fn record(&self, id: Id<Record>) -> Result<&Record> {
        self.streams.get(&Stream::record(id)).and_then(|state| state.record.as_ref()).ok_or_else(Error::not_found)
    }

    /// Why this person may not do this now; `None` where it may be done.
    pub fn refusal(&self, event: &Event, now: Instant) -> Option<Box<dyn Refusal>> {
        judge::judge(&self.streams, &self.around(now), event).err()
    }

    fn around(&self, now: Instant) -> Circumstances<'_> {
        Circumstances { facts: &self.facts, history: &NOTHING_BEGINS, office: Some(&self.office), revoked: false, now, clock_offset: 0 }
    }
}

/// Loads a record for a person's act.
pub async fn load(tx: &mut Tx, id: Id<Record>, person: Id<Person>) -> Result<Desk> {
    let stream = Stream::record(id);
    let entries = ledger::stream(tx, stream).await?;
    let state = judge::StreamState::of(&entries);
    let record = state.record.clone().ok_or_else(Error::not_found)?;
    let streams = Streams::from([(stream, state)]);
    let mut needs = Needs::of([], &streams);
    needs.people.insert(person);
    needs.of_check(&record);
    let facts = streams::facts(tx, &needs).await?;
    let office = office(tx, &record).await?;
    Ok(Desk { streams, facts, office, entries })
}

/// Which of the record's files are stored, and whether the record, and the check in force, led to a certificate.
async fn office(tx: &mut Tx, record: &Record) -> Result<Office> {
    let mut office = Office::default();
    for attachment in &record.attachments {
        let sha256 = attachment.what.sha256;
        office.stored.extend(file::find(tx, sha256).await?.map(|stored| (sha256, stored)));
    }
    let issued = store::find(tx, record.id).await?.map(|row| row.issued_check).unwrap_or_default();
    office.issued = !issued.is_empty();
    office.issued_on_check = record.check.as_ref().is_some_and(|check| check.event.to_string() == issued);
    Ok(office)
}

/// Puts an act on a record's stream, in the caller's transaction, with its audit entry.
///
/// # Errors
/// 404 without the record, 409 where it changed since it was seen or a rule refuses the act.
pub async fn act(tx: &mut Tx, act: &Act) -> Result<LedgerEntry> {
    let mut desk = load(tx, act.record, act.by).await?;
    if act.seen.is_some_and(|seen| seen != desk.entries.len() as u64) {
        return Err(Error::refused(409, "record_changed"));
    }
    let written = write(tx, act).await?;
    if let Some(refusal) = desk.refusal(&written.event, act.now) {
        return Err(Error::conflict(&*refusal));
    }
    let around = Circumstances {
        facts: &desk.facts,
        history: &NOTHING_BEGINS,
        office: Some(&desk.office),
        revoked: false,
        now: act.now,
        clock_offset: 0,
    };
    let entry = judge::append(&mut desk.streams, &around, &written);
    keep(tx, &written, &entry).await?;
    streams::spread(tx, entry.stream, &desk.streams, &desk.facts, act.now).await?;
    note(tx, act, &entry).await?;
    Ok(entry)
}

/// The event, on the person's office device.
async fn write(tx: &mut Tx, act: &Act) -> Result<WrittenEvent> {
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

async fn device(tx: &mut Tx, person: Id<Person>, now: Instant) -> Result<Id<Device>> {
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

async fn note(tx: &mut Tx, act: &Act, entry: &LedgerEntry) -> Result<()> {
    let entry = audit::Entry {
        at: act.now,
        actor: Some(act.by),
        action: act.body.kind(),
        noun: "records",
        object: &act.record.to_string(),
        revision: entry.seq,
        object_hash: entry.hash(),
        detail: serde_json::json!({}),
    };
    Ok(audit::append(tx, entry).await?)
}
