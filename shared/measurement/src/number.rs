//! A value on its way through the computation: binary for the estimators, decimal beside it as long as it is exact.

use rust_decimal::prelude::{Decimal, ToPrimitive};

use base::arithmetic;
use base::decimal::DecimalText;
use base::unit::Unit;

/// A number, with its exact decimal where there is one; a quotient without end has at least twenty digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) approx: f64,
    pub(super) exact: Option<Decimal>,
}

impl Number {
    pub(super) const ZERO: Self = Self { approx: 0.0, exact: Some(Decimal::ZERO) };

    pub(super) fn of(text: &DecimalText) -> Self {
        Self { approx: text.to_f64(), exact: text.to_decimal() }
    }

    pub(super) const fn binary(approx: f64) -> Self {
        Self { approx, exact: None }
    }

    pub(super) fn decimal(exact: Decimal) -> Option<Self> {
        exact.to_f64().map(|approx| Self { approx, exact: Some(exact) })
    }

    /// The same value in another unit; `None` for another kind of quantity.
    pub(super) fn convert(self, from: Unit, to: Unit) -> Option<Self> {
        if from == to {
            return Some(self);
        }
        let approx = from.convert_f64(self.approx, to)?;
        let exact = self.exact.and_then(|exact| from.convert(exact, to));
        Some(exact.and_then(Self::decimal).unwrap_or(Self { approx, exact }))
    }

    /// The mean; `None` of nothing.
    pub(super) fn mean(values: &[Self]) -> Option<Self> {
        let count = Decimal::from(values.len());
        let sum = values.iter().try_fold(Decimal::ZERO, |sum, value| arithmetic::sum(sum, value.exact?));
        if let Some(mean) = sum.and_then(|sum| arithmetic::quotient(sum, count)).and_then(Self::decimal) {
            return Some(mean);
        }
        let mean = values.iter().map(|value| value.approx).sum::<f64>() / values.len() as f64;
        mean.is_finite().then_some(Self::binary(mean))
    }

    /// As written: the decimal, or fifteen digits of the binary value. `None` beyond what a text can hold.
    pub(super) fn text(self) -> Option<DecimalText> {
        match self.exact {
            Some(exact) => text_of_decimal(exact),
            None => text_of(self.approx),
        }
    }
}

/// The decimal as text. Not through its `Display`, which panics on the longest ones.
pub(super) fn text_of_decimal(exact: Decimal) -> Option<DecimalText> {
    let written = |d: Decimal| DecimalText::parse(&format!("{}e-{}", d.mantissa(), d.scale())).ok();
    // A decimal can have 29 digits, a text 28.
    written(exact).or_else(|| written(exact.round_dp(exact.scale().checked_sub(1)?)))
}

/// Fifteen significant digits: what a binary number holds, without its noise.
pub(super) fn text_of(value: f64) -> Option<DecimalText> {
    value.is_finite().then(|| DecimalText::parse(&format!("{value:.14e}")).ok()).flatten()
}
