//! Measurement standards with what a certificate states of them (C-5.4.1 h, C-4.5.2).

use base::time::Date;
use domain::library::standard::Standard;
use domain::register::table;
use serde_json::{Value, json};

use super::{Column, Noun, day_at, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::json::text_at;
use crate::pages::office::form::kinds::kind_words;
use crate::pages::office::form::{Kind, Spec};

const CHARACTERISTIC: &[Spec] = &[
    Spec::new("key", "field.key", Kind::Code).needed(),
    Spec::new("value", "field.value", Kind::Decimal).needed(),
    Spec::new("expanded_uncertainty", "field.expanded_uncertainty", Kind::Code).needed(),
    Spec::new("coverage_factor", "field.coverage_factor", Kind::Decimal).needed(),
    Spec::new("unit", "field.unit", Kind::Unit).needed(),
];

/// A range as data, ends included.
pub const RANGE: &[Spec] = &[
    Spec::new("low", "field.low", Kind::Decimal).needed(),
    Spec::new("high", "field.high", Kind::Decimal).needed(),
    Spec::new("unit", "field.unit", Kind::Unit).needed(),
];

const TRACEABILITY: &[Spec] = &[
    Spec::new("traced_to", "field.traced_to", Kind::Bilingual).wide(),
    Spec::new("certificate", "field.certificate", Kind::Text).needed(),
    Spec::new("calibrated_on", "field.calibrated_on", Kind::Date).optional(),
    Spec::new("validity/from", "field.from", Kind::Date).needed(),
    Spec::new("validity/until", "field.until", Kind::Date).optional(),
];

pub const NOUN: Noun = Noun {
    name: "standards",
    fields: &[
        Spec::new("number", "field.number", Kind::Code).needed(),
        Spec::new("status", "field.status", Kind::Choice("standard_status", &["in_use", "at_calibration", "failed", "retired"])),
        Spec::new("name", "field.name", Kind::Bilingual).needed().wide(),
        Spec::new("model", "field.model", Kind::Text),
        Spec::new("manufacturer", "field.manufacturer", Kind::Text),
        Spec::new("serial_number", "field.serial_number", Kind::Text),
        Spec::new("kind", "field.kind", Kind::OfStandard).optional(),
        Spec::new("range", "field.range", Kind::Text),
        Spec::new("ranges", "field.ranges", Kind::List(RANGE, range)),
        Spec::new("characteristic", "field.characteristic", Kind::Text),
        Spec::new("location", "field.location", Kind::Text),
        Spec::new("traceability", "field.traceability", Kind::Group(TRACEABILITY)),
        Spec::new("characteristics", "field.characteristics", Kind::List(CHARACTERISTIC, characteristic)),
    ],
    blank: || {
        json!({
            "name": no_name(), "number": "", "model": "", "manufacturer": "", "serial_number": "", "range": "", "characteristic": "",
            "traceability": { "traced_to": no_name(), "certificate": "", "validity": { "from": super::today() } },
            "characteristics": [], "location": "", "status": "in_use"
        })
    },
    check: check::entry::<Standard>,
    columns: &[
        Column { label: "field.kind", show: |body| kind_words(&text_at(body, "kind")) },
        Column { label: "field.model", show: |body| text_at(body, "model") },
        Column { label: "field.serial_number", show: |body| text_at(body, "serial_number") },
        Column { label: "field.certificate", show: |body| text_at(body, "traceability/certificate") },
        Column { label: "field.until", show: |body| day_at(body, "traceability/validity/until") },
        Column { label: "field.location", show: |body| text_at(body, "location") },
    ],
    own: &["number", "serial_number"],
    states: &["in_use", "at_calibration", "failed", "retired"],
    import: Some(table::head::<Standard>),
    create: true,
};

/// Whether a standard is marked as in use although its validity ended before this day (C-4.5.2).
pub fn is_out_of_date(body: &Value, today: Date) -> bool {
    let until = text_at(body, "traceability/validity/until").parse::<Date>();
    text_at(body, "status") == "in_use" && until.is_ok_and(|until| until < today)
}

/// A further range usually has the same unit.
fn range(present: &[Value]) -> Value {
    let unit = present.last().and_then(|last| last.get("unit").cloned()).unwrap_or_else(|| json!("mm"));
    json!({ "low": "", "high": "", "unit": unit })
}

fn characteristic(_: &[Value]) -> Value {
    json!({ "key": "", "value": "", "expanded_uncertainty": "", "coverage_factor": "2", "unit": "mm" })
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn one_in_use_past_its_date_is_out_of_date() {
        let today = Date::constant(2026, 3, 1);
        let standard = |status: &str, until: &str| json!({ "status": status, "traceability": { "validity": { "until": until } } });
        assert!(is_out_of_date(&standard("in_use", "2026-02-28"), today));
        assert!(!is_out_of_date(&standard("in_use", "2026-03-01"), today), "its last day counts");
        assert!(!is_out_of_date(&standard("retired", "2026-02-28"), today), "nobody uses it");
        assert!(!is_out_of_date(&standard("in_use", ""), today), "it has no end");
    }
}
