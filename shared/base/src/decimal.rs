//! A decimal as a person wrote it: text with its digits, never a float (C-5.5.3).

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::finding::Refusal;

/// Most significant digits a written value may have.
pub const MAX_DIGITS: usize = 28;
/// Most digits that may be written, leading and trailing zeros included.
pub const MAX_WRITTEN: usize = 200;
/// Largest magnitude of a written exponent.
pub const MAX_EXPONENT: i32 = 99;

/// A decimal exactly as written, normalised only in its signs: `.` as decimal sign, ASCII digits, `-` as minus.
/// Trailing zeros are data; "-0.00" keeps its sign.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DecimalText(String);

/// Why a text is not a decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalError {
    /// Nothing was written.
    Empty,
    /// A character that no decimal has, with its place (counted in characters from 0).
    Character(usize),
    /// More than [`MAX_DIGITS`] significant digits, or than were allowed.
    TooManyDigits,
    /// An exponent beyond ±[`MAX_EXPONENT`].
    ExponentTooLarge,
}

impl Refusal for DecimalError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "decimal_empty",
            Self::Character(_) => "decimal_character",
            Self::TooManyDigits => "decimal_too_many_digits",
            Self::ExponentTooLarge => "decimal_exponent_too_large",
        }
    }
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl std::error::Error for DecimalError {}

impl DecimalText {
    /// Reads what a person typed: `.` or `,`, full-width digits and signs and U+2212 are understood.
    ///
    /// # Errors
    /// Names what is wrong and where.
    pub fn parse(typed: &str) -> Result<Self, DecimalError> {
        Self::parse_up_to(typed, MAX_DIGITS)
    }

    /// The same with up to so many significant digits: for numbers that a computation prints, not a person.
    ///
    /// # Errors
    /// Names what is wrong and where.
    pub fn parse_up_to(typed: &str, digits: usize) -> Result<Self, DecimalError> {
        let text = normalise(typed.trim())?;
        check(&text, digits)?;
        Ok(Self(text))
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest binary number, for computation only.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(0.0)
    }

    /// The exact decimal, where 28 places hold it with every digit.
    pub fn to_decimal(&self) -> Option<Decimal> {
        let (mantissa, exponent) = self.split();
        let written = Decimal::from_str_exact(mantissa).ok()?;
        if written.is_zero() {
            return Some(written);
        }
        let moved = |value: Decimal| {
            let scale = i64::from(value.scale()) - i64::from(exponent);
            let up = 10_i128.checked_pow(u32::try_from(-scale).unwrap_or(0))?;
            Decimal::try_from_i128_with_scale(value.mantissa().checked_mul(up)?, u32::try_from(scale).unwrap_or(0)).ok()
        };
        moved(written).or_else(|| moved(written.normalize()))
    }

    /// The written decimal places, the exponent counted in: "12.50" has 2, "1.2e-3" has 4, "1e2" has -2.
    pub fn places(&self) -> i32 {
        let (mantissa, exponent) = self.split();
        let written = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        i32::try_from(written).unwrap_or(0) - exponent
    }

    fn split(&self) -> (&str, i32) {
        match self.0.split_once('e') {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().unwrap_or(0)),
            None => (&self.0, 0),
        }
    }
}

/// A spelling that two people read as two numbers: what one takes for the decimal sign, the other takes for the sign between
/// thousands (ISO 80000-1, 7.3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguous {
    /// With the sign as the decimal sign.
    pub decimal: DecimalText,
    /// With the sign between thousands.
    pub thousands: DecimalText,
}

impl Refusal for Ambiguous {
    fn code(&self) -> &'static str {
        "decimal_ambiguous"
    }
    fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::from([("decimal".to_owned(), self.decimal.to_string()), ("thousands".to_owned(), self.thousands.to_string())])
    }
}

/// Reads what a person typed in a language whose decimal sign is this, `.` or `,`. The other sign, once, with one to three digits before
/// it of which the first is no zero and exactly three behind it, is asked about: `1,013` hPa in English, `1.013` in Ukrainian.
///
/// # Errors
/// Both readings of such a spelling.
pub fn ask(typed: &str, sign: char) -> Result<(), Ambiguous> {
    let Ok(text) = normalise(typed.trim()) else { return Ok(()) };
    let is_other = |c: char| matches!((sign, c), ('.', ',' | '，') | (',', '.' | '．'));
    let (mantissa, exponent) = text.split_once('e').map_or((text.as_str(), ""), |(mantissa, _)| (mantissa, &text[mantissa.len()..]));
    let unsigned = mantissa.trim_start_matches(['-', '+']);
    let Some((before, behind)) = unsigned.split_once('.').filter(|_| typed.chars().any(is_other)) else { return Ok(()) };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = (1..=3).contains(&before.len()) && digits(before) && !before.starts_with('0') && behind.len() == 3 && digits(behind);
    let minus = &mantissa[..mantissa.len() - unsigned.len()];
    let readings = (DecimalText::parse(&text), DecimalText::parse(&format!("{minus}{before}{behind}{exponent}")));
    match readings {
        (Ok(decimal), Ok(thousands)) if grouped => Err(Ambiguous { decimal, thousands }),
        _ => Ok(()),
    }
}

fn normalise(typed: &str) -> Result<String, DecimalError> {
    let mut out = String::with_capacity(typed.len());
    for (at, c) in typed.chars().enumerate() {
        out.push(match c {
            '0'..='9' | '.' | '-' | '+' => c,
            ',' | '，' | '．' => '.',
            '\u{2212}' | '－' => '-',
            '＋' => '+',
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or('0'),
            'e' | 'E' => 'e',
            _ => return Err(DecimalError::Character(at)),
        });
    }
    Ok(out)
}

fn check(text: &str, most: usize) -> Result<(), DecimalError> {
    if text.is_empty() {
        return Err(DecimalError::Empty);
    }
    let (mantissa, exponent) = text.split_once('e').map_or((text, None), |(m, e)| (m, Some(e)));
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let mut point = false;
    let mut digits = 0;
    let offset = mantissa.len() - unsigned.len();
    for (at, c) in unsigned.chars().enumerate() {
        match c {
            '.' if !point => point = true,
            '0'..='9' => digits += 1,
            _ => return Err(DecimalError::Character(at + offset)),
        }
    }
    if digits == 0 {
        return Err(if unsigned.is_empty() && exponent.is_none() { DecimalError::Empty } else { DecimalError::Character(offset) });
    }
    if digits > MAX_WRITTEN.max(most) || unsigned.replace('.', "").trim_start_matches('0').len() > most {
        return Err(DecimalError::TooManyDigits);
    }
    exponent.map_or(Ok(()), |e| check_exponent(e, mantissa.len() + 1))
}

fn check_exponent(exponent: &str, offset: usize) -> Result<(), DecimalError> {
    let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    if let Some(at) = digits.chars().position(|c| !c.is_ascii_digit()) {
        return Err(DecimalError::Character(offset + exponent.len() - digits.len() + at));
    }
    if digits.is_empty() {
        return Err(DecimalError::Character(offset));
    }
    match exponent.parse::<i32>() {
        Ok(n) if n.abs() <= MAX_EXPONENT && digits.len() <= MAX_DIGITS => Ok(()),
        _ => Err(DecimalError::ExponentTooLarge),
    }
}

impl fmt::Display for DecimalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
crate::text_schema!(DecimalText, "DecimalText", "pattern": "^[+-]?[0-9]*[.]?[0-9]*(e[+-]?[0-9]+)?$");
impl Serialize for DecimalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for DecimalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_that_may_part_thousands_is_asked_about() {
        let asked = |typed: &str, sign| ask(typed, sign).err().map(|both| (both.decimal.to_string(), both.thousands.to_string()));
        let both = |decimal: &str, thousands: &str| Some((decimal.to_owned(), thousands.to_owned()));
        assert_eq!(asked("1,013", '.'), both("1.013", "1013"));
        assert_eq!(asked(" \u{2212}12，500 ", '.'), both("-12.500", "-12500"));
        assert_eq!(asked("+100,000e-3", '.'), both("+100.000e-3", "+100000e-3"));
        assert_eq!(asked("１．０１３", ','), both("1.013", "1013"));
        assert_eq!(asked("1.013", ','), both("1.013", "1013"));
        for (typed, sign) in [
            ("1.013", '.'),
            ("1,013", ','),
            ("0,013", '.'),
            ("01,013", '.'),
            (",013", '.'),
            ("1,01", '.'),
            ("1,0130", '.'),
            ("1013,250", '.'),
            ("1013", '.'),
            ("1,013,250", '.'),
            ("1,01a", '.'),
            ("", '.'),
        ] {
            assert_eq!(asked(typed, sign), None, "{typed} {sign}");
        }
    }

    // C-5.5.3: leading zeros are digits that somebody wrote; nobody writes a book of them.
    #[test]
    fn a_value_is_no_longer_than_anybody_writes() {
        let zeros = |n: usize| "0".repeat(n);
        assert!(DecimalText::parse(&format!("{}.5", zeros(MAX_WRITTEN - 1))).is_ok());
        for long in [format!("{}1", zeros(MAX_WRITTEN)), format!("0.{}1", zeros(250_000)), zeros(1_000_000)] {
            assert_eq!(DecimalText::parse(&long), Err(DecimalError::TooManyDigits));
        }
        assert_eq!(DecimalText::parse(&format!("1e{}5", zeros(1_000_000))), Err(DecimalError::ExponentTooLarge));
    }
}
