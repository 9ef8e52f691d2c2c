//! Exact second and third partial derivatives: arithmetic on numbers with two vanishing parts, s² = 0 and t³ = 0. No finite
//! differences.

use super::eval::power;
use super::{Formula, Function, Step};

/// c₀₀ + c₀₁t + c₀₂t² + s(c₁₀ + c₁₁t + c₁₂t²).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Jet([[f64; 3]; 2]);

/// What GUM 5.1.2 asks of a pair of inputs, or of two directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mixed {
    /// ∂²f/∂xᵢ∂xⱼ.
    pub second: f64,
    /// ∂³f/∂xᵢ∂xⱼ².
    pub third: f64,
}

impl Formula {
    /// Second and third derivative along two directions, each a number for every symbol in the order of [`Formula::symbols`]; `None`
    /// where one of them, or a step on the way, is not finite, or where there is none.
    pub fn mixed(&self, values: &[f64], along: &[f64], across: &[f64]) -> Option<Mixed> {
        let mut done: Vec<Jet> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let next = match *step {
                Step::Number(_, value) => Jet::constant(value),
                Step::Symbol(n) => {
                    let mut jet = Jet::constant(values.get(n).copied()?);
                    jet.0[1][0] = along.get(n).copied()?;
                    jet.0[0][1] = across.get(n).copied()?;
                    jet
                }
                Step::Negative(a) => done[a].scaled(-1.0),
                Step::Add(a, b) => done[a].plus(done[b]),
                Step::Subtract(a, b) => done[a].plus(done[b].scaled(-1.0)),
                Step::Multiply(a, b) => done[a].times(done[b]),
                Step::Divide(a, b) => done[a].times(done[b].to_the(-1.0)),
                Step::Power(a, b) => raised(done[a], done[b]),
                Step::Call(function, a) => done[a].through(function.thrice(done[a].value())),
                Step::Min(a, b) | Step::Max(a, b) if done[a].value() == done[b].value() && done[a] != done[b] => return None,
                Step::Min(a, b) => done[if done[a].value() <= done[b].value() { a } else { b }],
                Step::Max(a, b) => done[if done[a].value() >= done[b].value() { a } else { b }],
            };
            if !next.value().is_finite() {
                return None;
            }
            done.push(next);
        }
        let jet = done.last()?;
        let mixed = Mixed { second: jet.0[1][1], third: 2.0 * jet.0[1][2] };
        (jet.value().is_finite() && mixed.second.is_finite() && mixed.third.is_finite()).then_some(mixed)
    }
}

fn raised(base: Jet, exponent: Jet) -> Jet {
    if exponent.is_constant() {
        return base.to_the(exponent.value());
    }
    let logarithm = base.through(Function::Ln.thrice(base.value()));
    let product = logarithm.times(exponent);
    product.through([product.value().exp(); 4])
}

impl Jet {
    const fn constant(value: f64) -> Self {
        Self([[value, 0.0, 0.0], [0.0; 3]])
    }

    const fn value(self) -> f64 {
        self.0[0][0]
    }

    fn is_constant(self) -> bool {
        self == Self::constant(self.value())
    }

    fn plus(self, other: Self) -> Self {
        let mut sum = self;
        sum.0.iter_mut().flatten().zip(other.0.iter().flatten()).for_each(|(a, b)| *a += b);
        sum
    }

    fn scaled(mut self, factor: f64) -> Self {
        self.0.iter_mut().flatten().for_each(|c| *c *= factor);
        self
    }

    fn times(self, other: Self) -> Self {
        let mut product = [[0.0; 3]; 2];
        for (s, row) in product.iter_mut().enumerate() {
            for (t, c) in row.iter_mut().enumerate() {
                for from_s in 0..=s {
                    for from_t in 0..=t {
                        // A vanishing part times infinity is nothing.
                        let (a, b) = (self.0[from_s][from_t], other.0[s - from_s][t - from_t]);
                        if a != 0.0 && b != 0.0 {
                            *c += a * b;
                        }
                    }
                }
            }
        }
        Self(product)
    }

    fn to_the(self, n: f64) -> Self {
        let x = self.value();
        let term = |factor: f64, power_of: f64| if factor == 0.0 { 0.0 } else { factor * power(x, power_of) };
        let (second, third) = (n * (n - 1.0), n * (n - 1.0) * (n - 2.0));
        self.through([power(x, n), term(n, n - 1.0), term(second, n - 2.0), term(third, n - 3.0)])
    }

    /// A function of it, whose value and derivatives are given: g + g′v + g″v²/2 + g‴v³/6 with the vanishing part v.
    fn through(self, g: [f64; 4]) -> Self {
        let mut v = self;
        v.0[0][0] = 0.0;
        let square = v.times(v);
        let cube = square.times(v);
        let part = |jet: Self, weight: f64| if jet == Self::constant(0.0) { jet } else { jet.kept(weight) };
        Self::constant(g[0]).plus(part(v, g[1])).plus(part(square, g[2] / 2.0)).plus(part(cube, g[3] / 6.0))
    }

    /// Scaled, zeros staying zeros.
    fn kept(mut self, factor: f64) -> Self {
        self.0.iter_mut().flatten().filter(|c| **c != 0.0).for_each(|c| *c *= factor);
        self
    }
}

impl Function {
    /// Value, first, second and third derivative.
    fn thrice(self, x: f64) -> [f64; 4] {
        let y = self.value(x);
        let first = self.derivative(x, y);
        let (second, third) = match self {
            Self::Sqrt => (-0.25 / (y * x), 0.375 / (y * x * x)),
            Self::Exp => (y, y),
            Self::Ln => (-1.0 / (x * x), 2.0 / (x * x * x)),
            Self::Log10 => (-first / x, 2.0 * first / (x * x)),
            Self::Sin | Self::Cos => (-y, -first),
            Self::Tan => (2.0 * y * first, first * (2.0 + 6.0 * y * y)),
            Self::Asin | Self::Acos => {
                let rest = 1.0 - x * x;
                (first * x / rest, first * (1.0 + 2.0 * x * x) / (rest * rest))
            }
            Self::Atan => (-2.0 * x * first * first, (6.0 * x * x - 2.0) * first * first * first),
            Self::Abs => (0.0, 0.0),
        };
        [y, first, second, third]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_symbols(model: &str, values: &[f64], i: usize, j: usize) -> Option<Mixed> {
        let unit = |at: usize| (0..values.len()).map(|n| if n == at { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
        Formula::parse(model).unwrap().mixed(values, &unit(i), &unit(j))
    }

    fn mixed(model: &str, values: &[f64], i: usize, j: usize) -> (f64, f64) {
        let mixed = by_symbols(model, values, i, j).unwrap();
        (mixed.second, mixed.third)
    }

    #[test]
    fn second_and_third_derivatives_are_exact() {
        let close = |got: (f64, f64), second: f64, third: f64| {
            assert!(
                (got.0 - second).abs() <= 1e-12 * (1.0 + second.abs()) && (got.1 - third).abs() <= 1e-12 * (1.0 + third.abs()),
                "{got:?}"
            );
        };
        let x = 0.4_f64;
        close(mixed("x^2", &[x], 0, 0), 2.0, 0.0);
        close(mixed("x^2", &[0.0], 0, 0), 2.0, 0.0);
        close(mixed("x^3 - 2*x", &[x], 0, 0), 6.0 * x, 6.0);
        close(mixed("1/x", &[x], 0, 0), 2.0 / x.powi(3), -6.0 / x.powi(4));
        close(mixed("sqrt(x)", &[x], 0, 0), -0.25 * x.powf(-1.5), 0.375 * x.powf(-2.5));
        close(mixed("ln(x)", &[x], 0, 0), -1.0 / (x * x), 2.0 / x.powi(3));
        close(mixed("sin(x)", &[x], 0, 0), -x.sin(), -x.cos());
        close(mixed("cos(2*x)", &[x], 0, 0), -4.0 * (2.0 * x).cos(), 8.0 * (2.0 * x).sin());
        close(mixed("exp(3*x)", &[x], 0, 0), 9.0 * (3.0 * x).exp(), 27.0 * (3.0 * x).exp());
        let t = x.tan();
        close(mixed("tan(x)", &[x], 0, 0), 2.0 * t * (1.0 + t * t), 2.0 * (1.0 + t * t) * (1.0 + 3.0 * t * t));
        close(mixed("asin(x)", &[x], 0, 0), x * (1.0 - x * x).powf(-1.5), (1.0 + 2.0 * x * x) * (1.0 - x * x).powf(-2.5));
        close(mixed("atan(x)", &[x], 0, 0), -2.0 * x / (1.0 + x * x).powi(2), (6.0 * x * x - 2.0) / (1.0 + x * x).powi(3));
        let (a, b) = (1.5_f64, 0.7_f64);
        close(mixed("a^2*b^3", &[a, b], 0, 1), 6.0 * a * b * b, 12.0 * a * b);
        close(mixed("a^2*b^3", &[a, b], 1, 0), 6.0 * a * b * b, 6.0 * b * b);
        close(mixed("a/b", &[a, b], 0, 1), -1.0 / (b * b), 2.0 / b.powi(3));
        let power = a.powf(b);
        close(mixed("a^b", &[a, b], 1, 1), power * a.ln().powi(2), power * a.ln().powi(3));
        assert_eq!(by_symbols("sqrt(x)", &[0.0], 0, 0), None);
        assert_eq!(by_symbols("abs(x)*y", &[0.0, 1.0], 0, 1), None, "no derivative at the corner");
        assert_eq!(by_symbols("abs(x)*y^2", &[0.0, 1.0], 1, 1), Some(Mixed { second: 0.0, third: 0.0 }), "none is needed");
        assert_eq!(by_symbols("max(x, y)", &[1.0, 1.0], 0, 1), None);
        assert_eq!(by_symbols("1/(1/x)", &[0.0], 0, 0), None);
        assert_eq!(mixed("a + 3*b", &[a, b], 0, 1), (0.0, 0.0));
    }
}
