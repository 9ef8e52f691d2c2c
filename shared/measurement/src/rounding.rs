//! GB/T 8170: half to even on the decimal as written, once only. Uncertainty to one or two significant digits, the result to
//! the same place (C-5.5.3). Nothing here goes through a binary number.

use crate::digits::Digits;
use crate::method::RoundingMode;
use base::decimal::DecimalText;
use base::finding::Refusal;

/// Most decimal places (or zeros before the point) that are rounded to: as many as the longest decimal that is read can have.
pub const MAX_PLACES: i32 = 1_200;

/// Why a number cannot be rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundingError {
    /// More places than [`MAX_PLACES`], or no significant digits asked for.
    Places,
    /// An interval other than 1, 2 or 5 times a power of ten.
    Interval,
    /// An uncertainty that is zero or negative.
    Uncertainty,
}

impl Refusal for RoundingError {
    fn code(&self) -> &'static str {
        match self {
            Self::Places => "rounding_places",
            Self::Interval => "rounding_interval",
            Self::Uncertainty => "uncertainty_not_positive",
        }
    }
}

/// A result with its uncertainty, rounded to the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundedResult {
    /// The result, half to even.
    pub value: String,
    /// Expanded uncertainty.
    pub expanded_uncertainty: String,
    /// Decimal places of both; negative above the units.
    pub places: i32,
}

/// The same decimal without exponent, for a reader.
pub fn plain(value: &DecimalText) -> String {
    Digits::of(value).text()
}

/// Rounds to decimal places (negative: tens, hundreds).
///
/// # Errors
/// [`RoundingError::Places`].
pub fn to_places(value: &DecimalText, places: i32) -> Result<String, RoundingError> {
    check(places)?;
    Ok(Digits::of(value).round(places, RoundingMode::HalfEven).text())
}

/// Rounds to significant digits, again after a carry (0.0996 to two is 0.10).
///
/// # Errors
/// [`RoundingError::Places`].
pub fn to_significant(value: &DecimalText, digits: u8, mode: RoundingMode) -> Result<String, RoundingError> {
    significant(&Digits::of(value), digits, mode).map(|rounded| rounded.text())
}

/// Rounds to the nearest multiple of an interval of 1, 2 or 5 units, half to the even multiple.
///
/// # Errors
/// [`RoundingError::Interval`], [`RoundingError::Places`].
pub fn to_interval(value: &DecimalText, interval: &DecimalText) -> Result<String, RoundingError> {
    multiple(value, interval, RoundingMode::HalfEven).map(|rounded| rounded.text())
}

/// Rounds U to a multiple of an interval (an indication's smallest step), and the result to the same interval.
///
/// # Errors
/// [`RoundingError::Uncertainty`] where U is not above zero or would be rounded to zero, [`RoundingError::Interval`],
/// [`RoundingError::Places`].
pub fn result_to_interval(
    value: &DecimalText,
    uncertainty: &DecimalText,
    interval: &DecimalText,
    mode: RoundingMode,
) -> Result<RoundedResult, RoundingError> {
    let rounded = multiple(uncertainty, interval, mode)?;
    if rounded.is_zero() || rounded.is_negative() {
        return Err(RoundingError::Uncertainty);
    }
    let value = multiple(value, interval, RoundingMode::HalfEven)?;
    Ok(RoundedResult { value: value.text(), expanded_uncertainty: rounded.text(), places: rounded.places() })
}

fn multiple(value: &DecimalText, interval: &DecimalText, mode: RoundingMode) -> Result<Digits, RoundingError> {
    let (unit, places) = Digits::of(interval).unit().ok_or(RoundingError::Interval)?;
    check(places)?;
    // Multiples of d units: value · (10/d) is rounded one place higher, and multiplied by d.
    Ok(Digits::of(value).times(10 / unit).round(places - 1, mode).times(unit).shifted(1))
}

/// Rounds U to significant digits and the result to the same place.
///
/// # Errors
/// [`RoundingError::Uncertainty`] where U is not above zero, [`RoundingError::Places`].
pub fn result(value: &DecimalText, uncertainty: &DecimalText, digits: u8, mode: RoundingMode) -> Result<RoundedResult, RoundingError> {
    let uncertainty = Digits::of(uncertainty);
    if uncertainty.is_zero() || uncertainty.is_negative() {
        return Err(RoundingError::Uncertainty);
    }
    let rounded = significant(&uncertainty, digits, mode)?;
    let places = rounded.places();
    Ok(RoundedResult {
        value: Digits::of(value).round(places, RoundingMode::HalfEven).text(),
        expanded_uncertainty: rounded.text(),
        places,
    })
}

fn check(places: i32) -> Result<(), RoundingError> {
    if (-MAX_PLACES..=MAX_PLACES).contains(&places) { Ok(()) } else { Err(RoundingError::Places) }
}

fn significant(value: &Digits, digits: u8, mode: RoundingMode) -> Result<Digits, RoundingError> {
    if digits == 0 {
        return Err(RoundingError::Places);
    }
    let Some(leading) = value.leading_place() else {
        return Ok(value.round(i32::from(digits) - 1, mode));
    };
    let places = leading + i32::from(digits) - 1;
    check(places)?;
    let rounded = value.round(places, mode);
    // After a carry there is one digit more than asked for; it is a zero, so that this is no second rounding.
    let carried = rounded.leading_place().is_some_and(|now| now < leading);
    Ok(if carried { rounded.round(places - 1, mode) } else { rounded })
}

#[cfg(test)]
#[path = "rounding_tests.rs"]
mod tests;
