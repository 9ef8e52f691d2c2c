//! The body's own profile: what stands on every certificate (C-4.1.1, C-5.4.1 b).

use domain::library::body::Body;
use serde_json::json;

use super::{Noun, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::{Kind, Spec};

pub const NOUN: Noun = Noun {
    name: "body",
    fields: &[
        Spec::new("name", "field.name", Kind::Bilingual).needed().wide(),
        Spec::new("address", "field.address", Kind::Bilingual).needed().wide(),
        Spec::new("telephone", "field.telephone", Kind::Text),
        Spec::new("email", "field.email", Kind::Text),
        Spec::new("website", "field.website", Kind::Text),
        Spec::new("time_zone", "field.time_zone", Kind::Code).needed(),
        Spec::new("seal", "field.seal", Kind::Bilingual).wide(),
        Spec::new("number_pattern", "field.number_pattern", Kind::Code).needed(),
        Spec::new(
            "certificate_language",
            "field.certificate_language",
            Kind::Choice("certificate_language", &["bilingual", "chinese", "english"]),
        ),
        Spec::new("permits", "field.permits", Kind::Long),
    ],
    blank: || {
        json!({
            "name": no_name(), "address": no_name(), "telephone": "", "email": "", "website": "", "seal": no_name(), "permits": "",
            "number_pattern": "EC{year}-{seq:5}", "certificate_language": "bilingual", "time_zone": "Asia/Shanghai"
        })
    },
    check: check::entry::<Body>,
    columns: &[],
    own: &[],
    states: &[],
    import: None,
    create: false,
};
