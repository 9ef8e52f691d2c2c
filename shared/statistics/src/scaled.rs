//! Values as whole multiples of one power of ten: differences that are equal on paper are equal, at any size.

use num_bigint::BigInt;

/// Digits and power of ten of the shortest decimal that reads as this finite number.
pub(super) fn shortest(value: f64) -> (i64, i32) {
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let places = i32::try_from(fraction.len()).unwrap_or(0);
    // A finite number has at most seventeen digits.
    let digits = format!("{whole}{fraction}").parse().unwrap_or(0);
    (digits, exponent.parse::<i32>().unwrap_or(0) - places)
}

/// Whole numbers, as short as they may be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Whole {
    /// Below 2⁶¹, so that differences are short too.
    Short(Vec<i64>),
    /// Below 2¹²⁵.
    Long(Vec<i128>),
    /// Of any length.
    Wide(Vec<BigInt>),
}

/// Values as whole numbers of units of 10^exponent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scaled {
    pub(super) whole: Whole,
    pub(super) exponent: i32,
}

impl Scaled {
    /// Of finite values.
    pub(super) fn of(values: &[f64]) -> Self {
        if let Some((whole, places)) = short_integers(values) {
            return Self { whole: Whole::Short(whole), exponent: -places };
        }
        let parts: Vec<(i64, i32)> = values.iter().map(|value| shortest(*value)).collect();
        // Zero has no place of its own.
        let exponent = parts.iter().filter(|(digits, _)| *digits != 0).map(|(_, exponent)| *exponent).min().unwrap_or(0);
        let raised = |part: &(i64, i32)| if part.0 == 0 { 0 } else { (part.1 - exponent).unsigned_abs() };
        Self { whole: whole(&parts, raised), exponent }
    }

    /// The length of a whole number of units, as the nearest number.
    pub(super) fn length(&self, units: impl std::fmt::Display) -> f64 {
        format!("{units}e{}", self.exponent).parse().unwrap_or(f64::INFINITY)
    }
}

fn whole(parts: &[(i64, i32)], raised: impl Fn(&(i64, i32)) -> u32) -> Whole {
    const SHORT: i128 = 1 << 61;
    const LONG: i128 = 1 << 125;
    let long = |part: &(i64, i32)| {
        let whole = i128::from(part.0).checked_mul(10_i128.checked_pow(raised(part))?)?;
        (whole.abs() < LONG).then_some(whole)
    };
    match parts.iter().map(long).collect::<Option<Vec<i128>>>() {
        Some(whole) => match whole.iter().map(|n| i64::try_from(*n).ok().filter(|_| n.abs() < SHORT)).collect() {
            Some(short) => Whole::Short(short),
            None => Whole::Long(whole),
        },
        None => Whole::Wide(parts.iter().map(|part| BigInt::from(part.0) * BigInt::from(10).pow(raised(part))).collect()),
    }
}

/// Whole numbers and decimal places of values of at most fifteen digits, without writing them as text: r/10ⁿ is the nearest number
/// to that decimal.
fn short_integers(values: &[f64]) -> Option<(Vec<i64>, i32)> {
    const LARGEST: f64 = 1e15;
    let whole = |value: f64, power: f64| {
        let whole = (value * power).round();
        (whole.abs() < LARGEST && whole / power == value).then_some(whole)
    };
    let mut places = 0;
    for value in values {
        while whole(*value, 10.0_f64.powi(places)).is_none() {
            places += 1;
            if places > 15 {
                return None;
            }
        }
    }
    let power = 10.0_f64.powi(places);
    let integers = values.iter().map(|value| whole(*value, power).map(|whole| whole as i64)).collect::<Option<Vec<_>>>()?;
    Some((integers, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_are_those_that_a_person_wrote() {
        for (value, expected) in [
            (0.1, (1, -1)),
            (-1500.0, (-15, 2)),
            (4e-15, (4, -15)),
            (5e-324, (5, -324)),
            (-0.0, (0, 0)),
            (f64::MAX, (17_976_931_348_623_157, 292)),
        ] {
            assert_eq!(shortest(value), expected, "{value}");
        }
    }

    #[test]
    fn values_of_any_size_have_one_place_in_common() {
        assert_eq!(Scaled::of(&[0.1, 2.0]), Scaled { whole: Whole::Short(vec![1, 20]), exponent: -1 });
        assert_eq!(Scaled::of(&[1e-30, 0.0, 3e-30]), Scaled { whole: Whole::Short(vec![1, 0, 3]), exponent: -30 });
        assert_eq!(Scaled::of(&[1e25, 2.5e25]), Scaled { whole: Whole::Short(vec![10, 25]), exponent: 24 });
        assert_eq!(Scaled::of(&[1e-10, 1e20]), Scaled { whole: Whole::Long(vec![1, 10_i128.pow(30)]), exponent: -10 });
        let Scaled { whole: Whole::Wide(wide), exponent } = Scaled::of(&[5e-324, 1e300]) else { panic!("wide") };
        assert_eq!((wide[0].clone(), exponent), (BigInt::from(5), -324));
        assert_eq!(Scaled::of(&[1e-30]).length(7), 7e-30);
    }
}
