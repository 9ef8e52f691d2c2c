//! Fractions of whole numbers: what is decided on paper is decided as on paper, at any size (P-4.3.3). A number is taken as the
//! shortest decimal that reads as it, which is what a person wrote.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};

use super::scaled::shortest;

/// A fraction; its denominator is positive. Never brought to lowest terms: comparing multiplies across.
#[derive(Debug, Clone)]
pub(super) struct Exact {
    above: BigInt,
    below: BigInt,
}

impl Exact {
    /// A finite number as its shortest decimal.
    pub(super) fn of(value: f64) -> Self {
        let (digits, exponent) = shortest(value);
        Self::scaled(BigInt::from(digits), exponent)
    }

    /// A whole number of units of a power of ten.
    pub(super) fn scaled(digits: BigInt, exponent: i32) -> Self {
        let power = BigInt::from(10).pow(exponent.unsigned_abs());
        if exponent < 0 { Self { above: digits, below: power } } else { Self { above: digits * power, below: BigInt::from(1) } }
    }

    /// A quotient of whole numbers; `None` for a denominator that is not positive.
    pub(super) fn ratio(above: usize, below: usize) -> Option<Self> {
        (below > 0).then(|| Self { above: BigInt::from(above), below: BigInt::from(below) })
    }

    pub(super) fn zero() -> Self {
        Self { above: BigInt::ZERO, below: BigInt::from(1) }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.above.sign() == Sign::NoSign
    }

    pub(super) fn is_negative(&self) -> bool {
        self.above.sign() == Sign::Minus
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        if self.below == other.below {
            return Self { above: &self.above + &other.above, below: self.below.clone() };
        }
        Self { above: &self.above * &other.below + &other.above * &self.below, below: &self.below * &other.below }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { above: -&other.above, below: other.below.clone() })
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        Self { above: &self.above * &other.above, below: &self.below * &other.below }
    }

    pub(super) fn square(&self) -> Self {
        self.times(self)
    }

    pub(super) fn magnitude(&self) -> Self {
        Self { above: BigInt::from(self.above.magnitude().clone()), below: self.below.clone() }
    }

    /// The quotient; `None` by zero.
    pub(super) fn over(&self, other: &Self) -> Option<Self> {
        let below = &self.below * &other.above;
        match below.sign() {
            Sign::NoSign => None,
            Sign::Plus => Some(Self { above: &self.above * &other.below, below }),
            Sign::Minus => Some(Self { above: -(&self.above * &other.below), below: -below }),
        }
    }

    /// This many times.
    pub(super) fn multiplied(&self, by: usize) -> Self {
        Self { above: &self.above * by, below: self.below.clone() }
    }

    /// A whole part of it; itself for zero parts.
    pub(super) fn divided(&self, by: usize) -> Self {
        Self { above: self.above.clone(), below: &self.below * by.max(1) }
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        (&self.above * &other.below).cmp(&(&other.above * &self.below))
    }

    /// The nearest number; infinite where it is beyond them.
    pub(super) fn number(&self) -> f64 {
        let (digits, shift) = leading(self.above.magnitude(), self.below.magnitude(), 66, false);
        let size = times_two_to(digits as f64, -shift);
        if self.is_negative() { -size } else { size }
    }

    /// The root as the nearest number; zero of what is negative.
    pub(super) fn root(&self) -> f64 {
        if self.is_negative() {
            return 0.0;
        }
        let (digits, shift) = leading(self.above.magnitude(), self.below.magnitude(), 125, true);
        let root = digits.isqrt();
        // An odd last digit stands for what was cut off.
        let root = (root << 1) | u128::from(root * root != digits);
        times_two_to(root as f64, -shift / 2 - 1)
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.compare(other).is_eq()
    }
}

/// The first so many binary digits of a quotient, and the power of two they were multiplied by. The last digit is odd where
/// anything was cut off.
fn leading(above: &BigUint, below: &BigUint, digits: i64, even: bool) -> (u128, i64) {
    let length = |number: &BigUint| i64::try_from(number.bits()).unwrap_or(i64::MAX);
    let mut shift = digits - (length(above) - length(below));
    if even && shift % 2 != 0 {
        shift -= 1;
    }
    let by = shift.unsigned_abs();
    let (above, below) = if shift >= 0 { (above << by, below.clone()) } else { (above.clone(), below << by) };
    let quotient = &above / &below;
    let cut = &quotient * &below != above;
    (u128::try_from(quotient).unwrap_or(u128::MAX) | u128::from(cut), shift)
}

/// A number times a power of two of any size.
fn times_two_to(number: f64, power: i64) -> f64 {
    const STEP: i64 = 900;
    let (mut number, mut power) = (number, power.clamp(-9_000, 9_000));
    while power.abs() > STEP && number != 0.0 && number.is_finite() {
        number *= 2.0_f64.powi(if power > 0 { 900 } else { -900 });
        power -= STEP * power.signum();
    }
    number * 2.0_f64.powi(power.clamp(-STEP, STEP) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_as_it_went_in_at_any_size() {
        for value in [0.0, 0.1, -0.3, 1e300, 1.797_693_134_862_315_7e308, 5e-324, 2.225_073_858_507_201_4e-308, 1.0 / 3.0, -7e-200] {
            assert_eq!(Exact::of(value).number(), value);
        }
    }

    #[test]
    fn roots_and_quotients_are_the_nearest_numbers() {
        for value in [2.0, 3.0, 0.25, 1e-10, 1e20, 12345.678] {
            let root = Exact::of(value).root();
            assert!((root / f64::sqrt(value) - 1.0).abs() < 2.3e-16, "{value}: {root}");
        }
        assert_eq!(Exact::of(1e-300).square().root(), 1e-300);
        assert_eq!(Exact::of(1e300).square().root(), 1e300);
        assert_eq!(Exact::ratio(1, 3).map(|third| third.number()), Some(1.0 / 3.0));
        assert_eq!(Exact::of(1.0).over(&Exact::of(-3.0)).map(|third| third.number()), Some(-1.0 / 3.0));
        assert!(Exact::of(1.0).over(&Exact::zero()).is_none());
    }

    #[test]
    fn three_times_a_tenth_is_three_tenths() {
        assert_eq!(Exact::of(0.1).plus(&Exact::of(0.2)), Exact::of(0.3));
        assert_eq!(Exact::of(0.1).multiplied(3), Exact::of(0.3));
        assert!(Exact::of(1e-30).minus(&Exact::of(2e-30)).is_negative());
    }
}
