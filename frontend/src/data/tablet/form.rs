//! Addresses of a record's form and what is still to be filled in.

use shared::library::edition::{Edition, Point, Quantity, Stage};
use shared::record::Record;
use shared::record::path::{self, Address, MAX_READING};
use shared::unit::Unit;

/// A place for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Address.
    pub path: String,
    /// Unit, fixed by the method.
    pub unit: Unit,
    /// Number of the reading, from 1.
    pub number: u8,
    /// Whether the method asks for it; extra readings are not asked for.
    pub planned: bool,
}

/// The readings of a quantity at a point: the planned ones, then extra ones, `open_extra` of which are still empty.
pub fn readings(record: &Record, stage: Stage, point: &Point, quantity: &Quantity, open_extra: u8) -> Vec<Slot> {
    let planned = quantity.readings;
    let last = planned.max(highest(record, stage, point, quantity)).saturating_add(open_extra).min(MAX_READING);
    (1..=last)
        .map(|number| Slot {
            path: path::reading(stage, &point.key, &quantity.key, number),
            unit: quantity.unit,
            number,
            planned: number <= planned,
        })
        .collect()
}

/// The highest number used, withdrawn ones included: numbers are never used again.
fn highest(record: &Record, stage: Stage, point: &Point, quantity: &Quantity) -> u8 {
    let used = |number: &u8| record.cells.contains_key(&path::reading(stage, &point.key, &quantity.key, *number));
    (1..=MAX_READING).rev().find(used).unwrap_or(0)
}

/// How many planned readings of a point have no entry yet.
pub fn open_at(record: &Record, stage: Stage, at: &Point) -> usize {
    let quantities = record.opened.edition.form.quantities.iter();
    let planned = quantities.flat_map(|quantity| readings(record, stage, at, quantity, 0)).filter(|slot| slot.planned);
    planned.filter(|slot| !record.cells.contains_key(&slot.path)).count()
}

/// How many planned readings of a stage there are, and how many have no entry yet.
pub fn progress(record: &Record, stage: Stage) -> (usize, usize) {
    let form = &record.opened.edition.form;
    let per_point: usize = form.quantities.iter().map(|quantity| usize::from(quantity.readings)).sum();
    let open = form.points.iter().map(|at| open_at(record, stage, at)).sum();
    (per_point * form.points.len(), open)
}

/// The first empty planned reading after a path, at the same point or a later one; where there is none, the first of all.
pub fn next_open(record: &Record, stage: Stage, after: &str) -> Option<(String, String)> {
    let form = &record.opened.edition.form;
    let all: Vec<(String, String)> = form
        .points
        .iter()
        .flat_map(|at| {
            let quantities = form.quantities.iter();
            let slots = quantities.flat_map(move |quantity| readings(record, stage, at, quantity, 0));
            slots.filter(|slot| slot.planned).map(|slot| (at.key.clone(), slot.path))
        })
        .collect();
    let is_open = |(_, path): &&(String, String)| !record.cells.contains_key(path) && path != after;
    let from = all.iter().position(|(_, path)| path == after).unwrap_or(0);
    all[from..].iter().find(is_open).or_else(|| all.iter().find(is_open)).cloned()
}

/// The first environment field of a moment without an entry, apart from the one just left.
pub fn next_environment(record: &Record, moment: &str, after: &str) -> Option<String> {
    let fields = record.opened.edition.form.environment.iter();
    fields.map(|field| path::environment(moment, &field.key)).find(|path| path != after && !record.cells.contains_key(path))
}

/// What a person reads instead of a path.
pub fn place_in_words(edition: &Edition, path: &str, language: &str) -> Option<String> {
    Some(match path::find(&edition.form, path)? {
        Address::Environment(field) => field.label.for_language(language).to_owned(),
        Address::Inspection(field) => field.label.for_language(language).to_owned(),
        Address::Reading { point, quantity, number, .. } => {
            format!("{} · {} {number}", point_name(point, language), quantity.label.for_language(language))
        }
    })
}

/// A point's name: its nominal value with the unit, and its label.
pub fn point_name(at: &Point, language: &str) -> String {
    let label = at.label.for_language(language);
    let nominal = format!("{} {}", crate::text::format::written(at.nominal.as_str()), at.unit);
    if label.is_empty() { nominal } else { format!("{nominal} · {label}") }
}
