//! The customers' measuring instruments (C-5.3).

use domain::item::Item;
use domain::register::table;
use serde_json::json;

use super::{Column, Noun, label_at, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::json::text_at;
use crate::pages::office::form::{Kind, Spec};

pub const NOUN: Noun = Noun {
    name: "items",
    fields: &[
        Spec::new("identification", "field.identification", Kind::Code).needed(),
        Spec::new("customer", "field.customer", Kind::Reference("customers")).needed().kept(),
        Spec::new("name", "field.name", Kind::Bilingual).needed().wide(),
        Spec::new("model", "field.model", Kind::Text),
        Spec::new("manufacturer", "field.manufacturer", Kind::Text),
        Spec::new("serial_number", "field.serial_number", Kind::Text),
        Spec::new("range", "field.range", Kind::Text),
        Spec::new("service", "field.service", Kind::Reference("services")).optional(),
        Spec::new("location", "field.location", Kind::Text),
        Spec::new("notes", "field.item_notes", Kind::Long),
    ],
    blank: || json!({ "identification": "", "name": no_name(), "model": "", "manufacturer": "", "serial_number": "", "range": "", "location": "", "notes": "" }),
    check: check::entry::<Item>,
    columns: &[
        Column { label: "field.model", show: |body| text_at(body, "model") },
        Column { label: "field.serial_number", show: |body| text_at(body, "serial_number") },
        Column { label: "field.customer", show: |body| label_at(body, "customer", "customers") },
        Column { label: "field.location", show: |body| text_at(body, "location") },
    ],
    own: &["identification", "serial_number"],
    states: &[],
    import: Some(table::head::<Item>),
    create: true,
};
