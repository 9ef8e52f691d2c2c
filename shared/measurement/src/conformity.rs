//! Statements of conformity (ILAC-G8, JCGM 106): limits in decimal, inclusive; probability of conformity (C-5.4.1 m).

use std::cmp::Ordering;

use super::ConformityVerdict;
use super::big::Big;
use super::refusal::MeasurementError;
use crate::method::DecisionRule;
use base::decimal::DecimalText;
use statistics::normal::{between, tail};

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
    pub acceptance_low: Option<String>,
    /// Upper end of the acceptance interval.
    pub acceptance_high: Option<String>,
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
/// [`MeasurementError::NotPositive`] for an uncertainty of zero or less or a negative guard factor,
/// [`MeasurementError::LimitsMissing`], [`MeasurementError::LimitsCrossed`].
pub fn judge(judged: &Judged<'_>, rule: &DecisionRule) -> Result<Judgement, MeasurementError> {
    let value = Big::of(judged.value);
    let uncertainty = Big::of(judged.expanded_uncertainty);
    let positive = judged.standard_uncertainty > 0.0 && judged.standard_uncertainty.is_finite();
    if uncertainty.sign() != Ordering::Greater || !positive {
        return Err(MeasurementError::NotPositive("expanded_uncertainty".to_owned()));
    }
    let limits = Interval { low: judged.lower.map(Big::of), high: judged.upper.map(Big::of) };
    match (&limits.low, &limits.high) {
        (None, None) => return Err(MeasurementError::LimitsMissing),
        (Some(low), Some(high)) if low > high => return Err(MeasurementError::LimitsCrossed),
        _ => {}
    }
    let guard = match rule {
        DecisionRule::Simple => Big::zero(),
        DecisionRule::Guarded { factor } => Big::of(factor).times(&uncertainty),
        DecisionRule::NonBinary => uncertainty,
    };
    if guard.sign() == Ordering::Less {
        return Err(MeasurementError::NotPositive("guard_factor".to_owned()));
    }
    let acceptance = limits.shrunk(&guard);
    let verdict = if acceptance.holds(&value) {
        ConformityVerdict::Pass
    } else if *rule != DecisionRule::NonBinary {
        ConformityVerdict::Fail
    } else if limits.holds(&value) {
        ConformityVerdict::ConditionalPass
    } else if limits.shrunk(&Big::zero().minus(&guard)).holds(&value) {
        ConformityVerdict::ConditionalFail
    } else {
        ConformityVerdict::Fail
    };
    let (inside, outside) = probabilities(&limits, &value, judged.standard_uncertainty);
    let stated_pass = matches!(verdict, ConformityVerdict::Pass | ConformityVerdict::ConditionalPass);
    Ok(Judgement {
        verdict,
        acceptance_low: acceptance.low.as_ref().map(Big::text),
        acceptance_high: acceptance.high.as_ref().map(Big::text),
        acceptance_empty: matches!((&acceptance.low, &acceptance.high), (Some(low), Some(high)) if low > high),
        probability: inside,
        specific_risk: if stated_pass { outside } else { inside },
    })
}

struct Interval {
    low: Option<Big>,
    high: Option<Big>,
}

impl Interval {
    fn holds(&self, value: &Big) -> bool {
        self.low.as_ref().is_none_or(|low| low <= value) && self.high.as_ref().is_none_or(|high| value <= high)
    }

    fn shrunk(&self, by: &Big) -> Self {
        Self { low: self.low.as_ref().map(|low| low.plus(by)), high: self.high.as_ref().map(|high| high.minus(by)) }
    }
}

/// Probabilities of lying within and outside the limits, each without cancellation: differences are taken in decimal.
fn probabilities(limits: &Interval, value: &Big, u: f64) -> (f64, f64) {
    let z = |limit: &Big| limit.minus(value).to_f64() / u;
    let above = limits.high.as_ref().map_or(f64::INFINITY, z);
    let below = limits.low.as_ref().map_or(f64::NEG_INFINITY, z);
    (between(below, above), (tail(above) + tail(-below)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> DecimalText {
        DecimalText::parse_up_to(text, 1_000).unwrap()
    }

    fn judged(value: &str, lower: Option<&str>, upper: Option<&str>, u: &str, rule: &DecisionRule) -> Result<Judgement, MeasurementError> {
        let (value, expanded) = (d(value), d(u));
        let (lower, upper) = (lower.map(d), upper.map(d));
        let standard_uncertainty = expanded.to_f64() / 2.0;
        let (lower, upper) = (lower.as_ref(), upper.as_ref());
        judge(&Judged { value: &value, lower, upper, expanded_uncertainty: &expanded, standard_uncertainty }, rule)
    }

    // C-5.4.1 m: a limit is decided on every digit that was written, whatever its size.
    #[test]
    fn a_limit_is_decided_on_every_digit() {
        let simple = &DecisionRule::Simple;
        for (value, upper, verdict) in [
            ("1.0000000000000000000000000001e-1", "0.1", ConformityVerdict::Fail),
            ("1.000000000000000000000000000e-1", "0.1", ConformityVerdict::Pass),
            ("1e-99", "0.9999e-99", ConformityVerdict::Fail),
            ("9.99e98", "1e99", ConformityVerdict::Pass),
            ("1e99", "1e-99", ConformityVerdict::Fail),
        ] {
            assert_eq!(judged(value, None, Some(upper), "1e-3", simple).unwrap().verdict, verdict, "{value} {upper}");
        }
        let guarded = judged("9.96", Some("9.90"), Some("10.1"), "0.04", &DecisionRule::Guarded { factor: d("1.5") }).unwrap();
        assert_eq!((guarded.acceptance_low.as_deref(), guarded.acceptance_high.as_deref()), (Some("9.960"), Some("10.040")));
        assert_eq!(guarded.verdict, ConformityVerdict::Pass, "limits are inclusive");
    }

    #[test]
    fn what_cannot_be_judged_is_refused() {
        let simple = &DecisionRule::Simple;
        assert_eq!(judged("1", Some("2"), Some("1"), "0.1", simple), Err(MeasurementError::LimitsCrossed));
        assert_eq!(judged("1", None, None, "0.1", simple), Err(MeasurementError::LimitsMissing));
        assert!(matches!(judged("1", Some("0"), None, "0", simple), Err(MeasurementError::NotPositive(_))));
        let negative = DecisionRule::Guarded { factor: d("-1") };
        assert!(matches!(judged("1", Some("0"), None, "0.1", &negative), Err(MeasurementError::NotPositive(_))));
        assert!(judged("1", Some("1"), Some("1"), "0.1", simple).is_ok(), "one point is an interval");
    }

    // mpmath: limits 10⁻⁹ beside the value, which binary subtraction would lose at 10⁷.
    #[test]
    fn probabilities_do_not_cancel() {
        let got = judged("10000000", Some("9999999.999999999"), Some("10000000.000000001"), "2e-9", &DecisionRule::Simple).unwrap();
        assert!((got.probability - 0.682_689_492_137_085_9).abs() < 1e-15, "{got:?}");
        let far = judged("0", Some("6"), Some("6.000001"), "2", &DecisionRule::Simple).unwrap();
        assert!((far.probability / 6.075_864_622_210_17e-15 - 1.0).abs() < 1e-9, "{far:?}");
    }
}
