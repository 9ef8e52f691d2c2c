//! Mean, standard deviation, median, quartiles.

use super::refusal::{StatisticsError, at_least, count, finite};

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
    let first = values[0];
    // Summed about the first value: no overflow, and no loss where all are far from zero.
    finite(first + values.iter().map(|value| (value - first) / count(values.len())).sum::<f64>())
}

/// Sum of squared deviations from the mean.
///
/// # Errors
/// As [`sorted`].
pub fn squares(values: &[f64]) -> Result<f64, StatisticsError> {
    let mean = mean(values)?;
    let drift: f64 = values.iter().map(|value| value - mean).sum();
    let sum: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    // The second term takes out what rounding left in the mean.
    finite((sum - drift * drift / count(values.len())).max(0.0))
}

/// The experimental standard deviation (n − 1).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values.
pub fn standard_deviation(values: &[f64]) -> Result<f64, StatisticsError> {
    at_least(values, 2)?;
    if values.iter().all(|value| *value == values[0]) {
        return Ok(0.0);
    }
    Ok((squares(values)? / count(values.len() - 1)).sqrt())
}

/// The median.
///
/// # Errors
/// As [`sorted`].
pub fn median(values: &[f64]) -> Result<f64, StatisticsError> {
    Ok(median_of_sorted(&sorted(values)?))
}

pub(super) fn median_of_sorted(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2.0 }
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
    Some(low + (place - place.floor()) * (high - low))
}
