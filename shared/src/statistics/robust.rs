//! Simple robust estimators (ISO 13528 C.2) and Huber's estimators of location.

use super::centred::Centred;
use super::descriptive::{QuantileRule, quantile, sorted};
use super::refusal::{StatisticsError, at_least, finite, not_negative, positive};
use super::select::median_in_place;
use super::student::normal_tail;

/// Factor of the median absolute deviation in ISO 13528.
pub const MADE_FACTOR: f64 = 1.483;
/// Factor of the interquartile range in ISO 13528.
pub const NIQR_FACTOR: f64 = 0.7413;
/// Most iterations of a fixed point.
const MAX_ITERATIONS: usize = 100_000;

/// Scaled median absolute deviation (ISO 13528 C.2.2).
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::NotFinite`], [`StatisticsError::OutOfRange`] for a factor that is not
/// positive.
pub fn made(values: &[f64], factor: f64) -> Result<f64, StatisticsError> {
    positive("factor", factor)?;
    at_least(values, 1)?;
    let with = |shrunk: f64| {
        let mut scratch: Vec<f64> = values.iter().map(|value| value * shrunk).collect();
        let centre = median_in_place(&mut scratch);
        scratch.iter_mut().for_each(|value| *value = (*value - centre).abs());
        factor * median_in_place(&mut scratch) / shrunk
    };
    let made = with(1.0);
    // A distance on the way may be beyond numbers where the result is not.
    if made.is_finite() { Ok(made) } else { finite(with(1.0 / 16.0)) }
}

/// Normalised interquartile range (ISO 13528 C.2.3).
///
/// # Errors
/// As [`made`].
pub fn niqr(values: &[f64], factor: f64, rule: QuantileRule) -> Result<f64, StatisticsError> {
    positive("factor", factor)?;
    let sorted = sorted(values)?;
    let quartile = |p| quantile(&sorted, p, rule).ok_or(StatisticsError::NotFinite);
    let (low, high) = (quartile(0.25)?, quartile(0.75)?);
    let apart = factor * (high - low);
    // A distance on the way may be beyond numbers where the result is not.
    if apart.is_finite() { Ok(apart) } else { finite(factor * high - factor * low) }
}

/// Huber's location with the scale kept (ISO 13528 C.3.2). A scale of zero gives the median.
///
/// # Errors
/// [`StatisticsError::OutOfRange`] for a negative scale or k, [`StatisticsError::NoConvergence`].
pub fn huber_location(values: &[f64], k: f64, scale: f64) -> Result<f64, StatisticsError> {
    let sample = Centred::of(values)?;
    positive("k", k)?;
    not_negative("scale", scale)?;
    let scale = sample.in_units(scale);
    let (mut location, reach) = (0.0_f64, k * scale);
    for _ in 0..MAX_ITERATIONS {
        if scale == 0.0 {
            return finite(sample.place(0.0));
        }
        let parts = sample.parts(location - reach, location + reach);
        let drawn_in = parts.below * (location - reach) + parts.above * (location + reach);
        let next = finite((parts.sum + drawn_in) / sample.len())?;
        if (next - location).abs() <= 2e-15 * scale.max(next.abs()) {
            return finite(sample.place(next));
        }
        location = next;
    }
    Err(StatisticsError::NoConvergence)
}

/// 1/√E[min(Z², k²)]: makes Huber's scale that of a normal distribution (1.1334 for k = 1.5; ISO 13528 C.3.1).
pub fn huber_consistency(k: f64) -> f64 {
    let density = (-0.5 * k * k).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let tail = normal_tail(k);
    (1.0 - 2.0 * tail - 2.0 * k * density + 2.0 * k * k * tail).sqrt().recip()
}
