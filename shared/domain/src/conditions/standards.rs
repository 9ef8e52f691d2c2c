//! Conditions on the standards that the readings in force were taken with (C-4.5.2, C-4.5.3).

use std::collections::BTreeMap;

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::calibrated;
use crate::conditions::worked::{self, Reading};
use crate::library::standard::{Standard, StandardStatus};
use crate::record::fit::{self, Misfit, What};
use crate::record::{EquipmentEntry, Record, path};
use crate::register::versions::Versions;
use base::time::Instant;

/// One spot for each standard for which this is true at the time of some reading taken with it.
fn of_readings(basis: &Basis<'_>, is: impl Fn(&EquipmentEntry, &Versions<Standard>, &Reading<'_>) -> bool) -> Vec<Spot> {
    since_readings(basis, is, |_| None)
}

/// The same with when it came about by the register: if it happens again, it is asked again.
fn since_readings(
    basis: &Basis<'_>,
    is: impl Fn(&EquipmentEntry, &Versions<Standard>, &Reading<'_>) -> bool,
    since: impl Fn(&Versions<Standard>) -> Option<Instant>,
) -> Vec<Spot> {
    let mut found = BTreeMap::new();
    for entry in &basis.record.equipment {
        let Some(known) = basis.facts.standards.get(&entry.standard.id) else { continue };
        if observations(basis.record, entry).any(|taken| is(entry, known, &taken)) {
            let number = &entry.standard.standard.number;
            let spot = Spot::at(path::WHOLE).with("number", number).since(since(known));
            found.insert(number.clone(), spot.settled_at("standards", entry.standard.id));
        }
    }
    found.into_values().collect()
}

/// When it last failed, whether or not it is back in use.
pub(super) fn last_failed(known: &Versions<Standard>) -> Option<Instant> {
    known.last_began(|version| version.status == StandardStatus::Failed)
}

/// The readings in force that were taken with this entry's standard.
pub(super) fn observations<'r>(record: &'r Record, with: &'r EquipmentEntry) -> impl Iterator<Item = Reading<'r>> {
    worked::readings(record).filter(|reading| reading.in_force.equipment.values().any(|event| *event == with.event))
}

/// Whether the standard was not in use then, or its certificate was not valid on that day by what the register says now. That goes
/// for the certificate that the record states, and for the one that the register has put in its place unless that one is of a later
/// calibration.
pub(super) fn out_of_order(basis: &Basis<'_>, entry: &EquipmentEntry, known: &Versions<Standard>, when: Instant) -> bool {
    let stated = &entry.standard.standard;
    let named = known.all().rev().find(|version| version.traceability.certificate == stated.traceability.certificate);
    let same = known.all().rev().find(|version| !calibrated::is_later(stated, version));
    let counts = |version: &Standard| version.traceability.validity.holds_on(basis.day(when));
    known.at(when).status != StandardStatus::InUse || !named.into_iter().chain(same).all(counts)
}

/// A standard was not in order when readings were taken with it.
pub(super) fn not_in_order(basis: &Basis<'_>) -> Vec<Spot> {
    of_readings(basis, |entry, known, taken| out_of_order(basis, entry, known, taken.when()))
}

/// A standard has failed since and is not back in use: what was measured with it since its last good check is in doubt.
pub(super) fn failed(basis: &Basis<'_>) -> Vec<Spot> {
    let is = |known: &Versions<Standard>| known.latest().status == StandardStatus::Failed;
    since_readings(basis, |entry, known, taken| is(known) && !out_of_order(basis, entry, known, taken.when()), last_failed)
}

/// A standard failed after readings were taken with it and is back in use, but it is not known whether it was in order when they
/// were taken.
pub(super) fn failed_between(basis: &Basis<'_>) -> Vec<Spot> {
    let is = |known: &Versions<Standard>, when| known.since(when).any(|version| version.status == StandardStatus::Failed);
    since_readings(basis, |_, known, taken| known.latest().status != StandardStatus::Failed && is(known, taken.when()), last_failed)
}

/// A standard was retired or sent for calibration after readings were taken with it.
pub(super) fn left(basis: &Basis<'_>) -> Vec<Spot> {
    let is = |known: &Versions<Standard>| matches!(known.latest().status, StandardStatus::Retired | StandardStatus::AtCalibration);
    let since = |known: &Versions<Standard>| known.became(|version| version.status == known.latest().status);
    since_readings(basis, |entry, known, taken| is(known) && !out_of_order(basis, entry, known, taken.when()), since)
}

/// Standards that do not fit their slots in this way.
fn misfits(basis: &Basis<'_>, is: impl Fn(&What) -> bool) -> Vec<Spot> {
    let found = fit::misfits(basis.record, basis.facts).into_iter().filter(|misfit| is(&misfit.what));
    let spot = |misfit: Misfit| {
        let spot = Spot::at(path::WHOLE).with("number", &misfit.number).with("slot", &misfit.slot);
        let spot = if let What::OutOfRange(point) = &misfit.what { spot.with("point", point) } else { spot };
        spot.settled_at("standards", misfit.standard)
    };
    found.map(spot).collect()
}

/// A standard is in a slot that takes other kinds.
pub(super) fn other_kind(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| *what == What::OtherKind)
}

/// Readings were taken beyond a standard's range.
pub(super) fn out_of_range(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| matches!(what, What::OutOfRange(_)))
}

/// A standard has no range for what was measured with it.
pub(super) fn covers_nothing(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| *what == What::CoversNothing)
}

/// The kind of a standard, or the kinds that its slot takes, were not stated.
pub(super) fn kind_unsaid(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| *what == What::KindUnsaid)
}

/// The ranges of a standard, or what it must cover, were not stated.
pub(super) fn range_unsaid(basis: &Basis<'_>) -> Vec<Spot> {
    misfits(basis, |what| *what == What::RangeUnsaid)
}

/// The register already described a standard differently from the record when readings were taken with it (C-5.4.1 h).
pub(super) fn stated_otherwise(basis: &Basis<'_>) -> Vec<Spot> {
    of_readings(basis, |entry, known, taken| {
        // What a certificate says about the standards of its readings is shown and corrected in a case. Readings that are new in the
        // case rest on what the register said when they were taken.
        !taken.is_certified(basis) && !known.at(taken.when()).is_stated_as(&entry.standard.standard)
    })
}
