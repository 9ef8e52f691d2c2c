//! A sample about its median in units of its spread: neither squares of 1e200 overflow nor those of 1e-200 vanish, and a wild value
//! does not swallow the digits of the others.

use super::descriptive::{all_equal, standard_deviation};
use super::refusal::{StatisticsError, at_least, count};
use super::select::median_in_place;
use super::shifted::{from_one_of_them, is_far};

/// Factor of the median absolute deviation in ISO 13528.
pub const MADE_FACTOR: f64 = 1.483;

/// Values worked on at once.
const LANES: usize = 8;
/// Sizes beyond which distances could be beyond numbers.
const HUGE: f64 = 1e300;
/// What those are multiplied by meanwhile: a power of two.
const SHRUNK: f64 = 1.0 / 1_048_576.0;

/// Values minus `centre`, over `unit`.
pub(super) struct Centred {
    centre: f64,
    unit: f64,
    /// MADe, or the standard deviation where that is zero; in units.
    pub(super) scale: f64,
    values: Vec<f64>,
    /// What everything was multiplied by beforehand.
    shrunk: f64,
    /// What was subtracted beforehand; 0 where that gains nothing.
    origin: f64,
}

/// What lies below, within and above an interval: counts, and sums over what lies within.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts {
    pub(super) below: f64,
    pub(super) inner: f64,
    pub(super) above: f64,
    pub(super) sum: f64,
    pub(super) squares: f64,
}

impl Centred {
    pub(super) fn of(values: &[f64]) -> Result<Self, StatisticsError> {
        at_least(values, 1)?;
        let mut scratch = values.to_vec();
        let shrunk = if values.iter().any(|value| value.abs() > HUGE) { SHRUNK } else { 1.0 };
        if shrunk < 1.0 {
            scratch.iter_mut().for_each(|value| *value *= shrunk);
        }
        Self::about_median(scratch, shrunk, 0.0)
    }

    fn about_median(mut values: Vec<f64>, shrunk: f64, origin: f64) -> Result<Self, StatisticsError> {
        let mut scratch = values.clone();
        let centre = median_in_place(&mut scratch);
        scratch.iter_mut().for_each(|value| *value = (*value - centre).abs());
        let made = MADE_FACTOR * median_in_place(&mut scratch);
        if origin == 0.0 && shrunk == 1.0 && is_far(centre, made) && !all_equal(&values) {
            let (origin, distances) = from_one_of_them(&values, centre);
            return Self::about_median(distances, shrunk, origin);
        }
        let spread = if made > 0.0 || all_equal(&values) { made } else { standard_deviation(&values)? };
        let unit = power_of_two(spread);
        values.iter_mut().for_each(|value| *value = (*value - centre) / unit);
        Ok(Self { centre, unit, scale: spread / unit, values, shrunk, origin })
    }

    /// The same in units of the farthest value: for a spread that must reach it.
    pub(super) fn widened(values: &[f64]) -> Result<Self, StatisticsError> {
        let narrow = Self::of(values)?;
        let distances = (narrow.origin != 0.0).then(|| from_one_of_them(values, narrow.origin).1);
        let values = distances.as_deref().unwrap_or(values);
        let distance = |value: &f64| value * narrow.shrunk - narrow.centre;
        let farthest = values.iter().fold(0.0_f64, |most, value| most.max(distance(value).abs()));
        let unit = power_of_two(farthest);
        // Any scale to begin with leads to the fixed point, but zero.
        let scale = (narrow.scale * (narrow.unit / unit)).max(if narrow.scale > 0.0 { HUGE.recip() } else { 0.0 });
        Ok(Self { scale, unit, values: values.iter().map(|value| distance(value) / unit).collect(), ..narrow })
    }

    pub(super) const fn len(&self) -> f64 {
        count(self.values.len())
    }

    /// A place given in units about the centre, as a value; infinite where it is beyond numbers.
    pub(super) fn place(&self, units: f64) -> f64 {
        self.origin + (self.centre + units * self.unit) / self.shrunk
    }

    /// A length given in units.
    pub(super) fn length(&self, units: f64) -> f64 {
        units * self.unit / self.shrunk
    }

    /// A length in units.
    pub(super) fn in_units(&self, length: f64) -> f64 {
        length * self.shrunk / self.unit
    }

    /// Parts below, within and above an interval; its ends are within.
    pub(super) fn parts(&self, low: f64, high: f64) -> Parts {
        let (mut below, mut inner, mut sum, mut squares) = ([0.0; LANES], [0.0; LANES], [0.0; LANES], [0.0; LANES]);
        let mut add = |lane: usize, value: f64| {
            let within = value >= low && value <= high;
            let kept = if within { value } else { 0.0 };
            below[lane] += if value < low { 1.0 } else { 0.0 };
            inner[lane] += if within { 1.0 } else { 0.0 };
            sum[lane] += kept;
            squares[lane] += kept * kept;
        };
        let chunks = self.values.chunks_exact(LANES);
        let rest = chunks.remainder();
        for chunk in chunks {
            for (lane, value) in chunk.iter().enumerate() {
                add(lane, *value);
            }
        }
        for (lane, value) in rest.iter().enumerate() {
            add(lane, *value);
        }
        let total = |lanes: [f64; LANES]| lanes.iter().sum::<f64>();
        let (below, inner) = (total(below), total(inner));
        Parts { below, inner, above: self.len() - below - inner, sum: total(sum), squares: total(squares) }
    }
}

/// The power of two just below a positive number, so that a division by it loses no digit; 1 for zero.
pub(super) fn power_of_two(number: f64) -> f64 {
    if number == 0.0 {
        return 1.0;
    }
    let exponent = number.abs().to_bits() & 0x7ff0_0000_0000_0000;
    f64::from_bits(exponent).max(f64::MIN_POSITIVE)
}

/// Groups in a unit in which squares neither overflow nor vanish, and the unit: 1 for all but the largest and smallest numbers.
pub(super) fn in_units(groups: &[Vec<f64>]) -> (Vec<Vec<f64>>, f64) {
    let farthest = groups.iter().flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
    let unit = if (1e-60..1e60).contains(&farthest) { 1.0 } else { power_of_two(farthest) };
    (groups.iter().map(|group| group.iter().map(|value| value / unit).collect()).collect(), unit)
}
