//! Laboratories and customers' sites, with environment limits and time zone (C-4.4).

use domain::library::place::Place;
use serde_json::{Value, json};

use super::{Column, Noun, label_at, name_at, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::json::text_at;
use crate::pages::office::form::{Kind, Spec};

const LIMIT: &[Spec] = &[
    Spec::new("key", "field.key", Kind::Code).needed(),
    Spec::new("unit", "field.unit", Kind::Unit).needed(),
    Spec::new("low", "field.low", Kind::Decimal).optional(),
    Spec::new("high", "field.high", Kind::Decimal).optional(),
];

pub const NOUN: Noun = Noun {
    name: "places",
    fields: &[
        Spec::new("name", "field.name", Kind::Bilingual).needed(),
        Spec::new("customer", "field.site_of", Kind::Reference("customers")).optional(),
        Spec::new("address", "field.address", Kind::Bilingual).wide(),
        Spec::new("time_zone", "field.time_zone", Kind::Code).needed(),
        Spec::new("limits", "field.limits", Kind::List(LIMIT, limit)),
        Spec::new("notes", "field.site_notes", Kind::Long),
    ],
    blank: || json!({ "name": no_name(), "address": no_name(), "time_zone": "Asia/Shanghai", "limits": [], "notes": "" }),
    check: check::entry::<Place>,
    columns: &[
        Column { label: "field.site_of", show: |body| label_at(body, "customer", "customers") },
        Column { label: "field.address", show: |body| name_at(body, "address") },
        Column { label: "field.time_zone", show: |body| text_at(body, "time_zone") },
    ],
    own: &[],
    states: &[],
    import: None,
    create: true,
};

fn limit(_: &[Value]) -> Value {
    json!({ "key": "temperature", "unit": "°C" })
}
