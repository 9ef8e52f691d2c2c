//! Several outputs from one set of inputs, with their covariance (GUM F.1.2.3, JCGM 102 6.2); the terms beyond the first order
//! (GUM 5.1.2 note).

use super::formula::Formula;
use super::known::Known;
use super::propagate::{Correlated, Propagated, checked, independent, order, through};
use super::refusal::MeasurementError;

/// What comes out of several models.
#[derive(Debug, Clone, PartialEq)]
pub struct Outputs {
    /// One for each model.
    pub outputs: Vec<Propagated>,
    /// Covariances, by the places of two models; the variances on the diagonal.
    pub covariance: Vec<Vec<f64>>,
    /// Correlation coefficients; `None` where an output has no uncertainty.
    pub correlation: Vec<Vec<Option<f64>>>,
}

/// Propagates one set of inputs through several models.
///
/// # Errors
/// As [`super::propagate::propagate`]; [`MeasurementError::NotFinite`] for a covariance beyond numbers.
pub fn propagate_all(models: &[Formula], inputs: &[Known], correlations: &[Correlated]) -> Result<Outputs, MeasurementError> {
    let factor = checked(inputs, correlations)?;
    let each = |model| through(model, inputs, &factor, independent(correlations));
    let outputs = models.iter().map(each).collect::<Result<Vec<_>, _>>()?;
    let parts: Vec<Vec<f64>> = outputs.iter().map(|output| factor.independent(&output.contributions)).collect();
    // In units of the outputs' uncertainties, so that nothing overflows that need not.
    let r = |n: usize, m: usize| -> Option<f64> {
        let (a, b) = (outputs[n].combined, outputs[m].combined);
        if a == 0.0 || b == 0.0 {
            return None;
        }
        if n == m {
            return Some(1.0);
        }
        Some(parts[n].iter().zip(&parts[m]).map(|(x, y)| (x / a) * (y / b)).sum::<f64>().clamp(-1.0, 1.0))
    };
    let table: Vec<Vec<Option<f64>>> = (0..outputs.len()).map(|n| (0..outputs.len()).map(|m| r(n, m)).collect()).collect();
    let covariance = |n: usize, m: usize| {
        let covariance = table[n][m].unwrap_or(0.0) * outputs[n].combined * outputs[m].combined;
        if covariance.is_finite() { Ok(covariance) } else { Err(MeasurementError::NotFinite("covariance".to_owned())) }
    };
    let covariance = (0..outputs.len()).map(|n| (0..outputs.len()).map(|m| covariance(n, m)).collect()).collect::<Result<_, _>>()?;
    Ok(Outputs { outputs, covariance, correlation: table })
}

/// The law of propagation with the terms of the next order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SecondOrder {
    /// Combined standard uncertainty of the first order.
    pub first: f64,
    /// Combined standard uncertainty with ΣΣ (½fᵢⱼ² + fᵢ·fᵢⱼⱼ)·u²(xᵢ)·u²(xⱼ).
    pub combined: f64,
    /// How far the mean of the output lies from the model's value at the estimates: ½Σfᵢᵢ·u²(xᵢ).
    pub shift: f64,
    /// Whether the model asks for these terms: they change u, or the value, by more than a twentieth of u.
    pub needed: bool,
}

/// The share of u beyond which the terms count.
const COUNTS: f64 = 0.05;

/// The second order, exact for a quadratic model of normal inputs. Correlated inputs are taken as the independent parts that they are
/// made of, along which the derivatives are taken.
///
/// # Errors
/// As [`super::propagate::propagate`]; [`MeasurementError::NotFinite`] where a derivative is beyond numbers,
/// [`MeasurementError::NotPositive`] where the terms make the variance negative: then the series does not serve, and a simulation does.
pub fn second_order(model: &Formula, inputs: &[Known], correlations: &[Correlated]) -> Result<SecondOrder, MeasurementError> {
    let factor = checked(inputs, correlations)?;
    let first = through(model, inputs, &factor, independent(correlations))?;
    let beyond = || MeasurementError::NotFinite("model".to_owned());
    let order = order(model, inputs)?;
    let values: Vec<f64> = order.iter().map(|n| inputs[*n].x).collect();
    // The directions of the independent parts, each as long as its standard uncertainty.
    let along = |k: usize| order.iter().map(|n| inputs[*n].u * factor.part(*n, k)).collect::<Vec<f64>>();
    let slopes = factor.independent(&first.contributions);
    let ways: Vec<(f64, Vec<f64>)> = slopes.into_iter().enumerate().map(|(k, slope)| (slope, along(k))).collect();
    let ways: Vec<(f64, Vec<f64>)> = ways.into_iter().filter(|(_, way)| way.iter().any(|part| *part != 0.0)).collect();
    let (mut added, mut shift) = (0.0, 0.0);
    for (i, (slope, a)) in ways.iter().enumerate() {
        for (j, (_, b)) in ways.iter().enumerate() {
            let mixed = model.mixed(&values, a, b).ok_or_else(beyond)?;
            added += 0.5 * mixed.second * mixed.second + slope * mixed.third;
            shift += if i == j { 0.5 * mixed.second } else { 0.0 };
        }
    }
    let variance = first.combined * first.combined + added;
    if !(variance.is_finite() && shift.is_finite()) {
        return Err(beyond());
    }
    if variance < 0.0 {
        return Err(MeasurementError::NotPositive("combined_uncertainty".to_owned()));
    }
    let combined = variance.sqrt();
    let needed = (combined - first.combined).abs() > COUNTS * combined || shift.abs() > COUNTS * combined;
    Ok(SecondOrder { first: first.combined, combined, shift, needed })
}

#[cfg(test)]
#[path = "outputs_tests.rs"]
mod tests;
