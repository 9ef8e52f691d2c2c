//! Everything that decides what can be issued for a record, loaded in one snapshot.

use std::collections::BTreeMap;

use shared::certificate::compare::{Difference, compare};
use shared::certificate::complete::complete;
use shared::certificate::compose::{Sources, compose};
use shared::certificate::correction::{Certificate, Correction, Origin};
use shared::certificate::document::CertificateDocument;
use shared::certificate::issue::Before;
use shared::certificate::office::{OfficeFacts, Registers};
use shared::event::{Hash, Stream};
use shared::finding::Finding;
use shared::id::Id;
use shared::library::body::Body;
use shared::library::person::Person;
use shared::library::service::CalibrationService;
use shared::measurement::{Results, compute_with};
use shared::order::Order;
use shared::record::Record;
use shared::record::snapshot::OrderSnapshot;
use shared::sync::judge::StreamState;
use shared::time::{Date, Instant};

use super::{correct, document, parsed};
use crate::app::{Error, Result, simulate, zone};
use crate::store::{Tx, certificate as store, correction, facts, ledger, register};

/// A certificate of the record that is not void.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Identity.
    pub id: Id<Certificate>,
    /// Number.
    pub number: String,
    /// What it says.
    pub document: CertificateDocument,
}

/// A record with everything its certificate depends on.
#[derive(Debug, Clone)]
pub struct Situation {
    /// The record.
    pub record: Record,
    /// Entries of its stream.
    pub entries: u64,
    /// Hash of the last one.
    pub head: Hash,
    /// The body.
    pub body: Body,
    /// The service of its method.
    pub service: Id<CalibrationService>,
    /// People who signed the record, and the one who asks.
    pub people: BTreeMap<Id<Person>, Person>,
    /// Office facts for the document to be composed.
    pub office: OfficeFacts,
    /// Certificates that are not void, the oldest first: the last one is in force, the others it supplements.
    pub standing: Vec<Standing>,
    /// The open correction case.
    pub case: Option<Correction>,
    /// Server time.
    pub now: Instant,
}

/// Loads the situation of a record for a person.
///
/// # Errors
/// 404 without the record; 409 without a body.
pub async fn load(tx: &mut Tx, id: Id<Record>, asking: Id<Person>, now: Instant) -> Result<Situation> {
    let entries = ledger::stream(tx, Stream::record(id)).await?;
    let record = StreamState::of(&entries).record.ok_or_else(Error::not_found)?;
    let head = entries.last().map_or(Hash::ZERO, |entry| entry.hash());
    let body = register::by_code::<Body>(tx, "body").await?.ok_or_else(|| Error::refused(409, "body_missing"))?.body;
    let method = facts::current(tx, record.opened.edition.method).await?.ok_or_else(Error::not_found)?;
    let signed = record.calibrators.iter().map(|c| c.person).chain(record.check.as_ref().map(|check| check.by));
    let mut people = BTreeMap::new();
    for person in signed.chain([asking]).collect::<Vec<_>>() {
        people.extend(facts::current(tx, person).await?.map(|found| (person, found)));
    }
    let case = correction::open_of_record(tx, id).await?.map(|row| correct::case(&row)).transpose()?;
    let standing = standing(tx, id).await?;
    let office = office(tx, &record, &body, case.as_ref().and(standing.last()), case.as_ref().map(|case| case.origin)).await?;
    Ok(Situation { entries: entries.len() as u64, record, head, service: method.service, body, people, office, standing, case, now })
}

async fn standing(tx: &mut Tx, record: Id<Record>) -> Result<Vec<Standing>> {
    let rows = store::of_record(tx, record).await?;
    let valid = rows.iter().filter(|row| row.void_by.is_none());
    valid
        .map(|row| Ok(Standing { id: parsed(&row.stored.id)?, number: row.stored.number.clone(), document: document(&row.stored)? }))
        .collect()
}

/// A first certificate: the record's snapshots, gaps filled from the registers. A correction of the record: what the
/// certificate in force says. A correction of office facts: the registers.
async fn office(tx: &mut Tx, record: &Record, body: &Body, in_force: Option<&Standing>, origin: Option<Origin>) -> Result<OfficeFacts> {
    match (in_force, origin) {
        (Some(in_force), Some(Origin::Record)) => Ok(OfficeFacts::of_stated(&in_force.document.stated)),
        (Some(_), Some(Origin::Office)) => Ok(registers(tx, record, body).await?.unwrap_or_else(|| OfficeFacts::of_record(record, body))),
        _ => {
            let snapshot = OfficeFacts::of_record(record, body);
            Ok(match registers(tx, record, body).await? {
                Some(now) => snapshot.filled_from(&now),
                None => snapshot,
            })
        }
    }
}

/// `None` where an entry is not there: an item found on site that the office has not taken over yet.
async fn registers(tx: &mut Tx, record: &Record, body: &Body) -> Result<Option<OfficeFacts>> {
    let opened = &record.opened;
    let customer = facts::current(tx, opened.customer.id).await?;
    let item = facts::current(tx, opened.item.id).await?;
    let place = facts::current(tx, opened.place.id).await?;
    let order = order(tx, record).await?;
    let (Some(customer), Some(item), Some(place)) = (customer, item, place) else { return Ok(None) };
    let line = order.as_ref().and_then(|order| order.lines.iter().find(|line| line.item == opened.item.id).map(|line| (order, line)));
    Ok(Some(OfficeFacts::of_registers(Registers { body, customer: &customer, item: &item, place: &place, order: line })))
}

/// The record's order; for what was not planned, the latest order with a line for the item.
async fn order(tx: &mut Tx, record: &Record) -> Result<Option<Order>> {
    if let Some(snapshot) = &record.opened.order {
        return Ok(facts::current(tx, snapshot.id).await?);
    }
    let of_customer = register::all_of_customer::<Order>(tx, record.opened.customer.id).await?;
    let item = record.opened.item.id;
    Ok(of_customer.into_iter().rev().map(|row| row.body).find(|order| order.lines.iter().any(|line| line.item == item)))
}

impl Situation {
    /// Results by the decision rule of the office facts. Takes as long as the edition's computation: not in a write transaction.
    pub fn results(&self) -> Results {
        let mut record = self.record.clone();
        let opened = &mut record.opened;
        if opened.order.is_none() {
            opened.order = self.office.received_on.map(|received_on| OrderSnapshot {
                id: self.record.id.cast(),
                number: String::new(),
                received_on,
                decision_rule: None,
                recalibration_months: None,
            });
        }
        if let Some(order) = &mut opened.order {
            order.decision_rule.clone_from(&self.office.decision_rule);
        }
        compute_with(&record, &simulate::known)
    }

    /// The draft.
    pub fn draft(&self, results: &Results) -> CertificateDocument {
        compose(Sources {
            record: &self.record,
            head: self.head,
            results,
            office: &self.office,
            people: &self.people,
            language: self.body.certificate_language,
            offset_minutes: zone::offset_minutes(&self.body.time_zone, self.now),
        })
    }

    /// What C-5.4.1 asks for and is not there.
    pub fn missing(&self, draft: &CertificateDocument) -> Vec<Finding> {
        complete(draft, &self.record, &self.body.number_pattern)
    }

    /// The day, in the office's time zone.
    pub fn today(&self) -> Date {
        zone::date(&self.body.time_zone, self.now)
    }

    /// The difference from the certificate in force, where a case is open.
    pub fn difference(&self, draft: &CertificateDocument) -> Option<(&Standing, Difference)> {
        self.case.as_ref()?;
        let in_force = self.standing.last()?;
        Some((in_force, compare(&in_force.document.stated, &draft.stated)))
    }

    /// What stands before the issue of this draft.
    pub fn before(&self, draft: &CertificateDocument) -> Before {
        match (self.difference(draft), self.standing.last()) {
            (Some((in_force, difference)), _) => Before::Case {
                certificate: in_force.id,
                number: in_force.number.clone(),
                supplemented: self.standing.iter().rev().skip(1).map(|older| older.number.clone()).collect(),
                difference,
            },
            (None, Some(in_force)) => Before::Issued { number: in_force.number.clone() },
            (None, None) => Before::Nothing,
        }
    }
}
