//! What is known at one point of one stage: readings in force, standards they were taken with, environment.

use std::collections::{BTreeMap, BTreeSet};

use super::number::Number;
use super::refusal::MeasurementError;
use crate::event::body::Value;
use crate::library::edition::{DecisionRule, Edition, Point, Quantity, Stage};
use crate::library::standard::Characteristic;
use crate::record::{CellEntry, Record};

/// Everything a computation at one point looks at.
pub(super) struct Situation<'a> {
    pub(super) edition: &'a Edition,
    pub(super) point: &'a Point,
    /// Readings by quantity key, in the quantity's unit.
    pub(super) readings: BTreeMap<&'a str, Vec<Reading>>,
    /// What the standards' certificates state, by slot.
    pub(super) standards: BTreeMap<&'a str, &'a [Characteristic]>,
    /// Environment means by field key, in the field's unit.
    pub(super) environment: BTreeMap<&'a str, Number>,
    /// The decision rule that the order asks for.
    pub(super) decision: Option<&'a DecisionRule>,
}

/// A reading with the decimal places it was written with, in the quantity's unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) number: Number,
    pub(super) places: i32,
}

impl<'a> Situation<'a> {
    /// The situation at a point of a record. `Ok(None)` where nothing was recorded there.
    pub(super) fn of(record: &'a Record, stage: Stage, point: &'a Point) -> Result<Option<Self>, MeasurementError> {
        let edition = &record.opened.edition;
        let mut readings = BTreeMap::new();
        let mut entries = Vec::new();
        for quantity in &edition.form.quantities {
            let prefix = format!("{}/points/{}/{}/", stage.key(), point.key, quantity.key);
            let cells: Vec<_> = under(record, &prefix).collect();
            entries.extend(cells.iter().map(|(_, entry)| *entry));
            let taken = cells.iter().map(|(path, entry)| reading(path, entry, quantity)).collect::<Result<Vec<_>, _>>()?;
            readings.insert(quantity.key.as_str(), taken);
        }
        if entries.is_empty() {
            return Ok(None);
        }
        let standards = standards(record, &entries)?;
        let decision = record.opened.order.as_ref().and_then(|order| order.decision_rule.as_ref());
        Ok(Some(Self { edition, point, readings, standards, environment: environment(record), decision }))
    }
}

/// Cells in force below a path.
fn under<'a>(record: &'a Record, prefix: &str) -> impl Iterator<Item = (&'a str, &'a CellEntry)> {
    let prefix = prefix.to_owned();
    record
        .cells
        .range(prefix.clone()..)
        .take_while(move |(path, _)| path.starts_with(&prefix))
        .filter_map(|(path, cell)| cell.in_force().map(|entry| (path.as_str(), entry)))
}

fn reading(path: &str, entry: &CellEntry, quantity: &Quantity) -> Result<Reading, MeasurementError> {
    match &entry.value {
        Value::Number { text, unit } => {
            let number = Number::of(text).convert(*unit, quantity.unit);
            let number = number.ok_or_else(|| MeasurementError::ReadingUnit(path.to_owned()))?;
            Ok(Reading { number, places: text.places() })
        }
        Value::NotObserved { .. } => Err(MeasurementError::NotObserved(path.to_owned())),
        Value::Choice { .. } | Value::Text { .. } => Err(MeasurementError::ReadingUnit(path.to_owned())),
    }
}

/// The standards that the entries were made with; the latest in a slot that none of them names.
fn standards<'a>(record: &'a Record, entries: &[&CellEntry]) -> Result<BTreeMap<&'a str, &'a [Characteristic]>, MeasurementError> {
    let mut found = BTreeMap::new();
    for slot in &record.opened.edition.form.slots {
        let used: BTreeSet<_> = entries.iter().filter_map(|entry| entry.equipment.get(&slot.key)).collect();
        let in_slot = || record.equipment.iter().rev().filter(|equipped| equipped.slot == slot.key);
        let ids: BTreeSet<_> = in_slot().filter(|e| used.contains(&e.event)).map(|e| e.standard.id).collect();
        if ids.len() > 1 {
            return Err(MeasurementError::StandardsMixed(slot.key.clone()));
        }
        let equipped = in_slot().find(|e| used.contains(&e.event)).or_else(|| in_slot().next());
        if let Some(equipped) = equipped {
            found.insert(slot.key.as_str(), equipped.standard.standard.characteristics.as_slice());
        }
    }
    Ok(found)
}

fn environment(record: &Record) -> BTreeMap<&str, Number> {
    let fields = &record.opened.edition.form.environment;
    let mean = |key: &str, unit| {
        let values: Vec<Number> = ["start", "end"]
            .iter()
            .filter_map(|moment| record.cells.get(&format!("environment/{moment}/{key}")))
            .filter_map(|cell| cell.in_force()?.value.number())
            .filter_map(|(text, written)| Number::of(text).convert(written, unit))
            .collect();
        if values.is_empty() { None } else { Number::mean(&values) }
    };
    fields.iter().filter_map(|field| mean(&field.key, field.unit).map(|value| (field.key.as_str(), value))).collect()
}
