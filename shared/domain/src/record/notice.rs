//! What is marked beside a record and stops nothing by itself (C-4.4, C-5.2.2.1).

use std::cmp::Ordering;

use crate::library::place::EnvironmentLimit;
use crate::record::limits;
use crate::record::path::{self, Address, MOMENTS};
use crate::record::{Cell, CellEntry, Record, standing};
use base::decimal::DecimalText;
use base::finding::Finding;
use measurement::method::{EnvironmentField, Stage};
use measurement::plausible;

/// The code of [`before_the_last_adjustment`] for the calibrator, who reads again; the checker is asked by `conditions`.
pub const AS_LEFT_EARLIER: &str = "as_left_before_adjustment";

/// Everything to be marked, in the form's order.
pub fn notices(record: &Record) -> Vec<Finding> {
    let mut findings: Vec<_> =
        outside_limits(record).into_iter().map(|path| Finding::warning("environment_outside_limits", path)).collect();
    let unagreed = record.unagreed_deviations();
    findings.extend(unagreed.map(|made| Finding::warning("deviation_not_agreed", path::WHOLE).with("what", &made.what.what)));
    let waiting = record.set_aside.iter().filter(|entry| entry.can_be_chosen() && !entry.chosen);
    findings.extend(implausible(record).into_iter().map(|path| Finding::warning("reading_implausible", path)));
    findings.extend(before_the_last_adjustment(record).into_iter().map(|path| Finding::warning(AS_LEFT_EARLIER, path)));
    findings.extend(waiting.map(|entry| Finding::warning("choice_waits", entry.path.clone().unwrap_or_default())));
    findings
}

/// Environment readings that lie outside the limits of the method or of the place, as paths.
pub fn outside_limits(record: &Record) -> Vec<String> {
    let form = &record.opened.edition.form;
    let paths = MOMENTS.iter().flat_map(|moment| form.environment.iter().map(|field| path::environment(moment, &field.key)));
    paths.filter(|path| record.cells.get(path).is_some_and(|cell| is_outside(record, path, cell))).collect()
}

/// Those of them without a deviation of that quantity that the customer agreed to: an agreed temperature says nothing of the
/// humidity (C-4.4, C-5.1.2).
pub fn unagreed(record: &Record) -> Vec<String> {
    let agreed = standing(&record.deviations).filter(|deviation| deviation.what.is_agreed());
    let agreed: Vec<_> = agreed.filter_map(|deviation| quantity(record, &deviation.what.path)).collect();
    outside_limits(record).into_iter().filter(|path| quantity(record, path).is_none_or(|key| !agreed.contains(&key))).collect()
}

/// Those that would lie outside other limits of the place and need such a deviation, but do not by the record's own: each with what
/// was read (C-4.4).
pub fn unagreed_by(record: &Record, limits: &[EnvironmentLimit]) -> Vec<(String, String)> {
    let mut otherwise = record.clone();
    otherwise.opened.place.limits = limits.to_vec();
    let known = outside_limits(record);
    let read = |path: &String| record.cells.get(path).and_then(last_number).and_then(|entry| entry.value.number());
    let outside = unagreed(&otherwise).into_iter().filter(|path| !known.contains(path));
    outside.filter_map(|path| read(&path).map(|(text, unit)| (path.clone(), format!("{text} {unit}")))).collect()
}

/// The environment quantity that a path speaks of.
pub(super) fn quantity<'r>(record: &'r Record, path: &str) -> Option<&'r str> {
    match path::find(&record.opened.edition.form, path) {
        Some(Address::Environment(field)) => Some(&field.key),
        _ => None,
    }
}

/// A number that was struck through with none beside it still says what it was like: neither "not observed" nor a withdrawal takes
/// a deviation away (C-4.4, C-5.5.4).
fn is_outside(record: &Record, path: &str, cell: &Cell) -> bool {
    last_number(cell).and_then(|entry| entry.value.number()).is_some_and(|(text, _)| outside(record, path, text))
}

/// The number that counts, or the last one that did.
pub(super) fn last_number(cell: &Cell) -> Option<&CellEntry> {
    cell.entries.iter().rev().find(|entry| entry.value.number().is_some())
}

/// Whether a number lies outside the limits of an environment reading.
pub(super) fn outside(record: &Record, path: &str, text: &DecimalText) -> bool {
    match path::find(&record.opened.edition.form, path) {
        Some(Address::Environment(field)) => !within(&limits::of(record, field), text),
        _ => false,
    }
}

/// Whether a value lies within the limits, which are included.
pub fn within(field: &EnvironmentField, value: &DecimalText) -> bool {
    field.low.as_ref().is_none_or(|low| !less(value, low)) && field.high.as_ref().is_none_or(|high| !less(high, value))
}

fn less(a: &DecimalText, b: &DecimalText) -> bool {
    limits::compare(a, b) == Some(Ordering::Less)
}

/// Whether an entry is a reading further from the nominal value than the method finds plausible.
pub(crate) fn is_implausible(record: &Record, path: &str, entry: &CellEntry) -> bool {
    let edition = &record.opened.edition;
    match (path::find(&edition.form, path), entry.value.number()) {
        (Some(Address::Reading { point, quantity, .. }), Some((text, unit))) => {
            plausible(edition.procedure(), &point.key, &quantity.key, text, unit) == Some(false)
        }
        _ => false,
    }
}

/// Readings in force that are further from the nominal value than the method finds plausible, as paths. They warn, never block.
fn implausible(record: &Record) -> Vec<String> {
    let in_force = record.cells.iter().filter_map(|(path, cell)| Some((path, cell.in_force()?)));
    in_force.filter(|(path, entry)| is_implausible(record, path, entry)).map(|(path, _)| path.clone()).collect()
}

/// Readings as left in force that were observed before the last adjustment, as paths: they say nothing of how the item was left
/// (C-5.4.1 j).
pub fn before_the_last_adjustment(record: &Record) -> Vec<String> {
    let form = &record.opened.edition.form;
    let as_left = |path: &str| matches!(path::find(form, path), Some(Address::Reading { stage: Stage::AsLeft, .. }));
    let made = record.adjustments.iter().rposition(|made| made.struck.is_none()).map_or(0, |last| last + 1);
    let earlier = |cell: &Cell| cell.in_force().is_some_and(|entry| entry.adjustments < made);
    record.cells.iter().filter(|(path, cell)| as_left(path) && earlier(cell)).map(|(path, _)| path.clone()).collect()
}
