//! Consensus of ordinal and nominal results (ISO 13528 11.3).

use super::refusal::StatisticsError;

/// What most participants said.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Participants.
    pub n: u64,
    /// Places of the most frequent categories; several share where they tie.
    pub modes: Vec<usize>,
    /// Their share, in percent.
    pub percent: f64,
    /// Place of the median category.
    pub median: usize,
}

/// Counts per category, in the order of the categories.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing.
pub fn agreement(counts: &[u64]) -> Result<Agreement, StatisticsError> {
    let n: u64 = counts.iter().fold(0, |sum, count| sum.saturating_add(*count));
    let most = counts.iter().copied().max().filter(|most| *most > 0).ok_or(StatisticsError::TooFew { needed: 1 })?;
    let modes = counts.iter().enumerate().filter(|(_, count)| **count == most).map(|(place, _)| place).collect();
    let mut below = 0_u64;
    let median = counts.iter().position(|count| {
        below = below.saturating_add(*count);
        below >= n - n / 2
    });
    let percent = 100.0 * most as f64 / n as f64;
    Ok(Agreement { n, modes, percent, median: median.unwrap_or(0) })
}
