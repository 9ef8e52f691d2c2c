//! Correlated normal variables: independent ones, mixed by the Cholesky factor of their correlation matrix (JCGM 101 6.4.8).

use super::Variable;
use crate::measurement::refusal::MeasurementError;

/// The factor, where there are correlations.
#[derive(Debug, Clone)]
pub(super) struct Mixing(Option<Vec<Vec<f64>>>);

impl Mixing {
    pub(super) fn of(variables: &[Variable], correlations: &[(usize, usize, f64)]) -> Result<Self, MeasurementError> {
        if correlations.is_empty() {
            return Ok(Self(None));
        }
        let wrong = || MeasurementError::NotPositive("correlation".to_owned());
        let size = variables.len();
        let mut matrix: Vec<Vec<f64>> = (0..size).map(|n| (0..size).map(|m| if n == m { 1.0 } else { 0.0 }).collect()).collect();
        for &(a, b, r) in correlations {
            let normal = |n: usize| matches!(variables.get(n), Some(Variable::Normal(..)));
            if !(normal(a) && normal(b) && a != b && r.abs() <= 1.0) {
                return Err(wrong());
            }
            matrix[a][b] = r;
            matrix[b][a] = r;
        }
        cholesky(matrix).map(|factor| Self(Some(factor))).ok_or_else(wrong)
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
            column.iter_mut().for_each(|z| *z *= factor[n][n]);
            for (weight, other) in factor[n].iter().zip(before).filter(|(weight, _)| **weight != 0.0) {
                column.iter_mut().zip(other.iter()).for_each(|(z, other)| *z += weight * other);
            }
            column.iter_mut().for_each(|z| *z = mean + u * *z);
        }
    }
}

/// Lower triangle L with L·Lᵀ = matrix; `None` where the correlations contradict each other.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    for n in 0..size {
        for m in 0..=n {
            let sum: f64 = (0..m).map(|k| matrix[n][k] * matrix[m][k]).sum();
            let rest = matrix[n][m] - sum;
            matrix[n][m] = if n == m {
                if rest < -1e-12 {
                    return None;
                }
                rest.max(0.0).sqrt()
            } else if matrix[m][m] > 0.0 {
                rest / matrix[m][m]
            } else if rest.abs() <= 1e-9 {
                0.0
            } else {
                return None;
            };
        }
    }
    for (n, row) in matrix.iter_mut().enumerate() {
        for weight in row.iter_mut().skip(n + 1) {
            *weight = 0.0;
        }
    }
    Some(matrix)
}
