//! A record, its results and office facts become a `CertificateDocument` (C-5.4.1). Pure; from snapshots only.

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::document::{
    CertificateDocument, Envelope, Kind, Signature, SignatureRole, Stated, StatedAdjustment, StatedDecision, StatedMethod, StatedStandard,
};
use crate::certificate::office::OfficeFacts;
use crate::certificate::results;
use crate::event::Hash;
use crate::id::Id;
use crate::library::body::CertificateLanguage;
use crate::library::person::Person;
use crate::measurement::Results;
use crate::record::snapshot::StandardSnapshot;
use crate::record::{CellEntry, Record};
use crate::time::Date;

/// Version of the document's format.
pub const VERSION: u16 = 1;

/// Where remarks that the certificate repeats are addressed to; others stay in the record.
pub const REMARK_PATH: &str = "certificate";

/// What a certificate is composed from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The record.
    pub record: &'a Record,
    /// Hash of its last ledger entry.
    pub head: Hash,
    /// Its results, as the server computes them.
    pub results: &'a Results,
    /// Office facts.
    pub office: &'a OfficeFacts,
    /// The people who signed the record, for their printed names and titles.
    pub people: &'a BTreeMap<Id<Person>, Person>,
    /// The body's choice of languages.
    pub language: CertificateLanguage,
    /// Offset of the office's time zone from UTC, in minutes, for printed times.
    pub offset_minutes: i32,
}

/// The draft: without number, check code, day of issue and the approver's signature.
pub fn compose(from: Sources<'_>) -> CertificateDocument {
    CertificateDocument {
        v: VERSION,
        envelope: Envelope {
            number: String::new(),
            check_code: String::new(),
            kind: Kind::Original,
            issued_on: None,
            signatures: signatures(from),
            language: from.language,
            offset_minutes: from.offset_minutes,
            check_url: String::new(),
            record: from.record.id,
            record_head: from.head,
        },
        stated: stated(from),
    }
}

fn stated(from: Sources<'_>) -> Stated {
    let Sources { record, office, .. } = from;
    let edition = &record.opened.edition;
    let calibrated_on = days(record);
    Stated {
        body: office.body.clone(),
        customer: office.customer.clone(),
        item: office.item.clone(),
        // On site the item is received when the calibrator begins, where no order says otherwise.
        received_on: office.received_on.or_else(|| record.opened.visit.and(calibrated_on.first().copied())),
        calibrated_on,
        method: StatedMethod { code: edition.code.clone(), title: edition.title.clone(), edition: edition.name.clone() },
        standards: standards(record),
        place: office.place.clone(),
        environment: results::environment(record),
        inspections: results::inspections(record),
        results: results::by_stage(record, from.results, office.decision_rule.is_some()),
        adjustments: record.adjustments.iter().map(|a| StatedAdjustment { what: a.what.what.clone(), seal: a.what.seal.clone() }).collect(),
        deviations: record.deviations.iter().map(|d| d.what.what.clone()).collect(),
        coverage: results::coverage(&edition.computation.coverage),
        decision: office.decision_rule.clone().map(|rule| StatedDecision { rule }),
        recalibration_months: office.recalibration_months,
        remarks: record.remarks.iter().filter(|r| r.what.path == REMARK_PATH).map(|r| r.what.text.clone()).collect(),
    }
}

/// Values in force, with their paths.
pub(super) fn in_force(record: &Record) -> impl Iterator<Item = (&str, &CellEntry)> {
    record.cells.iter().filter_map(|(path, cell)| cell.in_force().map(|entry| (path.as_str(), entry)))
}

/// The first and, where another, the last day of observations, in the place's time zone and by the server's clock.
fn days(record: &Record) -> Vec<Date> {
    let offset = record.opened.place.offset_minutes;
    // An amendment made weeks later corrects what was seen then: the day is that of the first entry.
    let seen = record.cells.values().filter(|cell| cell.in_force().is_some()).filter_map(|cell| cell.entries.first());
    let days: BTreeSet<Date> = seen.map(|entry| entry.when().date_at(offset)).collect();
    let mut ends: Vec<Date> = days.first().copied().into_iter().chain(days.last().copied()).collect();
    ends.dedup();
    ends
}

/// The standards that readings in force were taken with, in the order they were put in place, each once.
fn standards(record: &Record) -> Vec<StatedStandard> {
    let used: BTreeSet<_> = in_force(record).flat_map(|(_, entry)| entry.equipment.values().copied()).collect();
    let mut out: Vec<StatedStandard> = Vec::new();
    for entry in record.equipment.iter().filter(|entry| used.contains(&entry.event)) {
        let stated = stated_standard(&entry.standard);
        if !out.contains(&stated) {
            out.push(stated);
        }
    }
    out
}

fn stated_standard(snapshot: &StandardSnapshot) -> StatedStandard {
    let standard = &snapshot.standard;
    StatedStandard {
        name: standard.name.clone(),
        number: standard.number.clone(),
        model: standard.model.clone(),
        range: standard.range.clone(),
        characteristic: standard.characteristic.clone(),
        traced_to: standard.traceability.traced_to.clone(),
        certificate: standard.traceability.certificate.clone(),
        valid_until: standard.traceability.validity.until,
    }
}

/// (e) Each calibrator's last submission, and the check in force.
fn signatures(from: Sources<'_>) -> Vec<Signature> {
    let Sources { record, people, .. } = from;
    let calibrators = record.calibrators.iter().filter_map(|calibrator| {
        let submission = record.submissions.iter().rev().find(|s| s.by == calibrator.person)?;
        Some(Signature {
            role: SignatureRole::Calibrator,
            person: calibrator.person,
            name: calibrator.name.clone(),
            title: people.get(&calibrator.person).map(|person| person.title.clone()).unwrap_or_default(),
            at: submission.when(),
        })
    });
    let checker = record.check.as_ref().map(|check| {
        let person = people.get(&check.by);
        Signature {
            role: SignatureRole::Checker,
            person: check.by,
            name: person.map(|person| person.name.clone()).unwrap_or_default(),
            title: person.map(|person| person.title.clone()).unwrap_or_default(),
            at: check.when(),
        }
    });
    calibrators.chain(checker).collect()
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
