//! Several outputs from one set of inputs, with their covariance (GUM F.1.2.3, JCGM 102 6.2); the terms beyond the first order
//! (GUM 5.1.2 note).

use super::formula::Formula;
use super::known::Known;
use super::propagate::{Correlated, Propagated, propagate};
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
/// As [`propagate`]; [`MeasurementError::NotFinite`] for a covariance beyond numbers.
pub fn propagate_all(models: &[Formula], inputs: &[Known], correlations: &[Correlated]) -> Result<Outputs, MeasurementError> {
    let outputs = models.iter().map(|model| propagate(model, inputs, correlations)).collect::<Result<Vec<_>, _>>()?;
    let place = |symbol: &String| inputs.iter().position(|input| input.symbol == *symbol);
    let pairs: Vec<(usize, usize, f64)> =
        correlations.iter().filter_map(|(a, b, r)| place(a).zip(place(b)).map(|(a, b)| (a, b, *r))).collect();
    // In units of the outputs' uncertainties, so that nothing overflows that need not.
    let r = |a: &Propagated, b: &Propagated| -> Option<f64> {
        if a.combined == 0.0 || b.combined == 0.0 {
            return None;
        }
        let part = |n: usize, m: usize| (a.contributions[n] / a.combined) * (b.contributions[m] / b.combined);
        let own: f64 = (0..inputs.len()).map(|n| part(n, n)).sum();
        let shared: f64 = pairs.iter().map(|(n, m, r)| r * (part(*n, *m) + part(*m, *n))).sum();
        Some((own + shared).clamp(-1.0, 1.0))
    };
    let table: Vec<Vec<Option<f64>>> = outputs.iter().map(|a| outputs.iter().map(|b| r(a, b)).collect()).collect();
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

/// The second order for inputs without correlation, exact for a quadratic model of normal inputs.
///
/// # Errors
/// As [`propagate`]; [`MeasurementError::NotFinite`] where a derivative is beyond numbers, [`MeasurementError::NotPositive`] where the
/// terms make the variance negative: then the series does not serve, and a simulation does.
pub fn second_order(model: &Formula, inputs: &[Known]) -> Result<SecondOrder, MeasurementError> {
    let first = propagate(model, inputs, &[])?;
    let beyond = || MeasurementError::NotFinite("model".to_owned());
    let known: Vec<(usize, &Known)> = inputs.iter().enumerate().collect();
    let own = |symbol: &String| known.iter().find(|(_, input)| input.symbol == *symbol).copied();
    let order: Vec<(usize, &Known)> = model.symbols().iter().filter_map(own).collect();
    let values: Vec<f64> = order.iter().map(|(_, input)| input.x).collect();
    let (mut added, mut shift) = (0.0, 0.0);
    for (i, (place, a)) in order.iter().enumerate() {
        for (j, (_, b)) in order.iter().enumerate().filter(|(_, (_, b))| a.u > 0.0 && b.u > 0.0) {
            let mixed = model.mixed(&values, i, j).ok_or_else(beyond)?;
            let bent = mixed.second * a.u * b.u;
            added += 0.5 * bent * bent + first.sensitivities[*place] * a.u * (mixed.third * a.u * b.u * b.u);
            shift += if i == j { 0.5 * bent } else { 0.0 };
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
