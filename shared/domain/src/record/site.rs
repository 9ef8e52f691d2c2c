//! What comes before a reading: the site's briefing, the environment, the standards' checks (C-5.2.2). The tablet refuses a reading
//! without; what was recorded all the same, by an older build of the app, the checker has answered (ADR 0250).

use std::collections::BTreeSet;

use crate::event::body::Value;
use crate::record::context::Context;
use crate::record::facts::Asked;
use crate::record::notice;
use crate::record::path::{self, Address};
use crate::record::refusal::RecordRefusal;
use crate::record::{Cell, CellEntry, Record, Signed, standing};
use crate::visit::fold::VisitState;
use crate::visit::{CheckDone, CheckMoment};
use base::finding::Finding;
use base::id::{DeviceId, PersonId, StandardId};
use base::time::Instant;

/// Whether work on the item may begin: on a visit the author has acknowledged the briefing (C-5.2.2.3).
pub(super) fn briefed(record: &Record, context: &Context<'_>, by: PersonId) -> Result<(), RecordRefusal> {
    let acknowledged = || context.visit.is_some_and(|visit| visit.briefed(by).is_some());
    if context.asked == Asked::Made || record.opened.visit.is_none() || acknowledged() {
        Ok(())
    } else {
        Err(RecordRefusal::BriefingMissing)
    }
}

/// Whether a reading may be taken: the environment was read, or it was said why not (C-4.4, C-5.2.2.1).
pub(super) fn looked_around(record: &Record, context: &Context<'_>) -> Result<(), RecordRefusal> {
    if context.asked == Asked::Made {
        return Ok(());
    }
    match unread(record) {
        Some(path) => Err(RecordRefusal::EnvironmentMissing { path }),
        None => Ok(()),
    }
}

/// The first environment reading at the start that is not written down.
pub fn unread(record: &Record) -> Option<String> {
    starts(record).find(|path| !record.cells.contains_key(path))
}

/// The paths of the environment at the start.
fn starts(record: &Record) -> impl Iterator<Item = String> {
    environment(record, path::MOMENTS[0])
}

/// The paths of the environment at a moment.
fn environment<'r>(record: &'r Record, moment: &'static str) -> impl Iterator<Item = String> + use<'r> {
    record.opened.edition.form.environment.iter().map(move |field| path::environment(moment, &field.key))
}

/// What of the record's beginning has to be answered before it is checked; `visit` is the record's, where it has one.
pub fn findings(record: &Record, visit: Option<&VisitState>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(before_the_environment(record));
    findings.extend(end_before_readings(record));
    findings.extend(before_the_consent(record));
    findings.extend(environment_doubts(record));
    findings.extend(not_inspected(record));
    if let (Some(_), Some(visit)) = (record.opened.visit, visit) {
        findings.extend(before_the_briefing(record, visit));
        findings.extend(without_departure(record, visit));
    }
    findings
}

/// Readings, with their paths, by when they were first observed.
pub(crate) fn readings(record: &Record) -> impl Iterator<Item = (&str, &CellEntry)> {
    let is_reading = |path: &str| matches!(path::find(&record.opened.edition.form, path), Some(Address::Reading { .. }));
    let cells = record.cells.iter().filter(move |(path, _)| is_reading(path));
    cells.filter_map(|(path, cell)| Some((path.as_str(), cell.entries.iter().find(|entry| entry.value.number().is_some())?)))
}

/// A place in time: by the device's chain where both are of one device, else by corrected clocks.
#[derive(Clone, Copy)]
struct Made {
    device: Option<DeviceId>,
    device_seq: u64,
    when: Instant,
}

impl Made {
    const fn of(entry: &CellEntry) -> Self {
        Self { device: Some(entry.device), device_seq: entry.device_seq, when: entry.when() }
    }

    const fn of_check(done: &CheckDone) -> Self {
        Self { device: done.device, device_seq: done.device_seq, when: done.when() }
    }

    fn is_before(self, other: Self) -> bool {
        if self.device.is_some() && self.device == other.device { self.device_seq < other.device_seq } else { self.when <= other.when }
    }
}

/// Readings taken before the environment was read at the start (C-4.4, C-5.2.2.1).
fn before_the_environment(record: &Record) -> Option<Finding> {
    let read: Vec<(String, Option<Made>)> = starts(record)
        .map(|path| {
            let first = record.cells.get(&path).and_then(|cell| cell.entries.first()).map(Made::of);
            (path, first)
        })
        .collect();
    let unread = |entry: &CellEntry| read.iter().any(|(_, first)| first.is_none_or(|first| !first.is_before(Made::of(entry))));
    early("reading_before_environment", readings(record).filter(|(_, entry)| unread(entry)))
}

/// The environment at the end, read while most of the readings were still to be taken (C-4.4): it says nothing of the conditions under
/// which they were. A last look that was amended since counts from the amendment.
fn end_before_readings(record: &Record) -> Option<Finding> {
    let all: Vec<Made> = readings(record).map(|(_, entry)| Made::of(entry)).collect();
    let later = |path: String| {
        let read = record.cells.get(&path)?.entries.iter().rfind(|entry| entry.value.number().is_some()).map(Made::of)?;
        let later = all.iter().filter(|reading| read.is_before(**reading)).count();
        (later * 2 > all.len()).then(|| Finding::warning("environment_end_early", path).with("readings", later).with("of", all.len()))
    };
    environment(record, path::MOMENTS[1]).find_map(later)
}

/// Readings taken after the environment was read outside the limits, and before the customer agreed to the first deviation of that
/// quantity that stands: the work goes on only after that (C-5.1.2). Without any, the check is refused.
fn before_the_consent(record: &Record) -> Option<Finding> {
    let outside: Vec<(Made, Instant)> = notice::outside_limits(record).iter().filter_map(|path| without_consent(record, path)).collect();
    let early_then = |entry: &CellEntry| outside.iter().any(|(read, agreed)| read.is_before(Made::of(entry)) && entry.when() < *agreed);
    early("reading_before_consent", readings(record).filter(|(_, entry)| early_then(entry)))
}

/// From when until when the work went on outside the limits without consent, by a reading of the environment: from its first number, of
/// which a later one is a correction, until the customer agreed.
fn without_consent(record: &Record, path: &str) -> Option<(Made, Instant)> {
    let read = record.cells.get(path)?.entries.iter().find(|entry| entry.value.number().is_some())?;
    let about = notice::quantity(record, path)?;
    let agreed = standing(&record.deviations).filter(|made| made.what.is_agreed());
    let of_it = agreed.filter(|made| notice::quantity(record, &made.what.path) == Some(about));
    Some((Made::of(read), of_it.map(Signed::when).min()?))
}

/// Readings by somebody who had not acknowledged the briefing (C-5.2.2.3).
fn before_the_briefing(record: &Record, visit: &VisitState) -> Option<Finding> {
    let briefed = |entry: &CellEntry| {
        visit.briefed(entry.by).is_some_and(|briefed| {
            let then =
                Made { device: Some(briefed.device), device_seq: briefed.device_seq, when: briefed.at.plus_millis(briefed.clock_offset) };
            then.is_before(Made::of(entry))
        })
    };
    early("reading_before_briefing", readings(record).filter(|(_, entry)| !briefed(entry)))
}

/// The first such reading, and how many there are.
fn early<'r>(code: &'static str, readings: impl Iterator<Item = (&'r str, &'r CellEntry)>) -> Option<Finding> {
    let paths: Vec<&str> = readings.map(|(path, _)| path).collect();
    paths.first().map(|first| Finding::warning(code, *first).with("readings", paths.len()))
}

/// Standards that readings were taken with and that were not checked before departure by then (C-5.2.2.2): a check that was made
/// afterwards says nothing of them, for better or worse.
fn without_departure(record: &Record, visit: &VisitState) -> Vec<Finding> {
    let mut missing = BTreeSet::new();
    for (_, reading) in readings(record) {
        let used = record.equipment.iter().filter(|entry| reading.equipment.values().any(|event| *event == entry.event));
        let unchecked = used.filter(|entry| !had_departed(visit, entry.standard.id, reading));
        missing.extend(unchecked.map(|entry| entry.standard.standard.number.as_str()));
    }
    missing.into_iter().map(|number| Finding::warning("departure_check_missing", path::WHOLE).with("number", number)).collect()
}

/// Standards that readings were taken with on a visit and that were not checked after them on return (C-5.2-B).
pub(crate) fn without_return(record: &Record, visit: &VisitState) -> BTreeSet<String> {
    let mut missing = BTreeSet::new();
    for (_, reading) in readings(record) {
        let used = record.equipment.iter().filter(|entry| reading.equipment.values().any(|event| *event == entry.event));
        let back = |standard: StandardId| {
            let returned = |done: &&CheckDone| done.check.standard == standard && done.check.moment == CheckMoment::Return;
            visit.checks.iter().filter(returned).any(|done| Made::of(reading).is_before(Made::of_check(done)))
        };
        missing.extend(used.filter(|entry| !back(entry.standard.id)).map(|entry| entry.standard.standard.number.clone()));
    }
    missing
}

/// Whether the last check before departure that came before a reading was passed.
fn had_departed(visit: &VisitState, standard: StandardId, reading: &CellEntry) -> bool {
    let departure = |done: &&CheckDone| done.check.standard == standard && done.check.moment == CheckMoment::Departure;
    let before = visit.checks.iter().filter(departure).filter(|done| Made::of_check(done).is_before(Made::of(reading)));
    let later = |last, done| if Made::of_check(last).is_before(Made::of_check(done)) { done } else { last };
    before.reduce(later).is_some_and(|done| done.check.is_good())
}

/// The environment that nobody read, or that was read outside the limits and is another now (C-4.4, C-5.5.4).
fn environment_doubts(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, cell) in &record.cells {
        if !matches!(path::find(&record.opened.edition.form, path), Some(Address::Environment(_))) {
            continue;
        }
        if cell.entries.iter().all(|entry| entry.value.number().is_none()) {
            findings.push(Finding::warning("environment_not_observed", path));
        } else if was_outside(record, path, cell) {
            findings.push(Finding::warning("environment_was_outside", path));
        }
    }
    findings
}

/// Inspections that, as the record now says, nobody made: the certificate says so of the item (C-5.5.2).
fn not_inspected(record: &Record) -> impl Iterator<Item = Finding> {
    let unseen = |cell: &Cell| cell.in_force().is_some_and(|entry| matches!(entry.value, Value::NotObserved { .. }));
    let is_inspection = |path: &str| matches!(path::find(&record.opened.edition.form, path), Some(Address::Inspection(_)));
    let found = record.cells.iter().filter(move |(path, cell)| unseen(cell) && is_inspection(path));
    found.map(|(path, _)| Finding::warning("inspection_not_observed", path))
}

/// Whether a number that was struck through lay outside the limits, and the one that counts does not.
fn was_outside(record: &Record, path: &str, cell: &Cell) -> bool {
    let Some(last) = notice::last_number(cell) else { return false };
    let outside = |entry: &CellEntry| entry.value.number().is_some_and(|(text, _)| notice::outside(record, path, text));
    !outside(last) && cell.entries.iter().any(outside)
}
