//! A decimal as its digits, for rounding on paper's terms at any length.

use crate::method::RoundingMode;
use base::decimal::DecimalText;

/// Digits, most significant first, the last of which stands at 10^(−places).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digits {
    negative: bool,
    digits: Vec<u8>,
    places: i32,
}

impl Digits {
    pub(super) const fn new(negative: bool, digits: Vec<u8>, places: i32) -> Self {
        Self { negative, digits, places }
    }

    /// Each digit, most significant first.
    pub(super) fn iter(&self) -> impl Iterator<Item = u8> {
        self.digits.iter().copied()
    }

    pub(super) fn of(value: &DecimalText) -> Self {
        let text = value.as_str();
        let mantissa = text.split_once('e').map_or(text, |(mantissa, _)| mantissa);
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
        Self { negative: text.starts_with('-'), digits, places: value.places() }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.iter().all(|&d| d == 0)
    }

    pub(super) const fn is_negative(&self) -> bool {
        self.negative
    }

    pub(super) const fn places(&self) -> i32 {
        self.places
    }

    /// Decimal place of the first digit that is not zero: 2 for 0.0123, −1 for 12.
    pub(super) fn leading_place(&self) -> Option<i32> {
        let first = self.digits.iter().position(|&d| d != 0)?;
        Some(self.places - length(self.digits.len() - 1 - first))
    }

    /// `(d, places)` where the value is exactly d = 1, 2 or 5 at one place.
    pub(super) fn unit(&self) -> Option<(u8, i32)> {
        let mut others = self.digits.iter().enumerate().filter(|(_, d)| **d != 0);
        let (at, &digit) = others.next()?;
        let alone = others.next().is_none() && !self.negative && matches!(digit, 1 | 2 | 5);
        alone.then(|| (digit, self.places - length(self.digits.len() - 1 - at)))
    }

    pub(super) fn round(&self, places: i32, mode: RoundingMode) -> Self {
        if places >= self.places {
            let mut digits = self.digits.clone();
            digits.resize(digits.len() + usize::try_from(places.saturating_sub(self.places)).unwrap_or(0), 0);
            return Self { negative: self.negative, digits, places };
        }
        let dropped = usize::try_from(self.places.saturating_sub(places)).unwrap_or(0);
        let missing = (dropped + 1).saturating_sub(self.digits.len());
        let mut digits = vec![0; missing];
        digits.extend_from_slice(&self.digits);
        let rest = digits.split_off(digits.len() - dropped);
        if increments(digits.last().copied().unwrap_or(0), &rest, mode) {
            increment(&mut digits);
        }
        Self { negative: self.negative, digits, places }
    }

    /// The same number with its last digit at a place; only zeros may go.
    pub(super) fn at(&self, places: i32) -> Self {
        self.round(places, RoundingMode::HalfEven)
    }

    pub(super) fn times(&self, factor: u8) -> Self {
        let mut carry = 0_u16;
        let mut out: Vec<u8> = Vec::with_capacity(self.digits.len() + 2);
        for &digit in self.digits.iter().rev() {
            let product = u16::from(digit) * u16::from(factor) + carry;
            out.push(low_digit(product));
            carry = product / 10;
        }
        while carry > 0 {
            out.push(low_digit(carry));
            carry /= 10;
        }
        out.reverse();
        Self { negative: self.negative, digits: out, places: self.places }
    }

    /// The same digits at places further down: divides by a power of ten.
    pub(super) const fn shifted(mut self, places: i32) -> Self {
        self.places += places;
        self
    }

    /// Plain text: trailing zeros kept, no exponent, zero without sign.
    pub(super) fn text(&self) -> String {
        let mut all: Vec<u8> = self.digits.clone();
        let fraction = usize::try_from(self.places).unwrap_or(0);
        all.resize(all.len() + usize::try_from(self.places.saturating_neg()).unwrap_or(0), 0);
        let mut padded = vec![0; (fraction + 1).saturating_sub(all.len())];
        padded.append(&mut all);
        let whole = padded.len() - fraction;
        let first = padded[..whole].iter().position(|&d| d != 0).unwrap_or(whole - 1);
        let write = |digits: &[u8]| -> String { digits.iter().map(|d| char::from(b'0' + d)).collect() };
        let mut text = String::new();
        if self.negative && !self.is_zero() {
            text.push('-');
        }
        text.push_str(&write(&padded[first..whole]));
        if fraction > 0 {
            text.push('.');
            text.push_str(&write(&padded[whole..]));
        }
        text
    }
}

fn increments(last: u8, rest: &[u8], mode: RoundingMode) -> bool {
    let something = |digits: &[u8]| digits.iter().any(|&d| d != 0);
    match mode {
        RoundingMode::Up => something(rest),
        RoundingMode::HalfEven => match rest.first() {
            Some(6..=9) => true,
            Some(5) => something(&rest[1..]) || last % 2 == 1,
            _ => false,
        },
    }
}

fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

fn low_digit(number: u16) -> u8 {
    u8::try_from(number % 10).unwrap_or(0)
}

fn length(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
