//! Which files are stored.

use shared::event::Hash;
use shared::id::Id;
use shared::library::person::Person;
use shared::record::facts::StoredFile;
use shared::time::Instant;

use super::{Tx, corrupt, counted, seal};

const PUT: &str = "INSERT INTO files (sha256, media_type, size, stored_at, stored_by) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (sha256) DO NOTHING";
const FIND: &str = "SELECT media_type, size, stored_by FROM files WHERE sha256 = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[PUT, FIND];

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
    Ok(find(tx, sha256).await?.map(|file| file.media_type))
}

/// A file, where it is stored.
pub async fn find(tx: &mut Tx, sha256: Hash) -> sqlx::Result<Option<StoredFile>> {
    let read = |(media_type, size, by): (String, i64, String)| {
        Ok(StoredFile { media_type, size: u64::try_from(size).map_err(corrupt)?, by: by.parse().map_err(corrupt)? })
    };
    fetch_optional!(tx, (String, i64, String), FIND, sha256.to_string())?.map(read).transpose()
}

/// Whether this person was the first to store the file.
pub async fn is_stored_by(tx: &mut Tx, sha256: Hash, person: Id<Person>) -> sqlx::Result<bool> {
    Ok(find(tx, sha256).await?.is_some_and(|file| file.by == person))
}
