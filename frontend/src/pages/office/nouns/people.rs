//! People: titles, employment, roles, authorisations (C-4.3.1 to C-4.3.4).

use domain::library::person::Person;
use serde_json::{Value, json};

use super::{Column, Noun, choice_at, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::json::text_at;
use crate::pages::office::form::{Kind, Spec};

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

/// An authorisation given before it was entered here (C-4.3.1).
const PAPER: &[Spec] = &[
    Spec::new("by", "field.paper_by", Kind::Text).needed(),
    Spec::new("reference", "field.paper_reference", Kind::Text).needed(),
    Spec::new("on", "field.paper_on", Kind::Date).needed(),
];

const AUTHORISATION: &[Spec] = &[
    Spec::new("service", "field.service", Kind::Reference("services")).needed(),
    Spec::new("activity", "field.activity", Kind::Choice("activity", &["calibrate", "check", "sign"])),
    Spec::new("validity/from", "field.from", Kind::Date).needed(),
    Spec::new("validity/until", "field.until", Kind::Date).optional(),
    Spec::new("scope", "field.scope", Kind::Text),
    Spec::new("paper", "field.paper", Kind::Part(PAPER, paper)),
];

/// Fields that give authority or identify the account: changes are requested by one person and confirmed by another (C-4.3.2).
pub const AUTHORITY: &[Spec] = &[
    Spec::new("sign_in", "field.sign_in", Kind::Text).needed(),
    Spec::new("email", "field.email", Kind::Text),
    Spec::new("title_level", "field.title_level", Kind::Choice("title_level", TITLE_LEVELS)),
    Spec::new("active", "field.active", Kind::Flag),
    Spec::new("roles", "field.roles", Kind::Roles).wide(),
    Spec::new("customer", "field.person_customer", Kind::Reference("customers")).optional(),
    Spec::new("authorisations", "field.authorisations", Kind::List(AUTHORISATION, authorisation)),
    Spec::new("name", "field.person_name", Kind::Bilingual).needed(),
    Spec::new("title", "field.title", Kind::Text),
    Spec::new("employment", "field.employment", Kind::List(EMPLOYMENT, employment)),
    Spec::new("conflicts", "field.conflicts", Kind::List(CONFLICT, conflict)),
];

/// A person's own declarations; access to them is restricted (C-4.1.2.1).
pub const DECLARED: &[&str] = &["employment", "conflicts"];

const TITLE_LEVELS: &[&str] = &["none", "junior", "intermediate", "senior", "equivalent"];

pub const NOUN: Noun = Noun {
    name: "people",
    fields: &[
        Spec::new("name", "field.person_name", Kind::Bilingual).needed(),
        Spec::new("sign_in", "field.sign_in", Kind::Text).needed(),
        Spec::new("email", "field.email", Kind::Text),
        Spec::new("title", "field.title", Kind::Text),
        Spec::new("title_level", "field.title_level", Kind::Choice("title_level", TITLE_LEVELS)).kept(),
        Spec::new("active", "field.active", Kind::Flag).kept(),
        Spec::new("roles", "field.roles", Kind::Roles).wide().kept(),
        Spec::new("customer", "field.person_customer", Kind::Reference("customers")).optional().kept(),
        Spec::new("authorisations", "field.authorisations", Kind::List(AUTHORISATION, authorisation)).kept(),
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
    own: &["sign_in", "email", "title_level", "roles", "customer", "authorisations", "active", "conflicts"],
    states: &["active", "inactive"],
    import: None,
    create: true,
};

fn authorisation(_: &[Value]) -> Value {
    json!({ "activity": "calibrate", "validity": { "from": super::today() }, "scope": "" })
}

fn paper() -> Value {
    json!({ "by": "", "reference": "", "on": super::today() })
}

fn conflict(_: &[Value]) -> Value {
    json!({ "reason": "" })
}

fn employment(_: &[Value]) -> Value {
    json!({ "employer": "", "calibration_body": false, "validity": { "from": super::today() } })
}
