//! The audit trail: what changed, who changed it, and the hash of what it was afterwards. A chain per object.

use base::id::PersonId;
use base::time::Instant;
use domain::event::Hash;
use serde_json::Value;

use super::Tx;
use crate::random;

/// One change, to be written in the transaction that makes it.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Server time.
    pub at: Instant,
    /// Who; `None` for the system itself.
    pub actor: Option<PersonId>,
    /// What was done ("created", "changed", "signed_in").
    pub action: &'a str,
    /// The kind of object ("customers", "sessions", "certificates").
    pub noun: &'a str,
    /// Which one.
    pub object: &'a str,
    /// Its revision after the change; 0 where it has none.
    pub revision: u64,
    /// Hash of the object's stored text after the change; [`Hash::ZERO`] where nothing is stored.
    pub object_hash: Hash,
    /// More, for a reader.
    pub detail: Value,
}

/// A row as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// Kind of object.
    pub noun: String,
    /// Which one.
    pub object_id: String,
    /// Place in the object's chain, from 0.
    pub seq: i64,
    /// Server time.
    pub at: i64,
    /// Who; empty for the system itself.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// Revision afterwards.
    pub revision: i64,
    /// Hash of the object afterwards.
    pub object_hash: String,
    /// More, JSON.
    pub detail: String,
    /// Hash of the object's previous entry.
    pub prev: String,
    /// Hash of this entry.
    pub hash: String,
}

impl Row {
    /// What `hash` covers: every other column in the order of the table, each followed by a newline. Columns hold no
    /// newlines (JSON escapes them), so no two rows have the same text.
    pub fn hashed(&self) -> Hash {
        let Self { id, noun, object_id, seq, at, actor, action, revision, object_hash, detail, prev, hash: _ } = self;
        let text = format!("{id}\n{noun}\n{object_id}\n{seq}\n{at}\n{actor}\n{action}\n{revision}\n{object_hash}\n{detail}\n{prev}\n");
        Hash::of(text.as_bytes())
    }
}

const LAST: &str = "SELECT seq, hash FROM audit WHERE noun = $1 AND object_id = $2 ORDER BY seq DESC LIMIT 1";
const OF_NOUN: &str = "SELECT object_id, action, at, detail FROM audit WHERE noun = $1 ORDER BY object_id, seq";
const LATEST: &str = "SELECT MAX(at) FROM audit WHERE noun = $1 AND action = $2";
const INSERT: &str = "INSERT INTO audit \
    (id, noun, object_id, seq, at, actor, action, revision, object_hash, detail, prev, hash) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[LAST, OF_NOUN, LATEST, INSERT];

/// Place and hash of the last entry of an object's chain.
pub async fn last(tx: &mut Tx, noun: &str, object: &str) -> sqlx::Result<Option<(i64, String)>> {
    fetch_optional!(tx, (i64, String), LAST, noun, object)
}

/// What an entry says of its object.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Told {
    /// The object.
    #[sqlx(rename = "object_id")]
    pub object: String,
    /// What was done.
    pub action: String,
    /// Server time.
    pub at: i64,
    /// More, JSON.
    pub detail: String,
}

/// Every entry of a kind of object, each object's in their order.
pub async fn of_noun(tx: &mut Tx, noun: &str) -> sqlx::Result<Vec<Told>> {
    fetch_all!(tx, Told, OF_NOUN, noun)
}

/// When this was last done with an object of a kind.
pub async fn latest(tx: &mut Tx, noun: &str, action: &str) -> sqlx::Result<Option<Instant>> {
    Ok(fetch_optional!(tx, (Option<i64>,), LATEST, noun, action)?.and_then(|(at,)| at).map(Instant))
}

/// Appends an entry to its object's chain.
pub async fn append(tx: &mut Tx, entry: Entry<'_>) -> sqlx::Result<()> {
    let (seq, prev) = last(tx, entry.noun, entry.object).await?.map_or((0, Hash::ZERO.to_string()), |(seq, hash)| (seq + 1, hash));
    let mut row = Row {
        id: random::id::<Row>(entry.at).to_string(),
        noun: entry.noun.to_owned(),
        object_id: entry.object.to_owned(),
        seq,
        at: entry.at.0,
        actor: entry.actor.map(|person| person.to_string()).unwrap_or_default(),
        action: entry.action.to_owned(),
        revision: i64::try_from(entry.revision).unwrap_or(i64::MAX),
        object_hash: entry.object_hash.to_string(),
        detail: entry.detail.to_string(),
        prev,
        hash: String::new(),
    };
    row.hash = row.hashed().to_string();
    insert(tx, &row).await
}

/// Writes a row as it is (also used by restore).
pub async fn insert(tx: &mut Tx, row: &Row) -> sqlx::Result<()> {
    execute!(
        tx,
        INSERT,
        &row.id,
        &row.noun,
        &row.object_id,
        row.seq,
        row.at,
        &row.actor,
        &row.action,
        row.revision,
        &row.object_hash,
        &row.detail,
        &row.prev,
        &row.hash
    )
    .map(|_| ())
}
