//! The body's own profile: what stands on every certificate (C-4.1.1, C-5.4.1 b).

use crate::access::Role;
use crate::access::groups::SETTERS;
use crate::certificate::number::Pattern;
use crate::library::body::Body;
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::{Field, Kind};
use base::finding::{Finding, Refusal};
use base::id::kind;
use base::text::Bilingual;

const LANGUAGES: &[&str] = &["bilingual", "chinese", "english"];

impl Entry for Body {
    const NOUN: &'static str = "body";
    const FIELDS: &'static [Field] = &[
        Field::name("name").required().wide(),
        Field::name("address").required().wide(),
        Field::text("telephone"),
        Field::email("email"),
        Field::new("website", Kind::Website),
        Field::code("time_zone").asked().begins("Asia/Shanghai"),
        Field::name("seal").wide(),
        Field::code("number_pattern").asked().begins("EC{year}-{seq:5}"),
        Field::choice("certificate_language", "certificate_language", LANGUAGES),
        Field::long("permits"),
    ];
    const WRITERS: &'static [Role] = SETTERS;
    const GROUP: Group = Group::Settings;
    const MADE_BY_HAND: bool = false;
    const STATED: bool = true;

    fn code(&self) -> String {
        Self::NOUN.to_owned()
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.name)
    }

    fn findings(&self) -> Vec<Finding> {
        let wrong = match Pattern::parse(&self.number_pattern) {
            Err(error) => error.code(),
            Ok(pattern) if !pattern.is_plain() => "number_pattern_sign",
            Ok(_) => return Vec::new(),
        };
        vec![Finding::error(wrong, "number_pattern")]
    }
}

impl Kept for kind::Body {
    type Entry = Body;
}
