//! Hampel's robust mean by finite steps (ISO 13528 C.5.3.3), with the scale of the Q method.

use super::descriptive::{mean, median};
use super::q_method::q_method;
use super::refusal::{StatisticsError, at_least};

/// Location and scale by Q and Hampel, from one or several results of each participant.
///
/// # Errors
/// As [`q_method`].
pub fn q_hampel(groups: &[Vec<f64>]) -> Result<(f64, f64), StatisticsError> {
    let scale = q_method(groups)?;
    let means = groups.iter().map(|group| mean(group)).collect::<Result<Vec<_>, _>>()?;
    Ok((hampel(&means, scale)?, scale))
}

/// The root of Σψ((y − x)/s) nearest to the median; the median itself where two are equally near, or for a scale of zero.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::OutOfRange`] for a negative scale.
pub fn hampel(values: &[f64], scale: f64) -> Result<f64, StatisticsError> {
    at_least(values, 1)?;
    if !(scale >= 0.0 && scale.is_finite()) {
        return Err(StatisticsError::OutOfRange("scale"));
    }
    let median = median(values)?;
    if scale == 0.0 {
        return Ok(median);
    }
    let sample = Sample::of(values, median, scale);
    let nearest = sample.nearest_root();
    Ok(nearest.map_or(median, |root| median + root * scale))
}

/// Values in units of the scale about the median.
struct Sample(Vec<f64>);

impl Sample {
    fn of(values: &[f64], median: f64, scale: f64) -> Self {
        Self(values.iter().map(|value| (value - median) / scale).collect())
    }

    /// Roots lie on the straight pieces between the points where some ψ bends.
    fn nearest_root(&self) -> Option<f64> {
        let mut nodes: Vec<f64> = self.0.iter().flat_map(|y| [-4.5, -3.0, -1.5, 1.5, 3.0, 4.5].map(|bend| y + bend)).collect();
        nodes.sort_unstable_by(f64::total_cmp);
        let mut best: Option<f64> = None;
        let mut tie = false;
        let mut before: Option<(f64, f64)> = None;
        for node in nodes {
            let sum = self.sum(node);
            let Some((last, last_sum)) = before.replace((node, sum)) else { continue };
            if let Some(root) = root((last, last_sum), (node, sum)) {
                let (now, then) = (root.abs(), best.map_or(f64::INFINITY, f64::abs));
                if (now - then).abs() <= 1e-9 && best.is_some_and(|other| (other - root).abs() > 1e-9) {
                    tie = true;
                } else if now < then {
                    best = Some(root);
                    tie = false;
                }
            }
        }
        best.filter(|_| !tie)
    }

    fn sum(&self, x: f64) -> f64 {
        let sum: f64 = self.0.iter().map(|y| psi(y - x)).sum();
        let noise = 1e-12 * self.0.len() as f64;
        if sum.abs() <= noise { 0.0 } else { sum }
    }
}

/// The root on one straight piece: none, a crossing, an end, or on a piece of zeros the point nearest to the median.
fn root(a: (f64, f64), b: (f64, f64)) -> Option<f64> {
    match (a.1 == 0.0, b.1 == 0.0) {
        (true, true) => Some(0.0_f64.clamp(a.0, b.0)),
        (true, false) => Some(a.0),
        (false, true) => Some(b.0),
        (false, false) if (a.1 > 0.0) != (b.1 > 0.0) => Some(a.0 + (b.0 - a.0) * a.1 / (a.1 - b.1)),
        (false, false) => None,
    }
}

fn psi(q: f64) -> f64 {
    let size = q.abs();
    let bent = if size <= 1.5 {
        size
    } else if size <= 3.0 {
        1.5
    } else {
        (4.5 - size).max(0.0)
    };
    bent.copysign(q)
}
