//! Qn of Rousseeuw and Croux (ISO 13528 C.5.3).

use super::descriptive::sorted;
use super::refusal::{StatisticsError, count};

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
    let mut distances: Vec<f64> =
        sorted.iter().enumerate().flat_map(|(n, low)| sorted[n + 1..].iter().map(move |high| high - low)).collect();
    let (_, &mut distance, _) = distances.select_nth_unstable_by(h * (h - 1) / 2 - 1, f64::total_cmp);
    Ok(factor * correction(sorted.len()) * distance)
}

fn correction(size: usize) -> f64 {
    if let Some(factor) = SMALL.get(size - 2) {
        return *factor;
    }
    let p = count(size);
    let r = if size % 2 == 1 { (1.6019 + (-2.128 - 5.172 / p) / p) / p } else { (3.6756 + (1.965 + (6.987 - 77.0 / p) / p) / p) / p };
    1.0 / (r + 1.0)
}
