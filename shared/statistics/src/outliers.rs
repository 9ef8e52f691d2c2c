//! Outlier tests of ISO 5725-2: Grubbs for one and for two, Cochran.

use super::exact::Exact;
use super::fisher::f_quantile;
use super::moments::Moments;
use super::refusal::{StatisticsError, at_least, count, finite, level};
use super::student::upper_quantile;

/// Grubbs' statistics of the largest and of the smallest value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grubbs {
    /// (largest − mean)/s.
    pub high: f64,
    /// (mean − smallest)/s.
    pub low: f64,
}

/// Grubbs' test for one outlier (ISO 5725-2 7.3.4.1).
///
/// # Errors
/// [`StatisticsError::TooFew`] below three values, [`StatisticsError::ZeroScale`] where all are equal.
pub fn grubbs(values: &[f64]) -> Result<Grubbs, StatisticsError> {
    at_least(values, 3)?;
    let moments = Moments::of(values)?;
    let (mean, variance) = (moments.mean(), moments.variance());
    let end = |extreme: fn(f64, f64) -> f64| {
        let away = Exact::of(values.iter().copied().fold(values[0], extreme)).minus(&mean);
        finite(away.square().over(&variance).ok_or(StatisticsError::ZeroScale)?.root())
    };
    Ok(Grubbs { high: end(f64::max)?, low: end(f64::min)? })
}

/// Critical value of Grubbs' test for n values; `sides` is 1 or 2 (ISO 5725-2 table 5 tabulates two).
///
/// # Errors
/// [`StatisticsError::TooFew`] below three values, [`StatisticsError::OutOfRange`] for α or sides.
pub fn grubbs_critical(n: usize, alpha: f64, sides: u8) -> Result<f64, StatisticsError> {
    if n < 3 {
        return Err(StatisticsError::TooFew { needed: 3 });
    }
    level(alpha)?;
    if !(1..=2).contains(&sides) {
        return Err(StatisticsError::OutOfRange("sides"));
    }
    let p = count(n);
    let t = upper_quantile(alpha / (f64::from(sides) * p), p - 2.0).ok_or(StatisticsError::OutOfRange("alpha"))?;
    // t²/(p − 2 + t²) without t², which may be beyond numbers.
    finite((p - 1.0) / p.sqrt() / (1.0 + (p - 2.0) / t / t).sqrt())
}

/// What a test says at the levels 5 % and 1 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// Neither.
    Ok,
    /// Beyond the critical value at 5 %.
    Straggler,
    /// Beyond the critical value at 1 %.
    Outlier,
}

/// Judges a statistic that is suspicious where it is large (ISO 5725-2 7.3.2).
pub fn judge(statistic: f64, critical_5: f64, critical_1: f64) -> Suspicion {
    if statistic > critical_1 {
        Suspicion::Outlier
    } else if statistic > critical_5 {
        Suspicion::Straggler
    } else {
        Suspicion::Ok
    }
}

/// Grubbs' test for two outliers: sums of squares without the two largest (smallest) over all (ISO 5725-2 7.3.4.2).
///
/// # Errors
/// [`StatisticsError::TooFew`] below four values, [`StatisticsError::ZeroScale`] where all are equal.
pub fn grubbs_double(values: &[f64]) -> Result<Grubbs, StatisticsError> {
    at_least(values, 4)?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let all = Moments::of(&sorted)?.squares();
    let part = |part: &[f64]| finite(Moments::of(part)?.squares().over(&all).ok_or(StatisticsError::ZeroScale)?.number());
    Ok(Grubbs { high: part(&sorted[..sorted.len() - 2])?, low: part(&sorted[2..])? })
}

/// Critical values of Grubbs' test for two outliers at 5 % and 1 % (ISO 5725-2 table 5, 4 to 40 values). A statistic *below* is
/// suspicious. `None` beyond the table: no formula gives them.
pub fn grubbs_double_critical(n: usize) -> Option<(f64, f64)> {
    DOUBLE.get(n.checked_sub(4)?).map(|(five, one)| (f64::from(*five) / 1e4, f64::from(*one) / 1e4))
}

/// Judges a statistic that is suspicious where it is small.
pub fn judge_double(statistic: f64, critical_5: f64, critical_1: f64) -> Suspicion {
    judge(-statistic, -critical_5, -critical_1)
}

/// By 4, 5 … 40 values: 5 %, 1 %, in ten-thousandths.
const DOUBLE: [(u16, u16); 37] = [
    (2, 0),
    (90, 18),
    (349, 116),
    (708, 308),
    (1101, 563),
    (1492, 851),
    (1864, 1150),
    (2213, 1448),
    (2537, 1738),
    (2836, 2016),
    (3112, 2280),
    (3367, 2530),
    (3603, 2767),
    (3822, 2990),
    (4025, 3200),
    (4214, 3398),
    (4391, 3585),
    (4556, 3761),
    (4711, 3927),
    (4857, 4085),
    (4994, 4234),
    (5123, 4376),
    (5245, 4510),
    (5360, 4638),
    (5470, 4759),
    (5574, 4875),
    (5672, 4985),
    (5766, 5091),
    (5856, 5192),
    (5941, 5288),
    (6023, 5381),
    (6101, 5469),
    (6175, 5554),
    (6247, 5636),
    (6316, 5714),
    (6382, 5789),
    (6445, 5862),
];

/// Cochran's C: the largest variance over their sum (ISO 5725-2 7.3.3).
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
    let sum = Moments::of(variances)?.mean().multiplied(variances.len());
    finite(Exact::of(largest).over(&sum).ok_or(StatisticsError::ZeroScale)?.number())
}

/// Critical value of Cochran's C for p laboratories with n replicates (ISO 5725-2 table 4).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two of either, [`StatisticsError::OutOfRange`] for α.
pub fn cochran_critical(laboratories: usize, replicates: usize, alpha: f64) -> Result<f64, StatisticsError> {
    if laboratories < 2 || replicates < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    level(alpha)?;
    let (p, n) = (count(laboratories), count(replicates));
    let f = f_quantile(alpha / p, n - 1.0, (p - 1.0) * (n - 1.0))?;
    finite(1.0 / (1.0 + (p - 1.0) / f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_sides_that_make_no_sense_are_refused() {
        for alpha in [0.0, 1.0, -0.1, f64::NAN] {
            assert_eq!(grubbs_critical(5, alpha, 2), Err(StatisticsError::OutOfRange("alpha")), "{alpha}");
            assert_eq!(cochran_critical(5, 2, alpha), Err(StatisticsError::OutOfRange("alpha")), "{alpha}");
        }
        assert_eq!(grubbs_critical(5, 0.05, 3), Err(StatisticsError::OutOfRange("sides")));
        assert!(grubbs_critical(3, 1e-300, 2).is_ok_and(f64::is_finite));
        assert!(grubbs_critical(3, 1e-13, 2).is_ok_and(|g| (g - 2.0 / 3.0_f64.sqrt()).abs() < 1e-9));
    }

    // ISO 5725-2 7.3.4.2: two stragglers hide each other from the test for one, not from that for two.
    #[test]
    fn two_outliers_that_hide_each_other_are_found_together() {
        let values = [1.0, 1.1, 0.9, 1.0, 1.05, 0.95, 1.02, 9.0, 9.1];
        let (double, (five, one)) = (grubbs_double(&values).unwrap(), grubbs_double_critical(values.len()).unwrap());
        assert_eq!((judge_double(double.high, five, one), judge_double(double.low, five, one)), (Suspicion::Outlier, Suspicion::Ok));
        assert!(grubbs(&values).unwrap().high < grubbs_critical(9, 0.05, 2).unwrap());
        assert_eq!((grubbs_double_critical(3), grubbs_double_critical(41)), (None, None));
        assert_eq!((grubbs_double_critical(4), grubbs_double_critical(40)), (Some((0.0002, 0.0)), Some((0.6445, 0.5862))));
    }
}
