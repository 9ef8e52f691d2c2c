//! Attachments' bytes by SHA-256, and which of them the office does not have yet.

use domain::event::Hash;

use super::{LocalError, Sealed, Shelf, Vault};

const PENDING: &str = "upload/";

/// The rows that keep a file until it is uploaded.
pub fn keep(sha256: Hash, media_type: &str, bytes: &[u8]) -> Vec<Sealed> {
    vec![
        Sealed::put(Shelf::Files, sha256.to_string(), bytes),
        Sealed::put(Shelf::State, format!("{PENDING}{sha256}"), media_type.as_bytes()),
    ]
}

/// Files the office does not have yet, with their media types.
pub async fn pending(vault: &Vault) -> Result<Vec<(Hash, String)>, LocalError> {
    let rows = vault.read_all(Shelf::State).await?;
    let pending =
        |(key, media_type): (String, Vec<u8>)| Some((Hash::parse(key.strip_prefix(PENDING)?)?, String::from_utf8(media_type).ok()?));
    Ok(rows.into_iter().filter_map(pending).collect())
}

/// A file's bytes.
pub async fn bytes(vault: &Vault, sha256: Hash) -> Result<Option<Vec<u8>>, LocalError> {
    vault.read(Shelf::Files, &sha256.to_string()).await
}

/// The office has it.
pub async fn uploaded(vault: &Vault, sha256: Hash) -> Result<(), LocalError> {
    vault.write(vec![Sealed::delete(Shelf::State, format!("{PENDING}{sha256}"))]).await
}
