//! What is known of an input, and draws of it (JCGM 101 6.4).

use serde::{Deserialize, Serialize};

use crate::random::Generator;

/// What is known of an input.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Variable {
    /// A constant.
    Constant(f64),
    /// Normal: mean and standard uncertainty.
    Normal(f64, f64),
    /// Scaled and shifted t: mean, scale, degrees of freedom.
    Student(f64, f64, f64),
    /// Rectangular between two ends.
    Uniform(f64, f64),
    /// Symmetric triangular between two ends.
    Triangular(f64, f64),
    /// Trapezoidal between two ends, with the ratio of top to base.
    Trapezoidal(f64, f64, f64),
    /// U-shaped between two ends.
    Arcsine(f64, f64),
    /// Rectangular between two ends, each of them known within ± the third (JCGM 101 6.4.3).
    CurvilinearTrapezoid(f64, f64, f64),
}

impl Variable {
    /// Whether it has a standard deviation: a t with two degrees of freedom or fewer has none.
    pub(super) const fn has_deviation(self) -> bool {
        !matches!(self, Self::Student(_, scale, dof) if scale > 0.0 && dof <= 2.0)
    }

    pub(super) fn is_sound(self) -> bool {
        match self {
            Self::Constant(value) => value.is_finite(),
            Self::Normal(mean, u) => mean.is_finite() && u.is_finite() && u >= 0.0,
            Self::Student(mean, scale, dof) => mean.is_finite() && scale >= 0.0 && scale.is_finite() && dof > 0.0 && dof.is_finite(),
            Self::Uniform(a, b) | Self::Triangular(a, b) | Self::Arcsine(a, b) => a <= b && (b - a).is_finite(),
            Self::Trapezoidal(a, b, beta) => a <= b && (b - a).is_finite() && (0.0..=1.0).contains(&beta),
            Self::CurvilinearTrapezoid(a, b, d) => a <= b && (b - a).is_finite() && d >= 0.0 && d <= (b - a) / 2.0,
        }
    }

    /// A column of draws.
    pub(super) fn draw(self, generator: &mut Generator, length: usize) -> Vec<f64> {
        macro_rules! each {
            ($g:ident => $value:expr) => {{
                let $g = generator;
                (0..length).map(|_| $value).collect()
            }};
        }
        match self {
            Self::Constant(value) => vec![value; length],
            Self::Normal(mean, u) => each!(g => mean + u * g.normal()),
            Self::Student(mean, scale, dof) => each!(g => mean + scale * g.student(dof)),
            Self::Uniform(a, b) => each!(g => a + (b - a) * g.uniform()),
            Self::Triangular(a, b) => each!(g => a + (b - a) / 2.0 * (g.uniform() + g.uniform())),
            Self::Trapezoidal(a, b, beta) => {
                each!(g => a + (b - a) / 2.0 * ((1.0 + beta) * g.uniform() + (1.0 - beta) * g.uniform()))
            }
            Self::Arcsine(a, b) => each!(g => a / 2.0 + b / 2.0 + (b - a) / 2.0 * (std::f64::consts::TAU * g.uniform()).sin()),
            Self::CurvilinearTrapezoid(a, b, d) => each!(g => {
                let low = a - d + 2.0 * d * g.uniform();
                let high = a + b - low;
                low + (high - low) * g.uniform()
            }),
        }
    }
}
