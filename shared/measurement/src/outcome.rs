//! From an evaluation to what is stated: rounding, capability, conformity. Everything from here on is text.

use super::conformity::{self, Judged};
use super::evaluate::{Ends, Evaluation};
use super::express;
use super::gum::stated;
use super::number::{text_of, text_of_decimal};
use super::output::Output;
use super::refusal::MeasurementError;
use super::rounding::{self, RoundedResult};
use super::scope::Scope;
use super::situation::Situation;
use super::{Conformity, Interval, Outcome};
use crate::method::{Decision, Rounding, RoundingMode};
use base::decimal::DecimalText;

/// Significant digits of standard uncertainties.
const DIGITS: u8 = 3;
/// Significant digits of a tolerance whose formula is not exact in decimal.
const TOLERANCE_DIGITS: u8 = 12;

/// U before rounding.
struct Expanded {
    u: f64,
    /// The ends of an interval that does not lie about the value.
    ends: Option<(f64, f64)>,
}

pub(super) fn outcome(situation: &Situation<'_>, output: &Output<'_>, evaluation: &Evaluation<'_>) -> Result<Outcome, MeasurementError> {
    let computation = &situation.procedure.computation;
    let capability = capability(situation, output)?;
    let value = evaluation.value.text().ok_or(MeasurementError::TooLarge)?;
    let computed = expanded(evaluation, &value, &computation.rounding)?;
    let raised = capability.as_ref().filter(|cmc| cmc.to_f64() > computed.u);
    let expanded = match raised {
        Some(cmc) => cmc.clone(),
        None => text_of(computed.u).ok_or(MeasurementError::TooLarge)?,
    };
    let rounded = round(&value, &expanded, &computation.rounding, capability.as_ref())?;
    // An interval of the body's capability lies about the value, and holds the other one.
    let ends = computed.ends.filter(|_| raised.is_none());
    let interval = ends.map(|ends| interval(ends, rounded.places, computation.rounding.step)).transpose()?;
    let k = computed.u / evaluation.u;
    Ok(Outcome {
        standard_uncertainty: significant(evaluation.u)?,
        degrees_of_freedom: stated(evaluation.dof).map(|dof| format!("{dof:.0}")),
        coverage_factor: decimals(k, computation.coverage.places)?,
        coverage_by: evaluation.factor.by.to_owned(),
        raised_to_cmc: raised.is_some(),
        conformity: output.decision.map(|decision| conformity(situation, decision, &rounded, expanded.to_f64() / k)).transpose()?,
        scaled: express::scaled(&rounded, interval.as_ref())?,
        interval,
        shift: evaluation.shift.map(significant).transpose()?,
        gum_validated: evaluation.validated,
        value: rounded.value,
        expanded_uncertainty: rounded.expanded_uncertainty,
    })
}

/// U = k·u; of a simulated interval half its width, or its larger side where the difference shows at the place that U is stated to
/// and is not by chance.
fn expanded(evaluation: &Evaluation<'_>, value: &DecimalText, rounding: &Rounding) -> Result<Expanded, MeasurementError> {
    let u = evaluation.factor.k * evaluation.u;
    let Some(Ends { low, high, chance }) = evaluation.interval else { return Ok(Expanded { u, ends: None }) };
    let estimate = evaluation.value.approx;
    let larger = (estimate - low).max(high - estimate);
    let places = round(value, &text_of(larger).ok_or(MeasurementError::TooLarge)?, rounding, None)?.places;
    let shows = 0.5 * f64::from(rounding.step) * 10.0_f64.powi(-places);
    Ok(if larger - u > shows.max(chance) { Expanded { u: larger, ends: Some((low, high)) } } else { Expanded { u, ends: None } })
}

/// The ends, to the place of U.
fn interval((low, high): (f64, f64), places: i32, step: u8) -> Result<Interval, MeasurementError> {
    let end = |end: f64| -> Result<String, MeasurementError> {
        let text = text_of(end).ok_or(MeasurementError::TooLarge)?;
        Ok(match step {
            1 => rounding::to_places(&text, places)?,
            step => rounding::to_interval(&text, &unit(places, step)?)?,
        })
    };
    Ok(Interval { low: end(low)?, high: end(high)? })
}

/// The body's capability, never below which U is stated.
pub(super) fn capability(situation: &Situation<'_>, output: &Output<'_>) -> Result<Option<DecimalText>, MeasurementError> {
    let Some(formula) = output.cmc else { return Ok(None) };
    let value = Scope::of_point(situation.procedure, situation.point).evaluate("cmc", formula)?;
    value.text().map(Some).ok_or(MeasurementError::TooLarge)
}

/// Rounded by the edition's rule; upwards where half to even would fall below the capability.
fn round(
    value: &DecimalText,
    expanded: &DecimalText,
    rounding: &Rounding,
    capability: Option<&DecimalText>,
) -> Result<RoundedResult, MeasurementError> {
    let rounded = by_rule(value, expanded, rounding, rounding.mode)?;
    let stated = DecimalText::parse(&rounded.expanded_uncertainty).map_err(|_| MeasurementError::TooLarge)?;
    if capability.is_some_and(|cmc| stated.to_f64() < cmc.to_f64()) {
        return by_rule(value, expanded, rounding, RoundingMode::Up);
    }
    Ok(rounded)
}

/// To the significant digits of U; there to an interval of one, two or five units (GB/T 8170 5.1), from the unrounded number.
fn by_rule(value: &DecimalText, expanded: &DecimalText, rule: &Rounding, mode: RoundingMode) -> Result<RoundedResult, MeasurementError> {
    let rounded = rounding::result(value, expanded, rule.digits, mode)?;
    if rule.step == 1 {
        return Ok(rounded);
    }
    let interval = unit(rounded.places, rule.step)?;
    match rounding::result_to_interval(value, expanded, &interval, mode) {
        // Less than half an interval is no uncertainty of zero.
        Err(rounding::RoundingError::Uncertainty) => Ok(rounding::result_to_interval(value, expanded, &interval, RoundingMode::Up)?),
        found => Ok(found?),
    }
}

/// So many units at a place.
fn unit(places: i32, step: u8) -> Result<DecimalText, MeasurementError> {
    DecimalText::parse(&format!("{step}e{}", -places)).map_err(|_| MeasurementError::TooLarge)
}

/// The statement rests on what is printed, so that a reader finds it again; by the order's rule, else the edition's.
fn conformity(situation: &Situation<'_>, decision: &Decision, rounded: &RoundedResult, u: f64) -> Result<Conformity, MeasurementError> {
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
    Ok(Conformity { tolerance: tolerance.to_string(), verdict: judgement.verdict, probability: probability(judgement.probability)? })
}

/// Three decimals; what is not certain is never printed as certain, nor what is possible as impossible.
fn probability(value: f64) -> Result<String, MeasurementError> {
    // Far outside its tolerance a result has a probability beyond any written exponent.
    if value < 0.000_1 {
        return Ok("< 0.001".to_owned());
    }
    let written = decimals(value, DIGITS)?;
    Ok(match written.as_str() {
        "1.000" => "> 0.999".to_owned(),
        "0.000" => "< 0.001".to_owned(),
        _ => written,
    })
}

fn tolerance(situation: &Situation<'_>, formula: &str) -> Result<DecimalText, MeasurementError> {
    let value = Scope::of_point(situation.procedure, situation.point).evaluate("tolerance", formula)?;
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
        for (value, written) in
            [(0.999_999_4, "> 0.999"), (0.999_4, "0.999"), (0.000_4, "< 0.001"), (1e-250, "< 0.001"), (0.0, "< 0.001"), (0.95, "0.950")]
        {
            assert_eq!(probability(value).unwrap(), written, "{value}");
        }
    }
}
