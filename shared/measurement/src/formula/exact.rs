//! The value in decimal, where the formula only adds, subtracts, multiplies or divides decimals: so that
//! 100.115 − 100 is 0.115, and halves to even as on paper.

use rust_decimal::Decimal;

use super::{Formula, Function, Step};
use base::arithmetic;
use base::decimal::DecimalText;

/// Highest whole power worked out in decimal.
const MAX_POWER: u32 = 8;

impl Formula {
    /// The decimal value with `values` in the order of [`Formula::symbols`]; `None` where 28 digits do not hold it or the formula
    /// has functions.
    pub fn exact(&self, values: &[Option<Decimal>]) -> Option<Decimal> {
        let mut done: Vec<Decimal> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            done.push(match step {
                Step::Number(text, _) => number(text)?,
                Step::Symbol(n) => values.get(*n).copied().flatten()?,
                Step::Negative(a) => -done[*a],
                Step::Add(a, b) => arithmetic::sum(done[*a], done[*b])?,
                Step::Subtract(a, b) => arithmetic::difference(done[*a], done[*b])?,
                Step::Multiply(a, b) => arithmetic::product(done[*a], done[*b])?,
                Step::Divide(a, b) => arithmetic::quotient(done[*a], done[*b])?,
                Step::Power(a, b) => whole_power(done[*a], done[*b])?,
                Step::Min(a, b) => done[*a].min(done[*b]),
                Step::Max(a, b) => done[*a].max(done[*b]),
                Step::Call(Function::Abs, a) => done[*a].abs(),
                Step::Call(..) => return None,
            });
        }
        done.last().copied()
    }
}

fn number(text: &str) -> Option<Decimal> {
    DecimalText::parse(text).ok()?.to_decimal()
}

fn whole_power(base: Decimal, exponent: Decimal) -> Option<Decimal> {
    let times: u32 = exponent.try_into().ok().filter(|n| *n <= MAX_POWER && exponent.fract().is_zero())?;
    (0..times).try_fold(Decimal::ONE, |product, _| arithmetic::product(product, base))
}
