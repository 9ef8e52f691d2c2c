//! Shapes of what is known of an input, and their standard deviations (GUM 4.3, JCGM 101 6.4).

/// The shape of a distribution about its estimate. All are symmetric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Normal.
    Normal,
    /// Scaled and shifted t with these degrees of freedom.
    Student(f64),
    /// Rectangular.
    Rectangular,
    /// Triangular.
    Triangular,
    /// Trapezoidal with the ratio of top to base, 0 to 1.
    Trapezoidal(f64),
    /// U-shaped (arcsine).
    UShaped,
}

impl Shape {
    /// What the half-width is divided by for the standard uncertainty; 1 for shapes without a half-width.
    pub fn divisor(self) -> f64 {
        match self {
            Self::Normal | Self::Student(_) => 1.0,
            Self::Rectangular => 3.0_f64.sqrt(),
            Self::Triangular => 6.0_f64.sqrt(),
            Self::Trapezoidal(beta) => (6.0 / (1.0 + beta * beta)).sqrt(),
            Self::UShaped => 2.0_f64.sqrt(),
        }
    }

    /// Its name in a budget.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Student(_) => "t",
            Self::Rectangular => "rectangular",
            Self::Triangular => "triangular",
            Self::Trapezoidal(_) => "trapezoidal",
            Self::UShaped => "u_shaped",
        }
    }
}

/// One contribution as the coverage rules see it: |cᵢ|·u(xᵢ) and the shape of its distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// |cᵢ|·u(xᵢ).
    pub u: f64,
    /// Shape.
    pub shape: Shape,
}

/// k of a trapezoid with the ratio β of top to base (EA-4/02 S10.13); beyond β = p/(2 − p) the interval ends within the top.
pub fn trapezoidal(probability: f64, beta: f64) -> f64 {
    let half_width = if beta < probability / (2.0 - probability) {
        1.0 - ((1.0 - probability) * (1.0 - beta * beta)).sqrt()
    } else {
        probability * (1.0 + beta) / 2.0
    };
    half_width * Shape::Trapezoidal(beta).divisor()
}
