//! What the office knows of a record and its tablet could not: shown to the checker, and where a requirement says so it stops
//! the check. Nothing recorded is set aside for it.

use std::collections::BTreeSet;

use crate::finding::{Finding, Refusal};
use crate::library::standard::{Standard, StandardStatus};
use crate::record::facts::Facts;
use crate::record::path::{self, Address};
use crate::record::refusal::RecordRefusal;
use crate::record::{Cell, CellEntry, EquipmentEntry, Record, terms};
use crate::time::Instant;

/// Everything that stops the check, the terms of the work first.
pub fn against(record: &Record, facts: &Facts) -> Vec<RecordRefusal> {
    let mut against = terms::against(record, facts);
    let doubtful = |entry: &&EquipmentEntry| observations(record, entry).any(|when| !in_order(record, facts, entry, when));
    let numbers = distinct(record.equipment.iter().filter(doubtful));
    against.extend(numbers.into_iter().map(|number| RecordRefusal::StandardNotInOrder { number }));
    against
}

/// The same as findings, with what is shown and stops nothing.
pub fn findings(record: &Record, facts: &Facts) -> Vec<Finding> {
    let stops = |refusal: RecordRefusal| Finding { params: refusal.params(), ..Finding::error(refusal.code(), refusal.path()) };
    let mut findings: Vec<Finding> = against(record, facts).into_iter().map(stops).collect();
    findings.extend(terms::notices(record, facts));
    let changed = |entry: &&EquipmentEntry| observations(record, entry).any(|when| has_changed(facts, entry, when));
    let numbers = distinct(record.equipment.iter().filter(changed));
    findings.extend(numbers.into_iter().map(|number| Finding::warning("standard_changed_since", path::WHOLE).with("number", number)));
    findings
}

fn distinct<'r>(entries: impl Iterator<Item = &'r EquipmentEntry>) -> BTreeSet<String> {
    entries.map(|entry| entry.standard.standard.number.clone()).collect()
}

/// When the readings in force were observed with what was put in place by this event. A corrected number was observed when
/// the first one was.
fn observations(record: &Record, with: &EquipmentEntry) -> impl Iterator<Item = Instant> {
    let is_reading = |path: &str| matches!(path::find(&record.opened.edition.form, path), Some(Address::Reading { .. }));
    let readings = record.cells.iter().filter(move |(path, _)| is_reading(path));
    let in_force = readings.filter_map(|(_, cell)| Some((cell, cell.in_force()?)));
    let taken = in_force.filter(|(_, entry)| entry.equipment.values().any(|event| *event == with.event));
    taken.filter_map(|(cell, _)| observed(cell)).map(CellEntry::when)
}

/// The entry that the number in force corrects: the first of an unbroken line of numbers, whatever standard was written down
/// for it.
fn observed(cell: &Cell) -> Option<&CellEntry> {
    let numbers = cell.entries.iter().rev().take_while(|entry| entry.value.number().is_some());
    numbers.last()
}

/// Whether the register had the standard in use then, has not seen it fail since, and its certificate counts on the day by
/// what the register says of that certificate now (C-4.5.2, C-4.5.3).
fn in_order(record: &Record, facts: &Facts, entry: &EquipmentEntry, when: Instant) -> bool {
    let Some(known) = facts.standards.get(&entry.standard.id) else {
        return true;
    };
    let day = when.date_at(record.opened.place.offset_minutes);
    let certificate = &entry.standard.standard.traceability.certificate;
    let same = known.all().rev().find(|version| version.traceability.certificate == *certificate);
    known.at(when).status == StandardStatus::InUse
        && known.latest().status != StandardStatus::Failed
        && same.is_none_or(|version| version.traceability.validity.holds_on(day))
}

/// Whether the register already stated something else of the standard than the record does (C-5.4.1 h).
fn has_changed(facts: &Facts, entry: &EquipmentEntry, when: Instant) -> bool {
    let stated = &entry.standard.standard;
    let differs = |known: &Standard| Standard { location: stated.location.clone(), status: stated.status, ..known.clone() } != *stated;
    facts.standards.get(&entry.standard.id).is_some_and(|known| differs(known.at(when)))
}
