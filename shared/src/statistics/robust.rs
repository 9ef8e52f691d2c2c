//! Simple robust estimators (ISO 13528 C.2) and Huber's estimators of location.

use super::centred::Centred;
use super::descriptive::{QuantileRule, quantile, sorted};
use super::refusal::{StatisticsError, at_least, finite};
use super::select::median_in_place;
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
    at_least(values, 1)?;
    let mut scratch = values.to_vec();
    let centre = median_in_place(&mut scratch);
    scratch.iter_mut().for_each(|value| *value = (*value - centre).abs());
    finite(factor * median_in_place(&mut scratch))
}

/// Normalised interquartile range.
///
/// # Errors
/// As [`made`].
pub fn niqr(values: &[f64], factor: f64, rule: QuantileRule) -> Result<f64, StatisticsError> {
    let sorted = sorted(values)?;
    let quartile = |p| quantile(&sorted, p, rule).ok_or(StatisticsError::NotFinite);
    finite(factor * (quartile(0.75)? - quartile(0.25)?))
}

/// Huber's location with the scale kept (ISO 13528 C.3.2). A scale of zero gives the median.
///
/// # Errors
/// [`StatisticsError::OutOfRange`] for a negative scale or k, [`StatisticsError::NoConvergence`].
pub fn huber_location(values: &[f64], k: f64, scale: f64) -> Result<f64, StatisticsError> {
    let sample = Centred::of(values)?;
    if !(k > 0.0 && scale >= 0.0 && (k * scale).is_finite()) {
        return Err(StatisticsError::OutOfRange("scale"));
    }
    let scale = scale / sample.unit;
    let (mut location, reach) = (0.0_f64, k * scale);
    for _ in 0..MAX_ITERATIONS {
        if scale == 0.0 {
            return Ok(sample.centre);
        }
        let parts = sample.parts(location - reach, location + reach);
        let drawn_in = parts.below * (location - reach) + parts.above * (location + reach);
        let next = finite((parts.sum + drawn_in) / sample.len())?;
        if (next - location).abs() <= 2e-15 * scale.max(next.abs()) {
            return finite(sample.centre + next * sample.unit);
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
