//! The vault's tables: ciphertext, who may read it, and who did.

use base::id::PersonId;
use base::time::Instant;
use domain::event::Hash;

use super::{Tx, seal};
use crate::random;

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// What it is ("complainant").
    pub kind: String,
    /// What it is about.
    pub object_id: String,
    /// The key it is under.
    pub key_id: String,
    /// Nonce and ciphertext, Base64.
    pub sealed: String,
    /// The SHA-256 of the ciphertext of its file, if it has one.
    pub sha256: Option<String>,
    /// When it was written.
    pub at: i64,
    /// By whom.
    pub by_person: String,
}

/// A reading.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Reading {
    /// Who.
    pub person_id: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: i64,
}

const PUT: &str = "INSERT INTO vault_entries (id, kind, object_id, key_id, sealed, sha256, at, by_person) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const FIND: &str = "SELECT id, kind, object_id, key_id, sealed, sha256, at, by_person FROM vault_entries WHERE id = $1";
const OF_OBJECT: &str = "SELECT id, kind, object_id, key_id, sealed, sha256, at, by_person FROM vault_entries \
    WHERE kind = $1 AND object_id = $2 ORDER BY id";
const NAME: &str = "INSERT INTO vault_readers (id, entry_id, person_id, may, at, by_person) VALUES ($1, $2, $3, $4, $5, $6)";
const MAY: &str = "SELECT may FROM vault_readers WHERE entry_id = $1 AND person_id = $2 ORDER BY at DESC, id DESC LIMIT 1";
const READ: &str = "INSERT INTO vault_readings (id, entry_id, person_id, reason, at) VALUES ($1, $2, $3, $4, $5)";
const READINGS: &str = "SELECT person_id, reason, at FROM vault_readings WHERE entry_id = $1 ORDER BY at, id";
const KEYS: &str = "SELECT key_id, COUNT(*) FROM vault_entries GROUP BY key_id ORDER BY key_id";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[PUT, FIND, OF_OBJECT, NAME, MAY, READ, READINGS, KEYS];

/// Stores an entry.
pub async fn put(tx: &mut Tx, row: &Row) -> sqlx::Result<()> {
    let Row { id, kind, object_id, key_id, sealed, sha256, at, by_person } = row;
    execute!(tx, PUT, id, kind, object_id, key_id, sealed, sha256.as_deref(), *at, by_person)?;
    seal::seal(tx, "vault_entries", &[id], Instant(*at)).await
}

/// An entry.
pub async fn find(tx: &mut Tx, id: &str) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, FIND, id)
}

/// The entries of a kind about an object.
pub async fn of_object(tx: &mut Tx, kind: &str, object: &str) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, OF_OBJECT, kind, object)
}

/// Says that a person may read an entry, or no longer.
pub async fn name(tx: &mut Tx, entry: &str, person: PersonId, may: bool, (by, at): (PersonId, Instant)) -> sqlx::Result<()> {
    let id = random::id::<Row>(at).to_string();
    execute!(tx, NAME, &id, entry, person.to_string(), i64::from(may), at.0, by.to_string())?;
    seal::seal(tx, "vault_readers", &[&id], at).await
}

/// Whether a person may read an entry.
pub async fn may(tx: &mut Tx, entry: &str, person: PersonId) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (i64,), MAY, entry, person.to_string())?.is_some_and(|(may,)| may == 1))
}

/// Logs a reading.
pub async fn read(tx: &mut Tx, entry: &str, person: PersonId, reason: &str, at: Instant) -> sqlx::Result<()> {
    let id = random::id::<Row>(at).to_string();
    execute!(tx, READ, &id, entry, person.to_string(), reason, at.0)?;
    seal::seal(tx, "vault_readings", &[&id], at).await
}

/// Who read an entry, in the order of time.
pub async fn readings(tx: &mut Tx, entry: &str) -> sqlx::Result<Vec<Reading>> {
    fetch_all!(tx, Reading, READINGS, entry)
}

/// How many entries are under each key.
pub async fn keys(tx: &mut Tx) -> sqlx::Result<Vec<(String, u64)>> {
    let rows = fetch_all!(tx, (String, i64), KEYS)?;
    Ok(rows.into_iter().map(|(key, count)| (key, count.unsigned_abs())).collect())
}

/// The file of an entry, by the hash of its ciphertext.
pub fn file(row: &Row) -> sqlx::Result<Option<Hash>> {
    row.sha256.as_deref().map(super::hash).transpose()
}
