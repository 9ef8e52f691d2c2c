//! Files that records refer to: stored under their SHA-256, once. A hash gives no access: a file can be read by people who sent its bytes,
//! and through records to which one of them attached it. Files that no record needs are limited in size; those that nothing names are
//! removed after a while.

pub mod sweep;

use std::collections::BTreeSet;

use base::time::Instant;
use contract::access::table::sees_every_record;
use contract::api::Problem;
use domain::event::Hash;
use domain::record::media::{FileRefusal, admit};

use super::{Actor, Error, Result, reading};
use crate::state::App;
use crate::store::{Tx, audit, file, record};

/// Stores a file that is what its hash and its sender say.
pub async fn put(app: &App, actor: &Actor, sha256: Hash, said: &str, content: Vec<u8>) -> Result<()> {
    if Hash::of(&content) != sha256 {
        return Err(Error::rule(&FileRefusal::HashMismatch));
    }
    let media_type = admit(&content, said).map_err(|refusal| Error::rule(&refusal))?;
    let (size, by, now) = (content.len() as u64, actor.person, app.now());
    let most = app.config.unattached_most;
    let before = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let removed = removed(tx, sha256).await?;
                if file::is_needed(tx, sha256).await? || file::unattached(tx, by, sha256).await? + size <= most {
                    return Ok(removed);
                }
                Err(refused(413, FileRefusal::UnattachedMost { megabytes: most >> 20 }))
            })
        })
        .await?;
    app.files.put(content.into()).await?;
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let removed = removed(tx, sha256).await?;
                if removed != before {
                    // Another server removed the file in between: the stored bytes may be gone.
                    return Err(refused(409, FileRefusal::BeingRemoved));
                }
                // An upload counts as later than the removal before it, whatever the clocks say.
                let at = removed.map_or(now, |removed| now.max(removed.plus_millis(1)));
                let new = file::put(tx, sha256, media_type, size, at, by).await?;
                file::sent(tx, sha256, by, at).await?;
                let sent = audit::Sent { media_type, size };
                let act = if new { audit::File::Stored(sent) } else { audit::File::Sent(sent) };
                Ok(audit::append(tx, at, by, audit::Act::File(sha256, act)).await?)
            })
        })
        .await
}

fn refused(status: u16, refusal: FileRefusal) -> Error {
    Error::Refused(Box::new(Problem::of(status, &refusal)))
}

/// When the file was last removed; refuses while a server is removing it.
async fn removed(tx: &mut Tx, sha256: Hash) -> Result<Option<Instant>> {
    match file::last_removal(tx, sha256).await? {
        Some((step, _)) if step == file::Step::Claimed.name() => Err(refused(409, FileRefusal::BeingRemoved)),
        found => Ok(found.map(|(_, at)| at)),
    }
}

/// A file with its media type, for a person who sent it, or who may read a record to which such a person attached it. The reading is logged
/// with the record's customer, like a reading of the record itself (C-4.1.2.2).
pub async fn get(app: &App, actor: &Actor, sha256: Hash) -> Result<(String, Vec<u8>)> {
    let (person, everywhere) = (actor.person, sees_every_record(&actor.roles));
    let (media_type, customers) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let stored = file::find(tx, sha256).await?.ok_or_else(Error::not_found)?;
                let records = record::with_file(tx, sha256, person).await?;
                let readable: Vec<_> = records.into_iter().filter(|record| everywhere || record.own > 0).collect();
                if readable.is_empty() && !stored.by.contains(&person) {
                    return Err(Error::not_found());
                }
                let others: BTreeSet<String> =
                    readable.into_iter().filter(|record| record.own == 0).map(|record| record.customer_id).collect();
                Ok::<_, Error>((stored.media_type, others))
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
