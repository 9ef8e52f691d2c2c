//! Hampel's robust mean by finite steps (ISO 13528 C.5.3.3), with the scale of the Q method.

use super::descriptive::{mean, median};
use super::q_method::q_method;
use super::refusal::{StatisticsError, at_least, finite};

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
    let nearest = Sample::of(values, median, scale).nearest_root();
    finite(nearest.map_or(median, |root| median + root * scale))
}

/// Values in units of the scale about the median.
struct Sample(Vec<f64>);

impl Sample {
    fn of(values: &[f64], median: f64, scale: f64) -> Self {
        Self(values.iter().map(|value| (value - median) / scale).collect())
    }

    /// Roots lie on the straight pieces between the points where some ψ bends. They are looked for ever farther from the median.
    fn nearest_root(&self) -> Option<f64> {
        let mut reach = 0.125;
        loop {
            let nodes = self.nodes(reach);
            let found = self.nearest_among(&nodes);
            let certain = |end: Option<&f64>| end.is_some_and(|end| end.abs() > found.best.map_or(f64::INFINITY, f64::abs) + 1e-9);
            if reach == f64::INFINITY || (certain(nodes.first()) && certain(nodes.last()) && nodes[0] < 0.0) {
                return found.best.filter(|_| !found.tie);
            }
            reach = if reach < 1e3 { reach * 8.0 } else { f64::INFINITY };
        }
    }

    fn nodes(&self, reach: f64) -> Vec<f64> {
        let bends = self.0.iter().flat_map(|y| [-4.5, -3.0, -1.5, 1.5, 3.0, 4.5].map(|bend| y + bend));
        let mut nodes: Vec<f64> = bends.filter(|node| node.abs() <= reach).collect();
        nodes.sort_unstable_by(f64::total_cmp);
        nodes
    }

    /// Piece after piece to both sides of the median, until none can be nearer.
    fn nearest_among(&self, nodes: &[f64]) -> Nearest {
        let mut found = Nearest::default();
        let start = nodes.partition_point(|node| *node <= 0.0).saturating_sub(1);
        let mut last = nodes.get(start).map(|node| (*node, self.sum(*node)));
        for node in nodes.iter().skip(start + 1) {
            let Some(before) = last else { break };
            let now = (*node, self.sum(*node));
            if found.is_beyond(before.0) {
                break;
            }
            found.take(root(before, now));
            last = Some(now);
        }
        let mut last = nodes.get(start).map(|node| (*node, self.sum(*node)));
        for node in nodes.iter().take(start).rev() {
            let Some(after) = last else { break };
            if found.is_beyond(after.0) {
                break;
            }
            let now = (*node, self.sum(*node));
            found.take(root(now, after));
            last = Some(now);
        }
        found
    }

    fn sum(&self, x: f64) -> f64 {
        let chunks = self.0.chunks_exact(4);
        let rest: f64 = chunks.remainder().iter().map(|y| psi(y - x)).sum();
        let mut lanes = [0.0; 4];
        for chunk in chunks {
            for (lane, y) in lanes.iter_mut().zip(chunk) {
                *lane += psi(y - x);
            }
        }
        let sum = rest + lanes.iter().sum::<f64>();
        let noise = 1e-12 * self.0.len() as f64;
        if sum.abs() <= noise { 0.0 } else { sum }
    }
}

/// The root nearest to the median so far.
#[derive(Default)]
struct Nearest {
    best: Option<f64>,
    tie: bool,
}

impl Nearest {
    fn take(&mut self, root: Option<f64>) {
        let Some(root) = root else { return };
        let (now, then) = (root.abs(), self.best.map_or(f64::INFINITY, f64::abs));
        if (now - then).abs() <= 1e-9 && self.best.is_some_and(|other| (other - root).abs() > 1e-9) {
            self.tie = true;
        } else if now < then {
            (self.best, self.tie) = (Some(root), false);
        }
    }

    fn is_beyond(&self, place: f64) -> bool {
        self.best.is_some_and(|best| place.abs() > best.abs() + 2e-9)
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

/// Up to 1.5, level to 3, down to nothing at 4.5; on the other side the same below.
fn psi(q: f64) -> f64 {
    let size = q.abs();
    size.min(1.5).min((4.5 - size).max(0.0)).copysign(q)
}
