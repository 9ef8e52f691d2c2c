//! The law of propagation for a model and what is known of its inputs, correlations included (GUM 5).

use super::formula::Formula;
use super::gum::{Contribution, Correlation, combined, effective_dof};
pub use super::known::Known;
use super::refusal::MeasurementError;

/// Two symbols and their correlation coefficient.
pub type Correlated = (String, String, f64);

/// What comes out, in the order of the inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Propagated {
    /// Value of the model.
    pub value: f64,
    /// Partial derivatives.
    pub sensitivities: Vec<f64>,
    /// Sensitivity times standard uncertainty.
    pub contributions: Vec<f64>,
    /// Combined standard uncertainty.
    pub combined: f64,
    /// Effective degrees of freedom; `None` when infinite, or where inputs correlate (Welch–Satterthwaite does not hold then).
    pub dof: Option<f64>,
}

/// Propagates.
///
/// # Errors
/// [`MeasurementError::SymbolUnknown`], [`MeasurementError::NotFinite`], [`MeasurementError::NotPositive`] for a negative uncertainty,
/// no degrees of freedom, or correlations that contradict each other.
pub fn propagate(model: &Formula, inputs: &[Known], correlations: &[Correlated]) -> Result<Propagated, MeasurementError> {
    for input in inputs {
        if !(input.u >= 0.0 && input.u.is_finite() && input.dof.is_none_or(|dof| dof > 0.0)) {
            return Err(MeasurementError::NotPositive(input.symbol.clone()));
        }
    }
    let place = |symbol: &String| {
        inputs.iter().position(|input| input.symbol == *symbol).ok_or_else(|| MeasurementError::SymbolUnknown(symbol.clone()))
    };
    let order = model.symbols().iter().map(place).collect::<Result<Vec<_>, _>>()?;
    let values: Vec<f64> = order.iter().map(|n| inputs[*n].x).collect();
    let (value, gradient) = model.gradient(&values).ok_or_else(|| MeasurementError::NotFinite("model".to_owned()))?;
    let mut sensitivities = vec![0.0; inputs.len()];
    for (derivative, n) in gradient.into_iter().zip(order) {
        sensitivities[n] = derivative;
    }
    let contributions: Vec<f64> = sensitivities.iter().zip(inputs).map(|(c, input)| c * input.u).collect();
    let mut pairs = Vec::with_capacity(correlations.len());
    for (a, b, r) in correlations {
        let pair = Correlation { a: place(a)?, b: place(b)?, r: *r };
        if r.is_nan() || r.abs() > 1.0 || pair.a == pair.b {
            return Err(MeasurementError::NotPositive("correlation".to_owned()));
        }
        pairs.push(pair);
    }
    let terms: Vec<Contribution> =
        contributions.iter().zip(inputs).map(|(signed, input)| Contribution { signed: *signed, dof: input.dof }).collect();
    let combined = combined(&terms, &pairs).ok_or_else(|| MeasurementError::NotPositive("correlation".to_owned()))?;
    let dof = if pairs.is_empty() && combined > 0.0 { effective_dof(&terms, combined) } else { None };
    Ok(Propagated { value, sensitivities, contributions, combined, dof })
}
