//! The form of an original record, as a form.

use serde_json::{Value, json};

use super::super::no_name;
use super::super::standards::RANGE;
use crate::pages::office::form::{Kind, Spec, Variant};

const ENVIRONMENT: &[Spec] = &[
    Spec::new("key", "field.key", Kind::Code).needed(),
    Spec::new("label", "field.label", Kind::Bilingual),
    Spec::new("unit", "field.unit", Kind::Unit).needed(),
    Spec::new("low", "field.low", Kind::Decimal).optional(),
    Spec::new("high", "field.high", Kind::Decimal).optional(),
];

const CHOICE: &[Spec] = &[Spec::new("key", "field.key", Kind::Code).needed(), Spec::new("label", "field.label", Kind::Bilingual)];

const INSPECTION: &[Spec] = &[
    Spec::new("key", "field.key", Kind::Code).needed(),
    Spec::new("label", "field.label", Kind::Bilingual),
    Spec::new("choices", "edition.choices", Kind::List(CHOICE, |present| keyed("choice", present, json!({ "label": no_name() })))),
];

const SLOT: &[Spec] = &[
    Spec::new("key", "field.key", Kind::Code).needed(),
    Spec::new("label", "field.label", Kind::Bilingual),
    Spec::new("required", "edition.slot_required", Kind::Flag),
    Spec::new("kinds", "edition.slot_kinds", Kind::OfStandards),
    Spec::new("covers", "edition.slot_covers", Kind::Shape("what", COVERS)).optional(),
];

const COVERS: &[Variant] =
    &[Variant { code: "points", fields: &[] }, Variant { code: "range", fields: RANGE }, Variant { code: "nothing", fields: &[] }];

const QUANTITY: &[Spec] = &[
    Spec::new("key", "field.key", Kind::Code).needed(),
    Spec::new("symbol", "edition.symbol", Kind::Code).needed(),
    Spec::new("label", "field.label", Kind::Bilingual),
    Spec::new("unit", "field.unit", Kind::Unit).needed(),
    Spec::new("readings", "edition.readings", Kind::Integer(1, 99)).needed(),
    Spec::new("resolution", "edition.resolution", Kind::Decimal).optional(),
    Spec::new("plausible", "edition.plausible", Kind::Code).optional(),
];

/// A named value: of a point, or a constant.
pub const PARAMETER: &[Spec] = &[
    Spec::new("symbol", "edition.symbol", Kind::Code).needed(),
    Spec::new("value", "field.value", Kind::Decimal).needed(),
    Spec::new("unit", "field.unit", Kind::Unit).optional(),
];

const POINT: &[Spec] = &[
    Spec::new("key", "field.key", Kind::Code).needed(),
    Spec::new("nominal", "record.nominal", Kind::Decimal).needed(),
    Spec::new("unit", "field.unit", Kind::Unit).needed(),
    Spec::new("label", "field.label", Kind::Bilingual),
    Spec::new("parameters", "edition.parameters", Kind::List(PARAMETER, parameter)),
];

pub const FORM: &[Spec] = &[
    Spec::new("adjustable", "edition.adjustable", Kind::Flag),
    Spec::new(
        "environment",
        "edition.environment",
        Kind::List(ENVIRONMENT, |present| keyed("environment", present, json!({ "label": no_name(), "unit": "°C" }))),
    ),
    Spec::new(
        "inspections",
        "edition.inspections",
        Kind::List(INSPECTION, |present| keyed("inspection", present, json!({ "label": no_name(), "choices": [] }))),
    ),
    Spec::new(
        "slots",
        "edition.slots",
        Kind::List(SLOT, |present| {
            keyed("standard", present, json!({ "label": no_name(), "required": true, "covers": { "what": "points" } }))
        }),
    ),
    Spec::new("quantities", "edition.quantities", Kind::List(QUANTITY, quantity)),
    Spec::new("points", "edition.points", Kind::List(POINT, point)),
];

pub fn blank() -> Value {
    json!({ "environment": [], "inspections": [], "slots": [], "adjustable": false, "quantities": [], "points": [] })
}

pub fn parameter(_: &[Value]) -> Value {
    json!({ "symbol": "", "value": "" })
}

/// A new member with a key that no other one has: keys are never reused.
pub fn keyed(stem: &str, present: &[Value], mut member: Value) -> Value {
    let taken = |key: &str| present.iter().any(|other| other.get("key").and_then(Value::as_str) == Some(key));
    let key = (present.len() + 1..).map(|n| format!("{stem}_{n}")).find(|key| !taken(key)).unwrap_or_default();
    member["key"] = Value::String(key);
    member
}

fn quantity(present: &[Value]) -> Value {
    keyed("readings", present, json!({ "symbol": "x", "label": no_name(), "unit": "mm", "readings": 3 }))
}

/// A new point takes unit and parameters from the one before it.
fn point(present: &[Value]) -> Value {
    let like = |field: &str, otherwise: Value| present.last().and_then(|last| last.get(field).cloned()).unwrap_or(otherwise);
    keyed(
        "p",
        present,
        json!({ "nominal": "", "unit": like("unit", json!("mm")), "label": no_name(), "parameters": like("parameters", json!([])) }),
    )
}
