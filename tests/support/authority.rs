//! Acts of two people: requested by one, confirmed by another, as on the office's screens.

use axum::http::Method;
use backend::app::Error;
use backend::store::authority::Release;
use backend::store::{Tx, authority as store};
use base::id::{ConfirmationId, PersonId};
use base::time::Instant;
use contract::api::authority::{AskedView, AuthorityView, Confirm, ConfirmationView};
use contract::api::path;
use contract::api::register::Row;
use domain::authority::{Authority, Confirmation, Content, Outcome};
use domain::event::Hash;
use domain::library::person::Person;
use domain::register::Entry;
use serde_json::{Value, json};

use crate::forged;
use crate::lab::PASSWORD;
use crate::{Answer, Client, Lab};

/// The fields that the register's form does not write.
pub const GUARDED: [&str; 11] =
    ["sign_in", "email", "title_level", "roles", "customer", "authorisations", "active", "name", "title", "employment", "conflicts"];

/// Requests a change of a person's authority: these fields changed.
pub async fn ask(asker: &Client, person: PersonId, fields: Value) -> Answer {
    let row: Row<Person> = asker.get(&path::with2(path::REGISTER_ENTRY, Person::NOUN, person)).await;
    let mut authority = serde_json::to_value(Authority::of(&row.body)).expect("JSON");
    for (name, value) in fields.as_object().expect("fields") {
        authority[name] = value.clone();
    }
    let command = json!({"revision": row.revision, "reason": "a story", "authority": authority});
    asker.send(Method::POST, &path::with(path::PERSON_AUTHORITY, person), &command).await
}

/// The request, as the desk shows it.
pub async fn request(reader: &Client, id: ConfirmationId) -> ConfirmationView {
    let view: AuthorityView = reader.get(path::CONFIRMATIONS).await;
    view.requests.into_iter().find(|request| request.id == id).expect("the request waits")
}

/// Confirms a request with this password, with the content that was seen.
pub async fn confirm_with(confirmer: &Client, id: ConfirmationId, password: &str) -> Answer {
    let seen = request(confirmer, id).await.hash;
    let command = Confirm { seen, password: password.to_owned() };
    confirmer.send(Method::POST, &path::with(path::CONFIRMATION_CONFIRM, id), &command).await
}

/// Confirms a request, with the content that was seen.
pub async fn confirm(confirmer: &Client, id: ConfirmationId) -> Answer {
    confirm_with(confirmer, id, PASSWORD).await
}

/// Gives a person authority: with one command while the first administrator still acts alone, otherwise with a second command by a second
/// person.
pub async fn give(asker: &Client, second: Option<&Client>, person: PersonId, fields: Value) {
    let asked: AskedView = ask(asker, person, fields).await.success();
    if asked.done {
        return;
    }
    let second = second.expect("a second person, since a technical manager has come");
    confirm(second, asked.request.expect("a request")).await.success::<AskedView>();
}

/// The audit entry of a request, as the server writes it.
pub async fn noted(tx: &mut Tx, request: &Confirmation, action: &str, by: PersonId, at: Instant) -> sqlx::Result<()> {
    let (object, detail) = (request.id.to_string(), json!({ "kind": request.content.kind().name(), "subject": request.subject }));
    let (actor, object_hash) = (Some(by), request.hash);
    let entry = forged::Entry { at, actor, action, noun: "confirmations", object: &object, revision: 0, object_hash, detail };
    forged::append(tx, entry).await
}

/// Ends the holds on a person's signing behind the server's back, for stories about something else.
pub async fn trust(lab: &Lab, person: PersonId) {
    let now = lab.now();
    let (id, by, second) = (lab.app.new_id(), lab.app.new_id(), lab.app.new_id());
    let ended = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        Box::pin(async move {
            let holds = store::holds(tx, person).await?;
            if holds.is_empty() {
                return Ok(());
            }
            let content = Content::Signing { holds: holds.iter().map(|hold| hold.id).collect() };
            let text = serde_json::to_string(&content).expect("JSON");
            let hash = Hash::of(text.as_bytes());
            let request = Confirmation {
                id,
                subject: person,
                content,
                hash,
                asked_by: by,
                asked_at: now,
                expires_at: now.plus_millis(1),
                ended: None,
            };
            store::ask(tx, &request, &text, "").await?;
            noted(tx, &request, "asked", by, now).await?;
            store::end(tx, id, Outcome::Confirmed, second, now, "").await?;
            noted(tx, &request, Outcome::Confirmed.name(), second, now).await?;
            for hold in holds {
                store::release(tx, hold.id, Release::Confirmed(id), second, now).await?;
            }
            Ok(())
        })
    });
    ended.await.expect("the holds are released");
}
