//! Qn of Rousseeuw and Croux (ISO 13528 C.5.3).

use super::descriptive::sorted;
use super::pairs::Pairs;
use super::refusal::{StatisticsError, count, finite};

/// Its factor for a normal distribution.
pub const FACTOR: f64 = 2.2191;

/// Correction factors for 2 to 12 values.
const SMALL: [f64; 11] = [0.3994, 0.9937, 0.5132, 0.8440, 0.6122, 0.8588, 0.6699, 0.8734, 0.7201, 0.8891, 0.7574];

/// Qn: the h(h−1)/2-th smallest of all pairwise distances, h = ⌊p/2⌋ + 1, scaled and corrected.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values.
pub fn qn(values: &[f64], factor: f64) -> Result<f64, StatisticsError> {
    let sorted = sorted(values)?;
    if sorted.len() < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    let h = sorted.len() / 2 + 1;
    let wanted = (h * (h - 1) / 2) as u64;
    let distance = Pairs::of_numbers(&sorted).smallest(|pairs, reach| pairs.at_most(reach) >= wanted);
    let distance = distance.map(f64::from_bits).ok_or(StatisticsError::NotFinite)?;
    finite(factor * correction(sorted.len()) * distance)
}

fn correction(size: usize) -> f64 {
    if let Some(factor) = SMALL.get(size - 2) {
        return *factor;
    }
    let p = count(size);
    let r = if size % 2 == 1 { (1.6019 + (-2.128 - 5.172 / p) / p) / p } else { (3.6756 + (1.965 + (6.987 - 77.0 / p) / p) / p) / p };
    1.0 / (r + 1.0)
}
