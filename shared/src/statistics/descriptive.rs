//! Mean, standard deviation, median, quartiles.

use super::centred::power_of_two;
use super::refusal::{StatisticsError, at_least, count, finite};
use super::select::median_in_place;

/// Sorted copies of finite values.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::NotFinite`].
pub fn sorted(values: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    at_least(values, 1)?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Ok(sorted)
}

/// The arithmetic mean, without overflow.
///
/// # Errors
/// As [`sorted`].
pub fn mean(values: &[f64]) -> Result<f64, StatisticsError> {
    at_least(values, 1)?;
    let (first, n) = (values[0], count(values.len()));
    // Summed about the first value: no overflow, and no loss where all are far from zero.
    let mean = first + values.iter().map(|value| (value - first) / n).sum::<f64>();
    if mean.is_finite() { Ok(mean) } else { finite(values.iter().map(|value| value / n).sum()) }
}

/// Sum of squared deviations from the mean.
///
/// # Errors
/// As [`sorted`]; [`StatisticsError::NotFinite`] where the sum is beyond numbers, or below them although the values differ.
pub fn squares(values: &[f64]) -> Result<f64, StatisticsError> {
    let (sum, unit) = squares_in_units(values)?;
    let squares = finite(sum * unit * unit)?;
    if squares == 0.0 && sum > 0.0 { Err(StatisticsError::NotFinite) } else { Ok(squares) }
}

/// The sum of squares over unit², and the unit: a power of two, so that neither overflows nor vanishes.
fn squares_in_units(values: &[f64]) -> Result<(f64, f64), StatisticsError> {
    let mean = mean(values)?;
    if all_equal(values) {
        return Ok((0.0, 1.0));
    }
    let farthest = values.iter().fold(0.0_f64, |most, value| most.max((value - mean).abs()));
    let unit = power_of_two(finite(farthest)?);
    let (mut drift, mut sum) = (0.0, 0.0);
    for value in values {
        let away = (value - mean) / unit;
        drift += away;
        sum += away * away;
    }
    // The second term takes out what rounding left in the mean.
    Ok(((sum - drift * drift / count(values.len())).max(0.0), unit))
}

/// Whether there is no scatter at all.
pub(super) fn all_equal(values: &[f64]) -> bool {
    values.iter().all(|value| *value == values[0])
}

/// The experimental standard deviation (n − 1).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values.
pub fn standard_deviation(values: &[f64]) -> Result<f64, StatisticsError> {
    at_least(values, 2)?;
    let (sum, unit) = squares_in_units(values)?;
    finite(unit * (sum / count(values.len() - 1)).sqrt())
}

/// The median.
///
/// # Errors
/// As [`sorted`].
pub fn median(values: &[f64]) -> Result<f64, StatisticsError> {
    at_least(values, 1)?;
    Ok(median_in_place(&mut values.to_vec()))
}

/// How quantiles are interpolated (Hyndman and Fan).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuantileRule {
    /// (n + 1)·p.
    Type6,
    /// (n − 1)·p + 1; R's default.
    Type7,
}

/// A quantile of sorted values.
pub fn quantile(sorted: &[f64], p: f64, rule: QuantileRule) -> Option<f64> {
    let n = count(sorted.len());
    let place = match rule {
        QuantileRule::Type6 => (n + 1.0) * p,
        QuantileRule::Type7 => (n - 1.0) * p + 1.0,
    };
    let place = place.clamp(1.0, n.max(1.0));
    let below = place.floor() as usize;
    let low = *sorted.get(below - 1)?;
    let high = sorted.get(below).copied().unwrap_or(low);
    let part = place - place.floor();
    let distance = high - low;
    Some(if distance.is_finite() { low + part * distance } else { (1.0 - part) * low + part * high })
}
