//! The law of propagation of uncertainty (GUM 5.1, 5.2) and the effective degrees of freedom (GUM G.4.1, JJF 1059.1).

/// What one input adds: |cᵢ|·u(xᵢ) with its sign, and the degrees of freedom of u(xᵢ); `None` is infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// cᵢ·u(xᵢ).
    pub signed: f64,
    /// Degrees of freedom.
    pub dof: Option<f64>,
}

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

/// Combined standard uncertainty. `None` where the correlations contradict each other (a negative variance) or something is not
/// finite.
pub fn combined(contributions: &[Contribution], correlations: &[Correlation]) -> Option<f64> {
    // Scaled by the largest, so that neither squares nor their sum overflow or vanish.
    let scale = contributions.iter().map(|c| c.signed.abs()).fold(0.0, f64::max);
    if scale == 0.0 {
        return Some(0.0);
    }
    let term = |n: usize| contributions.get(n).map(|c| c.signed / scale);
    let mut variance: f64 = contributions.iter().map(|c| (c.signed / scale).powi(2)).sum();
    for correlation in correlations {
        variance += 2.0 * correlation.r * term(correlation.a)? * term(correlation.b)?;
    }
    // Full correlation may cancel to a rest of binary noise.
    let noise = 1e-14 * contributions.iter().map(|c| (c.signed / scale).powi(2)).sum::<f64>();
    let variance = if variance.abs() <= noise { 0.0 } else { variance };
    (variance >= 0.0 && scale.is_finite()).then(|| scale * variance.sqrt()).filter(|u| u.is_finite())
}

/// Effective degrees of freedom by Welch–Satterthwaite, for inputs without correlation; `None` is infinite.
pub fn effective_dof(contributions: &[Contribution], combined: f64) -> Option<f64> {
    let sum: f64 = contributions.iter().filter_map(|c| c.dof.map(|dof| (c.signed / combined).powi(4) / dof)).sum();
    (sum > 0.0 && sum.is_finite()).then(|| 1.0 / sum)
}

/// The next lower integer, as used for the coverage factor; forgiving binary noise just below an integer.
pub fn truncated(dof: f64) -> f64 {
    (dof * (1.0 + 1e-12)).floor()
}
