//! Performance scores (ISO 13528 9, ISO/IEC 17043): classes decided in decimal where the inputs are.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::criteria::Criteria;
use super::refusal::{StatisticsError, finite};
use super::scaled::decimal;

/// What a score says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Satisfactory: |z| ≤ 2; |En| < 1 (PMU 15-99: |En| ≤ 1).
    Acceptable,
    /// Questionable: 2 < |z| < 3.
    Warning,
    /// Unsatisfactory: |z| ≥ 3; |En| ≥ 1.
    Action,
}

/// A score with its class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The score.
    pub value: f64,
    /// Its class.
    pub class: Class,
}

/// The class of a z score that is given as a number.
///
/// # Errors
/// [`StatisticsError::NotFinite`].
pub fn classify(z: f64, criteria: &Criteria) -> Result<Class, StatisticsError> {
    finite(z)?;
    let against = |limit: Decimal| decimal(z.abs()).map_or_else(|| z.abs().total_cmp(&number(limit)), |z| z.cmp(&limit));
    Ok(if against(criteria.acceptable).is_le() {
        Class::Acceptable
    } else if against(criteria.action).is_lt() {
        Class::Warning
    } else {
        Class::Action
    })
}

/// x − x_pt, worked out in decimal.
///
/// # Errors
/// [`StatisticsError::NotFinite`].
pub fn difference(x: f64, assigned: f64) -> Result<f64, StatisticsError> {
    let exact = decimal(x).zip(decimal(assigned)).and_then(|(x, assigned)| exact_sum(x, -assigned)?.to_f64());
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
pub fn score(x: f64, assigned: f64, scales: &[f64], criteria: &Criteria) -> Result<Score, StatisticsError> {
    let value = over(difference(x, assigned)?, root_of_squares(scales)?)?;
    let against = |limit| compare(x, assigned, scales, limit).unwrap_or_else(|| value.abs().total_cmp(&number(limit)));
    let class = if against(criteria.acceptable).is_le() {
        Class::Acceptable
    } else if against(criteria.action).is_lt() {
        Class::Warning
    } else {
        Class::Action
    };
    Ok(Score { value, class })
}

/// En = D/√(U² + U_pt²).
///
/// # Errors
/// As [`score`].
pub fn en(x: f64, assigned: f64, expanded: &[f64], criteria: &Criteria) -> Result<Score, StatisticsError> {
    let value = over(difference(x, assigned)?, root_of_squares(expanded)?)?;
    let order = compare(x, assigned, expanded, criteria.en).unwrap_or_else(|| value.abs().total_cmp(&number(criteria.en)));
    let within = order.is_lt() || (order.is_eq() && criteria.en_inclusive);
    Ok(Score { value, class: if within { Class::Acceptable } else { Class::Action } })
}

/// |D| against a multiple of √Σ scales², in decimal: both sides squared. `None` where 28 digits do not hold them.
fn compare(x: f64, assigned: f64, scales: &[f64], multiple: Decimal) -> Option<Ordering> {
    let squared = |d: Decimal| exact_product(d, d);
    let left = squared(exact_sum(decimal(x)?, -decimal(assigned)?)?)?;
    let sum = scales.iter().try_fold(Decimal::ZERO, |sum, scale| exact_sum(sum, squared(decimal(*scale)?)?))?;
    Some(left.cmp(&exact_product(sum, squared(multiple)?)?))
}

/// The sum, unless it would be rounded.
fn exact_sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    (sum.scale() >= a.normalize().scale().max(b.normalize().scale()) || sum.checked_sub(a)? == b).then_some(sum)
}

fn number(limit: Decimal) -> f64 {
    limit.to_f64().unwrap_or(f64::MAX)
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
    // A value exactly as assigned scores zero only where there is a scale to hold it against.
    if scale == 0.0 { Err(StatisticsError::ZeroScale) } else { finite(value / scale) }
}
