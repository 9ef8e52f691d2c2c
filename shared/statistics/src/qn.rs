//! Qn of Rousseeuw and Croux (ISO 13528 C.5.3).

use super::pairs::{Counted, Distance, Pairs, Visit, with_whole};
use super::refusal::{StatisticsError, at_least, count, finite, positive};

/// Its factor for a normal distribution.
pub const FACTOR: f64 = 2.2191;

/// Correction factors for 2 to 12 values.
const SMALL: [f64; 11] = [0.3994, 0.9937, 0.5132, 0.8440, 0.6122, 0.8588, 0.6699, 0.8734, 0.7201, 0.8891, 0.7574];

/// Qn: the h(h−1)/2-th smallest of all pairwise distances, h = ⌊p/2⌋ + 1, scaled and corrected.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values, [`StatisticsError::OutOfRange`] for a factor that is not positive.
pub fn qn(values: &[f64], factor: f64) -> Result<f64, StatisticsError> {
    at_least(values, 2)?;
    positive("factor", factor)?;
    let h = values.len() / 2 + 1;
    let distance = with_whole(values, Nth { wanted: h as u128 * (h as u128 - 1) / 2 });
    finite(factor * correction(values.len()) * distance)
}

/// The so manieth smallest distance.
struct Nth {
    wanted: u128,
}

impl Visit for Nth {
    type Outcome = f64;

    fn visit<T: Ord, D: Distance>(self, mut values: Vec<T>, distance: fn(&T, &T) -> D, length: &dyn Fn(&D) -> f64) -> f64 {
        values.sort_unstable();
        let found = Pairs { sorted: &values, distance }.smallest(|pairs, reach| pairs.at_most(reach) >= self.wanted);
        found.map_or(f64::INFINITY, |distance| length(&distance))
    }
}

fn correction(size: usize) -> f64 {
    if let Some(factor) = SMALL.get(size - 2) {
        return *factor;
    }
    let p = count(size);
    let r = if size % 2 == 1 { (1.6019 + (-2.128 - 5.172 / p) / p) / p } else { (3.6756 + (1.965 + (6.987 - 77.0 / p) / p) / p) / p };
    1.0 / (r + 1.0)
}
