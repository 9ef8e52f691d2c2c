//! Environment limits in force for a record: the method's and the place's own, whichever is narrower (C-4.4, C-5.2.2.1).

use std::cmp::Ordering;

use crate::library::place::EnvironmentLimit;
use crate::record::Record;
use base::decimal::DecimalText;
use base::unit::Unit;
use measurement::method::EnvironmentField;

/// A field of the record's form with the limits that hold where the record was made.
#[must_use]
pub fn of(record: &Record, field: &EnvironmentField) -> EnvironmentField {
    narrowed(field, &record.opened.place.limits)
}

/// A method's field with a place's limits on the same quantity: the higher lower limit, the lower upper one, in the
/// field's unit. A limit in a unit of another quantity says nothing about the field.
#[must_use]
pub fn narrowed(field: &EnvironmentField, place: &[EnvironmentLimit]) -> EnvironmentField {
    let mut narrow = field.clone();
    for limit in place.iter().filter(|limit| limit.key == field.key) {
        let bound = |text: &Option<DecimalText>| text.as_ref().and_then(|text| in_unit(text, limit.unit, field.unit));
        narrow.low = stricter(narrow.low, bound(&limit.low), Ordering::Greater);
        narrow.high = stricter(narrow.high, bound(&limit.high), Ordering::Less);
    }
    narrow
}

/// The text as written where the unit is the same.
fn in_unit(text: &DecimalText, from: Unit, to: Unit) -> Option<DecimalText> {
    if from == to {
        return Some(text.clone());
    }
    let converted = from.convert(text.to_decimal()?, to)?;
    DecimalText::parse(&converted.normalize().to_string()).ok()
}

fn stricter(a: Option<DecimalText>, b: Option<DecimalText>, wins: Ordering) -> Option<DecimalText> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if compare(&b, &a) == Some(wins) { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// Exact where 28 places hold both; the nearest binary numbers otherwise.
pub(super) fn compare(a: &DecimalText, b: &DecimalText) -> Option<Ordering> {
    match (a.to_decimal(), b.to_decimal()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.to_f64().partial_cmp(&b.to_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::text::Bilingual;

    type Bounds = (Option<&'static str>, Option<&'static str>);

    fn text(value: Option<&str>) -> Option<DecimalText> {
        value.map(|value| DecimalText::parse(value).unwrap())
    }

    fn field((low, high): Bounds) -> EnvironmentField {
        let unit = Unit::find("°C").unwrap();
        EnvironmentField { key: "temperature".to_owned(), label: Bilingual::default(), unit, low: text(low), high: text(high) }
    }

    fn limit(key: &str, unit: &str, (low, high): Bounds) -> EnvironmentLimit {
        EnvironmentLimit { key: key.to_owned(), unit: Unit::find(unit).unwrap(), low: text(low), high: text(high) }
    }

    /// C-4.4, C-5.2.2.1
    #[test]
    fn the_narrower_of_the_methods_and_the_places_limits_holds() {
        let method = (Some("15"), Some("25"));
        let cases: &[(Bounds, Vec<EnvironmentLimit>, Bounds)] = &[
            (method, vec![], method),
            (method, vec![limit("temperature", "°C", (Some("18"), Some("22.0")))], (Some("18"), Some("22.0"))),
            (method, vec![limit("temperature", "°C", (Some("10"), Some("30")))], method),
            (method, vec![limit("temperature", "°C", (Some("18"), Some("30")))], (Some("18"), Some("25"))),
            (method, vec![limit("temperature", "°C", (None, Some("20")))], (Some("15"), Some("20"))),
            ((None, None), vec![limit("temperature", "°C", (Some("-5"), None))], (Some("-5"), None)),
            (method, vec![limit("humidity", "% RH", (Some("16"), Some("20")))], method),
            (method, vec![limit("temperature", "K", (Some("291.15"), Some("300.15")))], (Some("18"), Some("25"))),
            (method, vec![limit("temperature", "% RH", (Some("18"), Some("22")))], method),
            (
                method,
                vec![limit("temperature", "°C", (Some("16"), None)), limit("temperature", "°C", (Some("17"), Some("24")))],
                (Some("17"), Some("24")),
            ),
        ];
        for (own, place, expected) in cases {
            assert_eq!(narrowed(&field(*own), place), field(*expected), "{own:?} {place:?}");
        }
    }
}
