//! Methods of the five kinds of C-4.2.

use crate::access::Role;
use crate::access::groups::TECHNICAL;
use crate::access::wing::Wing;
use crate::library::method::Method;
use crate::library::service::CalibrationService;
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::Field;
use crate::register::shown::{Column, Shown};
use base::finding::Finding;
use base::id::kind;
use base::text::Bilingual;
use base::time::Date;

const KINDS: &[&str] = &["published", "own", "customer", "manufacturer", "modified"];

const APPROVAL: &[Field] = &[
    Field::text("by").words("field.approved_by").required(),
    Field::day("on").words("field.day").asked().today(),
    Field::text("reference"),
];

impl Entry for Method {
    const NOUN: &'static str = "methods";
    const FIELDS: &'static [Field] = &[
        Field::code("code").required().own(),
        Field::one("service", CalibrationService::NOUN).asked(),
        Field::name("title").words("field.method_title").required().wide(),
        Field::choice("kind", "method_kind", KINDS).words("field.method_kind"),
        Field::part("approval", APPROVAL),
    ];
    const WRITERS: &'static [Role] = TECHNICAL;
    const WING: Option<Wing> = Some(Wing::Calibration);
    const GROUP: Group = Group::Laboratory;
    const STATED: bool = true;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.method_kind", |method| Shown::choice("method_kind", &method.kind)),
        Column::new("field.service", |method| Shown::entries(CalibrationService::NOUN, [method.service])),
    ];

    fn code(&self) -> String {
        self.code.clone()
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.title)
    }

    fn findings(&self) -> Vec<Finding> {
        // C-4.2: until then it can be written down, and none of its editions comes into force.
        let approved = self.is_approved(Date::MAX);
        (!approved).then(|| Finding::warning("method_not_approved", "approval")).into_iter().collect()
    }
}

impl Kept for kind::Method {
    type Entry = Method;
}
