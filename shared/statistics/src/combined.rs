//! Scores of one participant over a round or over several measurands together, and its rank among others (P-4.3.2; ISO 13528 10).

use super::criteria::Class;
use super::criteria::Criteria;
use super::exact::Exact;
use super::fisher::chi_squared_tail;
use super::moments::Moments;
use super::refusal::{StatisticsError, at_least, count, finite, positive};
use super::score::classify;

/// What several z scores say together (ISO 13528 10; with care: they hide as much as they tell).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Combined {
    /// Scores that are there.
    pub n: usize,
    /// Scores that are missing.
    pub missing: usize,
    /// |z| ≤ 2.
    pub acceptable: usize,
    /// 2 < |z| < 3.
    pub warning: usize,
    /// |z| ≥ 3.
    pub action: usize,
    /// Acceptable ones in percent of those that are there.
    pub acceptable_percent: f64,
    /// Mean.
    pub mean: f64,
    /// Mean of |z|.
    pub mean_absolute: f64,
    /// Sum.
    pub sum: f64,
    /// Rescaled sum Σz/√n.
    pub rescaled_sum: f64,
    /// Sum of squares; `None` where it is beyond numbers.
    pub squares: Option<f64>,
    /// √(Σz²/n).
    pub root_mean_square: f64,
    /// P(χ²ₙ > Σz²).
    pub squares_probability: f64,
}

/// Combines scores; missing ones are counted and skipped (P-4.3.2; ISO 13528 10.2).
///
/// # Errors
/// [`StatisticsError::TooFew`] where none is there, [`StatisticsError::NotFinite`].
pub fn combine(scores: &[Option<f64>], criteria: &Criteria) -> Result<Combined, StatisticsError> {
    let there: Vec<f64> = scores.iter().flatten().copied().collect();
    at_least(&there, 1)?;
    let n = there.len();
    let classes = there.iter().map(|z| classify(*z, criteria)).collect::<Result<Vec<_>, _>>()?;
    let of = |class| classes.iter().filter(|given| **given == class).count();
    let moments = Moments::of(&there)?;
    let (mean, squares) = (moments.mean(), moments.raw_squares());
    let sum = finite(mean.multiplied(n).number())?;
    let total = squares.number();
    Ok(Combined {
        n,
        missing: scores.len() - n,
        acceptable: of(Class::Acceptable),
        warning: of(Class::Warning),
        action: of(Class::Action),
        acceptable_percent: 100.0 * count(of(Class::Acceptable)) / count(n),
        mean: finite(mean.number())?,
        mean_absolute: finite(absolute(&there)?.mean().number())?,
        sum,
        rescaled_sum: sum / count(n).sqrt(),
        squares: Some(total).filter(|total| total.is_finite()),
        root_mean_square: finite(squares.divided(n).root())?,
        squares_probability: if total.is_finite() { chi_squared_tail(total, count(n)) } else { 0.0 },
    })
}

fn absolute(values: &[f64]) -> Result<Moments, StatisticsError> {
    Moments::of(&values.iter().map(|value| value.abs()).collect::<Vec<_>>())
}

/// What differences from assigned values say together (P-4.3.2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Differences {
    /// Results that are there.
    pub n: usize,
    /// Results that are missing.
    pub missing: usize,
    /// Mean |x − X|.
    pub mean_absolute: f64,
    /// Σ|x − X|.
    pub sum_absolute: f64,
    /// Σ(x − X)²; `None` where it is beyond numbers.
    pub squares: Option<f64>,
}

/// Combines differences of one measurand (P-4.3.2): |x − X|, their mean, sum and sum of squares.
///
/// # Errors
/// [`StatisticsError::TooFew`] where none is there.
pub fn combine_differences(results: &[Option<f64>], assigned: &[f64]) -> Result<Differences, StatisticsError> {
    let differences = differences(results, assigned)?;
    let there: Vec<&Exact> = differences.iter().flatten().collect();
    let n = there.len();
    let sum = there.iter().fold(Exact::zero(), |sum, one| sum.plus(&one.magnitude()));
    let squares = there.iter().fold(Exact::zero(), |sum, one| sum.plus(&one.square())).number();
    Ok(Differences {
        n,
        missing: results.len() - n,
        mean_absolute: finite(sum.divided(n).number())?,
        sum_absolute: finite(sum.number())?,
        squares: Some(squares).filter(|squares| squares.is_finite()),
    })
}

/// What differences of several measurands say together, each in parts of its own limit (P-4.3.2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relative {
    /// Results that are there.
    pub n: usize,
    /// Results that are missing.
    pub missing: usize,
    /// Results within their limit, which belongs to it.
    pub satisfactory: usize,
    /// The same in percent of those that are there.
    pub satisfactory_percent: f64,
    /// Mean |x − X|/limit.
    pub mean_relative: f64,
}

/// Combines differences of several measurands relative to their limits (P-4.3.2).
///
/// # Errors
/// [`StatisticsError::TooFew`] where none is there, [`StatisticsError::OutOfRange`] for a limit that is not positive,
/// [`StatisticsError::Missing`] for unequal numbers.
pub fn combine_relative(results: &[Option<f64>], assigned: &[f64], limits: &[f64]) -> Result<Relative, StatisticsError> {
    if limits.len() != results.len() {
        return Err(StatisticsError::Missing("delta_E"));
    }
    limits.iter().try_for_each(|limit| positive("delta_E", *limit))?;
    let (mut n, mut satisfactory, mut sum) = (0, 0, Exact::zero());
    for (difference, limit) in differences(results, assigned)?.iter().zip(limits) {
        let (Some(difference), limit) = (difference, Exact::of(*limit)) else { continue };
        n += 1;
        satisfactory += usize::from(difference.magnitude().compare(&limit).is_le());
        sum = sum.plus(&difference.magnitude().over(&limit).ok_or(StatisticsError::ZeroScale)?);
    }
    Ok(Relative {
        n,
        missing: results.len() - n,
        satisfactory,
        satisfactory_percent: 100.0 * count(satisfactory) / count(n),
        mean_relative: finite(sum.divided(n).number())?,
    })
}

fn differences(results: &[Option<f64>], assigned: &[f64]) -> Result<Vec<Option<Exact>>, StatisticsError> {
    if assigned.len() != results.len() {
        return Err(StatisticsError::Missing("x_pt"));
    }
    at_least(assigned, 1)?;
    at_least(&results.iter().flatten().copied().collect::<Vec<_>>(), 1)?;
    let one = |(x, assigned): (&Option<f64>, &f64)| x.map(|x| Exact::of(x).minus(&Exact::of(*assigned)));
    Ok(results.iter().zip(assigned).map(one).collect())
}

/// Rank of each value from the smallest, ties sharing their mean rank (P-4.3.2).
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing.
pub fn ranks(values: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    at_least(values, 1)?;
    // Both zeros are one.
    let mut sorted: Vec<f64> = values.iter().map(|value| value + 0.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        let up_to = sorted.partition_point(|other| other <= value);
        (count(below) + 1.0 + count(up_to)) / 2.0
    };
    Ok(values.iter().map(rank).collect())
}

/// Percentile of each value: 100 (rank − ½)/n (P-4.3.2).
///
/// # Errors
/// As [`ranks`].
pub fn percentiles(values: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    let n = count(values.len());
    Ok(ranks(values)?.into_iter().map(|rank| 100.0 * (rank - 0.5) / n).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::CriteriaSet;

    // P-4.3.2, combined scores of the same measurand and of different ones.
    #[test]
    fn scores_and_differences_are_combined_without_rounding() {
        let iso = CriteriaSet::Iso13528.criteria();
        let got = combine(&[Some(1e16), Some(1.0), None, Some(-1e16)], &iso).unwrap();
        assert_eq!((got.sum, got.mean, got.missing, got.action), (1.0, 1.0 / 3.0, 1, 2));
        assert!((got.acceptable_percent - 100.0 / 3.0).abs() < 1e-12);
        let huge = combine(&[Some(1e200), Some(-1e200)], &iso).unwrap();
        assert_eq!((huge.squares, huge.squares_probability, huge.root_mean_square), (None, 0.0, 1e200));
        let got = combine_differences(&[Some(0.3), None, Some(0.1), Some(-0.1)], &[0.1, 0.0, 0.2, 0.0]).unwrap();
        assert_eq!((got.n, got.missing, got.sum_absolute, got.squares), (3, 1, 0.4, Some(0.06)));
        assert_eq!(got.mean_absolute, 0.4 / 3.0);
        let got = combine_relative(&[Some(0.3), Some(10.0), None], &[0.1, 13.0, 0.0], &[0.2, 2.0, 1.0]).unwrap();
        assert_eq!((got.n, got.missing, got.satisfactory, got.satisfactory_percent, got.mean_relative), (2, 1, 1, 50.0, 1.25));
    }

    #[test]
    fn what_cannot_be_combined_is_refused_by_name() {
        assert_eq!(combine_differences(&[Some(1.0)], &[]), Err(StatisticsError::Missing("x_pt")));
        assert_eq!(combine_differences(&[None], &[1.0]), Err(StatisticsError::TooFew { needed: 1 }));
        assert_eq!(combine_relative(&[Some(1.0)], &[1.0], &[0.0]), Err(StatisticsError::OutOfRange("delta_E")));
        assert_eq!(combine_relative(&[Some(1.0)], &[1.0], &[]), Err(StatisticsError::Missing("delta_E")));
        assert_eq!(ranks(&[0.0, -0.0, 1.0]), Ok(vec![1.5, 1.5, 3.0]));
    }
}
