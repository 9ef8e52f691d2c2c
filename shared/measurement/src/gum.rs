//! The law of propagation of uncertainty (GUM 5.1, 5.2) and the effective degrees of freedom (GUM G.4.1, JJF 1059.1).

/// What one input adds: |cᵢ|·u(xᵢ) with its sign, and the degrees of freedom of u(xᵢ); `None` is infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// cᵢ·u(xᵢ).
    pub signed: f64,
    /// Degrees of freedom.
    pub dof: Option<f64>,
}

/// From so many degrees of freedom on, t is normal to every digit that is printed: they are stated as infinite.
pub const INFINITE: f64 = 1e9;
/// Binary noise just below an integer, relative.
const NOISE: f64 = 1e-12;

/// Combined standard uncertainty of independent contributions. `None` where it is not finite.
pub fn combined(contributions: &[Contribution]) -> Option<f64> {
    root_of_squares(contributions.iter().map(|c| c.signed))
}

/// √Σx², without overflow or underflow on the way. `None` where it is not finite.
pub(super) fn root_of_squares(parts: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    // Scaled by the largest, so that neither squares nor their sum overflow or vanish.
    let scale = parts.clone().fold(0.0, |most: f64, part| if part.is_nan() { part } else { most.max(part.abs()) });
    if scale == 0.0 {
        return Some(0.0);
    }
    let squares: f64 = parts.map(|part| (part / scale).powi(2)).sum();
    Some(scale * squares.sqrt()).filter(|u| u.is_finite())
}

/// Effective degrees of freedom by Welch–Satterthwaite, for inputs without correlation; `None` is infinite.
pub fn effective_dof(contributions: &[Contribution], combined: f64) -> Option<f64> {
    let sum: f64 = contributions.iter().filter_map(|c| c.dof.map(|dof| (c.signed / combined).powi(4) / dof)).sum();
    Some(1.0 / sum).filter(|dof| *dof > 0.0 && dof.is_finite())
}

/// The next lower integer, as used for the coverage factor; forgiving binary noise just below an integer.
pub fn truncated(dof: f64) -> f64 {
    let near = dof.round();
    if dof < INFINITE && near > dof && near - dof <= NOISE * dof { near } else { dof.floor() }
}

/// The degrees of freedom that are stated: a whole number, or `None` for infinite.
pub fn stated(dof: Option<f64>) -> Option<f64> {
    dof.filter(|dof| *dof < INFINITE).map(truncated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_of_freedom_are_whole_and_never_more_than_there_are() {
        for (dof, expected) in [(4.999_999_999_999_9, 5.0), (4.999, 4.0), (0.999, 0.0), (1e15, 1e15), (999_999_999.5, 999_999_999.0)] {
            assert_eq!(truncated(dof), expected, "{dof}");
        }
        assert_eq!((stated(Some(9.5)), stated(Some(9e16)), stated(None)), (Some(9.0), None, None));
    }

    // GUM G.4.1: 10⁻⁵ with nine degrees of freedom beside 0.1 has as good as infinitely many.
    #[test]
    fn a_small_contribution_does_not_bound_the_degrees_of_freedom() {
        let terms = [Contribution { signed: 1e-5, dof: Some(9.0) }, Contribution { signed: 0.1, dof: None }];
        let u = combined(&terms).unwrap();
        let dof = effective_dof(&terms, u);
        assert_eq!(stated(dof), None);
        assert!((crate::coverage::by_t(0.95, dof).unwrap().k - 1.959_963_984_540_054).abs() < 1e-15);
        let vanishing = [Contribution { signed: 1e-80, dof: Some(9.0) }, Contribution { signed: 1.0, dof: None }];
        assert_eq!(effective_dof(&vanishing, 1.0), None, "never Some(infinity)");
    }
}
