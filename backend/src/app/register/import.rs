//! Import of a table: all of it, or nothing where anything is wrong.

use std::collections::BTreeMap;

use shared::api::register::ImportView;
use shared::library::service::CalibrationService;
use shared::order::customer::Customer;
use shared::register::Entry;
use shared::register::table::{Reading, References, RowChange, Tabular, read};

use super::sheet::{SheetRefusal, Table, parse};
use super::{Change, write};
use crate::app::{Actor, Error, Result};
use crate::random;
use crate::state::App;
use crate::store::{Tx, register};

/// Reads a CSV or XLSX file into a register; `dry_run` only tells what it would do.
pub async fn import<T: Tabular>(app: &App, actor: &Actor, bytes: Vec<u8>, dry_run: bool) -> Result<ImportView> {
    let table = parsed(bytes).await?;
    if dry_run {
        return app.db.read(move |tx| Box::pin(async move { Ok(outcome(&judged::<T>(tx, &table).await?.0)) })).await;
    }
    let (by, at) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let table = table.clone();
            Box::pin(async move {
                let (reading, revisions) = judged::<T>(tx, &table).await?;
                if !reading.has_errors() {
                    for row in &reading.changes {
                        let (id, revision, body) = match row {
                            RowChange::Create(body) => (random::id(at), 0, body),
                            RowChange::Change(id, body) => (*id, revisions.get(&id.uuid()).copied().unwrap_or(0), body),
                            RowChange::Unchanged(_) => continue,
                        };
                        write(tx, Change { id, revision, body, at, by: Some(by), reason: "import" }).await?;
                    }
                }
                Ok(outcome(&reading))
            })
        })
        .await
}

/// Reads the file beside the request's thread; a reader that stumbles over it refuses it.
async fn parsed(bytes: Vec<u8>) -> Result<Table> {
    let read = tokio::task::spawn_blocking(move || parse(&bytes)).await.unwrap_or(Err(SheetRefusal::NotATable));
    read.map_err(|refusal| Error::rule(&refusal))
}

type Revisions = BTreeMap<uuid::Uuid, u64>;

/// What the table would do. Cells name other entries by code, so that everything referred to exists.
async fn judged<T: Tabular>(tx: &mut Tx, table: &Table) -> Result<(Reading<T>, Revisions)> {
    let rows = register::all::<T>(tx).await?;
    let revisions = rows.iter().map(|row| (row.id.uuid(), row.revision)).collect();
    let existing: BTreeMap<_, _> = rows.into_iter().map(|row| (row.code, (row.id, row.body))).collect();
    Ok((read(table, &existing, &references(tx).await?), revisions))
}

/// The codes that cells name other entries by.
pub(super) async fn references(tx: &mut Tx) -> Result<References> {
    Ok(References { customers: codes::<Customer>(tx).await?, services: codes::<CalibrationService>(tx).await? })
}

async fn codes<T: Entry>(tx: &mut Tx) -> Result<BTreeMap<String, shared::id::Id<T>>> {
    Ok(register::all::<T>(tx).await?.into_iter().map(|row| (row.code, row.id)).collect())
}

fn outcome<T>(reading: &Reading<T>) -> ImportView {
    let count = |wanted: fn(&RowChange<T>) -> bool| reading.changes.iter().filter(|row| wanted(row)).count() as u64;
    ImportView {
        created: count(|row| matches!(row, RowChange::Create(_))),
        changed: count(|row| matches!(row, RowChange::Change(..))),
        unchanged: count(|row| matches!(row, RowChange::Unchanged(_))),
        findings: reading.findings.clone(),
    }
}
