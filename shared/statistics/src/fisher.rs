//! Tails and quantiles of F and χ².

use statrs::function::beta::beta_reg;
use statrs::function::gamma::gamma_ur;

use super::refusal::StatisticsError;
use super::root;

/// P(X > x) of χ² with some degrees of freedom.
pub fn chi_squared_tail(x: f64, dof: f64) -> f64 {
    // The half of the smallest number is zero, which `gamma_ur` panics at, as it does at infinity.
    let half = x / 2.0;
    if half <= 0.0 {
        1.0
    } else if half.is_infinite() {
        0.0
    } else {
        gamma_ur(dof / 2.0, half)
    }
}

/// The x with P(X > x) = tail of χ².
///
/// # Errors
/// [`StatisticsError::OutOfRange`] outside 0 < tail < 1 or without degrees of freedom.
pub fn chi_squared_quantile(tail: f64, dof: f64) -> Result<f64, StatisticsError> {
    check(tail, &[dof])?;
    root::decreasing(tail, dof, |x| chi_squared_tail(x, dof)).ok_or(StatisticsError::NotFinite)
}

/// P(X > x) of F with the degrees of freedom above and below.
pub fn f_tail(x: f64, above: f64, below: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { beta_reg(below / 2.0, above / 2.0, below / (below + above * x)) }
}

/// The x with P(X > x) = tail of F.
///
/// # Errors
/// [`StatisticsError::OutOfRange`] outside 0 < tail < 1 or without degrees of freedom.
pub fn f_quantile(tail: f64, above: f64, below: f64) -> Result<f64, StatisticsError> {
    check(tail, &[above, below])?;
    root::decreasing(tail, 1.0, |x| f_tail(x, above, below)).ok_or(StatisticsError::NotFinite)
}

fn check(tail: f64, dofs: &[f64]) -> Result<(), StatisticsError> {
    if !(tail > 0.0 && tail < 1.0) {
        return Err(StatisticsError::OutOfRange("alpha"));
    }
    if dofs.iter().any(|dof| !(*dof > 0.0 && dof.is_finite())) {
        return Err(StatisticsError::OutOfRange("degrees_of_freedom"));
    }
    Ok(())
}
