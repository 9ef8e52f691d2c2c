//! Outlier tests of ISO 5725-2: Grubbs single and double, Cochran.

use super::centred::in_units;
use super::descriptive::{mean, sorted, squares, standard_deviation};
use super::fisher::f_quantile;
use super::refusal::{StatisticsError, at_least, count, finite};
use super::student::upper_quantile;

/// Grubbs' statistics of the largest and of the smallest value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grubbs {
    /// (largest − mean)/s.
    pub high: f64,
    /// (mean − smallest)/s.
    pub low: f64,
}

/// Grubbs' test for one outlier.
///
/// # Errors
/// [`StatisticsError::TooFew`] below three values, [`StatisticsError::ZeroScale`] where all are equal.
pub fn grubbs(values: &[f64]) -> Result<Grubbs, StatisticsError> {
    at_least(values, 3)?;
    let (sorted, mean, sd) = (sorted(values)?, mean(values)?, standard_deviation(values)?);
    if sd == 0.0 {
        return Err(StatisticsError::ZeroScale);
    }
    Ok(Grubbs { high: finite((sorted[sorted.len() - 1] - mean) / sd)?, low: finite((mean - sorted[0]) / sd)? })
}

/// Critical value of Grubbs' test for n values; `sides` is 1 or 2 (ISO 5725-2 tabulates two).
///
/// # Errors
/// [`StatisticsError::TooFew`] below three values, [`StatisticsError::OutOfRange`] for α or sides.
pub fn grubbs_critical(n: usize, alpha: f64, sides: u8) -> Result<f64, StatisticsError> {
    if n < 3 {
        return Err(StatisticsError::TooFew { needed: 3 });
    }
    let sound = (1..=2).contains(&sides) && alpha > 0.0 && alpha < 1.0;
    if !sound {
        return Err(StatisticsError::OutOfRange("alpha"));
    }
    let p = count(n);
    let t = upper_quantile(alpha / (f64::from(sides) * p), p - 2.0).ok_or(StatisticsError::OutOfRange("alpha"))?;
    Ok((p - 1.0) / p.sqrt() * (t * t / (p - 2.0 + t * t)).sqrt())
}

/// What a test says at the levels 5 % and 1 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// Neither.
    Ok,
    /// Above the critical value at 5 %.
    Straggler,
    /// Above the critical value at 1 %.
    Outlier,
}

/// Judges a statistic.
pub fn judge(statistic: f64, critical_5: f64, critical_1: f64) -> Suspicion {
    if statistic > critical_1 {
        Suspicion::Outlier
    } else if statistic > critical_5 {
        Suspicion::Straggler
    } else {
        Suspicion::Ok
    }
}

/// Grubbs' test for two outliers: sums of squares without the two largest (smallest) over all.
///
/// # Errors
/// [`StatisticsError::TooFew`] below four values, [`StatisticsError::ZeroScale`] where all are equal.
pub fn grubbs_double(values: &[f64]) -> Result<Grubbs, StatisticsError> {
    at_least(values, 4)?;
    let (scaled, _) = in_units(&[sorted(values)?]);
    let sorted = &scaled[0];
    let all = squares(sorted)?;
    if all == 0.0 || standard_deviation(sorted)? == 0.0 {
        return Err(StatisticsError::ZeroScale);
    }
    Ok(Grubbs { high: squares(&sorted[..sorted.len() - 2])? / all, low: squares(&sorted[2..])? / all })
}

/// Cochran's C: the largest variance over their sum.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two variances, [`StatisticsError::OutOfRange`] for a negative one,
/// [`StatisticsError::ZeroScale`] where all are zero.
pub fn cochran(variances: &[f64]) -> Result<f64, StatisticsError> {
    at_least(variances, 2)?;
    if variances.iter().any(|variance| *variance < 0.0) {
        return Err(StatisticsError::OutOfRange("variances"));
    }
    let largest = variances.iter().copied().fold(0.0, f64::max);
    if largest == 0.0 {
        return Err(StatisticsError::ZeroScale);
    }
    Ok(1.0 / variances.iter().map(|variance| variance / largest).sum::<f64>())
}

/// Critical value of Cochran's C for p laboratories with n replicates.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two of either, [`StatisticsError::OutOfRange`] for α.
pub fn cochran_critical(laboratories: usize, replicates: usize, alpha: f64) -> Result<f64, StatisticsError> {
    if laboratories < 2 || replicates < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    let (p, n) = (count(laboratories), count(replicates));
    let f = f_quantile(alpha / p, n - 1.0, (p - 1.0) * (n - 1.0))?;
    Ok(1.0 / (1.0 + (p - 1.0) / f))
}
