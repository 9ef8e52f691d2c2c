//! Algorithm A with iterated scale (ISO 13528 C.3.1) and Huber's proposal 2. No sort: each update is one pass, and where the values
//! drawn in stay the same, the fixed point is solved for.

use super::centred::{Centred, Parts};
use super::refusal::{StatisticsError, finite, positive};

/// Most updates.
const MAX_UPDATES: usize = 200_000;
/// Updates of which each may jump to the fixed point of the values it draws in.
const MAX_JUMPS: usize = 60;
/// A scale this much below the first one has collapsed: a majority of the values is identical.
const COLLAPSED: f64 = 1e-13;
/// Change that is rounding noise, in units of the scale.
const NOISE: f64 = 2e-15;

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

/// Algorithm A with its factor (1.134) and δ (1.5 s*), of ISO 13528 C.3.1.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::NotFinite`], [`StatisticsError::NoConvergence`],
/// [`StatisticsError::OutOfRange`] for a factor or δ that is not positive.
pub fn algorithm_a(values: &[f64], factor: f64, delta: f64, stop: Stop) -> Result<AlgorithmA, StatisticsError> {
    positive("factor", factor)?;
    positive("delta", delta)?;
    let sample = Centred::of(values)?;
    let rule = Rule { factor, delta, n: sample.len() };
    match rule.run(&sample, stop) {
        // The scale had to reach a value whose square is beyond numbers.
        Err(StatisticsError::NotFinite) => rule.run(&Centred::widened(values)?, stop),
        other => other,
    }
}

/// Location and scale, in units about the median.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    x: f64,
    s: f64,
}

struct Rule {
    factor: f64,
    delta: f64,
    n: f64,
}

impl Rule {
    fn run(&self, sample: &Centred, stop: Stop) -> Result<AlgorithmA, StatisticsError> {
        let first = Point { x: 0.0, s: sample.scale };
        if first.s == 0.0 {
            return told(sample, first, 0);
        }
        let jumped = if stop == Stop::Converged { self.jumps(sample, first)? } else { None };
        match jumped {
            Some((point, updates)) => told(sample, point, updates),
            None => self.steps(sample, first, stop),
        }
    }

    /// Update after update, as the standard writes it.
    fn steps(&self, sample: &Centred, first: Point, stop: Stop) -> Result<AlgorithmA, StatisticsError> {
        let mut point = first;
        for updates in 1..=MAX_UPDATES {
            let parts = self.parts(sample, point);
            let next = self.updated(parts, point)?;
            if next.s <= COLLAPSED * first.s || self.collapses(parts) {
                return told(sample, Point { x: 0.0, s: 0.0 }, updates);
            }
            let done = match stop {
                Stop::Converged => same(point, next),
                Stop::ThirdFigure => updates >= 2 && figures(sample, next) == figures(sample, point),
            };
            point = next;
            if done {
                return told(sample, point, updates);
            }
        }
        Err(StatisticsError::NoConvergence)
    }

    /// The fixed point, where jumps from one set of drawn-in values to the next reach it.
    fn jumps(&self, sample: &Centred, first: Point) -> Result<Option<(Point, usize)>, StatisticsError> {
        let mut point = first;
        let mut parts = self.parts(sample, point);
        for updates in 1..=MAX_JUMPS {
            if self.collapses(parts) {
                return Ok(Some((Point { x: 0.0, s: 0.0 }, updates)));
            }
            let plain = self.updated(parts, point)?;
            let solved = self.solved(parts).filter(|to| to.s > 0.5 * plain.s.min(point.s) && to.s < 2.0 * plain.s.max(point.s));
            let next = solved.unwrap_or(plain);
            if next.s <= 1e-3 * first.s {
                return Ok(None);
            }
            parts = self.parts(sample, next);
            if solved.is_some() && same(next, self.updated(parts, next)?) {
                return Ok(Some((next, updates)));
            }
            point = next;
        }
        Ok(None)
    }

    fn parts(&self, sample: &Centred, at: Point) -> Parts {
        let reach = self.delta * at.s;
        sample.parts(at.x - reach, at.x + reach)
    }

    /// Mean and scale of the values, those outside drawn in.
    fn updated(&self, parts: Parts, at: Point) -> Result<Point, StatisticsError> {
        let (low, high) = (at.x - self.delta * at.s, at.x + self.delta * at.s);
        let mean = (parts.sum + parts.below * low + parts.above * high) / self.n;
        let inner = parts.squares - 2.0 * mean * parts.sum + parts.inner * mean * mean;
        let squares = inner.max(0.0) + parts.below * (low - mean).powi(2) + parts.above * (high - mean).powi(2);
        Ok(Point { x: finite(mean)?, s: finite(self.factor * (squares / (self.n - 1.0)).sqrt())? })
    }

    /// Whether only identical values, those of the median, are left within, and each update makes the scale smaller: it goes to
    /// zero, however slowly.
    fn collapses(&self, parts: Parts) -> bool {
        let pull = (parts.above - parts.below).abs();
        parts.squares == 0.0 && pull <= parts.inner && self.weight(parts) > 0.0
    }

    /// (n−1)/f² − (outside)δ² − d²/m, d = (above − below)·δ.
    fn weight(&self, parts: Parts) -> f64 {
        let pull = (parts.above - parts.below) * self.delta;
        let outside = (parts.above + parts.below) * self.delta * self.delta;
        (self.n - 1.0) / (self.factor * self.factor) - outside - pull * pull / parts.inner
    }

    /// Where the same values stay drawn in: x = (Σ + d·s)/m and s²·((n−1)/f² − (outside)δ² − d²/m) = Σ² − (Σ)²/m over the m values
    /// within, d = (above − below)·δ.
    fn solved(&self, parts: Parts) -> Option<Point> {
        let pull = (parts.above - parts.below) * self.delta;
        let square = (parts.squares - parts.sum * parts.sum / parts.inner) / self.weight(parts);
        let s = Some(square.sqrt()).filter(|s| *s > 0.0 && s.is_finite())?;
        Some(Point { x: (parts.sum + pull * s) / parts.inner, s })
    }
}

fn same(a: Point, b: Point) -> bool {
    (a.x - b.x).abs() <= NOISE * a.s.max(a.x.abs()) && (a.s - b.s).abs() <= NOISE * a.s
}

fn told(sample: &Centred, point: Point, updates: usize) -> Result<AlgorithmA, StatisticsError> {
    let (x, s) = (finite(sample.place(point.x))?, finite(sample.length(point.s))?);
    Ok(AlgorithmA { x, s, degenerate: s == 0.0, updates })
}

/// Three significant figures of both.
fn figures(sample: &Centred, point: Point) -> (String, String) {
    (format!("{:.2e}", sample.place(point.x)), format!("{:.2e}", sample.length(point.s)))
}
