//! Register entries as the rules of records need them: the texts of an entry and of all its versions.

use base::id::IdOf;
use base::time::Instant;
use domain::register::Entry;
use domain::register::versions::Versions;
use serde::de::DeserializeOwned;

use super::{Tx, corrupt};

const CURRENT: &str = "SELECT body FROM register_entries WHERE noun = $1 AND id = $2";
const VERSIONS: &str = "SELECT v.at, v.body FROM register_versions v JOIN register_entries r ON r.id = v.entry_id \
    WHERE r.noun = $1 AND v.entry_id = $2 ORDER BY v.revision";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[CURRENT, VERSIONS];

/// An entry as it is now.
pub async fn current<T: Entry>(tx: &mut Tx, id: IdOf<T>) -> sqlx::Result<Option<T>> {
    let row = fetch_optional!(tx, (String,), CURRENT, T::NOUN, id.to_string())?;
    row.map(|(body,)| read(&body)).transpose()
}

/// Every version of an entry, the latest last; `None` where there is no such entry.
pub async fn versions<T: Entry>(tx: &mut Tx, id: IdOf<T>) -> sqlx::Result<Option<Versions<T>>> {
    let rows = fetch_all!(tx, (i64, String), VERSIONS, T::NOUN, id.to_string())?;
    let versions = rows.into_iter().map(|(at, body)| Ok((Instant(at), read(&body)?))).collect::<sqlx::Result<_>>()?;
    Ok(Versions::of(versions))
}

fn read<T: DeserializeOwned>(body: &str) -> sqlx::Result<T> {
    serde_json::from_str(body).map_err(corrupt)
}
