//! The value of a formula.

use super::{Formula, Function, Step};

impl Formula {
    /// The value with `values` in the order of [`Formula::symbols`]; `None` where it, or any step on the way to it, is not a finite
    /// number: max(sqrt(x), 0) has no value at −1.
    pub fn value(&self, values: &[f64]) -> Option<f64> {
        self.trace(values)?.last().copied()
    }

    /// The value with each symbol looked up by name; `None` where one is unknown or the value is not finite.
    pub fn value_with(&self, find: impl Fn(&str) -> Option<f64>) -> Option<f64> {
        let values: Option<Vec<f64>> = self.symbols.iter().map(|symbol| find(symbol)).collect();
        self.value(&values?)
    }

    /// The value of every step; `None` where one of them is not finite.
    pub(super) fn trace(&self, values: &[f64]) -> Option<Vec<f64>> {
        let mut done: Vec<f64> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            done.push(match *step {
                Step::Number(_, value) => value,
                Step::Symbol(n) => values.get(n).copied().unwrap_or(f64::NAN),
                Step::Negative(a) => -done[a],
                Step::Add(a, b) => done[a] + done[b],
                Step::Subtract(a, b) => done[a] - done[b],
                Step::Multiply(a, b) => done[a] * done[b],
                Step::Divide(a, b) => done[a] / done[b],
                Step::Power(a, b) => power(done[a], done[b]),
                Step::Call(function, a) => function.value(done[a]),
                Step::Min(a, b) => done[a].min(done[b]),
                Step::Max(a, b) => done[a].max(done[b]),
            });
        }
        done.iter().all(|value| value.is_finite()).then_some(done)
    }
}

/// Small whole powers by multiplication: exact where the factors are, and the same on every machine.
pub(super) fn power(base: f64, exponent: f64) -> f64 {
    if exponent.fract() != 0.0 || exponent.abs() > 64.0 {
        return base.powf(exponent);
    }
    let mut product = 1.0;
    let mut left = exponent.abs();
    while left >= 1.0 {
        product *= base;
        left -= 1.0;
    }
    if exponent < 0.0 { 1.0 / product } else { product }
}

impl Function {
    pub(super) fn value(self, x: f64) -> f64 {
        match self {
            Self::Sqrt => x.sqrt(),
            Self::Exp => x.exp(),
            Self::Ln => x.ln(),
            Self::Log10 => x.log10(),
            Self::Sin => x.sin(),
            Self::Cos => x.cos(),
            Self::Tan => x.tan(),
            Self::Asin => x.asin(),
            Self::Acos => x.acos(),
            Self::Atan => x.atan(),
            Self::Abs => x.abs(),
        }
    }

    /// Derivative at `x`, where the function's value is `y`; not a number where there is none (|x| at 0).
    pub(super) fn derivative(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Sqrt => 0.5 / y,
            Self::Exp => y,
            Self::Ln => 1.0 / x,
            Self::Log10 => 1.0 / (x * std::f64::consts::LN_10),
            Self::Sin => x.cos(),
            Self::Cos => -x.sin(),
            Self::Tan => 1.0 + y * y,
            Self::Asin => 1.0 / (1.0 - x * x).sqrt(),
            Self::Acos => -1.0 / (1.0 - x * x).sqrt(),
            Self::Atan => 1.0 / (1.0 + x * x),
            Self::Abs if x == 0.0 => f64::NAN,
            Self::Abs => x.signum(),
        }
    }
}
