//! Scores of one participant over a round, and its rank among others.

use super::criteria::Criteria;
use super::fisher::chi_squared_tail;
use super::refusal::{StatisticsError, at_least, count, finite};
use super::score::{Class, classify};

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
    /// Mean of |z|.
    pub mean_absolute: f64,
    /// Sum.
    pub sum: f64,
    /// Rescaled sum Σz/√n.
    pub rescaled_sum: f64,
    /// Sum of squares.
    pub squares: f64,
    /// √(Σz²/n).
    pub root_mean_square: f64,
    /// P(χ²ₙ > Σz²).
    pub squares_probability: f64,
}

/// Combines scores; missing ones are counted and skipped.
///
/// # Errors
/// [`StatisticsError::TooFew`] where none is there, [`StatisticsError::NotFinite`].
pub fn combine(scores: &[Option<f64>], criteria: &Criteria) -> Result<Combined, StatisticsError> {
    let there: Vec<f64> = scores.iter().flatten().copied().collect();
    at_least(&there, 1)?;
    let n = count(there.len());
    let classes = there.iter().map(|z| classify(*z, criteria)).collect::<Result<Vec<_>, _>>()?;
    let of = |class| classes.iter().filter(|given| **given == class).count();
    let sum: f64 = there.iter().sum();
    let squares: f64 = there.iter().map(|z| z * z).sum();
    Ok(Combined {
        n: there.len(),
        missing: scores.len() - there.len(),
        acceptable: of(Class::Acceptable),
        warning: of(Class::Warning),
        action: of(Class::Action),
        mean_absolute: there.iter().map(|z| z.abs() / n).sum::<f64>(),
        sum: finite(sum)?,
        rescaled_sum: sum / n.sqrt(),
        squares: finite(squares)?,
        root_mean_square: (squares / n).sqrt(),
        squares_probability: chi_squared_tail(squares, n),
    })
}

/// Rank of each value from the smallest, ties sharing their mean rank.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing.
pub fn ranks(values: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    at_least(values, 1)?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        let up_to = sorted.partition_point(|other| other <= value);
        (count(below) + 1.0 + count(up_to)) / 2.0
    };
    Ok(values.iter().map(rank).collect())
}

/// Percentile of each value: 100 (rank − ½)/n.
///
/// # Errors
/// As [`ranks`].
pub fn percentiles(values: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    let n = count(values.len());
    Ok(ranks(values)?.into_iter().map(|rank| 100.0 * (rank - 0.5) / n).collect())
}
