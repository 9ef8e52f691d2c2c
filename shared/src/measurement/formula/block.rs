//! The values of a formula for many trials at once: step by step over columns, which processors like.

use super::eval::power;
use super::{Formula, Step};

impl Formula {
    /// Values for `columns[symbol][trial]`, in the order of [`Formula::symbols`], all columns of one length.
    pub fn values(&self, columns: &[Vec<f64>]) -> Vec<f64> {
        let length = columns.first().map_or(1, Vec::len);
        let mut done: Vec<Vec<f64>> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let unary = |a: usize, f: &dyn Fn(f64) -> f64| done[a].iter().map(|&x| f(x)).collect();
            let binary = |a: usize, b: usize, f: &dyn Fn(f64, f64) -> f64| -> Vec<f64> {
                done[a].iter().zip(&done[b]).map(|(&x, &y)| f(x, y)).collect()
            };
            done.push(match *step {
                Step::Number(_, value) => vec![value; length],
                Step::Symbol(n) => columns.get(n).cloned().unwrap_or_else(|| vec![f64::NAN; length]),
                Step::Negative(a) => unary(a, &|x| -x),
                Step::Add(a, b) => done[a].iter().zip(&done[b]).map(|(x, y)| x + y).collect(),
                Step::Subtract(a, b) => done[a].iter().zip(&done[b]).map(|(x, y)| x - y).collect(),
                Step::Multiply(a, b) => done[a].iter().zip(&done[b]).map(|(x, y)| x * y).collect(),
                Step::Divide(a, b) => done[a].iter().zip(&done[b]).map(|(x, y)| x / y).collect(),
                Step::Power(a, b) => binary(a, b, &power),
                Step::Call(function, a) => unary(a, &|x| function.value(x)),
                Step::Min(a, b) => binary(a, b, &f64::min),
                Step::Max(a, b) => binary(a, b, &f64::max),
            });
        }
        done.pop().unwrap_or_default()
    }
}
