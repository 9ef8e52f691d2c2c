//! What an edition would give with sample values: for the screen on which it is written, and for plausibility while typing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PointResult;
use super::budget::{BudgetTable, table};
use super::compute::result;
use super::derivation::{Derivation, steps};
use super::number::Number;
use super::refusal::MeasurementError;
use super::scope::Scope;
use super::simulate::{Simulator, at_once};
use super::situation::{Reading, Situation};
use super::solve::solve;
use crate::method::Characteristic;
use crate::method::{Point, Procedure, Quantity, Stage};
use base::decimal::DecimalText;
use base::unit::Unit;

/// Sample values at one point.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Readings by quantity key, in the quantity's unit; where there are none, the nominal value stands for each.
    #[serde(default)]
    pub readings: BTreeMap<String, Vec<DecimalText>>,
    /// Environment values by field key, in the field's unit.
    #[serde(default)]
    pub environment: BTreeMap<String, DecimalText>,
    /// What the standards' certificates state, by slot.
    #[serde(default)]
    pub standards: BTreeMap<String, Vec<Characteristic>>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preview {
    /// The result, as a record would have it.
    pub result: PointResult,
    /// The budget, where there is a result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetTable>,
}

/// Computes one point of an edition with sample values; simulations as they are given.
///
/// # Errors
/// Names what is wrong with the edition or missing from the sample.
pub fn preview(procedure: Procedure<'_>, point: &str, sample: &Sample, simulate: Simulator<'_>) -> Result<Preview, MeasurementError> {
    let situation = situation(procedure, find(procedure, point)?, sample);
    let solved = solve(&situation, simulate)?;
    let result = result(Stage::AsFound, &situation, &solved);
    let (evaluation, outcome) = solved.main?;
    Ok(Preview { result, budget: Some(table(&situation, &evaluation, outcome)?) })
}

/// How a result would come about with sample values, simulations included.
///
/// # Errors
/// As [`preview`].
pub fn trial(procedure: Procedure<'_>, point: &str, sample: &Sample) -> Result<Derivation, MeasurementError> {
    let situation = situation(procedure, find(procedure, point)?, sample);
    let (evaluation, outcome) = solve(&situation, &at_once)?.main?;
    steps(Stage::AsFound, &situation, &evaluation, outcome)
}

/// Whether a reading lies within the plausible distance from the nominal value: beyond it the screen warns, never blocks. `None`
/// where the edition says nothing, or the formula has no value.
pub fn plausible(procedure: Procedure<'_>, point: &str, quantity: &str, value: &DecimalText, unit: Unit) -> Option<bool> {
    let point = find(procedure, point).ok()?;
    let quantity = procedure.form.quantities.iter().find(|q| q.key == quantity)?;
    let distance = Scope::of_point(procedure, point).evaluate("plausible", quantity.plausible.as_deref()?).ok()?;
    let nominal = nominal(point, quantity)?;
    let value = Number::of(value).convert(unit, quantity.unit)?;
    Some((value.approx - nominal.approx).abs() <= distance.approx * (1.0 + 1e-12))
}

fn find<'a>(procedure: Procedure<'a>, point: &str) -> Result<&'a Point, MeasurementError> {
    procedure.point(point).ok_or_else(|| MeasurementError::PointUnknown(point.to_owned()))
}

fn nominal(point: &Point, quantity: &Quantity) -> Option<Number> {
    Number::of(&point.nominal).convert(point.unit, quantity.unit)
}

pub(super) fn situation<'a>(procedure: Procedure<'a>, point: &'a Point, sample: &'a Sample) -> Situation<'a> {
    let readings = |quantity: &Quantity| match sample.readings.get(&quantity.key) {
        Some(taken) if !taken.is_empty() => taken.iter().map(|text| Reading { number: Number::of(text), places: text.places() }).collect(),
        _ => {
            let reading = nominal(point, quantity).map(|number| Reading { number, places: point.nominal.places() });
            vec![reading; usize::from(quantity.readings)].into_iter().flatten().collect()
        }
    };
    Situation {
        procedure,
        point,
        readings: procedure.form.quantities.iter().map(|q| (q.key.as_str(), readings(q))).collect(),
        standards: sample.standards.iter().map(|(slot, stated)| (slot.as_str(), stated.as_slice())).collect(),
        environment: sample.environment.iter().map(|(field, text)| (field.as_str(), Number::of(text))).collect(),
        decision: None,
    }
}
