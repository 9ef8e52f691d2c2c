//! The registers: list, read, create, change, with every version kept and audited.

mod doubled;
mod export;
mod import;
mod printed;
mod rules;
mod seen;
mod sheet;

use base::finding::{Finding, Severity};
use base::id::{EditionId, IdOf, Identified, ItemId, PersonId};
use base::time::Instant;
use contract::api::register::{Put, Row, Version, Written};
use contract::api::{ListQuery, Page, Problem};
use domain::item::Item;
use domain::library::edition::Edition;
use domain::register::{Entry, texts};

use super::{Actor, Error, Result, lists};
use crate::app::noted::Noted;
use crate::state::App;
use crate::store::list::of_register;
use crate::store::register::NewVersion;
use crate::store::{Tx, audit, record, register};
pub use export::{Format, export};
pub use import::{Doing, File, import, preview};
pub use rules::{Asked, Ruled};
pub use seen::Reader;
pub use sheet::How;

/// Rows of a page where nothing is said.
const PAGE: u32 = 50;
/// Most rows of a page.
const MOST: u32 = 500;

/// A page of a noun's entries.
pub async fn list<T: Entry>(app: &App, query: ListQuery) -> Result<Page<Row<T>>> {
    let limit = if query.limit == 0 { PAGE } else { query.limit.min(MOST) };
    let Some(wanted) = lists::wanted(&query, limit, None)? else { return Ok(Page { rows: Vec::new(), next: None }) };
    let (rows, found) = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(register::list::<T>(tx, &wanted).await?) })).await?;
    lists::tidy(app, of_register::list::<T>(), &found);
    Ok(lists::page(rows, &found))
}

/// One entry.
pub async fn get<T: Entry>(app: &App, id: IdOf<T>) -> Result<Row<T>> {
    app.db.read(move |tx| Box::pin(async move { load(tx, id).await })).await
}

/// Whether a record was ever opened with an edition (C-4.2).
pub async fn edition_used(app: &App, id: EditionId) -> Result<bool> {
    app.db
        .read(move |tx| {
            Box::pin(async move {
                load::<Edition>(tx, id).await?;
                Ok(record::with_edition(tx, id).await?)
            })
        })
        .await
}

/// Whether an order, a task or a record names an item: its customer is then fixed (C-5.3.3).
pub async fn item_named(app: &App, id: ItemId) -> Result<bool> {
    app.db
        .read(move |tx| {
            Box::pin(async move {
                load::<Item>(tx, id).await?;
                Ok(register::is_bound(tx, id).await?)
            })
        })
        .await
}

/// Every version of an entry, the newest first.
pub async fn history<T: Entry>(app: &App, id: IdOf<T>) -> Result<Vec<Version<T>>> {
    app.db
        .read(move |tx| {
            Box::pin(async move {
                load::<T>(tx, id).await?;
                Ok(register::versions(tx, id).await?)
            })
        })
        .await
}

/// Creates an entry.
pub async fn create<T: Ruled>(app: &App, actor: &Actor, put: Put<T>) -> Result<Written<T>> {
    if put.revision != 0 {
        return Err(stale());
    }
    save(app, actor, app.new_id(), put).await
}

/// Writes a new version of an entry.
pub async fn put<T: Ruled>(app: &App, actor: &Actor, id: IdOf<T>, put: Put<T>) -> Result<Written<T>> {
    if put.revision == 0 {
        return Err(stale());
    }
    save(app, actor, id, put).await
}

async fn save<T: Ruled>(app: &App, actor: &Actor, id: IdOf<T>, put: Put<T>) -> Result<Written<T>> {
    readable("reason", &put.reason)?;
    let (by, at) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let put = put.clone();
            Box::pin(async move {
                let before = if put.revision == 0 { None } else { Some(load(tx, id).await?) };
                let revision = before.as_ref().map_or(0, |row| row.revision);
                if put.revision != revision {
                    return Err(stale());
                }
                let asked = Asked { id, by, at, reason: put.reason.clone() };
                let (body, findings) = decide(tx, asked, before.map(|row| row.body), put.body).await?;
                let change = Change { id, revision, body: &body, at, by: Some(by), reason: &put.reason };
                let revision = write(tx, change).await?;
                T::follow(tx, &body, Noted { by, at }).await?;
                Ok(Written { id, revision, findings })
            })
        })
        .await
}

/// 422 where a text cannot be kept.
pub(super) fn readable(path: &str, text: &str) -> Result<()> {
    texts::fault(text, path).map_or(Ok(()), |finding| Err(Error::findings("entry_invalid", vec![finding])))
}

/// 409: the entry was changed since it was read.
pub(super) fn stale() -> Error {
    Error::Refused(Box::new(Problem { path: "revision".to_owned(), ..Problem::new(409, "revision_stale") }))
}

/// One entry, or "not found".
pub(super) async fn load<T: Entry>(tx: &mut Tx, id: IdOf<T>) -> Result<Row<T>> {
    register::find(tx, id).await?.ok_or_else(Error::not_found)
}

/// The entry as it is to be kept, with its warnings; refused with everything that is wrong with it.
async fn decide<T: Ruled>(tx: &mut Tx, asked: Asked<T>, before: Option<T>, after: T) -> Result<(T, Vec<Finding>)> {
    let own = asked.id;
    let now = asked.at;
    let after = T::admit(tx, asked, before.as_ref(), after).await?;
    let findings = sound(tx, (own, now), before.as_ref(), &after).await?;
    Ok((after, findings))
}

/// The warnings about an entry about to be stored; refuses with everything that is wrong with it.
pub(super) async fn sound<T: Ruled>(tx: &mut Tx, (own, now): (IdOf<T>, Instant), before: Option<&T>, after: &T) -> Result<Vec<Finding>> {
    let mut findings = after.all_findings();
    findings.extend(dangling(tx, after).await?);
    findings.extend(T::further(tx, own, after, now).await?);
    findings.extend(T::told(tx, own, after).await?);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Error::findings("entry_invalid", findings));
    }
    findings.extend(printed::findings(after));
    let code = after.code();
    let kept = before.is_some_and(|before| before.code() == code);
    if !kept && !code.is_empty() {
        let taken = register::by_code_alike::<T>(tx, &code).await?.filter(|row| row.id != own);
        if taken.is_some() {
            let problem = Problem { path: T::CODE_FIELD.to_owned(), ..Problem::new(409, "code_taken") };
            return Err(Error::Refused(Box::new(problem)));
        }
    }
    Ok(findings)
}

/// References to what does not exist.
async fn dangling<T: Entry>(tx: &mut Tx, entry: &T) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for reference in entry.references() {
        if !register::exists(tx, &reference).await? {
            findings.push(Finding::error("reference_unknown", reference.path));
        }
    }
    Ok(findings)
}

/// A decided change of an entry.
#[derive(Debug, Clone)]
pub struct Change<'a, T: Identified> {
    /// Identity.
    pub id: IdOf<T>,
    /// The revision it is based on; 0 to create.
    pub revision: u64,
    /// The entry from now on.
    pub body: &'a T,
    /// Server time.
    pub at: Instant,
    /// Who; `None` for the system itself.
    pub by: Option<PersonId>,
    /// Why.
    pub reason: &'a str,
}

/// Writes a decided change with its version and its audit entry; the revision it made.
pub async fn write<T: Entry>(tx: &mut Tx, change: Change<'_, T>) -> Result<u64> {
    write_with(tx, change, None).await
}

/// The same, with the file and the row that it was imported from.
async fn write_with<T: Entry>(tx: &mut Tx, change: Change<'_, T>, import: Option<(domain::event::Hash, u64)>) -> Result<u64> {
    let Change { id, revision, body, at, by, reason } = change;
    let revision = revision + 1;
    let hash = register::write(tx, NewVersion { id, revision, body, at, by, reason }).await?;
    let written = audit::EntryWritten { noun: T::NOUN, id: &id.to_string(), revision, hash, reason, import };
    audit::append(tx, at, by, audit::Act::Entry(written)).await?;
    Ok(revision)
}
