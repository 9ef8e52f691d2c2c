//! Conditions on the standards that the readings in force were taken with (C-4.5.2, C-4.5.3).

use std::collections::BTreeMap;

use crate::conditions::{Basis, Spot, restated};
use crate::library::standard::{Standard, StandardStatus};
use crate::record::fit::{self, Misfit, What};
use crate::record::path::{self, Address};
use crate::record::{Cell, CellEntry, EquipmentEntry, Record};
use crate::register::versions::Versions;
use crate::time::Instant;

/// One spot for each standard of which this is true of a reading taken with it at that moment.
fn of_readings(basis: &Basis<'_>, is: impl Fn(&EquipmentEntry, &Versions<Standard>, Instant) -> bool) -> Vec<Spot> {
    since_readings(basis, is, |_| None)
}

/// The same with since when the register has it so: once answered, it is asked again when it happens again.
fn since_readings(
    basis: &Basis<'_>,
    is: impl Fn(&EquipmentEntry, &Versions<Standard>, Instant) -> bool,
    since: impl Fn(&Versions<Standard>) -> Option<Instant>,
) -> Vec<Spot> {
    let mut found = BTreeMap::new();
    for entry in &basis.record.equipment {
        let Some(known) = basis.facts.standards.get(&entry.standard.id) else { continue };
        if observations(basis.record, entry).any(|when| is(entry, known, when)) {
            let number = &entry.standard.standard.number;
            let spot = Spot::at(path::WHOLE).with("number", number).since(since(known));
            found.insert(number.clone(), spot.settled_at("standards", entry.standard.id));
        }
    }
    found.into_values().collect()
}

/// Since when it last failed, whether or not it is back.
pub(super) fn last_failed(known: &Versions<Standard>) -> Option<Instant> {
    known.last_began(|version| version.status == StandardStatus::Failed)
}

/// When the readings in force were observed with what was put in place by this event. A corrected number was observed when
/// the first one was.
pub(super) fn observations<'r>(record: &'r Record, with: &'r EquipmentEntry) -> impl Iterator<Item = Instant> + 'r {
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

/// The register did not have it in use then, or its certificate does not count on that day by what the register says of that
/// certificate now; nor does the one that it names in its place, unless that is of a later calibration.
pub(super) fn out_of_order(basis: &Basis<'_>, entry: &EquipmentEntry, known: &Versions<Standard>, when: Instant) -> bool {
    let stated = &entry.standard.standard;
    let named = known.all().rev().find(|version| version.traceability.certificate == stated.traceability.certificate);
    let same = known.all().rev().find(|version| !restated::is_later(stated, version));
    let counts = |version: &Standard| version.traceability.validity.holds_on(basis.day(when));
    known.at(when).status != StandardStatus::InUse || !named.into_iter().chain(same).all(counts)
}

/// A standard was not in order when readings were taken with it.
pub(super) fn not_in_order(basis: &Basis<'_>) -> Vec<Spot> {
    of_readings(basis, |entry, known, when| out_of_order(basis, entry, known, when))
}

/// A standard has failed since, and has not passed a check again: what was measured with it since its last good check is in doubt.
pub(super) fn failed(basis: &Basis<'_>) -> Vec<Spot> {
    let is = |known: &Versions<Standard>| known.latest().status == StandardStatus::Failed;
    since_readings(basis, |entry, known, when| is(known) && !out_of_order(basis, entry, known, when), last_failed)
}

/// A standard failed after readings were taken with it, and is back: whether it was right in between, nobody has said.
pub(super) fn failed_between(basis: &Basis<'_>) -> Vec<Spot> {
    let is = |known: &Versions<Standard>, when| known.since(when).any(|version| version.status == StandardStatus::Failed);
    since_readings(basis, |_, known, when| known.latest().status != StandardStatus::Failed && is(known, when), last_failed)
}

/// A standard left use after readings were taken with it: given up, or sent to calibration.
pub(super) fn left(basis: &Basis<'_>) -> Vec<Spot> {
    let is = |known: &Versions<Standard>| matches!(known.latest().status, StandardStatus::Retired | StandardStatus::AtCalibration);
    let since = |known: &Versions<Standard>| known.became(|version| version.status == known.latest().status);
    since_readings(basis, |entry, known, when| is(known) && !out_of_order(basis, entry, known, when), since)
}

/// Misfits of standards, where they are of one kind.
fn misfits(basis: &Basis<'_>, is: impl Fn(&What) -> bool) -> Vec<Spot> {
    let found = fit::misfits(basis.record, basis.facts).into_iter().filter(|misfit| is(&misfit.what));
    let spot = |misfit: Misfit| {
        let spot = Spot::at(path::WHOLE).with("number", &misfit.number).with("slot", &misfit.slot);
        let spot = if let What::OutOfRange(point) = &misfit.what { spot.with("point", point) } else { spot };
        spot.settled_at("standards", misfit.standard)
    };
    found.map(spot).collect()
}

/// A standard stands in a slot that takes other kinds.
pub(super) fn other_kind(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| *what == What::OtherKind)
}

/// Readings were taken beyond a standard's range.
pub(super) fn out_of_range(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| matches!(what, What::OutOfRange(_)))
}

/// A standard covers nothing of what was measured with it.
pub(super) fn covers_nothing(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| *what == What::CoversNothing)
}

/// Nobody said of what kind a standard is, or which its slot takes.
pub(super) fn kind_unsaid(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| *what == What::KindUnsaid)
}

/// Nobody said from where to where a standard is used, or what it must cover.
pub(super) fn range_unsaid(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| *what == What::RangeUnsaid)
}

/// The register already stated something else of a standard than the record does (C-5.4.1 h).
pub(super) fn stated_otherwise(basis: &Basis<'_>) -> Vec<Spot> {
    // Once a certificate is issued, what it says of the standards is corrected by a case, and shown there as a difference.
    if basis.office.is_some_and(|office| office.issued) {
        return Vec::new();
    }
    of_readings(basis, |entry, known, when| {
        let (stated, then) = (&entry.standard.standard, known.at(when));
        // Its kind and ranges as data are asked for by `fit`, not stated.
        let (kind, ranges) = (stated.kind.clone(), stated.ranges.clone());
        Standard { location: stated.location.clone(), status: stated.status, kind, ranges, ..then.clone() } != *stated
    })
}
