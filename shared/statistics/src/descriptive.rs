//! Mean, standard deviation, median, quantiles: the summary statistics of a round (P-4.3.2; ISO 13528 6).

use super::moments::Moments;
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

/// The arithmetic mean, the number nearest to it however much cancels.
///
/// # Errors
/// As [`sorted`].
pub fn mean(values: &[f64]) -> Result<f64, StatisticsError> {
    at_least(values, 1)?;
    if all_equal(values) { Ok(values[0]) } else { finite(Moments::of(values)?.mean().number()) }
}

/// Whether there is no scatter at all.
pub(super) fn all_equal(values: &[f64]) -> bool {
    values.iter().all(|value| *value == values[0])
}

/// The experimental standard deviation (n − 1).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values, [`StatisticsError::NotFinite`] where it is beyond numbers.
pub fn standard_deviation(values: &[f64]) -> Result<f64, StatisticsError> {
    at_least(values, 2)?;
    if all_equal(values) { Ok(0.0) } else { finite(Moments::of(values)?.variance().root()) }
}

/// The coefficient of variation: the standard deviation in percent of the mean's size (P-4.3.2).
///
/// # Errors
/// As [`standard_deviation`]; [`StatisticsError::ZeroScale`] for a mean of zero.
pub fn variation_percent(values: &[f64]) -> Result<f64, StatisticsError> {
    at_least(values, 2)?;
    let moments = Moments::of(values)?;
    let mean = moments.mean();
    let square = moments.variance().multiplied(10_000).over(&mean.square()).ok_or(StatisticsError::ZeroScale)?;
    finite(square.root())
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

/// A quantile of sorted values, such as a percentile or a quartile (P-4.3.2); `None` of nothing or for a share outside 0 to 1.
pub fn quantile(sorted: &[f64], p: f64, rule: QuantileRule) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
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
