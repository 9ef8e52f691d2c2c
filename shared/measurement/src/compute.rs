//! What the readings give.

use super::cautioned;
use super::monte_carlo::{Simulation, SimulationKey};
use super::number::Number;
use super::refusal::MeasurementError;
use super::rounding;
use super::simulate::{Simulator, asked, at_once};
use super::situation::{Reading, Situation};
use super::solve::{Solved, solve};
use super::{Mean, PointResult, Results};
use crate::method::{Point, Procedure, Stage};
use crate::observed::{Observations, ObservedPoint};
use base::finding::Refusal;

/// Computes every stage and point that has readings, simulations included. Never fails: what cannot be computed is refused by its
/// point, with a code. Where the procedure asks for [`simulations`], this takes as long as they do.
pub fn compute(observations: &Observations<'_>) -> Results {
    compute_with(observations, &at_once)
}

/// The same with simulations from elsewhere: a point whose simulation is not there yet is refused with `simulating`.
pub fn compute_with(observations: &Observations<'_>, simulate: Simulator<'_>) -> Results {
    let result = |observed: &ObservedPoint<'_>| match Situation::of(observations, observed) {
        Ok(situation) => at(observed.stage, &situation, simulate),
        Err(error) => refused(observations.procedure, observed.stage, observed.point, &error),
    };
    Results { points: observations.points.iter().map(result).collect() }
}

/// The simulations that the results ask for, each once, in the order of stages and points. Empty unless the procedure asks for Monte
/// Carlo.
pub fn simulations(observations: &Observations<'_>) -> Vec<(SimulationKey, Simulation)> {
    asked(|note| drop(compute_with(observations, note)))
}

fn at(stage: Stage, situation: &Situation<'_>, simulate: Simulator<'_>) -> PointResult {
    match solve(situation, simulate) {
        Ok(solved) => result(stage, situation, &solved),
        Err(error) => PointResult { means: means(situation), ..refused(situation.procedure, stage, situation.point, &error) },
    }
}

pub(super) fn result(stage: Stage, situation: &Situation<'_>, solved: &Solved<'_>) -> PointResult {
    let mut result = empty(situation.procedure, stage, situation.point);
    result.means = means(situation);
    result.further.clone_from(&solved.further);
    result.correlations.clone_from(&solved.correlations);
    match &solved.main {
        Ok((evaluation, outcome)) => {
            result.outcome = Some(outcome.clone());
            result.cautions = cautioned::of(situation, evaluation, outcome);
        }
        Err(error) => result.refused = Some(error.code().to_owned()),
    }
    result
}

fn refused(procedure: Procedure<'_>, stage: Stage, point: &Point, error: &MeasurementError) -> PointResult {
    PointResult { refused: Some(error.code().to_owned()), ..empty(procedure, stage, point) }
}

fn empty(procedure: Procedure<'_>, stage: Stage, point: &Point) -> PointResult {
    PointResult {
        stage,
        point: point.key.clone(),
        nominal: point.nominal.to_string(),
        nominal_unit: point.unit,
        means: Vec::new(),
        outcome: None,
        refused: None,
        unit: procedure.computation.unit,
        cautions: Vec::new(),
        further: Vec::new(),
        correlations: Vec::new(),
    }
}

fn means(situation: &Situation<'_>) -> Vec<Mean> {
    let quantities = situation.procedure.form.quantities.iter();
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
