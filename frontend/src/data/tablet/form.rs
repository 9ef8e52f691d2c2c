//! Addresses of a record's form and what is still to be filled in.

use std::collections::BTreeSet;

use base::unit::Unit;
use domain::library::edition::Edition;
use domain::record::Record;
use domain::record::path::{self, Address, CERTIFICATE, MAX_READING};
use measurement::method::{Point, Quantity, Stage};
use measurement::plausible;

use crate::text::{name, t};

/// A place for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Address.
    pub path: String,
    /// Unit, fixed by the method.
    pub unit: Unit,
    /// Number of the reading, from 1.
    pub number: u8,
    /// Whether the method plans it; extra readings are asked for in the place of withdrawn ones, or by the person.
    pub planned: bool,
}

/// The readings of a quantity at a point: the planned ones, extra ones that are used or missing, and those up to the number
/// that the person asked for.
pub fn readings(record: &Record, stage: Stage, point: &Point, quantity: &Quantity, asked: u8) -> Vec<Slot> {
    let at = |number| path::reading(stage, &point.key, &quantity.key, number);
    let missing = path::missing_readings(record, stage, point, quantity);
    // Numbers are never used again: withdrawn ones count.
    let held = |number: &u8| record.cells.contains_key(&at(*number)) || missing.contains(&at(*number));
    let highest = (1..=MAX_READING).rev().find(held).unwrap_or(0);
    let last = quantity.readings.max(highest).max(asked).min(MAX_READING);
    let slot = |number| Slot { path: at(number), unit: quantity.unit, number, planned: number <= quantity.readings };
    (1..=last).map(slot).collect()
}

/// Readings of a point that are missing, in the form's order. One that was withdrawn without another in its place is missing.
pub fn missing_at(record: &Record, stage: Stage, at: &Point) -> Vec<String> {
    let quantities = record.opened.edition.form.quantities.iter();
    quantities.flat_map(|quantity| path::missing_readings(record, stage, at, quantity)).collect()
}

/// How many readings of a stage there are to be, and how many are missing.
pub fn progress(record: &Record, stage: Stage) -> (usize, usize) {
    let form = &record.opened.edition.form;
    let per_point: usize = form.quantities.iter().map(|quantity| usize::from(quantity.readings)).sum();
    let missing = form.points.iter().map(|at| missing_at(record, stage, at).len()).sum();
    (per_point * form.points.len(), missing)
}

/// The first missing reading after a path, at the same point or a later one; where there is none, the first of all.
pub fn next_open(record: &Record, stage: Stage, after: &str) -> Option<(String, String)> {
    let form = &record.opened.edition.form;
    let all: Vec<(String, String)> = form
        .points
        .iter()
        .flat_map(|at| {
            let slots = form.quantities.iter().flat_map(move |quantity| readings(record, stage, at, quantity, 0));
            slots.map(|slot| (at.key.clone(), slot.path))
        })
        .collect();
    let missing: BTreeSet<String> = form.points.iter().flat_map(|at| missing_at(record, stage, at)).collect();
    let is_open = |(_, path): &&(String, String)| missing.contains(path) && path != after;
    let from = all.iter().position(|(_, path)| path == after).unwrap_or(0);
    all[from..].iter().find(is_open).or_else(|| all.iter().find(is_open)).cloned()
}

/// The first environment field of a moment without a value in force, apart from the one just left.
pub fn next_environment(record: &Record, moment: &str, after: &str) -> Option<String> {
    let fields = record.opened.edition.form.environment.iter().map(|field| path::environment(moment, &field.key));
    let is_empty = |path: &String| record.cells.get(path).is_none_or(|cell| cell.in_force().is_none());
    fields.filter(|path| path != after).find(is_empty)
}

/// Whether a reading in force at a point is far from the nominal value.
pub fn is_doubtful(record: &Record, stage: Stage, point: &str) -> bool {
    let form = &record.opened.edition.form;
    let Some(at) = form.points.iter().find(|at| at.key == point) else { return false };
    form.quantities.iter().any(|quantity| {
        let slots = readings(record, stage, at, quantity, 0);
        slots.iter().any(|slot| is_implausible(record, point, quantity, &slot.path))
    })
}

/// Whether the reading of a path is far from the nominal value; `false` of what is not there.
fn is_implausible(record: &Record, point: &str, quantity: &Quantity, path: &str) -> bool {
    let value = record.cells.get(path).and_then(|cell| cell.in_force()?.value.number().map(|(text, _)| text.clone()));
    value.is_some_and(|value| plausible(record.opened.edition.procedure(), point, &quantity.key, &value, quantity.unit) == Some(false))
}

/// Whether the reading just stored at a path is to be looked at again before going on.
pub fn wants_a_look(record: &Record, path: &str) -> bool {
    match path::find(&record.opened.edition.form, path) {
        Some(Address::Reading { point, quantity, .. }) => is_implausible(record, &point.key, quantity, path),
        _ => false,
    }
}

/// The first inspection that is neither answered nor declared not observed.
pub fn next_inspection(record: &Record) -> Option<String> {
    let fields = record.opened.edition.form.inspections.iter().map(|field| path::inspection(&field.key));
    let is_empty = |path: &String| record.cells.get(path).is_none_or(|cell| cell.in_force().is_none());
    fields.into_iter().find(is_empty)
}

/// What a person reads instead of a path, in the language in force.
pub fn place_in_words(edition: &Edition, path: &str) -> Option<String> {
    if path == CERTIFICATE {
        return Some(t("remark.certificate"));
    }
    if let Some((stage, point)) = path::find_point(&edition.form, path) {
        return Some(format!("{} · {}", point_name(point), t(&format!("stage.{}", stage.key()))));
    }
    Some(match path::find(&edition.form, path)? {
        Address::Environment(field) => name(&field.label),
        Address::Inspection(field) => name(&field.label),
        Address::Reading { point, quantity, number, .. } => format!("{} · {} {number}", point_name(point), name(&quantity.label)),
    })
}

/// A point's name: its nominal value with the unit, and its label.
pub fn point_name(at: &Point) -> String {
    let label = name(&at.label);
    let nominal = format!("{} {}", crate::text::format::written(at.nominal.as_str()), at.unit);
    if label.is_empty() { nominal } else { format!("{nominal} · {label}") }
}

#[cfg(test)]
mod tests {
    use domain::record::{Record, Strike};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn record() -> Record {
        serde_json::from_str(include_str!("../../../../backend/src/document/sample-record.json")).expect("a record")
    }

    fn withdraw(record: &mut Record, path: &str) {
        let entry = record.cells.get_mut(path).and_then(|cell| cell.entries.last_mut()).expect("a value");
        let (event, by, at) = (entry.event, entry.by, entry.at);
        entry.struck = Some(Strike { event, by, at, reason: "bumped".to_owned() });
    }

    /// C13: one withdrawn is one missing; the field of the one in its place is there, and comes next.
    #[wasm_bindgen_test(unsupported = test)]
    fn a_withdrawn_reading_is_missing_and_the_one_in_its_place_comes_next() {
        let mut record = record();
        let form = record.opened.edition.form.clone();
        let (point, quantity) = (&form.points[0], &form.quantities[0]);
        let planned = usize::from(quantity.readings);
        assert_eq!(missing_at(&record, Stage::AsFound, point), Vec::<String>::new());
        assert_eq!(readings(&record, Stage::AsFound, point, quantity, 0).len(), planned);
        let before = progress(&record, Stage::AsFound);

        withdraw(&mut record, &path::reading(Stage::AsFound, &point.key, &quantity.key, 1));
        let fresh = path::reading(Stage::AsFound, &point.key, &quantity.key, quantity.readings + 1);
        assert_eq!(missing_at(&record, Stage::AsFound, point), [fresh.as_str()]);
        let shown = readings(&record, Stage::AsFound, point, quantity, 0);
        assert_eq!(shown.last().map(|slot| (slot.path.as_str(), slot.planned)), Some((fresh.as_str(), false)));
        assert_eq!(next_open(&record, Stage::AsFound, ""), Some((point.key.clone(), fresh.clone())));
        assert_eq!(progress(&record, Stage::AsFound), (before.0, before.1 + 1));
        // Up to the number that the person asked for, and no further.
        assert_eq!(readings(&record, Stage::AsFound, point, quantity, quantity.readings + 3).len(), planned + 3);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_withdrawn_environment_reading_is_empty_again() {
        let mut record = record();
        let [temperature, humidity] = ["temperature", "humidity"].map(|key| path::environment("start", key));
        assert_eq!(next_environment(&record, "start", ""), Some(humidity.clone()));
        withdraw(&mut record, &temperature);
        assert_eq!(next_environment(&record, "start", ""), Some(temperature.clone()));
        assert_eq!(next_environment(&record, "start", &temperature), Some(humidity));
    }
}
