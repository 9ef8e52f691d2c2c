//! Performance scores (ISO 13528 9, ISO/IEC 17043): classes decided in decimal where the inputs are.

use rust_decimal::Decimal;

use super::refusal::{StatisticsError, finite};
use super::scaled::decimal;

/// What a score says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// |z| ≤ 2; |En| < 1 (PMU 15-99: |En| ≤ 1).
    Acceptable,
    /// 2 < |z| < 3.
    Warning,
    /// |z| ≥ 3; |En| ≥ 1.
    Action,
}

/// Criteria for En: data of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnCriterion {
    /// |En| < 1 (ISO 13528).
    Iso13528,
    /// |En| ≤ 1 (PMU 15-99, P-4.3.3).
    Pmu1599,
}

/// A score with its class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The score.
    pub value: f64,
    /// Its class.
    pub class: Class,
}

/// The class of a z score.
pub fn classify(z: f64) -> Class {
    if z.abs() <= 2.0 {
        Class::Acceptable
    } else if z.abs() < 3.0 {
        Class::Warning
    } else {
        Class::Action
    }
}

/// x − x_pt, worked out in decimal.
///
/// # Errors
/// [`StatisticsError::NotFinite`].
pub fn difference(x: f64, assigned: f64) -> Result<f64, StatisticsError> {
    use rust_decimal::prelude::ToPrimitive;
    let exact = decimal(x).zip(decimal(assigned)).and_then(|(x, assigned)| x.checked_sub(assigned)?.to_f64());
    finite(exact.unwrap_or(x - assigned))
}

/// D in percent of the assigned value.
///
/// # Errors
/// [`StatisticsError::ZeroScale`] for an assigned value of zero.
pub fn difference_percent(x: f64, assigned: f64) -> Result<f64, StatisticsError> {
    over(100.0 * difference(x, assigned)?, assigned)
}

/// D in percent of the largest permitted difference.
///
/// # Errors
/// [`StatisticsError::ZeroScale`] for a permitted difference of zero.
pub fn permitted_percent(x: f64, assigned: f64, permitted: f64) -> Result<f64, StatisticsError> {
    over(100.0 * difference(x, assigned)?, permitted)
}

/// z = D/σ (one scale), z′ = D/√(σ² + u²), ζ = D/√(u² + u_pt²): a score by standard deviations.
///
/// # Errors
/// [`StatisticsError::ZeroScale`] where all scales are zero, [`StatisticsError::OutOfRange`] for a negative one.
pub fn score(x: f64, assigned: f64, scales: &[f64]) -> Result<Score, StatisticsError> {
    let value = over(difference(x, assigned)?, root_of_squares(scales)?)?;
    let class = match compare(x, assigned, scales, 2).zip(compare(x, assigned, scales, 3)) {
        Some((two, three)) if two.is_gt() && three.is_lt() => Class::Warning,
        Some((two, _)) if two.is_le() => Class::Acceptable,
        Some(_) => Class::Action,
        None => classify(value),
    };
    Ok(Score { value, class })
}

/// En = D/√(U² + U_pt²).
///
/// # Errors
/// As [`score`].
pub fn en(x: f64, assigned: f64, expanded: &[f64], criterion: EnCriterion) -> Result<Score, StatisticsError> {
    let value = over(difference(x, assigned)?, root_of_squares(expanded)?)?;
    let order = compare(x, assigned, expanded, 1).unwrap_or_else(|| value.abs().total_cmp(&1.0));
    let within = order.is_lt() || (order.is_eq() && criterion == EnCriterion::Pmu1599);
    Ok(Score { value, class: if within { Class::Acceptable } else { Class::Action } })
}

/// |D| against a multiple of √Σ scales², in decimal: both sides squared. `None` where 28 digits do not hold them.
fn compare(x: f64, assigned: f64, scales: &[f64], multiple: i64) -> Option<std::cmp::Ordering> {
    let squared = |d: Decimal| exact_product(d, d);
    let left = squared(decimal(x)?.checked_sub(decimal(assigned)?)?)?;
    let sum = scales.iter().try_fold(Decimal::ZERO, |sum, scale| sum.checked_add(squared(decimal(*scale)?)?))?;
    Some(left.cmp(&sum.checked_mul(Decimal::from(multiple * multiple))?))
}

/// The product, unless it would be rounded.
fn exact_product(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let fits = a.scale() + b.scale() <= 28 && a.mantissa().checked_mul(b.mantissa())?.unsigned_abs() < 1 << 96;
    fits.then(|| a.checked_mul(b)).flatten()
}

fn root_of_squares(scales: &[f64]) -> Result<f64, StatisticsError> {
    if scales.iter().any(|scale| scale.is_nan() || *scale < 0.0) {
        return Err(StatisticsError::OutOfRange("scale"));
    }
    finite(scales.iter().fold(0.0_f64, |sum, scale| sum.hypot(*scale)))
}

fn over(value: f64, scale: f64) -> Result<f64, StatisticsError> {
    if scale == 0.0 { Err(StatisticsError::ZeroScale) } else { finite(value / scale) }
}
