//! Calibration services the body offers.

use domain::library::service::CalibrationService;
use serde_json::json;

use super::{Column, Noun, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::json::text_at;
use crate::pages::office::form::{Kind, Spec};

pub const NOUN: Noun = Noun {
    name: "services",
    fields: &[
        Spec::new("code", "field.code", Kind::Code).needed(),
        Spec::new("offered", "field.offered", Kind::Flag),
        Spec::new("name", "field.name", Kind::Bilingual).needed(),
        Spec::new("range", "field.range", Kind::Text),
    ],
    blank: || json!({ "code": "", "name": no_name(), "range": "", "offered": true }),
    check: check::entry::<CalibrationService>,
    columns: &[Column { label: "field.range", show: |body| text_at(body, "range") }],
    own: &["code"],
    states: &[],
    import: None,
    create: true,
};
