//! What a record's readings give.

use super::caution;
use super::monte_carlo::{Simulation, SimulationKey};
use super::number::Number;
use super::refusal::MeasurementError;
use super::rounding;
use super::simulate::{Simulator, asked, at_once};
use super::situation::{Reading, Situation};
use super::solve::{Solved, solve};
use super::{Mean, PointResult, Results};
use crate::finding::Refusal;
use crate::library::edition::{Edition, Point, Stage};
use crate::record::Record;

/// Computes every stage and point that has readings, simulations included. Never fails: what cannot be computed is refused by its
/// point, with a code. Where the record asks for [`simulations`], this takes as long as they do.
pub fn compute(record: &Record) -> Results {
    compute_with(record, &at_once)
}

/// The same with simulations from elsewhere: a point whose simulation is not there yet is refused with `simulating`.
pub fn compute_with(record: &Record, simulate: Simulator<'_>) -> Results {
    let edition = &record.opened.edition;
    let mut points = Vec::new();
    for stage in [Stage::AsFound, Stage::AsLeft] {
        for point in &edition.form.points {
            match Situation::of(record, stage, point) {
                Ok(None) => {}
                Ok(Some(situation)) => points.push(at(stage, &situation, simulate)),
                Err(error) => points.push(refused(edition, stage, point, &error)),
            }
        }
    }
    Results { points }
}

/// The simulations that a record's results ask for, each once, in the order of stages and points. Empty unless its edition asks for
/// Monte Carlo.
pub fn simulations(record: &Record) -> Vec<(SimulationKey, Simulation)> {
    asked(|note| drop(compute_with(record, note)))
}

fn at(stage: Stage, situation: &Situation<'_>, simulate: Simulator<'_>) -> PointResult {
    match solve(situation, simulate) {
        Ok(solved) => result(stage, situation, &solved),
        Err(error) => PointResult { means: means(situation), ..refused(situation.edition, stage, situation.point, &error) },
    }
}

pub(super) fn result(stage: Stage, situation: &Situation<'_>, solved: &Solved<'_>) -> PointResult {
    let mut result = empty(situation.edition, stage, situation.point);
    result.means = means(situation);
    result.further.clone_from(&solved.further);
    result.correlations.clone_from(&solved.correlations);
    match &solved.main {
        Ok((evaluation, outcome)) => {
            result.outcome = Some(outcome.clone());
            result.cautions = caution::of(situation, evaluation, outcome);
        }
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
        cautions: Vec::new(),
        further: Vec::new(),
        correlations: Vec::new(),
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
