//! Registers: the entries as they stand, and every version of each.

use base::id::{CustomerId, IdOf, Identified, ItemId, PersonId};
use base::time::Instant;
use contract::api::register::{Row, Version};
use domain::event::Hash;
use domain::register::{Entry, Reference};

use super::keys::Keyed;
use super::list::searched::searched;
use super::list::{self, Found, Wanted, of_register};
use super::many::{self, text};
use super::{Tx, keys};

const FIND: &str = "SELECT id, revision, code, label, status, updated_at, body FROM register_entries WHERE noun = $1 AND id = $2";
const FIND_BY_CODE: &str = "SELECT id, revision, code, label, status, updated_at, body FROM register_entries WHERE noun = $1 AND code = $2";
const ALL: &str = "SELECT id, revision, code, label, status, updated_at, body FROM register_entries WHERE noun = $1 ORDER BY id";
const ALL_OF_CUSTOMER: &str = "SELECT id, revision, code, label, status, updated_at, body FROM register_entries \
    WHERE noun = $1 AND customer_id = $2 ORDER BY id";

/// Entries of a noun by their identities; the list of these stands at `{places}`.
pub const THESE: &str =
    "SELECT id, revision, code, label, status, updated_at, body FROM register_entries WHERE noun = $1 AND id IN ({places})";
const WAITING: &str = "SELECT id, revision, code, label, status, updated_at, body FROM register_entries \
    WHERE noun = $1 AND status = $2 ORDER BY updated_at, id LIMIT $3";
const UNLINK: &str = "DELETE FROM register_links WHERE entry_id = $1";
const UNLINK_DECLARATIONS: &str = "DELETE FROM register_links WHERE entry_id IN (SELECT id FROM register_entries WHERE noun = 'people') \
    AND refers_to IN (SELECT id FROM register_entries WHERE noun = 'customers') AND NOT EXISTS \
    (SELECT 1 FROM register_entries p WHERE p.id = register_links.entry_id AND p.customer_id = register_links.refers_to)";
const LINK: &str = "INSERT INTO register_links (entry_id, refers_to) VALUES ($1, $2) ON CONFLICT (entry_id, refers_to) DO NOTHING";
const LINKED: &str = "SELECT entry_id FROM register_links LIMIT 1";
const LINK_ALL: &str = "INSERT INTO register_links (entry_id, refers_to) SELECT a.id, b.id FROM register_entries a \
    JOIN register_entries b ON a.id <> b.id AND a.body LIKE '%\"' || b.id || '\"%' \
    WHERE NOT (a.noun = 'people' AND b.noun = 'customers' AND COALESCE(a.customer_id, '') <> b.id)";
const KNOWN_BY: &str = "SELECT e.id, e.revision, e.code, e.label, e.status, e.updated_at, e.body FROM register_keys k \
    JOIN register_entries e ON e.id = k.entry_id WHERE k.noun = $1 AND k.key = $2 ORDER BY e.id";
const CODES: &str = "SELECT code, id FROM register_entries WHERE noun = $1 ORDER BY id";
const CALLED: &str = "SELECT code, label FROM register_entries WHERE id = $1";
const BOUND_ITEMS: &str = "SELECT item_id FROM records UNION SELECT l.refers_to FROM register_links l \
    JOIN register_entries e ON e.id = l.entry_id JOIN register_entries i ON i.id = l.refers_to \
    WHERE e.noun IN ('orders', 'tasks') AND i.noun = 'items'";
const BOUND_ITEM: &str = "SELECT 'named' FROM records WHERE item_id = $1 UNION SELECT 'named' FROM register_links l \
    JOIN register_entries e ON e.id = l.entry_id WHERE l.refers_to = $1 AND e.noun IN ('orders', 'tasks') LIMIT 1";
const NAMING: &str = "SELECT e.id, e.revision, e.code, e.label, e.status, e.updated_at, e.body FROM register_links l \
    JOIN register_entries e ON e.id = l.entry_id WHERE l.refers_to = $1 AND e.noun = $2 ORDER BY e.id";
const EXISTS: &str = "SELECT revision FROM register_entries WHERE noun = $1 AND id = $2";
const MADE_BY: &str = "SELECT e.id, e.revision, e.code, e.label, e.status, e.updated_at, e.body FROM register_entries e \
    JOIN register_versions v ON v.entry_id = e.id AND v.revision = e.revision \
    WHERE e.noun = $1 AND v.reason = $2 AND v.at >= $3 ORDER BY v.at, e.id";
const INSERT: &str = "INSERT INTO register_entries \
    (id, noun, revision, code, label, search, customer_id, status, updated_at, body) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const UPDATE: &str = "UPDATE register_entries SET revision = $3, code = $4, label = $5, search = $6, customer_id = $7, \
    status = $8, updated_at = $9, body = $10 WHERE id = $1 AND noun = $2";
const INSERT_VERSION: &str = "INSERT INTO register_versions (entry_id, revision, at, by_person, reason, body, hash) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const VERSIONS: &str = "SELECT v.revision, v.by_person, p.label, v.at, v.reason, v.body FROM register_versions v \
    LEFT JOIN register_entries p ON p.id = v.by_person WHERE v.entry_id = $1 ORDER BY v.revision DESC";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[
    FIND,
    FIND_BY_CODE,
    ALL,
    ALL_OF_CUSTOMER,
    WAITING,
    UNLINK,
    UNLINK_DECLARATIONS,
    LINK,
    LINKED,
    LINK_ALL,
    KNOWN_BY,
    CODES,
    CALLED,
    BOUND_ITEMS,
    BOUND_ITEM,
    NAMING,
    EXISTS,
    MADE_BY,
    INSERT,
    UPDATE,
    INSERT_VERSION,
    VERSIONS,
];

type EntryRow = (String, i64, String, String, String, i64, String);

/// A version to be written.
#[derive(Debug, Clone)]
pub struct NewVersion<'a, T: Identified> {
    /// Identity.
    pub id: IdOf<T>,
    /// Its revision, from 1.
    pub revision: u64,
    /// The entry.
    pub body: &'a T,
    /// Server time.
    pub at: Instant,
    /// Who; `None` for the system itself.
    pub by: Option<PersonId>,
    /// Why.
    pub reason: &'a str,
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}

fn row<T: Entry>((id, revision, code, label, status, updated_at, body): EntryRow) -> sqlx::Result<Row<T>> {
    Ok(Row {
        id: id.parse().map_err(unreadable)?,
        revision: u64::try_from(revision).map_err(unreadable)?,
        code,
        label,
        status,
        updated_at: Instant(updated_at),
        body: serde_json::from_str(&body).map_err(unreadable)?,
    })
}

fn rows<T: Entry>(found: Vec<EntryRow>) -> sqlx::Result<Vec<Row<T>>> {
    found.into_iter().map(row).collect()
}

/// One entry.
pub async fn find<T: Entry>(tx: &mut Tx, id: IdOf<T>) -> sqlx::Result<Option<Row<T>>> {
    fetch_optional!(tx, EntryRow, FIND, T::NOUN, id.to_string())?.map(row).transpose()
}

/// The entry with a code.
pub async fn by_code<T: Entry>(tx: &mut Tx, code: &str) -> sqlx::Result<Option<Row<T>>> {
    fetch_optional!(tx, EntryRow, FIND_BY_CODE, T::NOUN, code)?.map(row).transpose()
}

/// The entry with this code, or with one that looks the same: other Unicode composition, case or width.
pub async fn by_code_alike<T: Entry>(tx: &mut Tx, code: &str) -> sqlx::Result<Option<Row<T>>> {
    if let Some(row) = by_code(tx, code).await? {
        return Ok(Some(row));
    }
    Ok(by_key(tx, &keys::of_code(code)).await?.into_iter().next())
}

/// Every entry of a noun with a key, by identity.
async fn by_key<T: Entry>(tx: &mut Tx, key: &str) -> sqlx::Result<Vec<Row<T>>> {
    rows(fetch_all!(tx, EntryRow, KNOWN_BY, T::NOUN, key)?)
}

/// Every entry that is known by the same mark (see [`Entry::known_by`]), by identity.
pub async fn known_by<T: Entry>(tx: &mut Tx, mark: &str) -> sqlx::Result<Vec<Row<T>>> {
    by_key(tx, &keys::of_mark(mark)).await
}

/// The entries of a noun by their codes; the later entry where two have the same one.
pub async fn codes(tx: &mut Tx, noun: &str) -> sqlx::Result<std::collections::BTreeMap<String, uuid::Uuid>> {
    let rows = fetch_all!(tx, (String, String), CODES, noun)?;
    rows.into_iter().map(|(code, id)| Ok((code, id.parse().map_err(unreadable)?))).collect()
}

/// Items that orders, tasks or records name: their customer is fixed.
pub async fn bound_items(tx: &mut Tx) -> sqlx::Result<std::collections::BTreeSet<uuid::Uuid>> {
    let ids = fetch_all!(tx, (String,), BOUND_ITEMS)?;
    ids.into_iter().map(|(id,)| id.parse().map_err(unreadable)).collect()
}

/// Whether an order, a task or a record names an item.
pub async fn is_bound(tx: &mut Tx, item: ItemId) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), BOUND_ITEM, item.to_string())?.is_some())
}

/// Every entry of a noun, by identity.
pub async fn all<T: Entry>(tx: &mut Tx) -> sqlx::Result<Vec<Row<T>>> {
    rows(fetch_all!(tx, EntryRow, ALL, T::NOUN)?)
}

/// Every entry of a customer, by identity.
pub async fn all_of_customer<T: Entry>(tx: &mut Tx, customer: CustomerId) -> sqlx::Result<Vec<Row<T>>> {
    rows(fetch_all!(tx, EntryRow, ALL_OF_CUSTOMER, T::NOUN, customer.to_string())?)
}

/// A page of a list, by label and identity; the newest first, by code and identity, for what comes and goes.
pub async fn list<T: Entry>(tx: &mut Tx, wanted: &Wanted) -> sqlx::Result<(Vec<Row<T>>, Found)> {
    let found = list::page(tx, of_register::list::<T>(), wanted).await?;
    let entries = many::these(tx, THESE, &[text(T::NOUN)], &found.ids, |entry: &EntryRow| &entry.0).await?;
    Ok((rows(entries)?, found))
}

/// Entries in a state, the longest unchanged first.
pub async fn waiting<T: Entry>(tx: &mut Tx, status: &str, limit: u32) -> sqlx::Result<Vec<Row<T>>> {
    rows(fetch_all!(tx, EntryRow, WAITING, T::NOUN, status, i64::from(limit))?)
}

/// Makes the links of every entry where there are none yet: after a backup was restored that has no table of them.
pub async fn link_all(tx: &mut Tx) -> sqlx::Result<()> {
    if fetch_optional!(tx, (String,), LINKED)?.is_none() {
        execute!(tx, LINK_ALL)?;
    }
    Ok(())
}

/// Deletes links from people's declarations to customers: earlier versions could find people by them.
pub async fn unlink_declarations(tx: &mut Tx) -> sqlx::Result<()> {
    execute!(tx, UNLINK_DECLARATIONS).map(|_| ())
}

/// Notes which entries an entry names from now on.
async fn link<T: Entry>(tx: &mut Tx, id: &str, body: &T) -> sqlx::Result<()> {
    execute!(tx, UNLINK, id)?;
    let named: std::collections::BTreeSet<_> = body.links().into_iter().map(|reference| reference.id).collect();
    for other in named {
        execute!(tx, LINK, id, other.to_string())?;
    }
    Ok(())
}

/// Every entry of a noun that names another entry.
pub async fn naming<T: Entry>(tx: &mut Tx, id: impl std::fmt::Display) -> sqlx::Result<Vec<Row<T>>> {
    rows(fetch_all!(tx, EntryRow, NAMING, id.to_string(), T::NOUN)?)
}

/// Entries that say since a moment, or a later one, what they were made to say for a reason, the longest waiting first.
pub async fn made_by<T: Entry>(tx: &mut Tx, reason: &str, since: Instant) -> sqlx::Result<Vec<Row<T>>> {
    rows(fetch_all!(tx, EntryRow, MADE_BY, T::NOUN, reason, since.0)?)
}

/// Whether what is referred to exists.
pub async fn exists(tx: &mut Tx, reference: &Reference) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (i64,), EXISTS, reference.noun, reference.id.to_string())?.is_some())
}

/// Writes the next version of an entry, or the first; the hash of its text.
pub async fn write<T: Entry>(tx: &mut Tx, new: NewVersion<'_, T>) -> sqlx::Result<Hash> {
    let text = serde_json::to_string(new.body).map_err(unreadable)?;
    let hash = Hash::of(text.as_bytes());
    let revision = i64::try_from(new.revision).map_err(unreadable)?;
    let (code, label) = (new.body.code(), new.body.label());
    let search = searched(new.body);
    let customer = new.body.customer().map(|customer| customer.to_string());
    let statement = if revision == 1 { INSERT } else { UPDATE };
    let id = new.id.to_string();
    let before = if revision == 1 { None } else { fetch_optional!(tx, (String, String), CALLED, &id)? };
    execute!(tx, statement, &id, T::NOUN, revision, &code, &label, search, customer, new.body.status(), new.at.0, &text)?;
    let by = new.by.map(|person| person.to_string());
    execute!(tx, INSERT_VERSION, &id, revision, new.at.0, by, new.reason, &text, hash.to_string())?;
    link(tx, &id, new.body).await?;
    keys::put(tx, &[Keyed { noun: T::NOUN, id: id.clone(), keys: keys::of(new.body) }]).await?;
    of_register::follow(tx, &id).await?;
    if before.is_some_and(|(before, name)| of_register::is_called_otherwise((&before, &name), (&code, &label))) {
        of_register::follow_all(tx, &id).await?;
    }
    Ok(hash)
}

type VersionRow = (i64, Option<String>, Option<String>, i64, String, String);

/// Every version of an entry, the newest first.
pub async fn versions<T: Entry>(tx: &mut Tx, id: IdOf<T>) -> sqlx::Result<Vec<Version<T>>> {
    fetch_all!(tx, VersionRow, VERSIONS, id.to_string())?.into_iter().map(version).collect()
}

fn version<T: Entry>((revision, by, by_name, at, reason, body): VersionRow) -> sqlx::Result<Version<T>> {
    Ok(Version {
        revision: u64::try_from(revision).map_err(unreadable)?,
        by: by.map(|id| id.parse()).transpose().map_err(unreadable)?,
        by_name: by_name.unwrap_or_default(),
        at: Instant(at),
        reason,
        body: serde_json::from_str(&body).map_err(unreadable)?,
    })
}
