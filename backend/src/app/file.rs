//! Files that records refer to: stored under their SHA-256, once.

use shared::event::Hash;
use shared::record::media::{FileRefusal, admit};

use super::{Actor, Error, Result, reading};
use crate::state::App;
use crate::store::{audit, file};

/// Stores a file that is what its hash and its sender say.
pub async fn put(app: &App, actor: &Actor, sha256: Hash, said: &str, content: Vec<u8>) -> Result<()> {
    if Hash::of(&content) != sha256 {
        return Err(Error::rule(&FileRefusal::HashMismatch));
    }
    let media_type = admit(&content, said).map_err(|refusal| Error::rule(&refusal))?;
    let size = content.len() as u64;
    app.files.put(content.into()).await?;
    let (by, now) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if file::put(tx, sha256, media_type, size, now, by).await? {
                    let entry = audit::Entry {
                        at: now,
                        actor: Some(by),
                        action: "stored",
                        noun: "files",
                        object: &sha256.to_string(),
                        revision: 0,
                        object_hash: sha256,
                        detail: serde_json::json!({ "media_type": media_type, "size": size }),
                    };
                    audit::append(tx, entry).await?;
                }
                Ok(())
            })
        })
        .await
}

/// A file with its media type. A photo may show a customer's results: its reading is noted (C-4.1.2.2).
pub async fn get(app: &App, actor: &Actor, sha256: Hash) -> Result<(String, Vec<u8>)> {
    let found = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(file::media_type(tx, sha256).await?) })).await?;
    let media_type = found.ok_or_else(Error::not_found)?;
    let content = app.files.get(sha256).await?.ok_or_else(Error::not_found)?;
    reading::note(app, actor, None, "files", &sha256.to_string()).await?;
    Ok((media_type, content.into()))
}
