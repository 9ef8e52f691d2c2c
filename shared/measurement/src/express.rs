//! A result as it is written: value and uncertainty to the same place, one power of ten for both, the unit behind
//! ("(1.234 ± 0.005) × 10⁻³ V").

use super::digits::Digits;
use super::results::{Interval, Scaled};
use super::rounding::{RoundedResult, RoundingError};
use base::decimal::DecimalText;
use base::unit::Unit;

/// Numbers down to 0.01 and up to 99 999 are written without a power of ten.
const PLAIN: std::ops::RangeInclusive<i32> = -2..=4;

/// Writes a rounded result. The power of ten is a multiple of three, as prefixes are, and is there where the numbers are small or
/// large, or where zeros before the point would look significant.
///
/// # Errors
/// [`RoundingError::Places`] for texts that are no decimals.
pub fn expressed(rounded: &RoundedResult, unit: Unit) -> Result<String, RoundingError> {
    let power = power_of(rounded)?;
    let written = |text: &str| written(text, rounded.places, power);
    let pair = format!("{} ± {}", written(&rounded.value)?, written(&rounded.expanded_uncertainty)?);
    Ok(with_unit(pair, power, &unit.to_string()))
}

/// The same for a table, where zeros before the point would look significant; `None` where the plain numbers serve (C-5.5.3).
///
/// # Errors
/// [`RoundingError::Places`] for texts that are no decimals.
pub fn scaled(rounded: &RoundedResult, interval: Option<&Interval>) -> Result<Option<Scaled>, RoundingError> {
    if rounded.places >= 0 {
        return Ok(None);
    }
    let power = power_of(rounded)?;
    let written = |text: &str| written(text, rounded.places, power);
    let ends =
        |ends: &Interval| -> Result<Interval, RoundingError> { Ok(Interval { low: written(&ends.low)?, high: written(&ends.high)? }) };
    Ok(Some(Scaled {
        value: written(&rounded.value)?,
        expanded_uncertainty: written(&rounded.expanded_uncertainty)?,
        interval: interval.map(ends).transpose()?,
        power,
    }))
}

/// `10³` for 3.
pub fn ten_to(power: i32) -> String {
    format!("10{}", superscript(power))
}

fn digits(text: &str) -> Result<Digits, RoundingError> {
    DecimalText::parse(text).map(|text| Digits::of(&text)).map_err(|_| RoundingError::Places)
}

fn written(text: &str, places: i32, power: i32) -> Result<String, RoundingError> {
    Ok(digits(text)?.at(places).shifted(power).text())
}

fn power_of(rounded: &RoundedResult) -> Result<i32, RoundingError> {
    let (value, uncertainty) = (digits(&rounded.value)?, digits(&rounded.expanded_uncertainty)?);
    let size = [&value, &uncertainty].iter().filter_map(|digits| digits.leading_place()).map(|place| -place).max().unwrap_or(0);
    Ok(power(size, rounded.places))
}

fn power(size: i32, places: i32) -> i32 {
    if PLAIN.contains(&size) && places >= 0 {
        return 0;
    }
    let by_size = size.div_euclid(3) * 3;
    // No zero may stand where nothing is known.
    let by_places = -(places.div_euclid(3) * 3);
    by_size.max(by_places)
}

fn with_unit(pair: String, power: i32, unit: &str) -> String {
    let number = match power {
        0 if unit == "1" => pair,
        0 => format!("({pair})"),
        power => format!("({pair}) × {}", ten_to(power)),
    };
    match unit {
        "1" => number,
        // SI brochure 5.4.3: no space before the degree of an angle.
        "°" => format!("{number}°"),
        unit => format!("{number} {unit}"),
    }
}

fn superscript(power: i32) -> String {
    let raised = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    power.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::RoundingMode;
    use crate::rounding::{result, result_to_interval};

    fn d(text: &str) -> DecimalText {
        DecimalText::parse(text).unwrap()
    }

    fn written(value: &str, u: &str, digits: u8, unit: &str) -> String {
        let rounded = result(&d(value), &d(u), digits, RoundingMode::HalfEven).unwrap();
        expressed(&rounded, Unit::find(unit).unwrap()).unwrap()
    }

    #[test]
    fn value_and_uncertainty_have_one_power_and_one_unit() {
        for (value, u, digits, unit, expected) in [
            ("0.0012345", "0.0000049", 1, "V", "(1.234 ± 0.005) × 10⁻³ V"),
            ("100.1149", "0.058", 2, "mm", "(100.115 ± 0.058) mm"),
            ("0.10", "0.06", 1, "mm", "(0.10 ± 0.06) mm"),
            ("12345", "120", 2, "Ω", "(12.34 ± 0.12) × 10³ Ω"),
            ("12355", "10", 1, "Pa", "(12.36 ± 0.01) × 10³ Pa"),
            ("1234567", "45000", 2, "Pa", "(1.235 ± 0.045) × 10⁶ Pa"),
            ("-0.00000123", "0.0000000456", 2, "m", "(-1.230 ± 0.046) × 10⁻⁶ m"),
            ("0", "0.0004", 1, "V", "(0.0 ± 0.4) × 10⁻³ V"),
            ("0.98", "0.012", 2, "1", "0.980 ± 0.012"),
            ("45.2", "0.5", 1, "°", "(45.2 ± 0.5)°"),
            ("20", "40000", 1, "Pa", "(0.00 ± 0.04) × 10⁶ Pa"),
        ] {
            assert_eq!(written(value, u, digits, unit), expected, "{value} {u}");
        }
    }

    #[test]
    fn steps_of_an_indication_are_kept() {
        for (value, u, step, mode, expected) in [
            ("10.013", "0.031", "0.02", RoundingMode::HalfEven, ("10.02", "0.04")),
            ("10.01", "0.03", "0.02", RoundingMode::HalfEven, ("10.00", "0.04")),
            ("10.013", "0.0501", "0.05", RoundingMode::Up, ("10.00", "0.10")),
            ("1237", "45", "20", RoundingMode::HalfEven, ("1240", "40")),
        ] {
            let rounded = result_to_interval(&d(value), &d(u), &d(step), mode).unwrap();
            assert_eq!((rounded.value.as_str(), rounded.expanded_uncertainty.as_str()), expected, "{value} {u} {step}");
        }
        let nothing = result_to_interval(&d("1"), &d("0.001"), &d("0.01"), RoundingMode::HalfEven);
        assert_eq!(nothing, Err(RoundingError::Uncertainty));
        assert_eq!(result_to_interval(&d("1"), &d("1"), &d("3"), RoundingMode::Up), Err(RoundingError::Interval));
    }
}
