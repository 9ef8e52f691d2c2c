//! Kernel density with a normal kernel (ISO 13528 10.3), to see several modes.

use super::refusal::{StatisticsError, at_least, count, finite, positive};

/// Bandwidths beyond which the kernel is less than the last digit of its top.
const REACH: f64 = 9.0;
/// Bandwidths between the points at which the slope is looked at.
const STEP: f64 = 0.125;
/// Heights that are nearer to each other than this are the same.
const SAME: f64 = 1e-12;

/// The density at a point (ISO 13528 10.3).
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::OutOfRange`] for a bandwidth that is not positive,
/// [`StatisticsError::NotFinite`] for a density beyond numbers.
pub fn density(values: &[f64], bandwidth: f64, at: f64) -> Result<f64, StatisticsError> {
    at_least(values, 1)?;
    positive("bandwidth", bandwidth)?;
    let sum: f64 = values.iter().map(|x| (-0.5 * ((at - x) / bandwidth).powi(2)).exp()).sum();
    finite(sum / (count(values.len()) * bandwidth * (2.0 * std::f64::consts::PI).sqrt()))
}

/// A place where the density is greater than beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mode {
    /// Where.
    pub at: f64,
    /// Its height, the kernel of one value being one.
    pub height: f64,
}

/// All modes, the highest first, and among equal ones the leftmost (ISO 13528 10.3, E.6).
///
/// # Errors
/// As [`density`].
pub fn modes(values: &[f64], bandwidth: f64) -> Result<Vec<Mode>, StatisticsError> {
    at_least(values, 1)?;
    positive("bandwidth", bandwidth)?;
    // A distance of two values may be beyond numbers: the largest ones are shrunk by a power of two meanwhile.
    let shrunk = if values.iter().chain([&bandwidth]).any(|value| value.abs() > 1e300) { 1.0 / 1024.0 } else { 1.0 };
    let bandwidth = (bandwidth * shrunk).max(f64::from_bits(1));
    let mut sorted: Vec<f64> = values.iter().map(|value| value * shrunk).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let apart = |low: f64, high: f64| (high - low) / bandwidth > 2.0 * REACH;
    let mut modes = Vec::new();
    // Values farther apart than two kernels reach do not know of each other.
    for near in sorted.chunk_by(|low, high| !apart(*low, *high)) {
        let hill = Hill { units: near.iter().map(|value| (value - near[0]) / bandwidth).collect() };
        modes.extend(hill.tops().into_iter().map(|top| Mode { at: hill.place(top, near, bandwidth) / shrunk, height: hill.height(top) }));
    }
    modes.sort_by(|a, b| b.height.total_cmp(&a.height));
    // Equal within rounding is no order: those that follow one another so are put in order among themselves.
    for equal in modes.chunk_by_mut(|a, b| same(a.height, b.height)) {
        equal.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
    modes.iter().try_for_each(|mode| finite(mode.at).map(|_| ()))?;
    Ok(modes)
}

/// The place of greatest density.
///
/// # Errors
/// As [`modes`]; [`StatisticsError::Tied`] where several are equally high.
pub fn mode(values: &[f64], bandwidth: f64) -> Result<f64, StatisticsError> {
    let modes = modes(values, bandwidth)?;
    let top = modes.iter().fold(0.0_f64, |top, mode| top.max(mode.height));
    let mut highest = modes.iter().filter(|mode| same(mode.height, top));
    match (highest.next(), highest.next()) {
        (Some(mode), None) => Ok(mode.at),
        (Some(_), Some(_)) => Err(StatisticsError::Tied),
        (None, _) => Err(StatisticsError::TooFew { needed: 1 }),
    }
}

/// The standard uncertainty of the highest mode as an M-estimator's: √Σψ²/|Σψ′| with ψ = t·exp(−t²/2), t the distance in bandwidths
/// (Huber and Ronchetti, Robust Statistics, 3.2; the bandwidth is taken as given).
///
/// # Errors
/// As [`mode`]; [`StatisticsError::NotDefined`] where the top is flat.
pub fn mode_uncertainty(values: &[f64], bandwidth: f64, mode: f64) -> Result<f64, StatisticsError> {
    let (mut squares, mut slopes) = (0.0, 0.0);
    for value in values {
        let t = (value - mode) / bandwidth;
        if t.abs() <= REACH {
            let kernel = (-0.5 * t * t).exp();
            squares += (t * kernel).powi(2);
            slopes += (1.0 - t * t) * kernel;
        }
    }
    if slopes <= 1e-9 { Err(StatisticsError::NotDefined("u")) } else { finite(bandwidth * squares.sqrt() / slopes) }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.max(b)
}

/// Sorted values near each other, in bandwidths from the first.
struct Hill {
    units: Vec<f64>,
}

impl Hill {
    fn near(&self, at: f64) -> &[f64] {
        let (from, to) = (self.units.partition_point(|unit| *unit < at - REACH), self.units.partition_point(|unit| *unit <= at + REACH));
        &self.units[from..to]
    }

    fn height(&self, at: f64) -> f64 {
        self.near(at).iter().map(|unit| (-0.5 * (at - unit).powi(2)).exp()).sum()
    }

    /// First and second derivative.
    fn slope(&self, at: f64) -> (f64, f64) {
        let mut sums = (0.0, 0.0);
        for unit in self.near(at) {
            let away = unit - at;
            let kernel = (-0.5 * away * away).exp();
            sums.0 += away * kernel;
            sums.1 += (away * away - 1.0) * kernel;
        }
        sums
    }

    /// Where the slope turns from up to down. Before the first value it rises, behind the last one it falls: a value that knows of no
    /// other, at the end as anywhere, has slopes of exactly zero at and between the places that are looked at.
    fn tops(&self) -> Vec<f64> {
        let width = self.units.last().copied().unwrap_or(0.0);
        let steps = (width / STEP).ceil() + 2.0;
        let mut up = Some(-STEP);
        let mut tops = Vec::new();
        for n in 1..=steps as usize {
            let at = (width + 2.0 * STEP) * (count(n) / steps) - STEP;
            let slope = self.slope(at).0;
            if slope > 0.0 {
                up = Some(at);
            } else if slope < 0.0 {
                tops.extend(up.take().map(|low| self.top(low, at)));
            }
        }
        tops
    }

    /// A top as a value: the very one it stands on, where it stands on one.
    fn place(&self, top: f64, values: &[f64], bandwidth: f64) -> f64 {
        match self.units.binary_search_by(|unit| unit.total_cmp(&top)) {
            Ok(n) => values[n],
            Err(_) => values[0] + top * bandwidth,
        }
    }

    /// The one place of values within a bracket, if it is the top exactly: Newton's steps towards it would never end at it.
    fn lone(&self, low: f64, high: f64) -> Option<f64> {
        let (from, to) = (self.units.partition_point(|unit| *unit <= low), self.units.partition_point(|unit| *unit < high));
        let (first, last) = (*self.units.get(from)?, *self.units.get(to.checked_sub(1)?)?);
        (from < to && first == last && self.slope(first).0 == 0.0).then_some(first)
    }

    /// The top between a place that rises and one that falls: Newton's steps within a shrinking bracket.
    fn top(&self, mut low: f64, mut high: f64) -> f64 {
        if let Some(lone) = self.lone(low, high) {
            return lone;
        }
        let mut at = 0.5 * (low + high);
        for _ in 0..200 {
            let (slope, bend) = self.slope(at);
            if slope == 0.0 {
                break;
            }
            if slope > 0.0 {
                low = at
            } else {
                high = at
            }
            let newton = at - slope / bend;
            let next = if bend < 0.0 && newton > low && newton < high { newton } else { 0.5 * (low + high) };
            if next == at || (next - at).abs() <= 1e-15 * at.abs() {
                break;
            }
            at = next;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ISO 13528 10.3: mpmath, 50 digits, for the three values; the lone value is a mode of its own however far away it is.
    #[test]
    fn all_modes_are_found_however_wide_the_range() {
        let values = [1.0, 1.5, 2.0, 1e9];
        let found = modes(&values, 0.5).unwrap();
        assert_eq!(found.len(), 2);
        assert!((found[0].at - 1.5).abs() < 1e-12 && found[1].at == 1e9, "{found:?}");
        assert!((mode(&[0.0, 1.0, 1e12], 1.0).unwrap() - 0.5).abs() < 1e-12);
        assert!((mode(&[0.0, 0.5, 1.0, 1e300, -1e300], 1.0).unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn equal_modes_are_named_and_not_chosen_from() {
        assert_eq!(mode(&[1.0, 5.0], 0.5), Err(StatisticsError::Tied));
        assert_eq!(modes(&[1.0, 21.0], 0.5).unwrap().iter().map(|mode| mode.at).collect::<Vec<_>>(), [1.0, 21.0]);
        assert_eq!(mode(&[f64::MIN, 0.0, f64::MAX], 1e308), Ok(0.0));
        assert_eq!(modes(&[f64::MAX, f64::MIN, 5e-324], 5e-324).unwrap().len(), 3);
        assert_eq!(mode(&[3.0], 0.5), Ok(3.0));
        assert_eq!(mode(&[3.0, 3.0, 9e4], 1e-9), Ok(3.0));
        let close = mode(&[1.0, 1.5, 5.0, 5.5], 0.5);
        assert_eq!(close, Err(StatisticsError::Tied));
    }

    // What stands between one and two reaches from its neighbour is a mode too, at the right end as anywhere.
    #[test]
    fn a_value_at_the_end_is_a_mode_of_its_own() {
        for (values, bandwidth, expected) in [
            (&[0.0, 10.0, 10.0, 10.0][..], 1.0, &[10.0, 0.0][..]),
            (&[0.2, 0.3, 0.3, 0.3], 0.01, &[0.3, 0.2]),
            (&[9.8, 10.0, 10.0, 10.0, 10.0], 0.015, &[10.0, 9.8]),
            (&[0.1, 0.2, 0.3], 0.01, &[0.1, 0.2, 0.3]),
            (&[0.2, 0.3], 0.01, &[0.2, 0.3]),
            (&[-3.0, 10.0], 1.0, &[-3.0, 10.0]),
        ] {
            let found: Vec<f64> = modes(values, bandwidth).unwrap().iter().map(|mode| mode.at).collect();
            assert_eq!(found, expected, "{values:?}");
        }
        assert_eq!(mode(&[0.2, 0.3], 0.01), Err(StatisticsError::Tied));
    }

    // Heights that are equal within rounding are no order; a sort by them must be one.
    #[test]
    fn heights_within_rounding_of_each_other_are_put_in_order() {
        let values = [
            7.5, 15.0, 35.0, 42.4, 50.4, 58.0, 65.5, 72.9, 80.5, 87.95, 95.3, 103.3, 110.6, 118.0, 125.3, 132.5, 139.9, 147.9, 155.2,
            162.6, 169.8,
        ];
        assert_eq!(modes(&values, 1.0).unwrap().len(), values.len());
        let scattered: Vec<f64> = (0..20_000_u32).map(|n| f64::from(n.wrapping_mul(2_654_435_761) >> 12)).collect();
        assert!(modes(&scattered, 1.0).unwrap().len() > 10_000);
    }

    #[test]
    fn a_hundred_thousand_values_have_their_mode_at_once() {
        let values: Vec<f64> = (0..100_000_i32).map(|n| f64::from((n * 7919) % 100_003) / 1e5).map(|x| x * x).collect();
        let found = mode(&values, 0.01).unwrap();
        assert!(found > 0.0 && found < 0.03, "{found}");
        assert!(modes(&values, 1e-7).unwrap().len() > 1000);
    }

    // The number of a normal sample's own: for values ±1 about 0 at bandwidth 2, ψ = ½e^(−1/8) each, ψ′ = ¾e^(−1/8) each.
    #[test]
    fn the_uncertainty_of_a_mode_is_that_of_an_m_estimator() {
        let u = mode_uncertainty(&[-1.0, 1.0], 2.0, 0.0).unwrap();
        assert!((u - 2.0 * (0.5 * 2.0_f64.sqrt()) / 1.5).abs() < 1e-12, "{u}");
        assert_eq!(mode_uncertainty(&[-1.0, 1.0], 1.0, 0.0), Err(StatisticsError::NotDefined("u")));
    }
}
