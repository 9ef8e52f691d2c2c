//! A record, its results and office facts become a `CertificateDocument` (C-5.4.1). Pure; from snapshots only.

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::annex;
use crate::certificate::correction::CaseCheck;
use crate::certificate::document::{
    CertificateDocument, Envelope, Kind, Signature, SignatureRole, Stated, StatedAdjustment, StatedDecision, StatedMethod, StatedSeal,
    StatedStandard,
};
use crate::certificate::observed::{days, in_force};
use crate::certificate::office::{self, OfficeFacts};
use crate::certificate::results;
use crate::event::Hash;
use crate::library::body::CertificateLanguage;
use crate::library::person::Person;
use crate::record::path::CERTIFICATE;
use crate::record::{Record, standing};
use base::id::{EventId, PersonId};
use base::time::{Instant, OffsetFrom};
use measurement::{Derivation, Results};

/// Version of the document's format.
pub const VERSION: u16 = 1;

/// What a certificate is composed from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The record.
    pub record: &'a Record,
    /// Hash of its last ledger entry.
    pub head: Hash,
    /// Its results, as the server computes them.
    pub results: &'a Results,
    /// How each result came about, for the annex; looked at only where it is asked for.
    pub derivations: &'a [Derivation],
    /// Office facts.
    pub office: &'a OfficeFacts,
    /// Checks of the open correction of office facts, the latest last: the one of exactly this draft signs it.
    pub checks: &'a [CaseCheck],
    /// The people who signed, as they were when they signed, for their printed names and titles.
    pub people: &'a BTreeMap<PersonId, Person>,
    /// The body's choice of languages.
    pub language: CertificateLanguage,
    /// Offset of the office's time zone from UTC, in minutes, for printed times.
    pub offset_minutes: i32,
    /// Offsets of that zone around now; empty where it keeps one.
    pub offsets: &'a [OffsetFrom],
    /// What is known of the place's time zone.
    pub zone: &'a [OffsetFrom],
}

/// The draft: without number, check code, day of issue and the approver's signature.
pub fn compose(from: Sources<'_>) -> CertificateDocument {
    let standards = standards(from.record, from.office);
    let equipment = standards.iter().map(|(_, events)| events.clone()).collect();
    let stated = stated(from, standards.into_iter().map(|(standard, _)| standard).collect());
    CertificateDocument {
        v: VERSION,
        envelope: Envelope {
            number: String::new(),
            check_code: String::new(),
            kind: Kind::Original,
            issued_on: None,
            signatures: signatures(from, check_of(from.checks, &stated)),
            language: from.language,
            offset_minutes: from.offset_minutes,
            offsets: from.offsets.to_vec(),
            check_url: String::new(),
            record: from.record.id,
            record_head: from.head,
            equipment,
        },
        stated,
    }
}

/// The check of exactly what is stated.
pub fn check_of<'c>(checks: &'c [CaseCheck], stated: &Stated) -> Option<&'c CaseCheck> {
    let hash = if checks.is_empty() { return None } else { stated.hash() };
    checks.iter().rev().find(|check| check.stated == hash)
}

fn stated(from: Sources<'_>, standards: Vec<StatedStandard>) -> Stated {
    let Sources { record, office, .. } = from;
    let edition = &record.opened.edition;
    let calibrated_on = days(record, from.zone);
    Stated {
        body: office.body.clone(),
        customer: office.customer.clone(),
        item: office.item.clone(),
        // On site the item is received when the calibrator begins, where no order says otherwise.
        received_on: office.received_on.or_else(|| record.opened.visit.and(calibrated_on.first().copied())),
        calibrated_on,
        method: StatedMethod { code: edition.code.clone(), title: edition.title.clone(), edition: edition.name.clone() },
        standards,
        place: office.place.clone(),
        environment: results::environment(record),
        inspections: results::inspections(record),
        results: results::by_stage(record, from.results, office.decision_rule.is_some()),
        adjustments: standing(&record.adjustments)
            .map(|a| StatedAdjustment { what: a.what.what.clone(), seal: a.what.seal.clone() })
            .collect(),
        seals: standing(&record.seals).map(|s| StatedSeal { what: s.what.what.clone(), seal: s.what.seal.clone() }).collect(),
        // A departure without the customer's consent is no agreed one (C-5.1.2). The check asks whom the consent names, and the signers
        // are asked about one that names nobody: a record that was checked with it does not lose its statement.
        deviations: standing(&record.deviations).filter(|d| d.what.has_consent()).map(|d| d.what.what.clone()).collect(),
        coverage: results::coverage(&edition.computation),
        decision: office.decision_rule.clone().map(|rule| StatedDecision { rule }),
        recalibration_months: office.recalibration_months,
        remarks: standing(&record.remarks).filter(|r| r.what.path == CERTIFICATE).map(|r| r.what.text.clone()).collect(),
        budgets: if office.budget_annex { annex::budgets(record, from.derivations) } else { Vec::new() },
    }
}

/// The standards that readings in force were taken with, in the order they were put in place, each once, with the events
/// that did.
fn standards(record: &Record, office: &OfficeFacts) -> Vec<(StatedStandard, Vec<EventId>)> {
    let readings = in_force(record).filter(|(path, entry)| path.contains("/points/") && entry.value.number().is_some());
    let used: BTreeSet<_> = readings.flat_map(|(_, entry)| entry.equipment.values().copied()).collect();
    let mut out: Vec<(StatedStandard, Vec<EventId>)> = Vec::new();
    for entry in record.equipment.iter().filter(|entry| used.contains(&entry.event)) {
        let stated = office.standards.get(&entry.event).cloned().unwrap_or_else(|| office::stated_standard(&entry.standard.standard));
        match out.iter_mut().find(|(known, _)| *known == stated) {
            Some((_, events)) => events.push(entry.event),
            None => out.push((stated, vec![entry.event])),
        }
    }
    out
}

/// (e) Each calibrator's last submission, the check in force, and, for a correction of office facts, the check of this draft.
fn signatures(from: Sources<'_>, corrected: Option<&CaseCheck>) -> Vec<Signature> {
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
    let checker = |(by, at): (PersonId, Instant)| {
        let person = people.get(&by);
        Signature {
            role: SignatureRole::Checker,
            person: by,
            name: person.map(|person| person.name.clone()).unwrap_or_default(),
            title: person.map(|person| person.title.clone()).unwrap_or_default(),
            at,
        }
    };
    let checks = record.check.as_ref().map(|check| (check.by, check.when())).into_iter().chain(corrected.map(|check| (check.by, check.at)));
    calibrators.chain(checks.map(checker)).collect()
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
