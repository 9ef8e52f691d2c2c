//! People: titles, employment, roles, authorisations (C-4.3.1 to C-4.3.4).

use serde_json::{Value, json};
use shared::library::person::Person;

use super::{Column, Noun, choice_at, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::json::text_at;
use crate::pages::office::form::{Kind, Spec};

const ROLES: &[&str] = &["administrator", "office", "calibrator", "checker", "signatory", "technical_manager", "customer"];

const EMPLOYMENT: &[Spec] = &[
    Spec::new("employer", "field.employer", Kind::Text).needed(),
    Spec::new("calibration_body", "field.calibration_body", Kind::Flag),
    Spec::new("validity/from", "field.from", Kind::Date).needed(),
    Spec::new("validity/until", "field.until", Kind::Date).optional(),
];

/// No work for these customers (C-4.1.2.1).
const CONFLICT: &[Spec] = &[
    Spec::new("customer", "field.customer", Kind::Reference("customers")).needed(),
    Spec::new("reason", "field.conflict_reason", Kind::Text),
];

const AUTHORISATION: &[Spec] = &[
    Spec::new("service", "field.service", Kind::Reference("services")).needed(),
    Spec::new("activity", "field.activity", Kind::Choice("activity", &["calibrate", "check", "sign"])),
    Spec::new("validity/from", "field.from", Kind::Date).needed(),
    Spec::new("validity/until", "field.until", Kind::Date).optional(),
    Spec::new("scope", "field.scope", Kind::Text),
];

pub const NOUN: Noun = Noun {
    name: "people",
    fields: &[
        Spec::new("name", "field.name", Kind::Bilingual).needed(),
        Spec::new("sign_in", "field.sign_in", Kind::Text).needed(),
        Spec::new("email", "field.email", Kind::Text),
        Spec::new("title", "field.title", Kind::Text),
        Spec::new(
            "title_level",
            "field.title_level",
            Kind::Choice("title_level", &["none", "junior", "intermediate", "senior", "equivalent"]),
        ),
        Spec::new("active", "field.active", Kind::Flag),
        Spec::new("roles", "field.roles", Kind::Several("role", ROLES)).wide(),
        Spec::new("customer", "field.person_customer", Kind::Reference("customers")).optional(),
        Spec::new("authorisations", "field.authorisations", Kind::List(AUTHORISATION, authorisation)),
        Spec::new("employment", "field.employment", Kind::List(EMPLOYMENT, employment)),
        Spec::new("conflicts", "field.conflicts", Kind::List(CONFLICT, conflict)),
    ],
    blank: || json!({ "name": no_name(), "sign_in": "", "email": "", "title": "", "title_level": "none", "roles": [], "employment": [], "authorisations": [], "active": true }),
    check: check::entry::<Person>,
    columns: &[
        Column { label: "field.title", show: |body| text_at(body, "title") },
        Column { label: "field.roles", show: |body| choice_at(body, "roles", "role") },
        Column { label: "field.email", show: |body| text_at(body, "email") },
    ],
    own: &["sign_in", "email", "conflicts"],
    states: &["active", "inactive"],
    import: None,
    create: true,
};

fn authorisation(_: &[Value]) -> Value {
    json!({ "activity": "calibrate", "validity": { "from": super::today() }, "scope": "" })
}

fn conflict(_: &[Value]) -> Value {
    json!({ "reason": "" })
}

fn employment(_: &[Value]) -> Value {
    json!({ "employer": "", "calibration_body": false, "validity": { "from": super::today() } })
}
