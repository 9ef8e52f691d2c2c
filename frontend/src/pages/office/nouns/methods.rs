//! Methods of the five kinds of C-4.2.

use domain::library::method::Method;
use serde_json::{Value, json};

use super::{Column, Noun, choice_at, label_at, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::{Kind, Spec};

const APPROVAL: &[Spec] = &[
    Spec::new("by", "field.approved_by", Kind::Text).needed(),
    Spec::new("on", "field.day", Kind::Date).needed(),
    Spec::new("reference", "field.reference", Kind::Text),
];

pub const NOUN: Noun = Noun {
    name: "methods",
    fields: &[
        Spec::new("code", "field.code", Kind::Code).needed(),
        Spec::new("service", "field.service", Kind::Reference("services")).needed(),
        Spec::new("title", "field.method_title", Kind::Bilingual).needed().wide(),
        Spec::new("kind", "field.method_kind", Kind::Choice("method_kind", &["published", "own", "customer", "manufacturer", "modified"])),
        Spec::new("approval", "field.approval", Kind::Part(APPROVAL, approval)),
    ],
    blank: || json!({ "code": "", "title": no_name(), "kind": "published" }),
    check: check::entry::<Method>,
    columns: &[
        Column { label: "field.method_kind", show: |body| choice_at(body, "kind", "method_kind") },
        Column { label: "field.service", show: |body| label_at(body, "service", "services") },
    ],
    own: &["code"],
    states: &[],
    import: None,
    create: true,
};

fn approval() -> Value {
    json!({ "by": "", "on": super::today(), "reference": "" })
}
