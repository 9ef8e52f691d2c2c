//! Values as whole multiples of one power of ten: differences that are equal on paper are equal.

use rust_decimal::Decimal;

/// The decimal that a binary number prints as; `None` where 28 places do not hold it.
pub fn decimal(value: f64) -> Option<Decimal> {
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e')?;
    let fraction = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let places = i32::try_from(fraction).ok()? - exponent.parse::<i32>().ok()?;
    if places > 28 { None } else { Decimal::from_scientific(&text).ok() }
}

/// The values as integers at a common decimal place, with the value of one unit. Where they do not fit, neither they nor their
/// differences: `None`.
pub(super) fn integers(values: &[f64]) -> Option<(Vec<i64>, f64)> {
    const LARGEST: i128 = 1 << 61;
    if let Some(found) = short_integers(values) {
        return Some(found);
    }
    let decimals = values.iter().map(|value| decimal(*value).map(|d| d.normalize())).collect::<Option<Vec<_>>>()?;
    let scale = decimals.iter().map(Decimal::scale).max()?;
    let at_scale = |d: &Decimal| {
        let whole = d.mantissa().checked_mul(10_i128.checked_pow(scale - d.scale())?)?;
        i64::try_from(whole).ok().filter(|_| whole.abs() < LARGEST)
    };
    let integers = decimals.iter().map(at_scale).collect::<Option<Vec<_>>>()?;
    Some((integers, 10.0_f64.powi(-i32::try_from(scale).ok()?)))
}

/// The same for values of at most fifteen digits, without writing them as text: r/10ⁿ is the nearest number to that decimal.
fn short_integers(values: &[f64]) -> Option<(Vec<i64>, f64)> {
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
    Some((integers, 10.0_f64.powi(-places)))
}
