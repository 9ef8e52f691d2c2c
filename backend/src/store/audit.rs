//! The audit trail: what changed, who changed it, and the hash of what it was afterwards. A chain per object.

use base::id::PersonId;
use base::time::Instant;
use domain::event::Hash;

mod act;
mod words;

pub use act::*;

use super::Tx;
use crate::random;

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

/// What is done to a row whose hash the trail carries.
pub const SEALED: &str = "sealed";
/// In the detail of a session's opening: that it was opened with a one-time password.
pub const ONE_TIME: &str = "one_time";

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

/// Appends to its object's chain what was done, in the transaction that does it: by whom, `None` being the system itself.
pub async fn append(tx: &mut Tx, at: Instant, by: impl Into<Option<PersonId>>, act: Act<'_>) -> sqlx::Result<()> {
    let (by, words) = (by.into(), act.words());
    let (seq, prev) = last(tx, words.noun, &words.object).await?.map_or((0, Hash::ZERO.to_string()), |(seq, hash)| (seq + 1, hash));
    let mut row = Row {
        id: random::id::<Row>(at).to_string(),
        noun: words.noun.to_owned(),
        object_id: words.object,
        seq,
        at: at.0,
        actor: by.map(|person| person.to_string()).unwrap_or_default(),
        action: words.action.to_owned(),
        revision: i64::try_from(words.revision).unwrap_or(i64::MAX),
        object_hash: words.hash.to_string(),
        detail: words.detail.to_string(),
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
