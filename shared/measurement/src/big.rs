//! A decimal of any length and size, for comparing what was written: limits are decided on every digit.

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::digits::Digits;
use base::decimal::DecimalText;

/// mantissa · 10^(−places).
#[derive(Debug, Clone)]
pub(super) struct Big {
    mantissa: BigInt,
    places: i32,
}

impl Big {
    pub(super) fn of(text: &DecimalText) -> Self {
        let digits = Digits::of(text);
        let magnitude = digits.iter().fold(BigInt::ZERO, |sum, digit| sum * 10 + digit);
        Self { mantissa: if digits.is_negative() { -magnitude } else { magnitude }, places: digits.places() }
    }

    pub(super) const fn zero() -> Self {
        Self { mantissa: BigInt::ZERO, places: 0 }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let places = self.places.max(other.places);
        Self { mantissa: self.at(places) + other.at(places), places }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { mantissa: -other.mantissa.clone(), places: other.places })
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        Self { mantissa: &self.mantissa * &other.mantissa, places: self.places + other.places }
    }

    pub(super) fn sign(&self) -> Ordering {
        self.mantissa.cmp(&BigInt::ZERO)
    }

    /// The nearest binary number; infinite beyond them.
    pub(super) fn to_f64(&self) -> f64 {
        format!("{}e{}", self.mantissa, -i64::from(self.places)).parse().unwrap_or(f64::NAN)
    }

    /// Plain text, trailing zeros kept.
    pub(super) fn text(&self) -> String {
        let magnitude = self.mantissa.magnitude().to_string();
        Digits::new(self.sign() == Ordering::Less, magnitude.bytes().map(|b| b - b'0').collect(), self.places).text()
    }

    /// The mantissa at more places.
    fn at(&self, places: i32) -> BigInt {
        &self.mantissa * BigInt::from(10).pow(u32::try_from(places - self.places).unwrap_or(0))
    }
}

impl PartialEq for Big {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Big {}
impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Big {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = self.places.max(other.places);
        self.at(places).cmp(&other.at(places))
    }
}
