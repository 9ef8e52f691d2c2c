//! How a result came about, step by step: readings, model with its numbers, uncertainty, coverage, rounding, decision (C-5.5.2).

use serde::{Deserialize, Serialize};

use super::Outcome;
use super::budget::{BudgetTable, DIGITS, shown, table};
use super::evaluate::Evaluation;
use super::number::{Number, text_of};
use super::outcome::{capability, significant};
use super::output::Output;
use super::refusal::MeasurementError;
use super::rounding;
use super::scope::Scope;
use super::simulate::Simulator;
use super::situation::{Reading, Situation};
use super::solve::solve;
use crate::method::{RoundingMode, Stage};
use crate::observed::{Observations, ObservedPoint};
use base::text::Bilingual;
use base::unit::Unit;
use statistics::descriptive::standard_deviation;

/// The steps at one point. Numbers are texts; what is not rounded by the edition's rule has seven digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// Stage.
    pub stage: Stage,
    /// Point's key.
    pub point: String,
    /// Readings in force by quantity, and what they make.
    pub readings: Vec<ReadingsStep>,
    /// The model with the estimates in the places of the symbols.
    pub substituted: String,
    /// Its value, not rounded.
    pub value: String,
    /// k · u(y), not rounded.
    pub expanded: String,
    /// The body's capability, where one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capability: Option<String>,
    /// Significant digits of U.
    pub digits: u8,
    /// How U is rounded.
    pub mode: RoundingMode,
    /// The budget, with the outcome as it is stated.
    pub budget: BudgetTable,
}

/// Readings of one quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingsStep {
    /// The quantity's key.
    pub quantity: String,
    /// Its label.
    pub label: Bilingual,
    /// Symbol in the model.
    pub symbol: String,
    /// Unit.
    pub unit: Unit,
    /// In the order of the form, in `unit`.
    pub values: Vec<String>,
    /// Mean.
    pub mean: String,
    /// Experimental standard deviation; `None` for a single reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deviation: Option<String>,
}

/// The steps at one point, with simulations from elsewhere.
///
/// # Errors
/// Names why there is no result.
pub fn derivation_with(
    observations: &Observations<'_>,
    stage: Stage,
    point: &str,
    simulate: Simulator<'_>,
) -> Result<Derivation, MeasurementError> {
    observations.procedure.point(point).ok_or_else(|| MeasurementError::PointUnknown(point.to_owned()))?;
    let observed = observations.at(stage, point).ok_or_else(|| MeasurementError::ReadingMissing(point.to_owned()))?;
    derive(observations, observed, simulate)
}

/// The steps at every stage and point that has a result.
pub fn derivations_with(observations: &Observations<'_>, simulate: Simulator<'_>) -> Vec<Derivation> {
    observations.points.iter().filter_map(|observed| derive(observations, observed, simulate).ok()).collect()
}

fn derive(observations: &Observations<'_>, observed: &ObservedPoint<'_>, simulate: Simulator<'_>) -> Result<Derivation, MeasurementError> {
    let situation = Situation::of(observations, observed)?;
    let (evaluation, outcome) = solve(&situation, simulate)?.main?;
    steps(observed.stage, &situation, &evaluation, outcome)
}

pub(super) fn steps(
    stage: Stage,
    situation: &Situation<'_>,
    evaluation: &Evaluation<'_>,
    outcome: Outcome,
) -> Result<Derivation, MeasurementError> {
    let computation = &situation.procedure.computation;
    let quantities = situation.procedure.form.quantities.iter();
    let readings = quantities
        .filter_map(|quantity| {
            let taken = situation.readings.get(quantity.key.as_str()).filter(|taken| !taken.is_empty())?;
            let step = |(mean, deviation)| ReadingsStep {
                quantity: quantity.key.clone(),
                label: quantity.label.clone(),
                symbol: quantity.symbol.clone(),
                unit: quantity.unit,
                values: taken.iter().map(written).collect(),
                mean,
                deviation,
            };
            Some(summary(taken).map(step))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Derivation {
        stage,
        point: situation.point.key.clone(),
        readings,
        substituted: substituted(&computation.model, evaluation, situation),
        value: shown(evaluation.value)?,
        expanded: long(evaluation.factor.k * evaluation.u)?,
        capability: capability(situation, &Output::main(computation))?.map(|text| rounding::plain(&text)),
        digits: computation.rounding.digits,
        mode: computation.rounding.mode,
        budget: table(situation, evaluation, outcome)?,
    })
}

/// A reading as it was written, in the quantity's unit.
fn written(reading: &Reading) -> String {
    let text = reading.number.text();
    text.and_then(|text| rounding::to_places(&text, reading.places).ok()).unwrap_or_default()
}

fn summary(taken: &[Reading]) -> Result<(String, Option<String>), MeasurementError> {
    let numbers: Vec<Number> = taken.iter().map(|reading| reading.number).collect();
    let mean = Number::mean(&numbers).ok_or(MeasurementError::TooLarge)?;
    let approx: Vec<f64> = numbers.iter().map(|number| number.approx).collect();
    let deviation = if taken.len() > 1 { standard_deviation(&approx).ok().map(significant).transpose()? } else { None };
    Ok((shown(mean)?, deviation))
}

/// The model's text with numbers in the places of its symbols, negative ones in brackets. Names of functions stay.
fn substituted(model: &str, evaluation: &Evaluation<'_>, situation: &Situation<'_>) -> String {
    let scope = Scope::of_situation(situation);
    let value = |symbol: &str| {
        let line = evaluation.lines.iter().find(|line| line.input.symbol == symbol).map(|line| line.estimate);
        line.or_else(|| scope.get(symbol)).and_then(|found| shown(found).ok())
    };
    let mut out = String::new();
    let mut rest = model;
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let starts = first.is_alphabetic() || first == '_';
        let taken = if starts || first.is_ascii_digit() || first == '.' {
            rest.find(|c: char| !(is_name(c) || (!starts && c == '.'))).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(taken);
        match value(word).filter(|_| starts && !after.trim_start().starts_with('(')) {
            Some(number) if number.starts_with('-') => out.push_str(&format!("({number})")),
            Some(number) => out.push_str(&number),
            None => out.push_str(word),
        }
        rest = after;
    }
    out
}

fn long(value: f64) -> Result<String, MeasurementError> {
    let text = text_of(value).ok_or(MeasurementError::TooLarge)?;
    Ok(rounding::to_significant(&text, DIGITS, RoundingMode::HalfEven)?)
}
