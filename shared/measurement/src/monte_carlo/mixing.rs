//! Correlated normal variables: independent ones, mixed by the Cholesky factor of their correlation matrix (JCGM 101 6.4.8).

use super::variable::Variable;
use crate::correlation::{Correlation, Factor};
use crate::refusal::MeasurementError;

/// The factor, where there are correlations.
#[derive(Debug, Clone)]
pub(super) struct Mixing(Option<Factor>);

impl Mixing {
    pub(super) fn of(variables: &[Variable], correlations: &[(usize, usize, f64)]) -> Result<Self, MeasurementError> {
        if correlations.is_empty() {
            return Ok(Self(None));
        }
        let normal = |n: usize| matches!(variables.get(n), Some(Variable::Normal(..)));
        if !correlations.iter().all(|(a, b, _)| normal(*a) && normal(*b)) {
            return Err(MeasurementError::Correlation);
        }
        let pairs: Vec<Correlation> = correlations.iter().map(|&(a, b, r)| Correlation { a, b, r }).collect();
        Factor::of(variables.len(), &pairs).map(|factor| Self(Some(factor)))
    }

    /// The variable that is drawn for one: a standard normal where it will be mixed.
    pub(super) const fn drawn(&self, variable: Variable) -> Variable {
        match (&self.0, variable) {
            (Some(_), Variable::Normal(..)) => Variable::Normal(0.0, 1.0),
            _ => variable,
        }
    }

    pub(super) fn apply(&self, variables: &[Variable], columns: &mut [Vec<f64>]) {
        let Some(factor) = &self.0 else { return };
        // From the last row up: a row looks at itself and at rows before it only.
        for (n, variable) in variables.iter().enumerate().rev() {
            let Variable::Normal(mean, u) = *variable else { continue };
            let (before, rest) = columns.split_at_mut(n);
            let Some(column) = rest.first_mut() else { continue };
            let own = factor.part(n, n);
            column.iter_mut().for_each(|z| *z *= own);
            let weights = before.iter().enumerate().map(|(m, other)| (factor.part(n, m), other));
            for (weight, other) in weights.filter(|(weight, _)| *weight != 0.0) {
                column.iter_mut().zip(other.iter()).for_each(|(z, other)| *z += weight * other);
            }
            column.iter_mut().for_each(|z| *z = mean + u * *z);
        }
    }
}
