//! Customers with their contacts (C-5.4.1 c).

use domain::order::customer::Customer;
use domain::register::table;
use serde_json::{Value, json};

use super::{Column, Noun, name_at, no_name};
use crate::pages::office::form::check;
use crate::pages::office::form::json::text_at;
use crate::pages::office::form::{Kind, Spec};

const CONTACT: &[Spec] = &[
    Spec::new("name", "field.contact_name", Kind::Text).needed(),
    Spec::new("telephone", "field.telephone", Kind::Text),
    Spec::new("email", "field.email", Kind::Text),
];

pub const NOUN: Noun = Noun {
    name: "customers",
    fields: &[
        Spec::new("code", "field.code", Kind::Text).needed(),
        Spec::new("name", "field.name", Kind::Bilingual).needed(),
        Spec::new("address", "field.address", Kind::Bilingual).wide(),
        Spec::new("contacts", "field.contacts", Kind::List(CONTACT, contact)),
        Spec::new("notes", "field.notes", Kind::Long),
    ],
    blank: || json!({ "code": "", "name": no_name(), "address": no_name(), "contacts": [], "notes": "" }),
    check: check::entry::<Customer>,
    columns: &[
        Column { label: "field.address", show: |body| name_at(body, "address") },
        Column { label: "field.contacts", show: |body| text_at(body, "contacts/0/name") },
        Column { label: "field.telephone", show: |body| text_at(body, "contacts/0/telephone") },
    ],
    own: &["code"],
    states: &[],
    import: Some(table::head::<Customer>),
    create: true,
};

fn contact(_: &[Value]) -> Value {
    json!({ "name": "", "telephone": "", "email": "" })
}
