//! Certificates after the check: draft, issue, correction, recall, what customers and the public see (C-5.4).

pub mod check;
pub mod correct;
pub mod deliver;
pub mod draft;
pub mod issue;
mod message;
mod office;
pub mod portal;
pub mod print;
pub mod public;
pub mod recall;
pub mod release;
pub mod situation;
mod stands;

use base::id::{CertificateId, Id, PersonId};
use base::time::Instant;
use contract::access::table::sees_every_record;
use contract::api::certificate::{CertificateRow, CertificateState, CertificateView, Recall};
use contract::api::{ListQuery, Page};
use domain::certificate::document::CertificateDocument;
use domain::event::Hash;
use serde::de::DeserializeOwned;

use super::paging::wanted;
use super::{Actor, Error, Result, correction, lists, reading};
use crate::state::App;
use crate::store::list::of_records::CERTIFICATES;
use crate::store::{Tx, certificate as store, record as records};

/// The person whose own records' certificates alone may be seen; `None` who sees all (C-4.1.2.2).
fn narrowed(actor: &Actor) -> Option<PersonId> {
    (!sees_every_record(&actor.roles)).then_some(actor.person)
}

/// The certificate, where this person reaches it; another's is not found (C-4.1.2.2).
async fn reached(tx: &mut Tx, id: CertificateId, person: Option<PersonId>) -> Result<store::Row> {
    let found = store::find(tx, id).await?.ok_or_else(Error::not_found)?;
    match person {
        Some(person) if !records::is_of(tx, parsed(&found.stored.record_id)?, person).await? => Err(Error::not_found()),
        _ => Ok(found),
    }
}

/// A page of certificates, the newest first; records of other people that are shown go into the read log (C-4.1.2.2).
pub async fn list(app: &App, actor: &Actor, query: ListQuery) -> Result<Page<CertificateRow>> {
    let person = narrowed(actor);
    let by = person.map(|person| person.to_string());
    let Some(wanted) = lists::wanted(&query, wanted(query.limit), by)? else { return Ok(Page { rows: Vec::new(), next: None }) };
    let (rows, found) = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(store::list(tx, &wanted).await?) })).await?;
    lists::tidy(app, CERTIFICATES, &found);
    if person.is_none() {
        reading::note_page(app, actor, "certificates", &query, found.ids.clone()).await?;
    }
    Ok(lists::page(rows.iter().map(row).collect::<Result<_>>()?, &found))
}

/// One certificate; its reading is noted (C-4.1.2.2).
pub async fn get(app: &App, actor: &Actor, id: CertificateId) -> Result<CertificateView> {
    let (person, who, now) = (narrowed(actor), actor.person, app.now());
    let (found, case, no_longer_met) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let found = reached(tx, id, person).await?;
                let record = parsed(&found.stored.record_id)?;
                let told = if found.void_by.is_some() { Vec::new() } else { stands::no_longer_met(tx, record, who, now).await? };
                Ok::<_, Error>((found, correction::of_record(tx, record).await?, told))
            })
        })
        .await?;
    reading::note(app, actor, parsed(&found.stored.customer_id)?, "certificates", &found.stored.id).await?;
    let correction = case.and_then(|(_, open)| open.case.correction().cloned()).filter(|case| case.certificate == id);
    Ok(CertificateView {
        row: row(&found)?,
        document: document(&found.stored)?,
        document_hash: parsed_hash(&found.stored.document_hash)?,
        pdf_hash: pdf_hash(&found)?,
        correction,
        no_longer_met,
    })
}

/// A certificate as lists show it.
pub(super) fn row(row: &store::Row) -> Result<CertificateRow> {
    let stored = &row.stored;
    Ok(CertificateRow {
        id: parsed(&stored.id)?,
        number: stored.number.clone(),
        kind: stored.kind.clone(),
        state: state(row),
        customer: parsed(&stored.customer_id)?,
        customer_name: json(&stored.customer)?,
        item: stored.item.clone(),
        issued_at: Instant(stored.issued_at),
        record: parsed(&stored.record_id)?,
        followed_by: followed_by(row),
        released: row.sha256.is_some(),
        recall: row.recall_asked.map(|asked| Recall {
            asked_at: Instant(asked),
            returned_at: row.recall_returned.map(Instant),
            note: row.recall_note.clone().unwrap_or_default(),
        }),
    })
}

fn state(row: &store::Row) -> CertificateState {
    match (&row.void_by, &row.supplemented_by) {
        (Some(_), _) => CertificateState::Void,
        (None, Some(_)) => CertificateState::Supplemented,
        (None, None) => CertificateState::Valid,
    }
}

fn followed_by(row: &store::Row) -> Option<String> {
    row.void_by.clone().or_else(|| row.supplemented_by.clone())
}

fn document(stored: &store::Stored) -> Result<CertificateDocument> {
    json(&stored.document)
}

fn pdf_hash(row: &store::Row) -> Result<Option<Hash>> {
    row.sha256.as_deref().map(parsed_hash).transpose()
}

fn parsed<K>(text: &str) -> Result<Id<K>> {
    text.parse().map_err(Error::corrupt)
}

fn parsed_hash(text: &str) -> Result<Hash> {
    Hash::parse(text).ok_or_else(|| Error::corrupt("not a SHA-256"))
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::corrupt)
}
