//! Addresses of a record's form and what is still to be filled in.

use shared::library::edition::{Edition, Point, Quantity, Stage};
use shared::record::Record;
use shared::unit::Unit;

/// A place for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Address.
    pub path: String,
    /// Unit, fixed by the method.
    pub unit: Unit,
    /// Number of the reading, from 1.
    pub number: u32,
    /// Whether the method asks for it; extra readings are not asked for.
    pub planned: bool,
}

/// The two moments the environment is read.
pub const MOMENTS: [&str; 2] = ["start", "end"];

/// Address of an environment reading.
pub fn environment(moment: &str, key: &str) -> String {
    format!("environment/{moment}/{key}")
}

/// Address of an inspection.
pub fn inspection(key: &str) -> String {
    format!("inspection/{key}")
}

/// Address of everything at a point.
pub fn point(stage: Stage, point: &str) -> String {
    format!("{}/points/{point}", stage.key())
}

fn reading(stage: Stage, point: &Point, quantity: &Quantity, number: u32) -> String {
    format!("{}/points/{}/{}/r{number}", stage.key(), point.key, quantity.key)
}

/// The readings of a quantity at a point: the planned ones, then extra ones, `open_extra` of which are still empty.
pub fn readings(record: &Record, stage: Stage, point: &Point, quantity: &Quantity, open_extra: u32) -> Vec<Slot> {
    let planned = u32::from(quantity.readings);
    let last = planned.max(highest(record, stage, point, quantity)) + open_extra;
    (1..=last)
        .map(|number| Slot {
            path: reading(stage, point, quantity, number),
            unit: quantity.unit,
            number,
            planned: number <= planned,
        })
        .collect()
}

/// The highest number used, withdrawn ones included: numbers are never used again.
fn highest(record: &Record, stage: Stage, point: &Point, quantity: &Quantity) -> u32 {
    let prefix = format!("{}/points/{}/{}/r", stage.key(), point.key, quantity.key);
    let numbers = record.cells.keys().filter_map(|path| path.strip_prefix(&prefix)?.parse().ok());
    numbers.max().unwrap_or(0)
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

/// What a person reads instead of a path.
pub fn place_in_words(edition: &Edition, path: &str, language: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let form = &edition.form;
    match parts.as_slice() {
        ["environment", _, key] => form.environment.iter().find(|f| f.key == *key).map(|f| f.label.for_language(language).to_owned()),
        ["inspection", key] => form.inspections.iter().find(|f| f.key == *key).map(|f| f.label.for_language(language).to_owned()),
        [_, "points", key, rest @ ..] => form.points.iter().find(|p| p.key == *key).map(|at| {
            let number = rest.last().and_then(|last| last.strip_prefix('r')).unwrap_or_default();
            format!("{} · {number}", point_name(at, language))
        }),
        _ => None,
    }
    .unwrap_or_else(|| path.to_owned())
}

/// A point's name: its nominal value with the unit, and its label.
pub fn point_name(at: &Point, language: &str) -> String {
    let label = at.label.for_language(language);
    let nominal = format!("{} {}", crate::text::format::written(at.nominal.as_str()), at.unit);
    if label.is_empty() { nominal } else { format!("{nominal} · {label}") }
}
