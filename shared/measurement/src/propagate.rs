//! The law of propagation for a model and what is known of its inputs, correlations included (GUM 5).

use super::correlation::{Correlation, Factor};
use super::formula::Formula;
use super::gum::{Contribution, effective_dof, root_of_squares};
pub use super::known::Known;
use super::refusal::MeasurementError;

/// Two symbols and their correlation coefficient.
pub type Correlated = (String, String, f64);

/// What comes out, in the order of the inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Propagated {
    /// Value of the model.
    pub value: f64,
    /// Partial derivatives; zero where there is none by an input that is known exactly.
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
/// [`MeasurementError::SymbolUnknown`], [`MeasurementError::NotFinite`], [`MeasurementError::NoDerivative`],
/// [`MeasurementError::NotPositive`] for a negative uncertainty or no degrees of freedom, [`MeasurementError::Correlation`].
pub fn propagate(model: &Formula, inputs: &[Known], correlations: &[Correlated]) -> Result<Propagated, MeasurementError> {
    let factor = checked(inputs, correlations)?;
    through(model, inputs, &factor, independent(correlations))
}

/// Whether nothing depends on anything else: a coefficient of nought is none.
pub fn independent(correlations: &[Correlated]) -> bool {
    correlations.iter().all(|(_, _, r)| *r == 0.0)
}

/// What is known must be possible, and the correlations must fit together.
pub(super) fn checked(inputs: &[Known], correlations: &[Correlated]) -> Result<Factor, MeasurementError> {
    for input in inputs {
        if !(input.u >= 0.0 && input.u.is_finite() && input.dof.is_none_or(|dof| dof > 0.0)) {
            return Err(MeasurementError::NotPositive(input.symbol.clone()));
        }
    }
    let pair = |(a, b, r): &Correlated| Ok(Correlation { a: place(inputs, a)?, b: place(inputs, b)?, r: *r });
    let pairs = correlations.iter().map(pair).collect::<Result<Vec<_>, MeasurementError>>()?;
    Factor::of(inputs.len(), &pairs)
}

fn place(inputs: &[Known], symbol: &str) -> Result<usize, MeasurementError> {
    inputs.iter().position(|input| input.symbol == symbol).ok_or_else(|| MeasurementError::SymbolUnknown(symbol.to_owned()))
}

/// The places of a model's symbols among the inputs.
pub(super) fn order(model: &Formula, inputs: &[Known]) -> Result<Vec<usize>, MeasurementError> {
    model.symbols().iter().map(|symbol| place(inputs, symbol)).collect()
}

pub(super) fn through(model: &Formula, inputs: &[Known], factor: &Factor, independent: bool) -> Result<Propagated, MeasurementError> {
    let order = order(model, inputs)?;
    let values: Vec<f64> = order.iter().map(|n| inputs[*n].x).collect();
    let not_finite = || MeasurementError::NotFinite("model".to_owned());
    let (value, gradient) = model.derivatives(&values).ok_or_else(not_finite)?;
    let mut sensitivities = vec![0.0; inputs.len()];
    for (derivative, n) in gradient.into_iter().zip(order) {
        // What is known exactly, an exponent say, adds nothing whatever the slope: it needs none (GUM 5.1.2).
        if !derivative.is_finite() && inputs[n].u > 0.0 {
            return Err(MeasurementError::NoDerivative(inputs[n].symbol.clone()));
        }
        sensitivities[n] = if derivative.is_finite() { derivative } else { 0.0 };
    }
    let contributions: Vec<f64> = sensitivities.iter().zip(inputs).map(|(c, input)| c * input.u).collect();
    let parts = factor.independent(&contributions);
    let combined = root_of_squares(parts.iter().copied()).ok_or_else(not_finite)?;
    let terms: Vec<Contribution> =
        contributions.iter().zip(inputs).map(|(signed, input)| Contribution { signed: *signed, dof: input.dof }).collect();
    let dof = if independent && combined > 0.0 { effective_dof(&terms, combined) } else { None };
    Ok(Propagated { value, sensitivities, contributions, combined, dof })
}
