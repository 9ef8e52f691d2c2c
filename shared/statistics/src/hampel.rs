//! Hampel's robust mean by finite steps (ISO 13528 C.5.3.3), with the scale of the Q method.

use super::descriptive::mean;
use super::q_method::q_method;
use super::refusal::{StatisticsError, at_least, finite, not_negative};
use super::select::between;

/// Where ψ bends, in units of the scale.
const BENDS: [f64; 6] = [-4.5, -3.0, -1.5, 1.5, 3.0, 4.5];
/// Farther from the median than this, sums are added up value by value.
const FAR: f64 = 64.0;
/// Roots that are nearer to each other than this are one; distances that differ by less are the same.
const SAME: f64 = 1e-9;

/// Location and scale by Q and Hampel, from one or several results of each participant (ISO 13528 C.5.4).
///
/// # Errors
/// As [`q_method`].
pub fn q_hampel(groups: &[Vec<f64>]) -> Result<(f64, f64), StatisticsError> {
    let scale = q_method(groups)?;
    let means = groups.iter().map(|group| mean(group)).collect::<Result<Vec<_>, _>>()?;
    Ok((hampel(&means, scale)?, scale))
}

/// The root of Σψ((y − x)/s) nearest to the median; the median itself where two are equally near, or for a scale of zero (ISO 13528
/// C.5.3.3). Of a piece on which the sum is zero throughout, the standard takes its ends for roots.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::OutOfRange`] for a negative scale.
pub fn hampel(values: &[f64], scale: f64) -> Result<f64, StatisticsError> {
    at_least(values, 1)?;
    not_negative("scale", scale)?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let median = if sorted.len() % 2 == 1 { sorted[middle] } else { between(sorted[middle - 1], sorted[middle]) };
    if scale == 0.0 {
        return Ok(median);
    }
    let nearest = Sample::of(&sorted, median, scale).nearest_root();
    finite(nearest.map_or(median, |root| median + root * scale))
}

/// Sorted values in units of the scale about the median, with their sums from the median outwards.
struct Sample {
    units: Vec<f64>,
    sums: Vec<f64>,
}

impl Sample {
    fn of(sorted: &[f64], median: f64, scale: f64) -> Self {
        // A distance may be beyond numbers where its quotient is not.
        let unit = |value: &f64| if (value - median).is_finite() { (value - median) / scale } else { value / scale - median / scale };
        let units: Vec<f64> = sorted.iter().map(unit).collect();
        let start = units.partition_point(|unit| *unit < 0.0);
        let mut sums = vec![0.0; units.len() + 1];
        for place in start..units.len() {
            sums[place + 1] = sums[place] + units[place];
        }
        for place in (0..start).rev() {
            sums[place] = sums[place + 1] - units[place];
        }
        Self { units, sums }
    }

    /// Piece after piece to both sides of the median, until none can be nearer. Roots lie on the straight pieces between the points
    /// where some ψ bends.
    fn nearest_root(&self) -> Option<f64> {
        let mut found = Nearest::default();
        let places = BENDS.map(|bend| self.units.partition_point(|unit| unit + bend <= 0.0));
        let first = self.node_below(&mut places.clone())?;
        let start = (first, self.sum(first));
        let (mut left, mut right) = (places, places);
        self.node_below(&mut left);
        let mut last = start;
        while let Some(node) = self.node_above(&mut right).filter(|_| !found.is_beyond(last.0)) {
            let now = (node, self.sum(node));
            found.take_piece(last, now);
            last = now;
        }
        let mut last = start;
        while let Some(node) = self.node_below(&mut left).filter(|_| !found.is_beyond(last.0)) {
            let now = (node, self.sum(node));
            found.take_piece(now, last);
            last = now;
        }
        found.best.filter(|_| !found.tie)
    }

    /// The next point above where some ψ bends.
    fn node_above(&self, places: &mut [usize; 6]) -> Option<f64> {
        let node = |(bend, place): (usize, usize)| Some((bend, self.units.get(place)? + BENDS[bend]));
        let (bend, node) = places.iter().copied().enumerate().filter_map(node).min_by(|a, b| a.1.total_cmp(&b.1))?;
        places[bend] += 1;
        Some(node).filter(|node| node.is_finite())
    }

    /// The next one below.
    fn node_below(&self, places: &mut [usize; 6]) -> Option<f64> {
        let node = |(bend, place): (usize, usize)| Some((bend, self.units.get(place.checked_sub(1)?)? + BENDS[bend]));
        let (bend, node) = places.iter().copied().enumerate().filter_map(node).max_by(|a, b| a.1.total_cmp(&b.1))?;
        places[bend] -= 1;
        Some(node).filter(|node| node.is_finite())
    }

    /// Σψ at a place.
    fn sum(&self, x: f64) -> f64 {
        let from = |bend: f64| self.units.partition_point(|unit| *unit < x + bend);
        let (lowest, highest) = (from(-4.5), self.units.partition_point(|unit| *unit <= x + 4.5));
        let sum = if x.abs() > FAR {
            self.units[lowest..highest].iter().map(|unit| psi(unit - x)).sum()
        } else {
            let (low, inner) = (from(-3.0), from(-1.5));
            let (upper, high) = (from(1.5), from(3.0));
            let number = |from: usize, to: usize| (to - from) as f64;
            let away = |from: usize, to: usize| self.sums[to] - self.sums[from] - number(from, to) * x;
            away(inner, upper) - away(lowest, low) - away(high, highest)
                + 4.5 * (number(high, highest) - number(lowest, low))
                + 1.5 * (number(upper, high) - number(low, inner))
        };
        // What rounding may leave of nothing.
        if sum.abs() <= 1e-12 * self.units.len() as f64 { 0.0 } else { sum }
    }
}

/// The root nearest to the median so far.
#[derive(Default)]
struct Nearest {
    best: Option<f64>,
    tie: bool,
}

impl Nearest {
    /// The roots on one straight piece: its ends where the sum is zero there, or where it crosses.
    fn take_piece(&mut self, a: (f64, f64), b: (f64, f64)) {
        if a.1 == 0.0 {
            self.take(a.0);
        }
        if b.1 == 0.0 {
            self.take(b.0);
        }
        if a.1 * b.1 < 0.0 {
            self.take(a.0 + (b.0 - a.0) * (a.1 / (a.1 - b.1)));
        }
    }

    fn take(&mut self, root: f64) {
        let (now, then) = (root.abs(), self.best.map_or(f64::INFINITY, f64::abs));
        if (now - then).abs() <= SAME && self.best.is_some_and(|other| (other - root).abs() > SAME) {
            self.tie = true;
        } else if now < then {
            // One and the same root may be met at the end of two pieces.
            self.tie = self.tie && self.best.is_some_and(|other| (other - root).abs() <= SAME);
            self.best = Some(root);
        }
    }

    fn is_beyond(&self, place: f64) -> bool {
        self.best.is_some_and(|best| place.abs() > best.abs() + 2.0 * SAME)
    }
}

/// Up to 1.5, level to 3, down to nothing at 4.5; on the other side the same below.
fn psi(q: f64) -> f64 {
    let size = q.abs();
    size.min(1.5).min((4.5 - size).max(0.0)).copysign(q)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> (f64, f64) {
        q_hampel(&values.iter().map(|value| vec![*value]).collect::<Vec<_>>()).unwrap()
    }

    // ISO 13528 C.5.3.3, steps c to e; pt13528 0.1.8 gives the same: the gap between two camps is a piece of zeros, of which the
    // standard takes the ends.
    #[test]
    fn of_a_piece_of_zeros_the_nearest_end_is_taken() {
        let (x, s) = of(&[0.0, 1.0, 2.0, 42.0, 46.0, 53.0]);
        assert!((x - 21.377_191_359_707_58).abs() < 1e-9 && (s - 10.540_936_213_429_11).abs() < 1e-9, "{x} {s}");
        let symmetric = of(&[0.0, 1.0, 2.0, 100.0, 101.0, 102.0]).0;
        assert_eq!(symmetric, 51.0, "two ends equally near: the median");
    }

    /// Word for word: all nodes, all pieces.
    fn literal(values: &[f64], scale: f64) -> f64 {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 { sorted[middle] } else { between(sorted[middle - 1], sorted[middle]) };
        let units: Vec<f64> = values.iter().map(|value| (value - median) / scale).collect();
        let mut nodes: Vec<f64> = units.iter().flat_map(|unit| BENDS.map(|bend| unit + bend)).collect();
        nodes.sort_unstable_by(f64::total_cmp);
        let sum = |x: f64| Some(units.iter().map(|unit| psi(unit - x)).sum::<f64>()).filter(|sum| sum.abs() > 1e-12 * 6.0).unwrap_or(0.0);
        let mut found = Nearest::default();
        nodes.windows(2).for_each(|piece| found.take_piece((piece[0], sum(piece[0])), (piece[1], sum(piece[1]))));
        found.best.filter(|_| !found.tie).map_or(median, |root| median + root * scale)
    }

    proptest::proptest! {
        #[test]
        fn the_walk_from_the_median_finds_what_all_pieces_together_have(values in proptest::collection::vec(-3000_i32..3000, 2..60), scale in 1_i32..1000) {
            let values: Vec<f64> = values.into_iter().map(|n| f64::from(n) / 10.0).collect();
            let scale = f64::from(scale) / 7.0;
            let (one, other) = (hampel(&values, scale).unwrap(), literal(&values, scale));
            proptest::prop_assert!((one - other).abs() <= 1e-7 * scale.max(1.0), "{} {}", one, other);
        }
    }
}
