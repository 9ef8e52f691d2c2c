//! Correlation coefficients between inputs as one matrix, and its Cholesky factor: whoever has it adds independent parts, in which
//! nothing cancels (GUM 5.2, JCGM 101 6.4.8).

use super::refusal::MeasurementError;

/// A correlation coefficient between two inputs, by their places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// The one.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// r, from −1 to 1.
    pub r: f64,
}

/// Lower triangle L with L·Lᵀ = the matrix of correlations; nothing where there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor(Option<Vec<Vec<f64>>>);

/// What binary noise leaves of a pivot that is zero.
const NOISE: f64 = 4.0 * f64::EPSILON;
/// By how much a pivot may be negative: coefficients are stated rounded.
const ROUNDED: f64 = 1e-12;
/// What noise may leave beside a pivot of zero: its square root.
const BESIDE: f64 = 1e-7;

impl Factor {
    /// The factor for so many inputs.
    ///
    /// # Errors
    /// [`MeasurementError::Correlation`] for a coefficient outside −1 to 1, of an input with itself, given twice with two values, or
    /// contradicting the others.
    pub fn of(inputs: usize, correlations: &[Correlation]) -> Result<Self, MeasurementError> {
        if correlations.is_empty() {
            return Ok(Self(None));
        }
        let mut matrix: Vec<Vec<Option<f64>>> = vec![vec![None; inputs]; inputs];
        for &Correlation { a, b, r } in correlations {
            let there = a < inputs && b < inputs && a != b && (-1.0..=1.0).contains(&r);
            if !there || matrix[a][b].is_some_and(|before| before != r) {
                return Err(MeasurementError::Correlation);
            }
            matrix[a][b] = Some(r);
            matrix[b][a] = Some(r);
        }
        let filled = |n: usize, row: &[Option<f64>]| -> Vec<f64> {
            row.iter().enumerate().map(|(m, r)| if n == m { 1.0 } else { r.unwrap_or(0.0) }).collect()
        };
        let matrix = matrix.iter().enumerate().map(|(n, row)| filled(n, row)).collect();
        cholesky(matrix).map(|rows| Self(Some(rows))).ok_or(MeasurementError::Correlation)
    }

    /// How much of the k-th independent part is in an input.
    pub fn part(&self, input: usize, k: usize) -> f64 {
        match &self.0 {
            Some(rows) => rows.get(input).and_then(|row| row.get(k)).copied().unwrap_or(0.0),
            None if input == k => 1.0,
            None => 0.0,
        }
    }

    /// Contributions cᵢ·u(xᵢ) as independent parts: Σᵢ cᵢ·u(xᵢ)·Lᵢₖ.
    pub fn independent(&self, contributions: &[f64]) -> Vec<f64> {
        if self.0.is_none() {
            return contributions.to_vec();
        }
        (0..contributions.len()).map(|k| contributions.iter().enumerate().map(|(n, c)| c * self.part(n, k)).sum()).collect()
    }
}

/// `None` where the correlations contradict each other.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for n in 0..matrix.len() {
        for m in 0..=n {
            let sum: f64 = (0..m).map(|k| matrix[n][k] * matrix[m][k]).sum();
            let rest = matrix[n][m] - sum;
            matrix[n][m] = if n == m {
                if rest < -ROUNDED {
                    return None;
                }
                if rest <= NOISE * (n as f64 + 1.0) { 0.0 } else { rest.sqrt() }
            } else if matrix[m][m] > 0.0 {
                rest / matrix[m][m]
            } else if rest.abs() <= BESIDE {
                0.0
            } else {
                return None;
            };
        }
        matrix[n].iter_mut().skip(n + 1).for_each(|weight| *weight = 0.0);
    }
    Some(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(inputs: usize, pairs: &[(usize, usize, f64)]) -> Result<Factor, MeasurementError> {
        let correlations: Vec<Correlation> = pairs.iter().map(|&(a, b, r)| Correlation { a, b, r }).collect();
        Factor::of(inputs, &correlations)
    }

    // GUM 5.2.2
    #[test]
    fn correlations_that_contradict_each_other_are_refused() {
        for (inputs, pairs) in [
            (3, vec![(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)]),
            (2, vec![(0, 1, 0.5), (1, 0, 0.6)]),
            (2, vec![(0, 0, 0.5)]),
            (2, vec![(0, 2, 0.5)]),
            (2, vec![(0, 1, 1.000_001)]),
            (2, vec![(0, 1, f64::NAN)]),
            (3, vec![(0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.5)]),
        ] {
            assert_eq!(factor(inputs, &pairs), Err(MeasurementError::Correlation), "{pairs:?}");
        }
        let twice = factor(2, &[(0, 1, 0.5), (1, 0, 0.5)]).unwrap();
        assert_eq!(twice, factor(2, &[(0, 1, 0.5)]).unwrap(), "said twice is said once");
        assert!(factor(3, &[(0, 1, 1.0), (1, 2, -1.0), (0, 2, -1.0)]).is_ok());
        assert!(factor(3, &[(0, 2, 0.6), (1, 2, 0.8)]).is_ok(), "an input that is wholly made of two others");
    }

    #[test]
    fn full_correlation_leaves_the_difference_and_no_noise() {
        let full = factor(2, &[(0, 1, 1.0)]).unwrap();
        let parts = full.independent(&[1.0, -(1.0 - 1e-7)]);
        assert!((parts[0] - 1e-7).abs() < 1e-16 && parts[1] == 0.0, "{parts:?}");
    }
}
