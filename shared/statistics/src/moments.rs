//! Sums and sums of squares of a sample without any rounding, however much cancels (P-4.3.2).

use std::collections::BTreeMap;

use num_bigint::BigInt;

use super::exact::Exact;
use super::refusal::{StatisticsError, at_least};
use super::scaled::{Scaled, Whole};

/// Number, sum and sum of squares, in units of a power of ten about a base.
#[derive(Debug, Clone)]
pub(super) struct Moments {
    n: usize,
    base: BigInt,
    sum: BigInt,
    squares: BigInt,
    exponent: i32,
}

impl Moments {
    /// Of finite values.
    pub(super) fn of(values: &[f64]) -> Result<Self, StatisticsError> {
        at_least(values, 1)?;
        Ok(Self::all(&[values]).swap_remove(0))
    }

    /// Of several samples in the same units about the same base. Their values are finite, and there are some in the first.
    pub(super) fn all(samples: &[&[f64]]) -> Vec<Self> {
        let values: Vec<f64> = samples.iter().flat_map(|sample| sample.iter().copied()).collect();
        let Scaled { whole, exponent } = Scaled::of(&values);
        let mut from = 0;
        let mut each = |sums: &dyn Fn(usize, usize) -> (BigInt, BigInt, BigInt)| {
            let part = |sample: &&[f64]| {
                let (base, sum, squares) = sums(from, from + sample.len());
                from += sample.len();
                Self { n: sample.len(), base, sum, squares, exponent }
            };
            samples.iter().map(part).collect()
        };
        match &whole {
            Whole::Short(all) => each(&|from, to| short(all, from, to)),
            Whole::Long(all) => {
                let all: Vec<BigInt> = all.iter().map(|n| BigInt::from(*n)).collect();
                each(&|from, to| wide(&all, from, to))
            }
            Whole::Wide(all) => each(&|from, to| wide(all, from, to)),
        }
    }

    pub(super) const fn n(&self) -> usize {
        self.n
    }

    /// The sum about the base that all samples of one call share.
    fn total(&self) -> Exact {
        Exact::scaled(&self.base * self.n + &self.sum, self.exponent)
    }

    /// The arithmetic mean.
    pub(super) fn mean(&self) -> Exact {
        self.total().divided(self.n)
    }

    /// The sum of squared deviations from the mean.
    pub(super) fn squares(&self) -> Exact {
        let n = self.n;
        Exact::scaled(&self.squares * n - &self.sum * &self.sum, 2 * self.exponent).divided(n)
    }

    /// The sum of squares about zero.
    pub(super) fn raw_squares(&self) -> Exact {
        self.squares().plus(&self.mean().square().multiplied(self.n))
    }

    /// The sum of squared deviations over n − 1; zero of a single value.
    pub(super) fn variance(&self) -> Exact {
        self.squares().divided(self.n.saturating_sub(1))
    }

    /// All samples as one.
    pub(super) fn together(parts: &[Self]) -> Option<Self> {
        let mut parts = parts.iter().cloned();
        let first = parts.next()?;
        Some(parts.fold(first, |mut all, part| {
            // All of one call share the base.
            all.n += part.n;
            all.sum += part.sum;
            all.squares += part.squares;
            all
        }))
    }

    /// The sum of squares between samples of one call: Σ nᵢ(x̄ᵢ − x̄)². `None` of none.
    pub(super) fn between(parts: &[Self]) -> Option<Exact> {
        let all = Self::together(parts)?;
        // One denominator for all samples of a size keeps the fractions short.
        let mut by_size: BTreeMap<usize, BigInt> = BTreeMap::new();
        for part in parts {
            *by_size.entry(part.n).or_default() += &part.sum * &part.sum;
        }
        let over = |squares: BigInt, n: usize| Exact::scaled(squares, 2 * all.exponent).divided(n);
        let parts = by_size.into_iter().fold(Exact::zero(), |sum, (n, squares)| sum.plus(&over(squares, n)));
        Some(parts.minus(&over(&all.sum * &all.sum, all.n)))
    }

    /// Without one of its values.
    pub(super) fn without(&self, value: f64) -> Self {
        let (digits, exponent) = super::scaled::shortest(value);
        let away = if digits == 0 {
            BigInt::ZERO
        } else {
            BigInt::from(digits) * BigInt::from(10).pow((exponent - self.exponent).max(0).unsigned_abs())
        };
        let away = away - &self.base;
        Self {
            n: self.n - 1,
            base: self.base.clone(),
            sum: &self.sum - &away,
            squares: &self.squares - &away * &away,
            exponent: self.exponent,
        }
    }
}

/// Base, sum and squares of part of short whole numbers about the first of all.
fn short(all: &[i64], from: usize, to: usize) -> (BigInt, BigInt, BigInt) {
    let base = i128::from(all[0]);
    let (mut sum, mut squares, mut carried) = (0_i128, 0_u128, BigInt::ZERO);
    for value in &all[from..to] {
        let away = i128::from(*value) - base;
        sum += away;
        let square = away.unsigned_abs() * away.unsigned_abs();
        squares = squares.checked_add(square).unwrap_or_else(|| {
            carried += squares;
            square
        });
    }
    (BigInt::from(base), BigInt::from(sum), carried + squares)
}

fn wide(all: &[BigInt], from: usize, to: usize) -> (BigInt, BigInt, BigInt) {
    let base = &all[0];
    let (mut sum, mut squares) = (BigInt::ZERO, BigInt::ZERO);
    for value in &all[from..to] {
        let away = value - base;
        squares += &away * &away;
        sum += away;
    }
    (base.clone(), sum, squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_however_much_cancels() {
        let of = |values: &[f64]| Moments::of(values).unwrap();
        assert_eq!(of(&[1e16, 1.0, -1e16]).mean().number(), 1.0 / 3.0);
        assert_eq!(of(&[1e300, 1e200, 1.0, -1e300, -1e200]).mean().number(), 0.2);
        assert_eq!(of(&[0.3, -0.1, -0.2]).mean().number(), 0.0);
        assert_eq!(of(&[1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.3]).variance().number(), 0.01);
        assert_eq!(of(&[5e-324, 1e308]).mean().number(), 5e307);
    }

    #[test]
    fn a_sample_without_one_of_its_values_is_the_sample_of_the_others() {
        for values in [vec![0.5, 0.25, 3.0, 100.0, 0.0], vec![1e-200, 3.0, 1e200, 0.0]] {
            for place in 0..values.len() {
                let mut others = values.clone();
                let own = others.remove(place);
                let (one, other) = (Moments::of(&values).unwrap().without(own), Moments::of(&others).unwrap());
                assert!(one.mean() == other.mean() && one.variance() == other.variance(), "{values:?} {place}");
            }
        }
    }

    #[test]
    fn samples_together_are_one_sample() {
        let parts = Moments::all(&[&[1.0, 2.5], &[0.3], &[1e6, -4.0]]);
        let (together, one) = (Moments::together(&parts).unwrap(), Moments::of(&[1.0, 2.5, 0.3, 1e6, -4.0]).unwrap());
        assert!(together.mean() == one.mean() && together.squares() == one.squares());
        assert_eq!(together.n(), 5);
    }
}
