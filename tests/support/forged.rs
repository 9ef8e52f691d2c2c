//! Audit entries as somebody writes them who can write the tables and knows what they look like: any words, in a whole chain.

use backend::store::Tx;
use backend::store::audit::{self, Row};
use base::id::PersonId;
use base::time::Instant;
use domain::event::Hash;
use serde_json::Value;

/// An entry in the words of the table.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub at: Instant,
    pub actor: Option<PersonId>,
    pub action: &'a str,
    pub noun: &'a str,
    pub object: &'a str,
    pub revision: u64,
    pub object_hash: Hash,
    pub detail: Value,
}

/// Appends the entry to its object's chain.
pub async fn append(tx: &mut Tx, entry: Entry<'_>) -> sqlx::Result<()> {
    let last = audit::last(tx, entry.noun, entry.object).await?;
    let (seq, prev) = last.map_or((0, Hash::ZERO.to_string()), |(seq, hash)| (seq + 1, hash));
    let mut row = Row {
        id: backend::random::id::<Row>(entry.at).to_string(),
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
    audit::insert(tx, &row).await
}
