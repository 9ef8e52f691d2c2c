//! From an evaluation to what is stated: rounding, capability, conformity. Everything from here on is text.

use super::conformity::{self, Judged};
use super::evaluate::Evaluation;
use super::gum::stated;
use super::number::{text_of, text_of_decimal};
use super::refusal::MeasurementError;
use super::rounding::{self, RoundedResult};
use super::scope::Scope;
use super::situation::Situation;
use super::{Conformity, Outcome};
use crate::decimal::DecimalText;
use crate::library::edition::RoundingMode;

/// Significant digits of standard uncertainties.
const DIGITS: u8 = 3;
/// Significant digits of a tolerance whose formula is not exact in decimal.
const TOLERANCE_DIGITS: u8 = 12;

pub(super) fn outcome(situation: &Situation<'_>, evaluation: &Evaluation<'_>) -> Result<Outcome, MeasurementError> {
    let computation = &situation.edition.computation;
    let capability = capability(situation)?;
    let computed = evaluation.factor.k * evaluation.combined;
    let raised = capability.as_ref().filter(|cmc| cmc.to_f64() > computed);
    let expanded = match raised {
        Some(cmc) => cmc.clone(),
        None => text_of(computed).ok_or(MeasurementError::TooLarge)?,
    };
    let value = evaluation.value.text().ok_or(MeasurementError::TooLarge)?;
    let rounded = round(&value, &expanded, computation.rounding.digits, computation.rounding.mode, capability.as_ref())?;
    Ok(Outcome {
        standard_uncertainty: significant(evaluation.combined)?,
        degrees_of_freedom: stated(evaluation.dof).map(|dof| format!("{dof:.0}")),
        coverage_factor: decimals(evaluation.factor.k, computation.coverage.places)?,
        coverage_by: evaluation.factor.by.to_owned(),
        raised_to_cmc: raised.is_some(),
        conformity: conformity(situation, &rounded, expanded.to_f64() / evaluation.factor.k)?,
        value: rounded.value,
        expanded_uncertainty: rounded.expanded_uncertainty,
    })
}

/// The body's capability, never below which U is stated.
fn capability(situation: &Situation<'_>) -> Result<Option<DecimalText>, MeasurementError> {
    let Some(formula) = &situation.edition.computation.cmc else { return Ok(None) };
    let value = Scope::of_point(situation.edition, situation.point).evaluate("cmc", formula)?;
    value.text().map(Some).ok_or(MeasurementError::TooLarge)
}

/// Rounded by the edition's rule; upwards where half to even would fall below the capability.
fn round(
    value: &DecimalText,
    expanded: &DecimalText,
    digits: u8,
    mode: RoundingMode,
    capability: Option<&DecimalText>,
) -> Result<RoundedResult, MeasurementError> {
    let rounded = rounding::result(value, expanded, digits, mode)?;
    let stated = DecimalText::parse(&rounded.expanded_uncertainty).map_err(|_| MeasurementError::TooLarge)?;
    if capability.is_some_and(|cmc| stated.to_f64() < cmc.to_f64()) {
        return Ok(rounding::result(value, expanded, digits, RoundingMode::Up)?);
    }
    Ok(rounded)
}

/// The statement rests on what is printed, so that a reader finds it again; by the order's rule, else the edition's.
fn conformity(situation: &Situation<'_>, rounded: &RoundedResult, u: f64) -> Result<Option<Conformity>, MeasurementError> {
    let Some(decision) = &situation.edition.computation.decision else { return Ok(None) };
    let parse = |text: &str| DecimalText::parse(text).map_err(|_| MeasurementError::TooLarge);
    let tolerance = tolerance(situation, &decision.tolerance)?;
    let lower = parse(&format!("-{tolerance}"))?;
    let judged = Judged {
        value: &parse(&rounded.value)?,
        lower: Some(&lower),
        upper: Some(&tolerance),
        expanded_uncertainty: &parse(&rounded.expanded_uncertainty)?,
        standard_uncertainty: u,
    };
    let judgement = conformity::judge(&judged, situation.decision.unwrap_or(&decision.rule))?;
    Ok(Some(Conformity { tolerance: tolerance.to_string(), verdict: judgement.verdict, probability: probability(judgement.probability)? }))
}

/// Three decimals; what is not certain is never printed as certain, nor what is possible as impossible.
fn probability(value: f64) -> Result<String, MeasurementError> {
    let written = decimals(value, DIGITS)?;
    Ok(match written.as_str() {
        "1.000" => "> 0.999".to_owned(),
        "0.000" => "< 0.001".to_owned(),
        _ => written,
    })
}

fn tolerance(situation: &Situation<'_>, formula: &str) -> Result<DecimalText, MeasurementError> {
    let value = Scope::of_point(situation.edition, situation.point).evaluate("tolerance", formula)?;
    let written = value.text().ok_or(MeasurementError::TooLarge)?;
    let short = match value.exact {
        Some(_) => rounding::plain(&written),
        None => rounding::to_significant(&written, TOLERANCE_DIGITS, RoundingMode::HalfEven)?,
    };
    let exact = DecimalText::parse(&short).ok().and_then(|text| text.to_decimal()).ok_or(MeasurementError::TooLarge)?;
    if exact.is_sign_negative() && !exact.is_zero() {
        return Err(MeasurementError::NotPositive("tolerance".to_owned()));
    }
    let text = text_of_decimal(exact.normalize()).ok_or(MeasurementError::TooLarge)?;
    DecimalText::parse(&rounding::plain(&text)).map_err(|_| MeasurementError::TooLarge)
}

/// Three significant digits.
pub(super) fn significant(value: f64) -> Result<String, MeasurementError> {
    let text = text_of(value).ok_or(MeasurementError::TooLarge)?;
    Ok(rounding::to_significant(&text, DIGITS, RoundingMode::HalfEven)?)
}

/// Some decimal places.
pub(super) fn decimals(value: f64, places: u8) -> Result<String, MeasurementError> {
    let text = text_of(value).ok_or(MeasurementError::TooLarge)?;
    Ok(rounding::to_places(&text, i32::from(places))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_is_never_printed_as_certain() {
        for (value, written) in [(0.999_999_4, "> 0.999"), (0.999_4, "0.999"), (0.000_4, "< 0.001"), (0.0, "< 0.001"), (0.95, "0.950")] {
            assert_eq!(probability(value).unwrap(), written, "{value}");
        }
    }
}
