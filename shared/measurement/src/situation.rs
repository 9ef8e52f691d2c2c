//! What is known at one point of one stage: readings in the unit of their quantity, standards, environment.

use std::collections::BTreeMap;

use base::decimal::DecimalText;
use base::unit::Unit;

use super::number::Number;
use super::observed::{Observations, ObservedPoint, ObservedReading, Written};
use super::refusal::MeasurementError;
use crate::method::{Characteristic, DecisionRule, Point, Procedure, Quantity};

/// Everything a computation at one point looks at.
pub(super) struct Situation<'a> {
    pub(super) procedure: Procedure<'a>,
    pub(super) point: &'a Point,
    /// Readings by quantity key, in the quantity's unit.
    pub(super) readings: BTreeMap<&'a str, Vec<Reading>>,
    /// What the standards' certificates state, by slot.
    pub(super) standards: BTreeMap<&'a str, &'a [Characteristic]>,
    /// Environment means by field key, in the field's unit.
    pub(super) environment: BTreeMap<&'a str, Number>,
    /// The decision rule that was agreed on.
    pub(super) decision: Option<&'a DecisionRule>,
}

/// A reading with the decimal places it was written with, in the quantity's unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) number: Number,
    pub(super) places: i32,
}

impl<'a> Situation<'a> {
    /// The situation at an observed point.
    pub(super) fn of(all: &Observations<'a>, at: &ObservedPoint<'a>) -> Result<Self, MeasurementError> {
        let procedure = all.procedure;
        let mut readings = BTreeMap::new();
        for quantity in &procedure.form.quantities {
            let taken = at.readings.get(quantity.key.as_str()).into_iter().flatten();
            let taken = taken.map(|observed| reading(observed, quantity)).collect::<Result<Vec<_>, _>>()?;
            readings.insert(quantity.key.as_str(), taken);
        }
        let standards = standards(at)?;
        Ok(Self { procedure, point: at.point, readings, standards, environment: environment(all), decision: all.decision })
    }
}

fn reading(observed: &ObservedReading<'_>, quantity: &Quantity) -> Result<Reading, MeasurementError> {
    match observed.written {
        Written::Number(text, unit) => {
            let number = Number::of(text).convert(unit, quantity.unit);
            let number = number.ok_or_else(|| MeasurementError::ReadingUnit(observed.path.to_owned()))?;
            Ok(Reading { number, places: text.places() })
        }
        Written::NotObserved => Err(MeasurementError::NotObserved(observed.path.to_owned())),
        Written::Other => Err(MeasurementError::ReadingUnit(observed.path.to_owned())),
    }
}

/// The standard of each slot. Readings that were taken with two of one slot are not mixed.
fn standards<'a>(at: &ObservedPoint<'a>) -> Result<BTreeMap<&'a str, &'a [Characteristic]>, MeasurementError> {
    let mut found = BTreeMap::new();
    for (slot, used) in &at.standards {
        match used.as_slice() {
            [] => {}
            [one] => drop(found.insert(*slot, *one)),
            _ => return Err(MeasurementError::StandardsMixed((*slot).to_owned())),
        }
    }
    Ok(found)
}

/// Means of the environment's readings, those that convert into their field's unit.
fn environment<'a>(all: &Observations<'a>) -> BTreeMap<&'a str, Number> {
    let mean = |written: &[(&DecimalText, Unit)], unit| {
        let values: Vec<Number> = written.iter().filter_map(|(text, written)| Number::of(text).convert(*written, unit)).collect();
        if values.is_empty() { None } else { Number::mean(&values) }
    };
    let fields = all.procedure.form.environment.iter();
    fields.filter_map(|field| Some((field.key.as_str(), mean(all.environment.get(field.key.as_str())?, field.unit)?))).collect()
}
