//! Algorithm A with iterated scale (ISO 13528 C.3.1) and Huber's proposal 2. Sorted once; prefix sums make each update a search.

use super::descriptive::{median_of_sorted, sorted, standard_deviation};
use super::refusal::{StatisticsError, count};
use super::robust::{MADE_FACTOR, mad_of_sorted};

/// Most updates.
const MAX_UPDATES: usize = 200_000;
/// A scale this much below the first one has collapsed: a majority of the values is identical.
const COLLAPSED: f64 = 1e-13;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// At the fixed point.
    Converged,
    /// When the third significant figures of both no longer change, at the earliest after the second update (ISO 13528:2022).
    ThirdFigure,
}

/// A robust mean and standard deviation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlgorithmA {
    /// Robust mean.
    pub x: f64,
    /// Robust standard deviation; zero where a majority of the values is identical.
    pub s: f64,
    /// Whether the scale collapsed to zero. No score can be made of it.
    pub degenerate: bool,
    /// Updates made.
    pub updates: usize,
}

/// Algorithm A with its factor (1.134) and δ (1.5 s*).
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::NotFinite`], [`StatisticsError::NoConvergence`].
pub fn algorithm_a(values: &[f64], factor: f64, delta: f64, stop: Stop) -> Result<AlgorithmA, StatisticsError> {
    if !(factor > 0.0 && factor.is_finite() && delta > 0.0 && delta.is_finite()) {
        return Err(StatisticsError::OutOfRange("factor"));
    }
    let sample = Sorted::of(values)?;
    let median = sample.median();
    let first = sample.first_scale(values);
    let collapsed = |updates| AlgorithmA { x: median, s: 0.0, degenerate: true, updates };
    if first == 0.0 {
        return Ok(collapsed(0));
    }
    let n = count(values.len());
    let (mut x, mut s) = (median, first);
    for updates in 1..=MAX_UPDATES {
        let clipped = sample.clipped(x, delta * s);
        let next = (clipped.mean, factor * (clipped.squares / (n - 1.0)).sqrt());
        if !(next.0.is_finite() && next.1.is_finite()) {
            return Err(StatisticsError::NotFinite);
        }
        if next.1 <= COLLAPSED * first {
            return Ok(collapsed(updates));
        }
        let done = match stop {
            Stop::Converged => (next.0 - x).abs() <= 1e-15 * s.max(x.abs()) && (next.1 - s).abs() <= 1e-15 * s,
            Stop::ThirdFigure => updates >= 2 && figures(next.0) == figures(x) && figures(next.1) == figures(s),
        };
        (x, s) = next;
        if done {
            return Ok(AlgorithmA { x, s, degenerate: false, updates });
        }
    }
    Err(StatisticsError::NoConvergence)
}

/// Three significant figures.
fn figures(value: f64) -> String {
    format!("{value:.2e}")
}

/// A sample sorted, centred on its median, with prefix sums.
pub(super) struct Sorted {
    centre: f64,
    values: Vec<f64>,
    sums: Vec<f64>,
    squares: Vec<f64>,
}

/// The mean of the sample drawn in to an interval, and the squared deviations from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clipped {
    pub(super) mean: f64,
    pub(super) squares: f64,
}

impl Sorted {
    pub(super) fn of(values: &[f64]) -> Result<Self, StatisticsError> {
        let sorted = sorted(values)?;
        let centre = median_of_sorted(&sorted);
        let values: Vec<f64> = sorted.iter().map(|value| value - centre).collect();
        let prefix = |of: fn(f64) -> f64| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(values.iter().map(|value| {
                    sum += of(*value);
                    sum
                }))
                .collect::<Vec<f64>>()
        };
        let (sums, squares) = (prefix(|value| value), prefix(|value| value * value));
        Ok(Self { centre, values, sums, squares })
    }

    pub(super) fn median(&self) -> f64 {
        self.centre
    }

    /// MADe, or the standard deviation where that is zero.
    fn first_scale(&self, original: &[f64]) -> f64 {
        let made = MADE_FACTOR * mad_of_sorted(&self.values);
        if made > 0.0 { made } else { standard_deviation(original).unwrap_or(0.0) }
    }

    /// Values beyond `x ± reach` drawn in to it.
    pub(super) fn clipped(&self, x: f64, reach: f64) -> Clipped {
        let centred = x - self.centre;
        let (low, high) = (centred - reach, centred + reach);
        let from = self.values.partition_point(|value| *value < low);
        let to = self.values.partition_point(|value| *value <= high).max(from);
        let n = count(self.values.len());
        let (below, above) = (count(from), count(self.values.len() - to));
        let sum = self.sums[to] - self.sums[from] + below * low + above * high;
        let mean = sum / n;
        let (inner_sum, inner) = (self.sums[to] - self.sums[from], count(to - from));
        let inner_squares = self.squares[to] - self.squares[from] - 2.0 * mean * inner_sum + inner * mean * mean;
        let squares = inner_squares.max(0.0) + below * (low - mean).powi(2) + above * (high - mean).powi(2);
        Clipped { mean: mean + self.centre, squares }
    }
}
