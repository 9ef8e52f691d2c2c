//! Standard uncertainties taken together.

use super::exact::Exact;
use super::refusal::{StatisticsError, finite, not_negative};

/// Standard uncertainties of characterisation, homogeneity, transport and stability together (ISO 13528 7.3.2).
///
/// # Errors
/// [`StatisticsError::OutOfRange`] for a negative one.
pub fn combined_uncertainty(parts: &[f64]) -> Result<f64, StatisticsError> {
    parts.iter().try_for_each(|part| not_negative("u", *part))?;
    let squares = parts.iter().fold(Exact::zero(), |sum, part| sum.plus(&Exact::of(*part).square()));
    finite(squares.root())
}
