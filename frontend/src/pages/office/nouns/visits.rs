//! Planned visits to customers' sites (C-5.2-B).

use domain::visit::Visit;
use serde_json::json;

use super::{Column, Noun, label_at};
use crate::pages::office::form::check;
use crate::pages::office::form::json::text_at;
use crate::pages::office::form::{Kind, Spec};

pub const NOUN: Noun = Noun {
    name: "visits",
    fields: &[
        Spec::new("number", "field.number", Kind::Code).needed(),
        Spec::new("customer", "field.customer", Kind::Reference("customers")).needed(),
        Spec::new("place", "field.place", Kind::Reference("places")).needed(),
        Spec::new("day", "field.day", Kind::Date).needed(),
        Spec::new("starts", "field.starts", Kind::Text),
        Spec::new("people", "field.people", Kind::References("people")),
        Spec::new("standards", "field.standards", Kind::References("standards")),
        Spec::new("notes", "field.visit_notes", Kind::Long),
    ],
    blank: || json!({ "number": "", "day": super::today(), "starts": "09:00", "people": [], "standards": [], "notes": "" }),
    check: check::entry::<Visit>,
    columns: &[
        Column { label: "field.starts", show: |body| text_at(body, "starts") },
        Column { label: "field.customer", show: |body| label_at(body, "customer", "customers") },
        Column { label: "field.place", show: |body| label_at(body, "place", "places") },
    ],
    own: &["number", "day"],
    states: &[],
    import: None,
    create: true,
};
