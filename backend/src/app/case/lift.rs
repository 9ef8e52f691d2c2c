//! What lists are searched by, made again from the facts: after an upgrade, and after a restore.

use std::collections::BTreeSet;

use base::id::CaseId;

use super::kinds::{KINDS, by_kind};
use super::{Kept, load};
use crate::app::{Error, Result};
use crate::store::{Db, Tx, case as store};

/// How many cases are lifted together.
const CHUNK: i64 = 200;

/// Lifts every case.
///
/// # Errors
/// What the database said.
pub async fn all(db: &Db) -> Result<()> {
    for name in KINDS {
        kind(db, name).await?;
    }
    Ok(())
}

/// Lifts every case of a kind.
///
/// # Errors
/// What the database said.
pub async fn kind(db: &Db, kind: &str) -> Result<()> {
    by_kind!(kind, of_kind, (db))
}

async fn of_kind<C: Kept>(db: &Db) -> Result<()> {
    let mut after = String::new();
    loop {
        let from = after.clone();
        let lifted = db.write(move |tx| {
            let from = from.clone();
            Box::pin(async move { some::<C>(tx, &from).await })
        });
        match lifted.await? {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

/// Lifts the next cases; gives back the last one.
async fn some<C: Kept>(tx: &mut Tx, after: &str) -> Result<Option<String>> {
    let mut ids: BTreeSet<String> = C::earlier_ids(tx, after, CHUNK).await?.into_iter().collect();
    ids.extend(store::some(tx, C::KIND, after, CHUNK).await?);
    let ids: Vec<String> = ids.into_iter().take(usize::try_from(CHUNK).unwrap_or(usize::MAX)).collect();
    for id in &ids {
        one::<C>(tx, id.parse().map_err(Error::corrupt)?).await?;
    }
    Ok(ids.last().cloned())
}

async fn one<C: Kept>(tx: &mut Tx, id: CaseId) -> Result<()> {
    let folded = match load::<C>(tx, id).await {
        Ok(Some(folded)) => folded,
        // A case without facts, or one that only a newer program reads: what verifies names it.
        Ok(None) | Err(Error::Refused(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    Ok(store::put(tx, id, &folded).await?)
}
