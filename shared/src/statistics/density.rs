//! Kernel density with a normal kernel (ISO 13528 10.3), to see several modes.

use super::refusal::{StatisticsError, at_least, count, finite};

/// Points of the first search for the mode, and of each search around it.
const STEPS: usize = 1000;

/// The density at a point.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::OutOfRange`] for a bandwidth that is not positive,
/// [`StatisticsError::NotFinite`] for a density beyond numbers.
pub fn density(values: &[f64], bandwidth: f64, at: f64) -> Result<f64, StatisticsError> {
    check(values, bandwidth)?;
    finite(value(values, bandwidth, at))
}

/// The point of greatest density.
///
/// # Errors
/// As [`density`].
pub fn mode(values: &[f64], bandwidth: f64) -> Result<f64, StatisticsError> {
    check(values, bandwidth)?;
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut best = low;
    let (mut from, mut to) = (low, high);
    finite(high - low)?;
    // A fine grid finds the highest mode, finer ones around it its place.
    let steps = STEPS.max(grid((high - low) / bandwidth));
    for round in 0..4 {
        let steps = if round == 0 { steps } else { STEPS };
        let step = (to - from) / count(steps);
        let points = (0..=steps).map(|n| from + step * count(n));
        best = points.max_by(|a, b| value(values, bandwidth, *a).total_cmp(&value(values, bandwidth, *b))).unwrap_or(best);
        (from, to) = (best - step, best + step);
    }
    finite(best)
}

/// Ten points per bandwidth, at most a hundred thousand.
fn grid(bandwidths: f64) -> usize {
    (10.0 * bandwidths).min(100_000.0) as usize
}

fn check(values: &[f64], bandwidth: f64) -> Result<(), StatisticsError> {
    at_least(values, 1)?;
    if bandwidth > 0.0 && bandwidth.is_finite() { Ok(()) } else { Err(StatisticsError::OutOfRange("bandwidth")) }
}

fn value(values: &[f64], bandwidth: f64, at: f64) -> f64 {
    let sum: f64 = values.iter().map(|x| (-0.5 * ((at - x) / bandwidth).powi(2)).exp()).sum();
    sum / (count(values.len()) * bandwidth * (2.0 * std::f64::consts::PI).sqrt())
}
