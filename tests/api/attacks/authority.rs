//! One person acting as two: resets, roles, authorisations, keys (C-4.3.1, C-4.3.2).

mod acts;
mod declared;
mod devices;
mod earlier;
mod first;
mod giving;
mod held;
mod resetting;
mod restored;

use axum::http::Method;
use backend::demo::{id, names};
use base::id::{PersonId, kind};
use contract::api::path;
use contract::api::register::{Put, Row, Written};
use domain::library::person::Person;
use domain::register::Entry;
use serde_json::{Value, json};
use support::{Answer, Client, Lab};

use crate::registers::{change, entry};

/// The demo's people who look after accounts: an administrator, the technical manager, the office.
struct Keepers {
    admin: Client,
    technical: Client,
    office: Client,
}

impl Keepers {
    async fn of(lab: &Lab) -> Self {
        Self {
            admin: lab.person(names::ADMINISTRATOR).await,
            technical: lab.person(names::TECHNICAL_MANAGER).await,
            office: lab.person(names::OFFICE).await,
        }
    }
}

async fn row(reader: &Client, person: PersonId) -> Row<Person> {
    reader.get(&path::with2(path::REGISTER_ENTRY, Person::NOUN, person)).await
}

/// The register's form: a new person.
async fn enters(by: &Client, sign_in: &str, fields: Value) -> Answer {
    let mut body = json!({"name": {"zh": "", "en": sign_in}, "sign_in": sign_in, "title_level": "none", "roles": [], "active": true});
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
    by.send(Method::POST, &path::with(path::REGISTER, Person::NOUN), &json!({"revision": 0, "body": body})).await
}

async fn newcomer(by: &Client, sign_in: &str) -> PersonId {
    enters(by, sign_in, json!({"email": format!("{sign_in}@hengzhun.example")})).await.success::<Written<Person>>().id
}

/// The register's form: another version of a person.
async fn writes(by: &Client, person: PersonId, how: impl FnOnce(&mut Person)) -> Answer {
    let row = row(by, person).await;
    let mut body = row.body;
    how(&mut body);
    let put = Put { revision: row.revision, reason: String::new(), body };
    by.send(Method::PUT, &path::with2(path::REGISTER_ENTRY, Person::NOUN, person), &put).await
}

/// An authorisation of the demo's callipers.
fn authorisation(activity: &str, from: &str) -> Value {
    json!({"service": id::<kind::Service>("calliper"), "activity": activity, "validity": {"from": from}})
}

async fn changes(by: &Client, name: &str, how: impl FnOnce(&mut Person)) -> Answer {
    change::<Person>(by, name, how).await
}

fn address(name: &str) -> String {
    entry::<Person>(name)
}
