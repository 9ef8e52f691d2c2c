//! Brings the lists up to what the tables say: after a migration, after a restore, after another version wrote. Rows that are as their
//! nouns are stay as they are, so that it may break off anywhere and runs at each start.

use sqlx::Error;

use super::check::Source;
use super::of_readings::{self, READINGS};
use super::of_records::{self, CERTIFICATES, RECORDS};
use super::{of_cases, of_register, settle};
use crate::store::{Db, Tx};

/// Fewer new rows than this are left to be read as they are.
const FEW: usize = 256;
/// Rows after which progress is told.
const TOLD: usize = 50_000;

const NEW: &str = "SELECT id FROM list_rows WHERE noun = $1 AND spot = 0 LIMIT $2";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[NEW];

/// Writes every row that is missing or older than what it is made from, and puts the new ones into blocks.
///
/// # Errors
/// What the database said.
pub async fn bring_up(db: &Db) -> sqlx::Result<()> {
    let renamed = db.read(|tx| Box::pin(of_register::changed(tx))).await?;
    for id in renamed {
        db.write(move |tx| {
            let id = id.clone();
            Box::pin(async move { of_register::follow_all(tx, &id).await })
        })
        .await?;
    }
    for source in Source::ALL {
        rows(db, source).await?;
    }
    let registers = of_register::NOUNS.iter().map(|noun| noun.list);
    let cases = of_cases::KINDS.iter().filter_map(|kind| of_cases::list(kind));
    for list in registers.chain([RECORDS, CERTIFICATES, READINGS]).chain(cases) {
        if db.read(move |tx| Box::pin(is_due(tx, list.noun, FEW))).await? {
            settled(db, list.noun).await?;
        }
    }
    Ok(())
}

/// Whether a list has so many new rows.
pub async fn is_due(tx: &mut Tx, noun: &'static str, many: usize) -> sqlx::Result<bool> {
    Ok(fetch_all!(tx, (String,), NEW, noun, many as i64)?.len() >= many)
}

/// Puts every new row of a list into a block.
///
/// # Errors
/// What the database said.
pub async fn settled(db: &Db, noun: &'static str) -> sqlx::Result<()> {
    let mut count = 0;
    loop {
        let some = db.write(move |tx| Box::pin(settle::settle(tx, noun, settle::FILLED))).await?;
        tell("rows of a list are put into the index", noun, count, some);
        count += some;
        if some < settle::FILLED {
            return Ok(());
        }
    }
}

/// The rows that are made from a table.
async fn rows(db: &Db, source: Source) -> sqlx::Result<()> {
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let from = after.clone();
        let done = db.write(move |tx| {
            let from = from.clone();
            Box::pin(async move {
                match source {
                    Source::Registers => of_register::bring_up(tx, &from).await,
                    Source::Records => of_records::bring_up(tx, RECORDS, &from).await,
                    Source::Certificates => of_records::bring_up(tx, CERTIFICATES, &from).await,
                    Source::Readings => of_readings::bring_up(tx, &from).await,
                    Source::Cases => of_cases::bring_up(tx, &from).await,
                }
            })
        });
        let Some((last, some)) = done.await? else { return Ok::<_, Error>(()) };
        tell("rows of lists are made", source.name(), count, some);
        (after, count) = (last, count + some);
    }
}

fn tell(what: &str, noun: &str, before: usize, some: usize) {
    if before / TOLD != (before + some) / TOLD {
        tracing::info!(noun, rows = before + some, "{what}");
    }
}
