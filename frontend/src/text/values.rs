//! The values that a text names, as its reader writes them: they arrive as data, days as `2026-03-01` and numbers with a point.

use std::borrow::Cow;

use base::time::Date;

use super::format;

/// What is shown as it is written, whatever it looks like: names and numbers of things, and what stands in a file.
const AS_WRITTEN: [&str; 24] = [
    "cell",
    "cells",
    "certificate",
    "character",
    "characters",
    "code",
    "edition",
    "existing",
    "given",
    "identification",
    "manufacturer",
    "model",
    "name",
    "number",
    "order",
    "reason",
    "reference",
    "serial",
    "serial_number",
    "service",
    "text",
    "to",
    "version",
    "visit",
];

/// A value in the reader's language: a day as days are written, a number with the language's decimal sign and its digits untouched.
/// `path` is the field that is spoken of; empty where there is none.
pub fn shown<'v>(path: &str, name: &str, value: &'v str) -> Cow<'v, str> {
    if is_as_written(path, name) {
        return Cow::Borrowed(value);
    }
    if let Some(day) = day(value) {
        return Cow::Owned(format::day(day));
    }
    if is_number(value) { Cow::Owned(number(value, format::decimal_sign())) } else { Cow::Borrowed(value) }
}

fn is_as_written(path: &str, name: &str) -> bool {
    let field = path.rsplit('/').next().unwrap_or_default();
    AS_WRITTEN.contains(&name) || AS_WRITTEN.contains(&field)
}

/// A value that is nothing but a day.
fn day(value: &str) -> Option<Date> {
    let written = value.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    if written.eq(*b"0000-00-00") { value.parse().ok() } else { None }
}

/// Whether a value is nothing but a number with a point or a minus, or such a number and its unit.
fn is_number(value: &str) -> bool {
    let (number, unit) = value.split_once(' ').map_or((value, None), |(number, unit)| (number, Some(unit)));
    let digits = number.strip_prefix(['-', '+']).unwrap_or(number);
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let counts = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let one_word = |unit: &str| !unit.contains(' ') && !unit.starts_with(|c: char| c.is_ascii_digit());
    counts(whole) && part.is_none_or(counts) && unit.is_none_or(one_word)
}

/// Such a number with this decimal sign and a true minus.
fn number(value: &str, sign: char) -> String {
    let (number, unit) = value.split_at(value.find(' ').unwrap_or(value.len()));
    let number = number.replace('.', sign.encode_utf8(&mut [0; 4])).replace('-', "\u{2212}");
    format!("{number}{unit}")
}

#[cfg(test)]
mod tests {
    use base::time::Date;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{day, is_as_written, is_number, number};

    #[wasm_bindgen_test(unsupported = test)]
    fn only_what_is_nothing_but_a_day_is_one() {
        assert_eq!(day("2026-03-01"), Some(Date::constant(2026, 3, 1)));
        for text in ["2026-02-30", "2026-3-1", "20260301", "2026-03-01 ", "2026-03-01T10", "GB-2026-03", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_number_keeps_its_digits_and_has_the_reader_s_decimal_sign() {
        for (value, shown) in [
            ("0.50", "0,50"),
            ("-312", "\u{2212}312"),
            ("+1.5 °C", "+1,5 °C"),
            ("-0.020 N·m", "\u{2212}0,020 N·m"),
            ("12.5 kg.m", "12,5 kg.m"),
        ] {
            assert!(is_number(value), "{value}");
            assert_eq!(number(value, ','), shown);
        }
        for text in ["", "-", "1.", ".5", "1.2.3", "1.5 2.5", "1.5 to 2", "1e-5", "v1.5", "1.5; 2.5", "JJG 52"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn numbers_and_names_of_things_stay_as_they_are_written() {
        assert!(is_as_written("", "number") && is_as_written("item/serial_number", "before"));
        assert!(!is_as_written("received_on", "before") && !is_as_written("", "seconds"));
    }
}
