//! Numbers, dates and plurals by the browser's `Intl`: nothing of it is downloaded.

use std::cell::RefCell;

use base::time::{Date, Instant, OffsetFrom, offset_in};
use js_sys::{Array, Date as JsDate, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::language::{Language, language};

fn locales(language: Language) -> Array {
    Array::of1(&JsValue::from_str(language.tag()))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}

/// The plural category of a count.
pub fn plural_category(language: Language, n: usize) -> String {
    let count = u32::try_from(n).map_or(f64::from(u32::MAX), f64::from);
    Intl::PluralRules::new(&locales(language), &Object::new()).select(count).into()
}

fn date_text(at: f64, pairs: &[(&str, &str)]) -> String {
    let format: Function = Intl::DateTimeFormat::new(&locales(language()), &options(pairs)).format();
    let value = format.call1(&JsValue::UNDEFINED, &JsDate::new(&JsValue::from_f64(at)));
    value.ok().and_then(|v| v.as_string()).unwrap_or_default()
}

#[allow(clippy::cast_precision_loss, reason = "milliseconds of any plausible date fit a double")]
fn millis(at: Instant) -> f64 {
    at.0 as f64
}

/// Date and time, in the reader's own zone.
pub fn moment(at: Instant) -> String {
    date_text(millis(at), &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// Date and time with seconds: where order matters (histories).
pub fn moment_exact(at: Instant) -> String {
    date_text(millis(at), &[("dateStyle", "medium"), ("timeStyle", "medium")])
}

/// Time of day with seconds.
pub fn clock(at: Instant) -> String {
    date_text(millis(at), &[("timeStyle", "medium")])
}

/// The day of a moment, in the reader's own zone like the times beside it.
pub fn day_of(at: Instant) -> String {
    date_text(millis(at), &[("dateStyle", "medium")])
}

/// A civil day.
pub fn day(day: Date) -> String {
    let at = JsDate::parse(&format!("{day}T12:00:00Z"));
    date_text(at, &[("dateStyle", "medium"), ("timeZone", "UTC")])
}

/// How long ago, in the coarsest fitting unit ("6 minutes ago").
pub fn ago(at: Instant, now: Instant) -> String {
    let seconds = now.millis_since(at) / 1000;
    let (value, unit) = match seconds.abs() {
        0..60 => (seconds, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        86_400..5_184_000 => (seconds / 86_400, "day"),
        _ => (seconds / 2_592_000, "month"),
    };
    let format = Intl::RelativeTimeFormat::new(&locales(language()), &options(&[("numeric", "auto")]));
    format.format(i32::try_from(-value).map_or(0.0, f64::from), unit).into()
}

/// The language's decimal sign.
pub fn decimal_sign() -> char {
    match language() {
        Language::Ukrainian => ',',
        _ => '.',
    }
}

/// What a person wrote, with the language's decimal sign and its digits untouched.
pub fn written(decimal: &str) -> String {
    decimal.replace('.', decimal_sign().encode_utf8(&mut [0; 4])).replace('-', "\u{2212}").replace('e', "E")
}

/// A number and its power of ten.
pub fn times_ten_to(decimal: &str, power: i32) -> String {
    format!("{}\u{a0}×\u{a0}{}", written(decimal), measurement::express::ten_to(power))
}

/// A count of bytes, number and unit as the language writes them.
pub fn bytes(n: f64) -> String {
    let (value, unit) = if n < 1e6 { (n / 1e3, "kilobyte") } else { (n / 1e6, "megabyte") };
    let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "short")]);
    // One digit behind the decimal sign; setting a property of a plain object cannot fail.
    let _ = Reflect::set(&options, &JsValue::from_str("maximumFractionDigits"), &JsValue::from_f64(1.0));
    let format: Function = Intl::NumberFormat::new(&locales(language()), &options).format();
    let text = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(value));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The present moment by this device's clock.
pub fn now() -> Instant {
    #[allow(clippy::cast_possible_truncation, reason = "Date.now() is an integer")]
    Instant(JsDate::now() as i64)
}

thread_local! {
    static OFFICE: RefCell<Vec<OffsetFrom>> = const { RefCell::new(Vec::new()) };
}

/// Sets the zone that the office's dates are in.
pub fn office_days(zone: Vec<OffsetFrom>) {
    OFFICE.set(zone);
}

/// Today at the office, in the body's time zone; in this device's zone while the body's is unknown.
pub fn today() -> Date {
    let at = now();
    OFFICE.with_borrow(|zone| offset_in(zone, at)).map_or_else(device_day, |offset| at.date_at(offset))
}

fn device_day() -> Date {
    let date = JsDate::new_0();
    let part = |n: u32| i8::try_from(n).unwrap_or(1);
    let year = i16::try_from(date.get_full_year()).unwrap_or(2000);
    Date::new(year, part(date.get_month() + 1), part(date.get_date())).unwrap_or(Date::constant(2000, 1, 1))
}
