//! Which files are stored.

use shared::event::Hash;
use shared::id::Id;
use shared::library::person::Person;
use shared::time::Instant;

use super::{Tx, counted, seal};

const PUT: &str = "INSERT INTO files (sha256, media_type, size, stored_at, stored_by) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (sha256) DO NOTHING";
const FIND: &str = "SELECT media_type FROM files WHERE sha256 = $1";
const STORED_BY: &str = "SELECT stored_by FROM files WHERE sha256 = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[PUT, FIND, STORED_BY];

/// Notes that a file's bytes are stored; whether that is new.
pub async fn put(tx: &mut Tx, sha256: Hash, media_type: &str, size: u64, at: Instant, by: Id<Person>) -> sqlx::Result<bool> {
    let sha256 = sha256.to_string();
    let new = execute!(tx, PUT, &sha256, media_type, counted(size)?, at.0, by.to_string())? == 1;
    if new {
        seal::seal(tx, "files", &[&sha256], at).await?;
    }
    Ok(new)
}

/// Its media type, where the file is stored.
pub async fn media_type(tx: &mut Tx, sha256: Hash) -> sqlx::Result<Option<String>> {
    fetch_optional!(tx, (String,), FIND, sha256.to_string()).map(|row| row.map(|(media_type,)| media_type))
}

/// Whether this person was the first to store the file.
pub async fn is_stored_by(tx: &mut Tx, sha256: Hash, person: Id<Person>) -> sqlx::Result<bool> {
    let row = fetch_optional!(tx, (String,), STORED_BY, sha256.to_string())?;
    Ok(row.is_some_and(|(by,)| by == person.to_string()))
}
