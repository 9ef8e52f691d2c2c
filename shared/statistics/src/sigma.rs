//! σ for the assessment from outside the round: from a model, from a precision experiment (ISO 13528 8).

use super::exact::Exact;
use super::refusal::{StatisticsError, finite, not_negative};

/// σ from the Horwitz curve, modified by Thompson, for a mass fraction (ISO 13528 8.4.2).
///
/// # Errors
/// [`StatisticsError::OutOfRange`] outside 0 to 1.
pub fn sigma_horwitz(c: f64) -> Result<f64, StatisticsError> {
    if !(c > 0.0 && c <= 1.0) {
        return Err(StatisticsError::OutOfRange("c"));
    }
    Ok(if c < 1.2e-7 {
        0.22 * c
    } else if c <= 0.138 {
        0.02 * c.powf(0.8495)
    } else {
        0.01 * c.sqrt()
    })
}

/// σ from a method's precision: √(σ_R² − σ_r²(1 − 1/m)) for m replicates (ISO 13528 8.5).
///
/// # Errors
/// [`StatisticsError::OutOfRange`] where σ_r exceeds σ_R, or without replicates; [`StatisticsError::ZeroScale`] where nothing is left.
pub fn sigma_from_precision(reproducibility: f64, repeatability: f64, replicates: u32) -> Result<f64, StatisticsError> {
    not_negative("sigma_R", reproducibility)?;
    not_negative("sigma_r", repeatability)?;
    let replicates = usize::try_from(replicates).ok().filter(|m| *m > 0).ok_or(StatisticsError::OutOfRange("m"))?;
    if repeatability > reproducibility {
        return Err(StatisticsError::OutOfRange("sigma_r"));
    }
    let within = Exact::of(repeatability).square().multiplied(replicates - 1).divided(replicates);
    let square = Exact::of(reproducibility).square().minus(&within);
    if square.is_zero() { Err(StatisticsError::ZeroScale) } else { finite(square.root()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigma_from_precision_holds_at_any_size_and_is_never_a_silent_zero() {
        assert_eq!(sigma_from_precision(5.0, 5.0, 1), Ok(5.0));
        assert_eq!(sigma_from_precision(1e-200, 1e-200, 4), Ok(5e-201));
        assert_eq!(sigma_from_precision(2e200, 2e200, 4), Ok(1e200));
        assert_eq!(sigma_from_precision(0.0, 0.0, 2), Err(StatisticsError::ZeroScale));
        assert_eq!(sigma_from_precision(1.0, 2.0, 2), Err(StatisticsError::OutOfRange("sigma_r")));
        assert_eq!(sigma_from_precision(-1.0, 0.0, 2), Err(StatisticsError::OutOfRange("sigma_R")));
        assert_eq!(sigma_from_precision(1.0, 0.5, 0), Err(StatisticsError::OutOfRange("m")));
    }
}
