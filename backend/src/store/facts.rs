//! Register entries as the rules of records need them: the texts of an entry and of all its versions.

use serde::de::DeserializeOwned;
use shared::id::Id;
use shared::register::Entry;

use super::{Tx, corrupt};

const CURRENT: &str = "SELECT body FROM register_entries WHERE noun = $1 AND id = $2";
const VERSIONS: &str = "SELECT v.body FROM register_versions v JOIN register_entries r ON r.id = v.entry_id \
    WHERE r.noun = $1 AND v.entry_id = $2 ORDER BY v.revision";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[CURRENT, VERSIONS];

/// An entry as it is now.
pub async fn current<T: Entry>(tx: &mut Tx, id: Id<T>) -> sqlx::Result<Option<T>> {
    let row = fetch_optional!(tx, (String,), CURRENT, T::NOUN, id.to_string())?;
    row.map(|(body,)| read(&body)).transpose()
}

/// Every version of an entry, the latest last.
pub async fn versions<T: Entry>(tx: &mut Tx, id: Id<T>) -> sqlx::Result<Vec<T>> {
    let rows = fetch_all!(tx, (String,), VERSIONS, T::NOUN, id.to_string())?;
    rows.into_iter().map(|(body,)| read(&body)).collect()
}

fn read<T: DeserializeOwned>(body: &str) -> sqlx::Result<T> {
    serde_json::from_str(body).map_err(corrupt)
}
