//! Assigned values by each route, with their standard uncertainty (ISO 13528 7).

use super::algorithm_a::{Stop, algorithm_a};
use super::descriptive::{QuantileRule, mean, median, standard_deviation};
use super::hampel::q_hampel;
use super::outliers::{grubbs, grubbs_critical};
use super::refusal::{StatisticsError, count, finite};
use super::robust::{MADE_FACTOR, NIQR_FACTOR, made, niqr};

/// A consensus value with its robust standard deviation and standard uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consensus {
    /// Assigned value.
    pub x: f64,
    /// Standard deviation it rests on.
    pub s: f64,
    /// Its standard uncertainty: s/√p, 1.25 s/√p for robust ones.
    pub u: f64,
}

/// Routes to a consensus value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Arithmetic mean.
    Mean,
    /// Median with normalised interquartile range.
    MedianNiqr,
    /// Median with MADe.
    MedianMade,
    /// Algorithm A at its fixed point.
    AlgorithmA,
    /// Q method and Hampel.
    QHampel,
}

/// A consensus value of participants' results.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two results; those of the route.
pub fn consensus(values: &[f64], route: Route) -> Result<Consensus, StatisticsError> {
    let (x, s, factor) = match route {
        Route::Mean => (mean(values)?, standard_deviation(values)?, 1.0),
        Route::MedianNiqr => (median(values)?, niqr(values, NIQR_FACTOR, QuantileRule::Type7)?, 1.25),
        Route::MedianMade => (median(values)?, made(values, MADE_FACTOR)?, 1.25),
        Route::AlgorithmA => {
            let got = algorithm_a(values, 1.134, 1.5, Stop::Converged)?;
            (got.x, got.s, 1.25)
        }
        Route::QHampel => {
            let groups: Vec<Vec<f64>> = values.iter().map(|value| vec![*value]).collect();
            let (x, s) = q_hampel(&groups)?;
            (x, s, 1.25)
        }
    };
    if values.len() < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    Ok(Consensus { x, s, u: finite(factor * (s / count(values.len()).sqrt()))? })
}

/// A mean after outliers were taken out one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned {
    /// Mean of what is left.
    pub mean: f64,
    /// Standard deviation of what is left.
    pub sd: f64,
    /// Places of what was removed, in the order of removal.
    pub removed: Vec<usize>,
    /// How many are left.
    pub n: usize,
}

/// Removes the most extreme value while Grubbs' statistic exceeds its critical value, at least `min_n` left.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values, [`StatisticsError::OutOfRange`] for α or sides.
pub fn mean_without_outliers(values: &[f64], alpha: f64, sides: u8, min_n: usize) -> Result<Cleaned, StatisticsError> {
    let mut left: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    let mut removed = Vec::new();
    loop {
        let now: Vec<f64> = left.iter().map(|(_, value)| *value).collect();
        let (mean, sd) = (mean(&now)?, standard_deviation(&now)?);
        let may = left.len() > min_n.max(2) && left.len() > 2 && sd > 0.0;
        let statistic = if may { Some(grubbs(&now)?) } else { None };
        let critical = if may { grubbs_critical(left.len(), alpha, sides)? } else { f64::INFINITY };
        match statistic.filter(|g| g.high.max(g.low) > critical) {
            Some(g) => {
                let extreme = if g.high >= g.low { f64::max } else { f64::min };
                let value = now.iter().copied().fold(now[0], extreme);
                let place = now.iter().position(|other| *other == value).unwrap_or(0);
                removed.push(left.remove(place).0);
            }
            None => return Ok(Cleaned { mean, sd, removed, n: left.len() }),
        }
    }
}

/// A value carried over from a certified reference material by differences measured side by side (ISO 13528 7.5).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Carried {
    /// Assigned value.
    pub x: f64,
    /// Standard uncertainty of the mean difference.
    pub u_difference: f64,
    /// Standard uncertainty of the assigned value.
    pub u: f64,
}

/// From a reference material's value and the differences to it.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two differences.
pub fn from_reference(x: f64, u: f64, differences: &[f64]) -> Result<Carried, StatisticsError> {
    let u_difference = standard_deviation(differences)? / count(differences.len()).sqrt();
    Ok(Carried { x: finite(x + mean(differences)?)?, u_difference, u: finite(u.hypot(u_difference))? })
}

/// Difference of an assigned value from a reference, its standard uncertainty, and their ratio (ISO 13528 7.8).
///
/// # Errors
/// [`StatisticsError::ZeroScale`] without any uncertainty.
pub fn against_reference(reference: (f64, f64), assigned: (f64, f64)) -> Result<(f64, f64, f64), StatisticsError> {
    let (difference, u) = (finite(reference.0 - assigned.0)?, finite(reference.1.hypot(assigned.1))?);
    if u == 0.0 {
        return Err(StatisticsError::ZeroScale);
    }
    Ok((difference, u, finite(difference / u)?))
}

/// Standard uncertainties of characterisation, homogeneity, transport and stability together.
///
/// # Errors
/// [`StatisticsError::OutOfRange`] for a negative one.
pub fn combined_uncertainty(parts: &[f64]) -> Result<f64, StatisticsError> {
    if parts.iter().any(|part| part.is_nan() || *part < 0.0) {
        return Err(StatisticsError::OutOfRange("u"));
    }
    finite(parts.iter().fold(0.0_f64, |sum, part| sum.hypot(*part)))
}

/// Whether the uncertainty of the assigned value is negligible: u ≤ 0.3 σ (ISO 13528 9.2.1).
pub fn negligible(u: f64, sigma: f64) -> bool {
    // Decided in decimal where both are: 0.03 is three tenths of 0.1.
    let limit = |u: rust_decimal::Decimal, sigma: rust_decimal::Decimal| Some(u.checked_mul(10.into())? <= sigma.checked_mul(3.into())?);
    let exact = super::scaled::decimal(u).zip(super::scaled::decimal(sigma)).and_then(|(u, sigma)| limit(u, sigma));
    exact.unwrap_or(u <= 0.3 * sigma)
}

/// σ from the Horwitz curve, modified by Thompson, for a mass fraction.
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

/// σ from a method's precision: √(σ_R² − σ_r²(1 − 1/m)) for m replicates (ISO 13528 8.4).
///
/// # Errors
/// [`StatisticsError::OutOfRange`] where σ_r exceeds σ_R, or without replicates.
pub fn sigma_from_precision(reproducibility: f64, repeatability: f64, replicates: u32) -> Result<f64, StatisticsError> {
    if replicates == 0 || !(repeatability >= 0.0 && reproducibility >= repeatability) {
        return Err(StatisticsError::OutOfRange("sigma_R"));
    }
    let square = reproducibility.powi(2) - repeatability.powi(2) * (1.0 - 1.0 / f64::from(replicates));
    finite(square.max(0.0).sqrt())
}
