//! Critical values of Mandel's h and k (ISO 5725-2 tables 6 and 7).

use super::fisher::f_quantile;
use super::outliers::{Suspicion, judge};
use super::refusal::{StatisticsError, count, finite, level};
use super::student::upper_quantile;

/// Critical value of Mandel's h for p laboratories (ISO 5725-2 table 6).
///
/// # Errors
/// [`StatisticsError::TooFew`] below three laboratories, [`StatisticsError::OutOfRange`] for α.
pub fn mandel_h_critical(laboratories: usize, alpha: f64) -> Result<f64, StatisticsError> {
    if laboratories < 3 {
        return Err(StatisticsError::TooFew { needed: 3 });
    }
    level(alpha)?;
    let p = count(laboratories);
    let t = upper_quantile(alpha / 2.0, p - 2.0).ok_or(StatisticsError::OutOfRange("alpha"))?;
    // t/√(t² + p − 2) without t², which may be beyond numbers.
    finite((p - 1.0) / p.sqrt() / (1.0 + (p - 2.0) / t / t).sqrt())
}

/// Critical value of Mandel's k for p laboratories with n replicates (ISO 5725-2 table 7).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two of either, [`StatisticsError::OutOfRange`] for α.
pub fn mandel_k_critical(laboratories: usize, replicates: usize, alpha: f64) -> Result<f64, StatisticsError> {
    if laboratories < 2 || replicates < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    level(alpha)?;
    let (p, n) = (count(laboratories), count(replicates));
    let f = f_quantile(alpha, n - 1.0, (p - 1.0) * (n - 1.0))?;
    finite((p / ((p - 1.0) / f + 1.0)).sqrt())
}

/// What the statistics of each laboratory say at 5 % and 1 %, by their size (ISO 5725-2 7.3.1).
pub fn judge_all(statistics: &[f64], critical_5: f64, critical_1: f64) -> Vec<Suspicion> {
    statistics.iter().map(|statistic| judge(statistic.abs(), critical_5, critical_1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_stay_numbers_at_any_level() {
        for alpha in [1e-300, 1e-100, 1e-13, 0.05, 0.999] {
            assert!(mandel_h_critical(3, alpha).is_ok_and(f64::is_finite), "{alpha}");
            assert!(mandel_k_critical(3, 2, alpha).map_or(true, f64::is_finite), "{alpha}");
        }
        for alpha in [0.0, 1.0, -1.0, f64::NAN] {
            assert_eq!(mandel_h_critical(3, alpha), Err(StatisticsError::OutOfRange("alpha")));
            assert_eq!(mandel_k_critical(3, 2, alpha), Err(StatisticsError::OutOfRange("alpha")));
        }
        assert_eq!(judge_all(&[-2.5, 0.1, 1.9], 1.8, 2.2), [Suspicion::Outlier, Suspicion::Ok, Suspicion::Straggler]);
    }
}
