//! All outputs at a point, each with what is stated of it, and how they correlate.

use super::evaluate::{Evaluation, Inputs, evaluate};
use super::outcome::{decimals, outcome};
use super::output::Output;
use super::refusal::MeasurementError;
use super::simulate::Simulator;
use super::situation::Situation;
use super::{FurtherResult, Outcome, OutputCorrelation};
use crate::method::FurtherOutput;
use base::finding::Refusal;

/// Decimal places of a correlation coefficient: with fewer, a variance made of it could fall below zero (GUM 7.2.6).
const PLACES: u8 = 3;

/// An output's evaluation and statement.
pub(super) type Found<'a> = Result<(Evaluation<'a>, Outcome), MeasurementError>;

/// What comes out at a point.
pub(super) struct Solved<'a> {
    pub(super) main: Found<'a>,
    pub(super) further: Vec<FurtherResult>,
    pub(super) correlations: Vec<OutputCorrelation>,
}

/// Works out all outputs, so that a simulation that is not there yet does not hide that another one is needed too.
pub(super) fn solve<'a>(situation: &Situation<'a>, simulate: Simulator<'_>) -> Result<Solved<'a>, MeasurementError> {
    let computation = &situation.procedure.computation;
    let inputs = Inputs::of(situation)?;
    let find = |output: Output<'_>| -> Found<'a> {
        let evaluation = evaluate(situation, &inputs, &output, simulate)?;
        let outcome = outcome(situation, &output, &evaluation)?;
        Ok((evaluation, outcome))
    };
    let main = find(Output::main(computation));
    let others: Vec<(&FurtherOutput, Found<'a>)> =
        computation.further.iter().map(|output| (output, find(Output::further(output)))).collect();
    let correlations = if others.is_empty() { Vec::new() } else { correlations(&main, &others)? };
    let further = others.into_iter().map(|(output, found)| stated(output, found)).collect();
    Ok(Solved { main, further, correlations })
}

fn stated(output: &FurtherOutput, found: Found<'_>) -> FurtherResult {
    let (outcome, refused) = match found {
        Ok((_, outcome)) => (Some(outcome), None),
        Err(error) => (None, Some(error.code().to_owned())),
    };
    FurtherResult { key: output.key.clone(), unit: output.unit, outcome, refused }
}

/// Coefficients of every two outputs that have a result, by the law of propagation (JCGM 102 6.2). The measurand's key is empty.
fn correlations(main: &Found<'_>, others: &[(&FurtherOutput, Found<'_>)]) -> Result<Vec<OutputCorrelation>, MeasurementError> {
    let named = others.iter().map(|(output, found)| (output.key.as_str(), found));
    let all: Vec<(&str, &Evaluation<'_>)> = std::iter::once(("", main))
        .chain(named)
        .filter_map(|(key, found)| found.as_ref().ok().map(|(evaluation, _)| (key, evaluation)))
        .filter(|(_, evaluation)| evaluation.first > 0.0)
        .collect();
    let mut found = Vec::new();
    for (n, (a, one)) in all.iter().enumerate() {
        for (b, other) in &all[n + 1..] {
            let r = decimals(coefficient(one, other), PLACES)?;
            found.push(OutputCorrelation { a: (*a).to_owned(), b: (*b).to_owned(), r });
        }
    }
    Ok(found)
}

/// By the independent parts that both are made of, in which nothing cancels.
fn coefficient(a: &Evaluation<'_>, b: &Evaluation<'_>) -> f64 {
    a.parts.iter().zip(&b.parts).map(|(x, y)| (x / a.first) * (y / b.first)).sum::<f64>().clamp(-1.0, 1.0)
}
