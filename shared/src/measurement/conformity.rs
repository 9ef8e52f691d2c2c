//! Statements of conformity (ILAC-G8, JCGM 106): limits in decimal, inclusive; probability of conformity (C-5.4.1 m).

use rust_decimal::Decimal;

use super::ConformityVerdict;
use super::refusal::MeasurementError;
use crate::decimal::DecimalText;
use crate::library::edition::DecisionRule;
use crate::statistics::student::normal_tail;

/// What is judged: a result with its uncertainty against one or two limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged<'a> {
    /// Result.
    pub value: &'a DecimalText,
    /// Lower limit.
    pub lower: Option<&'a DecimalText>,
    /// Upper limit.
    pub upper: Option<&'a DecimalText>,
    /// Expanded uncertainty.
    pub expanded_uncertainty: &'a DecimalText,
    /// Standard uncertainty, for the probability.
    pub standard_uncertainty: f64,
}

/// A decision with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What is stated.
    pub verdict: ConformityVerdict,
    /// Lower end of the acceptance interval.
    pub acceptance_low: Option<Decimal>,
    /// Upper end of the acceptance interval.
    pub acceptance_high: Option<Decimal>,
    /// Whether the guard bands leave nothing to accept.
    pub acceptance_empty: bool,
    /// Probability that the true value lies within the limits.
    pub probability: f64,
    /// Probability that the stated pass (fail) is wrong.
    pub specific_risk: f64,
}

/// Decides by the rule.
///
/// # Errors
/// [`MeasurementError::TooLarge`] where 28 digits do not hold the numbers, [`MeasurementError::NotPositive`] for an uncertainty of
/// zero or less.
pub fn judge(judged: &Judged<'_>, rule: &DecisionRule) -> Result<Judgement, MeasurementError> {
    let value = exact(judged.value)?;
    let uncertainty = exact(judged.expanded_uncertainty)?;
    if uncertainty <= Decimal::ZERO || judged.standard_uncertainty.is_nan() || judged.standard_uncertainty <= 0.0 {
        return Err(MeasurementError::NotPositive("expanded_uncertainty".to_owned()));
    }
    let limits = Interval { low: judged.lower.map(exact).transpose()?, high: judged.upper.map(exact).transpose()? };
    let guard = match rule {
        DecisionRule::Simple => Decimal::ZERO,
        DecisionRule::Guarded { factor } => exact(factor)?.checked_mul(uncertainty).ok_or(MeasurementError::TooLarge)?,
        DecisionRule::NonBinary => uncertainty,
    };
    let acceptance = limits.shrunk(guard)?;
    let verdict = if acceptance.holds(value) {
        ConformityVerdict::Pass
    } else if *rule != DecisionRule::NonBinary {
        ConformityVerdict::Fail
    } else if limits.holds(value) {
        ConformityVerdict::ConditionalPass
    } else if limits.shrunk(-guard)?.holds(value) {
        ConformityVerdict::ConditionalFail
    } else {
        ConformityVerdict::Fail
    };
    let (inside, outside) = probabilities(judged);
    let stated_pass = matches!(verdict, ConformityVerdict::Pass | ConformityVerdict::ConditionalPass);
    Ok(Judgement {
        verdict,
        acceptance_low: acceptance.low,
        acceptance_high: acceptance.high,
        acceptance_empty: matches!((acceptance.low, acceptance.high), (Some(low), Some(high)) if low > high),
        probability: inside,
        specific_risk: if stated_pass { outside } else { inside },
    })
}

#[derive(Clone, Copy)]
struct Interval {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

impl Interval {
    fn holds(self, value: Decimal) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }

    fn shrunk(self, by: Decimal) -> Result<Self, MeasurementError> {
        let low = self.low.map(|low| low.checked_add(by).ok_or(MeasurementError::TooLarge)).transpose()?;
        let high = self.high.map(|high| high.checked_sub(by).ok_or(MeasurementError::TooLarge)).transpose()?;
        Ok(Self { low, high })
    }
}

/// Probabilities of lying within and outside the limits, each without cancellation.
fn probabilities(judged: &Judged<'_>) -> (f64, f64) {
    let z = |limit: &DecimalText| (limit.to_f64() - judged.value.to_f64()) / judged.standard_uncertainty;
    let above = judged.upper.map_or(f64::INFINITY, z);
    let below = judged.lower.map_or(f64::NEG_INFINITY, z);
    let outside = normal_tail(above) + normal_tail(-below);
    // Both limits on one side: a difference of two tails keeps its digits.
    let inside = if above < 0.0 {
        normal_tail(-above) - normal_tail(-below)
    } else if below > 0.0 {
        normal_tail(below) - normal_tail(above)
    } else {
        1.0 - outside
    };
    (inside, outside)
}

fn exact(text: &DecimalText) -> Result<Decimal, MeasurementError> {
    text.to_decimal().ok_or(MeasurementError::TooLarge)
}
