//! Exact partial derivatives: automatic differentiation in reverse, one pass for all symbols. No finite differences.

use super::eval::power;
use super::{Formula, Step};

impl Formula {
    /// The value and its partial derivatives by every symbol, in the order of [`Formula::symbols`]; `None` where one of them is
    /// not finite.
    pub fn gradient(&self, values: &[f64]) -> Option<(f64, Vec<f64>)> {
        self.derivatives(values).filter(|(_, gradient)| gradient.iter().all(|d| d.is_finite()))
    }

    /// The same, a derivative being not finite where there is none: |x| at 0, a tie of min or max. Whoever needs it refuses; `None`
    /// only where the value is not finite.
    pub fn derivatives(&self, values: &[f64]) -> Option<(f64, Vec<f64>)> {
        let done = self.trace(values)?;
        let value = done.last().copied()?;
        let mut weight = vec![0.0; done.len()];
        let mut gradient = vec![0.0; self.symbols.len()];
        weight[done.len() - 1] = 1.0;
        for (n, step) in self.steps.iter().enumerate().rev() {
            let w = weight[n];
            if w == 0.0 {
                continue;
            }
            match *step {
                Step::Number(..) => {}
                Step::Symbol(symbol) => gradient[symbol] += w,
                Step::Negative(a) => weight[a] -= w,
                Step::Add(a, b) => {
                    weight[a] += w;
                    weight[b] += w;
                }
                Step::Subtract(a, b) => {
                    weight[a] += w;
                    weight[b] -= w;
                }
                Step::Multiply(a, b) => {
                    weight[a] += w * done[b];
                    weight[b] += w * done[a];
                }
                Step::Divide(a, b) => {
                    weight[a] += w / done[b];
                    weight[b] -= w * done[n] / done[b];
                }
                Step::Power(a, b) => {
                    weight[a] += w * power_by_base(done[a], done[b]);
                    weight[b] += if done[n] == 0.0 { 0.0 } else { w * done[n] * done[a].ln() };
                }
                Step::Call(function, a) => weight[a] += w * function.derivative(done[a], done[n]),
                Step::Min(a, b) | Step::Max(a, b) if done[a] == done[b] => {
                    weight[a] = f64::NAN;
                    weight[b] = f64::NAN;
                }
                Step::Min(a, b) => weight[if done[a] < done[b] { a } else { b }] += w,
                Step::Max(a, b) => weight[if done[a] > done[b] { a } else { b }] += w,
            }
        }
        Some((value, gradient))
    }
}

fn power_by_base(base: f64, exponent: f64) -> f64 {
    if exponent == 0.0 { 0.0 } else { exponent * power(base, exponent - 1.0) }
}
