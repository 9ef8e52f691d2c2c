//! Verifying what is stored: every chain is walked, every hash computed again, every file read. What is hashed is
//! specified in `docs/CHAINS.md`.

mod access;
mod acts;
mod answers;
mod audit;
mod authority;
mod case;
mod certificate;
mod checkpoint;
pub mod coverage;
mod details;
mod event;
mod facts;
mod feed;
mod file;
mod given;
mod hold;
mod ledger;
mod links;
mod lists;
mod numbers;
mod record;
mod register;
mod reopened;
mod report;
mod requests;
mod rows;
mod schema;
mod seals;
mod settled;
mod vault;

pub use checkpoint::Checkpoint;
pub use report::{Broken, Fault, Report};

use super::Result;
use super::vault::Keys;
use crate::state::App;
use crate::store::{Tx, schema as made};
use checkpoint::Chains;
use rows::Snapshot;

/// Walks everything, in one snapshot; compares with a checkpoint where there is one.
pub async fn verify(app: &App, against: Option<&Checkpoint>) -> Result<Report> {
    let mut report = Report { chains: Chains::against(against.cloned().unwrap_or_default()), ..Report::default() };
    let keys = app.config.vault.clone();
    let mut report = app
        .db
        .read(|tx| {
            Box::pin(async move {
                walk(tx, &keys, &mut report).await?;
                Ok::<_, super::Error>(report)
            })
        })
        .await?;
    file::walk(&app.files, &mut report).await?;
    let differing: Vec<String> = report.chains.differing().cloned().collect();
    for chain in differing {
        report.broken(chain, Fault::NotAsInCheckpoint);
    }
    Ok(report)
}

async fn walk(tx: &mut Tx, keys: &Keys, report: &mut Report) -> Result<()> {
    let expected = made::expected(tx).await?;
    let mut snapshot = Snapshot::of(tx, expected.tables.clone());
    // If a table or column is missing, rows cannot be read: this is reported, and the walk ends.
    if !schema::walk(&mut snapshot, &expected, report).await? {
        return Ok(());
    }
    let mut audited = audit::walk(&mut snapshot, report).await?;
    seals::walk(&mut snapshot, &mut audited, report).await?;
    access::walk(&mut snapshot, &audited, report).await?;
    let decided = authority::walk(&mut snapshot, &audited.details, report).await?;
    requests::walk(&mut snapshot, &audited.details, report).await?;
    given::walk(&mut snapshot, &audited, &decided, report).await?;
    register::walk(&mut snapshot, &audited, report).await?;
    links::walk(&mut snapshot, report).await?;
    let held = hold::walk(&mut snapshot, &audited, report).await?;
    let made = event::walk(&mut snapshot, &mut audited, report).await?;
    let streams = ledger::walk(&mut snapshot, (&made.events, &made.offsets), &mut audited, report).await?;
    feed::walk(&mut snapshot, &streams, report).await?;
    file::removed(&mut snapshot, made.attached, report).await?;
    let certificates = certificate::walk(&mut snapshot, &audited, report).await?;
    file::stored(&mut snapshot, &audited.details, report).await?;
    vault::walk(&mut snapshot, keys, report).await?;
    numbers::walk(&mut snapshot, &audited, &certificates, report).await?;
    let facts = case::walk(&mut snapshot, &made.events, &mut audited, report).await?;
    acts::walk(&mut snapshot, &facts, &mut audited, report).await?;
    record::walk(&mut snapshot, &streams, (&certificates, &held), (&audited.details, &facts), report).await?;
    lists::walk(&mut snapshot, report).await
}
