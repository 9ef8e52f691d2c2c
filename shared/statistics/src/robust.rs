//! Simple robust estimators (ISO 13528 C.2) and Huber's estimators of location.

use super::centred::Centred;
use super::descriptive::{QuantileRule, quantile, sorted};
use super::refusal::{StatisticsError, at_least, finite, not_negative, positive};
use super::select::median_in_place;
use super::shifted::{from_one_of_them, is_far};
use super::student::normal_tail;

/// Factor of the interquartile range in ISO 13528.
pub const NIQR_FACTOR: f64 = 0.7413;
/// What the largest values are multiplied by meanwhile.
const SHRUNK: f64 = 1.0 / 16.0;
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
    let (centre, made) = deviation(values, 1.0);
    if is_far(centre, made) {
        return finite(factor * deviation(&from_one_of_them(values, centre).1, 1.0).1);
    }
    // A distance on the way may be beyond numbers where the result is not.
    if (factor * made).is_finite() { Ok(factor * made) } else { finite(factor * deviation(values, SHRUNK).1 / SHRUNK) }
}

/// Median, and median of the distances from it, of values times a power of two.
fn deviation(values: &[f64], times: f64) -> (f64, f64) {
    let mut scratch: Vec<f64> = values.iter().map(|value| value * times).collect();
    let centre = median_in_place(&mut scratch);
    scratch.iter_mut().for_each(|value| *value = (*value - centre).abs());
    (centre, median_in_place(&mut scratch))
}

/// Normalised interquartile range (ISO 13528 C.2.3).
///
/// # Errors
/// As [`made`].
pub fn niqr(values: &[f64], factor: f64, rule: QuantileRule) -> Result<f64, StatisticsError> {
    positive("factor", factor)?;
    let ordered = sorted(values)?;
    let quartiles = |ordered: &[f64]| {
        let quartile = |p| quantile(ordered, p, rule).ok_or(StatisticsError::NotFinite);
        Ok::<_, StatisticsError>((quartile(0.25)?, quartile(0.75)?))
    };
    let (mut low, mut high) = quartiles(&ordered)?;
    if is_far(low, high - low) {
        (low, high) = quartiles(&sorted(&from_one_of_them(values, low).1)?)?;
    }
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
