//! Removes files that nothing names after a while. Several servers may do this at once: one of them claims each file, and until the removal
//! is complete no bytes are accepted under its hash.

use base::time::Instant;
use domain::event::Hash;

use crate::app::{Error, Result};
use crate::state::App;
use crate::store::file::Step;
use crate::store::{Tx, audit, file};

/// How many files are looked for at once.
const AT_ONCE: u32 = 100;
/// How long a server's claim lasts, in milliseconds: longer than any removal takes.
const CLAIM: i64 = 600_000;

/// Removes the files that nothing has named for this long and returns how many. Removals that a stopped server had begun are finished
/// first.
pub async fn sweep(app: &App) -> Result<usize> {
    let (now, since) = (app.now(), app.now().plus_millis(-app.config.unattached_millis));
    let before = now.plus_millis(-CLAIM);
    let (left, found) = app
        .db
        .read::<_, Error, _>(move |tx| {
            Box::pin(async move { Ok((file::unfinished(tx, before).await?, file::forgotten(tx, None, since, AT_ONCE).await?)) })
        })
        .await?;
    let mut removed = left.len();
    for sha256 in left {
        remove(app, sha256).await?;
    }
    for sha256 in found {
        if claimed(app, sha256, since).await? {
            remove(app, sha256).await?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Claims the file for this server if still nothing names it.
async fn claimed(app: &App, sha256: Hash, since: Instant) -> Result<bool> {
    let now = app.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if file::forgotten(tx, Some(sha256), since, 1).await?.is_empty() {
                    return Ok(false);
                }
                step(tx, sha256, Step::Claimed, now).await?;
                Ok(true)
            })
        })
        .await
}

async fn remove(app: &App, sha256: Hash) -> Result<()> {
    app.files.delete(sha256).await?;
    let now = app.now();
    app.db.write(move |tx| Box::pin(async move { step(tx, sha256, Step::Removed, now).await })).await
}

async fn step(tx: &mut Tx, sha256: Hash, step: Step, at: Instant) -> Result<()> {
    file::remove(tx, sha256, step, at).await?;
    let act = match step {
        Step::Claimed => audit::File::Claimed,
        Step::Removed => audit::File::Removed,
    };
    Ok(audit::append(tx, at, None, audit::Act::File(sha256, act)).await?)
}
