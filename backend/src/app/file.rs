//! Files that records refer to: stored under their SHA-256, once.

use std::collections::BTreeSet;

use shared::access::table::sees_every_record;
use shared::event::Hash;
use shared::record::media::{FileRefusal, admit};

use super::{Actor, Error, Result, reading};
use crate::state::App;
use crate::store::{audit, file, record};

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

/// A file with its media type, for who may read a record that it is attached to. Its reading is noted with the record's
/// customer, as the record's is (C-4.1.2.2). Attached to none, it is its sender's alone.
pub async fn get(app: &App, actor: &Actor, sha256: Hash) -> Result<(String, Vec<u8>)> {
    let (person, everywhere) = (actor.person, sees_every_record(&actor.roles));
    let (media_type, customers) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let media_type = file::media_type(tx, sha256).await?.ok_or_else(Error::not_found)?;
                let records = record::with_file(tx, sha256, person).await?;
                let unattached = records.is_empty();
                let readable: Vec<_> = records.into_iter().filter(|record| everywhere || record.own > 0).collect();
                if readable.is_empty() && !(unattached && file::is_stored_by(tx, sha256, person).await?) {
                    return Err(Error::not_found());
                }
                let others: BTreeSet<String> =
                    readable.into_iter().filter(|record| record.own == 0).map(|record| record.customer_id).collect();
                Ok::<_, Error>((media_type, others))
            })
        })
        .await?;
    let content = app.files.get(sha256).await?.ok_or_else(Error::not_found)?;
    for customer in customers {
        let customer = customer.parse().map_err(Error::corrupt)?;
        reading::note(app, actor, Some(customer), "files", &sha256.to_string()).await?;
    }
    Ok((media_type, content.into()))
}
