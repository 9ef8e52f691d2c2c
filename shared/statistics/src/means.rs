//! Trimmed, weighted and geometric means (P-4.3.1).

use super::centred::power_of_two;
use super::descriptive::{mean, sorted, standard_deviation};
use super::refusal::{StatisticsError, at_least, count, finite, positive};
use super::score::Logarithm;

/// The mean without a share of the values at each end, and the standard deviation of single values that its uncertainty s/√n rests
/// on: that of the winsorized values over the share that is left (Tukey and McLaughlin; ISO 13528 7.7).
///
/// # Errors
/// [`StatisticsError::TooFew`] where fewer than two values are left, [`StatisticsError::OutOfRange`] for a share outside 0 to ½.
pub fn trimmed(values: &[f64], share: f64) -> Result<(f64, f64), StatisticsError> {
    let mut sorted = sorted(values)?;
    if !(0.0..0.5).contains(&share) {
        return Err(StatisticsError::OutOfRange("share"));
    }
    let n = sorted.len();
    // A tenth of ten is one, whatever binary makes of it.
    let cut = (share * count(n) * (1.0 + 4.0 * f64::EPSILON)).floor() as usize;
    if n - 2 * cut < 2 {
        return Err(StatisticsError::TooFew { needed: 2 * cut + 2 });
    }
    let mean = mean(&sorted[cut..n - cut])?;
    let (low, high) = (sorted[cut], sorted[n - 1 - cut]);
    sorted.iter_mut().for_each(|value| *value = value.clamp(low, high));
    let left = count(n - 2 * cut) / count(n);
    Ok((mean, finite(standard_deviation(&sorted)? / left)?))
}

/// A mean weighted by 1/u².
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// The mean.
    pub x: f64,
    /// Its uncertainty from those that are stated: 1/√Σw.
    pub internal: f64,
    /// Its uncertainty from the scatter: √(Σw(x − x̄)²/((n − 1)Σw)).
    pub external: f64,
}

/// Weights every value by its stated standard uncertainty.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values, [`StatisticsError::Missing`] where a value has no uncertainty,
/// [`StatisticsError::OutOfRange`] for one that is not positive.
pub fn weighted(values: &[f64], uncertainties: &[f64]) -> Result<Weighted, StatisticsError> {
    at_least(values, 2)?;
    if uncertainties.len() != values.len() {
        return Err(StatisticsError::Missing("u"));
    }
    uncertainties.iter().try_for_each(|u| positive("u", *u))?;
    let least = uncertainties.iter().copied().fold(f64::INFINITY, f64::min);
    let weights: Vec<f64> = uncertainties.iter().map(|u| (least / u).powi(2)).collect();
    let sum: f64 = weights.iter().sum();
    // About the value that weighs most, in units of the farthest: neither overflows nor cancels.
    let about = values.iter().zip(uncertainties).find(|(_, u)| **u == least).map_or(values[0], |(value, _)| *value);
    let unit = power_of_two(values.iter().fold(0.0_f64, |most, value| most.max((value / 4.0 - about / 4.0).abs())));
    let away: Vec<f64> = values.iter().map(|value| (value / 4.0 - about / 4.0) / unit).collect();
    let mean = away.iter().zip(&weights).map(|(away, weight)| away * weight).sum::<f64>() / sum;
    let squares: f64 = away.iter().zip(&weights).map(|(away, weight)| weight * (away - mean).powi(2)).sum();
    let external = (squares / (count(values.len() - 1) * sum)).sqrt() * unit * 4.0;
    Ok(Weighted { x: finite(about + mean * unit * 4.0)?, internal: finite(least / sum.sqrt())?, external: finite(external)? })
}

/// The geometric mean of positive values, and the standard deviation x·s(ln x) to first order.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values, [`StatisticsError::OutOfRange`] for a value that is not positive.
pub fn geometric(values: &[f64]) -> Result<(f64, f64), StatisticsError> {
    at_least(values, 2)?;
    if super::descriptive::all_equal(values) {
        positive("x", values[0])?;
        return Ok((values[0], 0.0));
    }
    // Relative to one of them: logarithms stay small and keep their digits.
    let first = values[0];
    let logarithms = values.iter().map(|value| relative(*value, first)).collect::<Result<Vec<_>, _>>()?;
    let x = finite(first * mean(&logarithms)?.exp())?;
    Ok((x, finite(x * standard_deviation(&logarithms)?)?))
}

/// ln(value/first).
fn relative(value: f64, first: f64) -> Result<f64, StatisticsError> {
    positive("x", value)?;
    positive("x", first)?;
    let ratio = value / first;
    if ratio.is_normal() { Ok(ratio.ln()) } else { Ok(Logarithm::Ln.of(value)? - Logarithm::Ln.of(first)?) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a / b - 1.0).abs() < 1e-13, "{a} {b}");
    }

    // P-4.3.1; digits by mpmath, 30 digits.
    #[test]
    fn trimmed_weighted_and_geometric_means_have_their_digits() {
        let values = [9.8, 10.1, 10.0, 10.3, 9.9, 10.2, 10.05, 9.95, 30.0, 1.0];
        let (x, s) = trimmed(&values, 0.1).unwrap();
        near(x, 10.0375);
        near(s, 0.231_615_701_828_121_6);
        let got = weighted(&[10.0, 10.4, 9.9], &[0.1, 0.2, 0.1]).unwrap();
        near(got.x, 10.0);
        near(got.internal, 0.066_666_666_666_666_67);
        near(got.external, 0.105_409_255_338_945_98);
        let (x, s) = geometric(&[1.0, 10.0, 100.0]).unwrap();
        near(x, 10.0);
        near(s, 23.025_850_929_940_457);
    }

    #[test]
    fn what_has_no_such_mean_is_refused_by_name() {
        assert_eq!(trimmed(&[1.0, 2.0, 3.0], 0.5), Err(StatisticsError::OutOfRange("share")));
        assert_eq!(trimmed(&[1.0, 2.0, 3.0], 0.4), Err(StatisticsError::TooFew { needed: 4 }));
        assert_eq!(weighted(&[1.0, 2.0], &[0.1]), Err(StatisticsError::Missing("u")));
        assert_eq!(weighted(&[1.0, 2.0], &[0.1, 0.0]), Err(StatisticsError::OutOfRange("u")));
        assert_eq!(geometric(&[1.0, 0.0]), Err(StatisticsError::OutOfRange("x")));
        assert_eq!(geometric(&[-1.0, -1.0]), Err(StatisticsError::OutOfRange("x")));
        near(geometric(&[1e-300, 1e300]).unwrap().0, 1.0);
    }
}
