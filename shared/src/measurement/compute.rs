//! What a record's readings give.

use super::budget::{BudgetTable, table};
use super::evaluate::evaluate;
use super::number::Number;
use super::outcome::outcome;
use super::refusal::MeasurementError;
use super::rounding;
use super::situation::{Reading, Situation};
use super::{Mean, PointResult, Results};
use crate::finding::Refusal;
use crate::library::edition::{Edition, Point, Stage};
use crate::record::Record;

/// Computes every stage and point that has readings. Never fails: what cannot be computed is refused by its point, with a code.
pub fn compute(record: &Record) -> Results {
    let edition = &record.opened.edition;
    let mut points = Vec::new();
    for stage in [Stage::AsFound, Stage::AsLeft] {
        for point in &edition.form.points {
            match Situation::of(record, stage, point) {
                Ok(None) => {}
                Ok(Some(situation)) => points.push(at(stage, &situation)),
                Err(error) => points.push(refused(edition, stage, point, &error)),
            }
        }
    }
    Results { points }
}

/// The uncertainty budget at one point of a record, for display.
///
/// # Errors
/// Names why there is none.
pub fn budget(record: &Record, stage: Stage, point: &str) -> Result<BudgetTable, MeasurementError> {
    let edition = &record.opened.edition;
    let found = edition.form.points.iter().find(|p| p.key == point);
    let found = found.ok_or_else(|| MeasurementError::PointUnknown(point.to_owned()))?;
    let situation = Situation::of(record, stage, found)?.ok_or_else(|| MeasurementError::ReadingMissing(point.to_owned()))?;
    table(&situation, &evaluate(&situation)?)
}

pub(super) fn at(stage: Stage, situation: &Situation<'_>) -> PointResult {
    let mut result = empty(situation.edition, stage, situation.point);
    result.means = means(situation);
    match evaluate(situation).and_then(|evaluation| outcome(situation, &evaluation)) {
        Ok(outcome) => result.outcome = Some(outcome),
        Err(error) => result.refused = Some(error.code().to_owned()),
    }
    result
}

fn refused(edition: &Edition, stage: Stage, point: &Point, error: &MeasurementError) -> PointResult {
    PointResult { refused: Some(error.code().to_owned()), ..empty(edition, stage, point) }
}

fn empty(edition: &Edition, stage: Stage, point: &Point) -> PointResult {
    PointResult {
        stage,
        point: point.key.clone(),
        nominal: point.nominal.to_string(),
        nominal_unit: point.unit,
        means: Vec::new(),
        outcome: None,
        refused: None,
        unit: edition.computation.unit,
    }
}

fn means(situation: &Situation<'_>) -> Vec<Mean> {
    let quantities = situation.edition.form.quantities.iter();
    let mean = |key: &str| situation.readings.get(key).and_then(|readings| mean(readings));
    quantities.filter_map(|q| mean(&q.key).map(|value| Mean { quantity: q.key.clone(), value, unit: q.unit })).collect()
}

/// A single reading as it was written, a mean of several to one place more than the finest of them.
fn mean(readings: &[Reading]) -> Option<String> {
    let places = readings.iter().map(|reading| reading.places).max()?;
    let numbers: Vec<Number> = readings.iter().map(|reading| reading.number).collect();
    let mean = Number::mean(&numbers)?.text()?;
    rounding::to_places(&mean, places + i32::from(readings.len() > 1)).ok()
}
