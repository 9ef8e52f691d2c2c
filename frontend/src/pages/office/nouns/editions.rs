//! Method editions: the form that is filled in and the computation of its results, as data (B7).

mod computation;
mod shape;

use domain::library::edition::Edition;
use serde_json::json;

use super::{Column, Noun, day_at, name_at, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::{Kind, Spec};

pub const NOUN: Noun = Noun {
    name: "editions",
    fields: &[
        Spec::new("method", "field.method", Kind::Reference("methods")).needed().kept(),
        Spec::new("name", "field.edition_name", Kind::Text).needed().kept(),
        Spec::new("code", "field.printed_code", Kind::Code).needed().kept(),
        Spec::new("title", "field.printed_title", Kind::Bilingual).wide().kept(),
        Spec::new("status", "field.status", Kind::Choice("edition_status", &["draft", "in_force", "superseded", "withdrawn"])),
        Spec::new("validity/from", "field.from", Kind::Date).needed(),
        Spec::new("validity/until", "field.until", Kind::Date).optional(),
        Spec::new("form", "edition.form", Kind::Group(shape::FORM)).kept(),
        Spec::new("computation", "edition.computation", Kind::Group(computation::COMPUTATION)).kept(),
    ],
    blank: || {
        json!({
            "code": "", "title": no_name(), "name": "", "status": "draft", "validity": { "from": super::today() },
            "form": shape::blank(), "computation": computation::blank()
        })
    },
    check: check::entry::<Edition>,
    columns: &[
        Column { label: "field.printed_title", show: |body| name_at(body, "title") },
        Column { label: "field.from", show: |body| day_at(body, "validity/from") },
        Column { label: "field.until", show: |body| day_at(body, "validity/until") },
    ],
    own: &["name", "status", "validity"],
    states: &["draft", "in_force", "superseded", "withdrawn"],
    import: None,
    create: true,
};
