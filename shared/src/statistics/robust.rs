//! Simple robust estimators (ISO 13528 C.2) and Huber's estimators of location.

use super::algorithm_a::Sorted;
use super::descriptive::{QuantileRule, median_of_sorted, quantile, sorted};
use super::refusal::StatisticsError;
use super::student::normal_tail;

/// Factor of the median absolute deviation in ISO 13528.
pub const MADE_FACTOR: f64 = 1.483;
/// Factor of the interquartile range in ISO 13528.
pub const NIQR_FACTOR: f64 = 0.7413;
/// Most iterations of a fixed point.
const MAX_ITERATIONS: usize = 100_000;

/// Scaled median absolute deviation.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::NotFinite`].
pub fn made(values: &[f64], factor: f64) -> Result<f64, StatisticsError> {
    Ok(factor * mad_of_sorted(&sorted(values)?))
}

pub(super) fn mad_of_sorted(sorted: &[f64]) -> f64 {
    let median = median_of_sorted(sorted);
    let mut distances: Vec<f64> = sorted.iter().map(|value| (value - median).abs()).collect();
    distances.sort_unstable_by(f64::total_cmp);
    median_of_sorted(&distances)
}

/// Normalised interquartile range.
///
/// # Errors
/// As [`made`].
pub fn niqr(values: &[f64], factor: f64, rule: QuantileRule) -> Result<f64, StatisticsError> {
    let sorted = sorted(values)?;
    let quartile = |p| quantile(&sorted, p, rule).ok_or(StatisticsError::NotFinite);
    Ok(factor * (quartile(0.75)? - quartile(0.25)?))
}

/// Huber's location with the scale kept (ISO 13528 C.3.2). A scale of zero gives the median.
///
/// # Errors
/// [`StatisticsError::OutOfRange`] for a negative scale or k, [`StatisticsError::NoConvergence`].
pub fn huber_location(values: &[f64], k: f64, scale: f64) -> Result<f64, StatisticsError> {
    let sorted = Sorted::of(values)?;
    if !(k > 0.0 && scale >= 0.0 && (k * scale).is_finite()) {
        return Err(StatisticsError::OutOfRange("scale"));
    }
    let mut location = sorted.median();
    if scale == 0.0 {
        return Ok(location);
    }
    for _ in 0..MAX_ITERATIONS {
        let next = sorted.clipped(location, k * scale).mean;
        if (next - location).abs() <= 1e-15 * scale.max(next.abs()) {
            return Ok(next);
        }
        location = next;
    }
    Err(StatisticsError::NoConvergence)
}

/// 1/√E[min(Z², k²)]: makes Huber's scale that of a normal distribution (1.1334 for k = 1.5).
pub fn huber_consistency(k: f64) -> f64 {
    let density = (-0.5 * k * k).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let tail = normal_tail(k);
    (1.0 - 2.0 * tail - 2.0 * k * density + 2.0 * k * k * tail).sqrt().recip()
}
