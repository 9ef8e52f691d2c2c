//! Calibrations of standards that the register now describes differently from the record: corrected, or renewed (C-4.5.2, C-5.4.1
//! h).

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::origin::Origin;
use crate::conditions::act::Act;
use crate::conditions::basis::{Basis, Spot};
use crate::conditions::calibrated::{is_later, made_on};
use crate::conditions::standards;
use crate::conditions::worked::Reading;
use crate::library::standard::Standard;
use crate::record::{EquipmentEntry, Record, path};
use crate::register::versions::Versions;
use base::time::Date;
use measurement::method::Characteristic;
use measurement::method::{Estimate, Uncertainty};

/// The register now describes the calibration that the readings rest on differently from the record. A later calibration says
/// nothing about them, unless it had been made when they were taken. Before an issued certificate is handed over, the certified values
/// that its results were computed with are looked at alone.
pub(super) fn corrected(basis: &Basis<'_>) -> Vec<Spot> {
    let mut found = BTreeMap::new();
    for entry in &basis.record.equipment {
        let Some(known) = basis.facts.standards.get(&entry.standard.id) else { continue };
        let spots = standards::observations(basis.record, entry).filter_map(|taken| of_reading(basis, entry, known, &taken));
        found.extend(spots.map(|spot| (spot.params.clone(), spot)));
    }
    found.into_values().collect()
}

fn of_reading(basis: &Basis<'_>, entry: &EquipmentEntry, known: &Versions<Standard>, taken: &Reading<'_>) -> Option<Spot> {
    let (stated, then, day) = (&entry.standard.standard, known.at(taken.when()), basis.day(taken.when()));
    if basis.act == Act::HandOver && !taken.is_certified(basis) {
        // Taken in an open case: no certificate rests on it yet.
        return None;
    }
    let now = known.all().rev().find(|version| !is_renewed(stated, version, day))?;
    let mut changed = values(stated, then, now);
    // A case shows and corrects what a certificate says about the standards of its readings, but not the values that its results were
    // computed with.
    if !taken.is_certified(basis) {
        let pairs = said(stated, stated).into_iter().zip(said(then, then)).zip(said(known.latest(), now));
        // A fact that was not stated is only filled in; one that the register had when the readings were taken is
        // `stated_otherwise`.
        let differs = |((before, then), after): &((String, String), String)| !before.is_empty() && before != after && then != after;
        changed.extend(pairs.filter(differs).map(|((before, _), after)| (before, after)));
    }
    if changed.is_empty() {
        return None;
    }
    let (before, after): (Vec<_>, Vec<_>) = changed.into_iter().unzip();
    let all = |standard: &Standard| (said(standard, standard), standard.characteristics.clone());
    let since = known.last_began(|version| all(version) == all(now));
    let spot = Spot::at(path::WHOLE).with("number", &stated.number).with("before", before.join("; ")).with("after", after.join("; "));
    Some(spot.since(since).settled_at("standards", entry.standard.id))
}

/// Certified values that the results may have been computed with and that have changed, each before and after.
fn values(stated: &Standard, then: &Standard, now: &Standard) -> Vec<(String, String)> {
    let changed = stated.characteristics.iter().filter_map(|one| {
        let [then, now] = [then, now].map(|standard| of(standard, &one.key));
        let known = is_same(Some(one), now) || is_same(then, now);
        (!known).then(|| (value(one), now.map_or_else(|| none(&one.key), value)))
    });
    changed.collect()
}

/// The certified value of this key.
fn of<'s>(standard: &'s Standard, key: &str) -> Option<&'s Characteristic> {
    standard.characteristics.iter().find(|one| one.key == key)
}

fn is_same(one: Option<&Characteristic>, other: Option<&Characteristic>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.says_same(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// In place of a certified value that is not there.
fn none(key: &str) -> String {
    format!("{key}: \u{2013}")
}

/// A correction of office facts states the standards as the register now has them, and a certified value that the results were computed
/// with is another one there: the record is opened again, and computed with the right value (C-5.4.1 h, C-5.4.2).
pub(super) fn computed_otherwise(basis: &Basis<'_>) -> Vec<Spot> {
    if basis.office.is_none_or(|office| office.case != Some(Origin::Office)) {
        return Vec::new();
    }
    let mut found = BTreeMap::new();
    for entry in &basis.record.equipment {
        let Some(known) = basis.facts.standards.get(&entry.standard.id) else { continue };
        let used = used_of(basis.record, &entry.slot);
        let spots = standards::observations(basis.record, entry).filter_map(|taken| differing(basis, entry, known, &taken, &used));
        found.extend(spots.map(|spot| (spot.params.clone(), spot)));
    }
    found.into_values().collect()
}

/// The characteristics of the standard in a slot that the record's computation takes.
fn used_of<'r>(record: &'r Record, slot: &str) -> BTreeSet<&'r str> {
    let inputs = &record.opened.edition.computation.inputs;
    let estimates = inputs.iter().filter_map(|input| match &input.estimate {
        Estimate::Standard { slot, characteristic } => Some((slot, characteristic)),
        _ => None,
    });
    let uncertainties = inputs.iter().filter_map(|input| match &input.uncertainty {
        Uncertainty::Certificate { slot, characteristic } => Some((slot, characteristic)),
        _ => None,
    });
    let taken = estimates.chain(uncertainties).filter(|(of, _)| of.as_str() == slot);
    taken.map(|(_, characteristic)| characteristic.as_str()).collect()
}

/// Values among these with which a reading was computed and that the register now has otherwise for the same calibration.
fn differing(
    basis: &Basis<'_>,
    entry: &EquipmentEntry,
    known: &Versions<Standard>,
    taken: &Reading<'_>,
    used: &BTreeSet<&str>,
) -> Option<Spot> {
    let (stated, day) = (&entry.standard.standard, basis.day(taken.when()));
    let now = known.all().rev().find(|version| !is_renewed(stated, version, day))?;
    let pairs = used.iter().filter_map(|key| Some((of(stated, key)?, of(now, key))));
    let other = pairs.filter(|(before, after)| !is_same(Some(before), *after));
    let said =
        |(before, after): (&Characteristic, Option<&Characteristic>)| (value(before), after.map_or_else(|| none(&before.key), value));
    let (before, after): (Vec<_>, Vec<_>) = other.map(said).unzip();
    let spot = Spot::at(path::WHOLE).with("number", &stated.number).with("before", before.join("; ")).with("after", after.join("; "));
    (!before.is_empty()).then(|| spot.settled_at("standards", entry.standard.id))
}

/// A certified value in one line.
pub(super) fn value(of: &Characteristic) -> String {
    let Characteristic { key, value, expanded_uncertainty, coverage_factor, unit } = of;
    format!("{key} = {value} {unit}, U = {expanded_uncertainty} {unit}, k = {coverage_factor}")
}

/// Everything else that the register says about a standard: its identity and its calibration. Kind and ranges are checked by `fit`,
/// whether it is in use by other conditions; where it is kept does not matter.
fn said(which: &Standard, calibrated: &Standard) -> Vec<String> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let traced = &calibrated.traceability;
    vec![
        which.name.both(),
        which.number.clone(),
        which.model.clone(),
        which.manufacturer.clone(),
        which.serial_number.clone(),
        calibrated.range.clone(),
        calibrated.characteristic.clone(),
        traced.traced_to.both(),
        traced.certificate.clone(),
        traced.validity.from.to_string(),
        day(traced.validity.until),
        day(traced.calibrated_on),
    ]
}

/// The same, for a calibration made no earlier than the day of the readings.
fn is_renewed(stated: &Standard, version: &Standard, day: Date) -> bool {
    is_later(stated, version) && made_on(version) >= day
}
