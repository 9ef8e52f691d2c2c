//! What must hold when the network is good again.

use std::collections::BTreeSet;

use backend::app::Error;
use backend::store::{Tx, ledger};
use shared::event::Stream;
use shared::event::ledger::{LedgerEntry, Verdict};
use shared::id::Id;
use shared::record::Record;
use shared::sync::EventOutcome;
use shared::sync::judge::StreamState;
use support::{Lab, Tablet};

use crate::schedule::Made;

/// Nothing acknowledged is lost, nothing is doubled, everybody sees the same record.
pub async fn hold(lab: &Lab, tablets: &[Tablet; 2], made: &Made) -> Result<(), String> {
    let mut in_ledger = BTreeSet::new();
    for record in &made.records {
        let entries = entries(lab, *record).await;
        for (at, entry) in entries.iter().enumerate() {
            let previous = at.checked_sub(1).map(|before| &entries[before]);
            expect(entry.follows(previous), || format!("entry {at} of {record} does not follow"))?;
            expect(in_ledger.insert(entry.event), || format!("event {} is doubled", entry.event))?;
        }
        same(*record, tablets, &entries)?;
        for tablet in tablets {
            acknowledged(tablet, &entries)?;
        }
    }
    let made: BTreeSet<_> = made.events.iter().copied().collect();
    expect(made == in_ledger, || format!("made, not in the ledger: {:?}", made.difference(&in_ledger).collect::<Vec<_>>()))?;
    for tablet in tablets {
        let status = tablet.engine.status();
        expect(status.waiting == 0 && status.refused == 0 && status.halted.is_none(), || format!("{status:?}"))?;
    }
    Ok(())
}

fn expect(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

async fn entries(lab: &Lab, record: Id<Record>) -> Vec<LedgerEntry> {
    let read =
        lab.app.db.read::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(ledger::stream(tx, Stream::record(record)).await?) }));
    read.await.expect("the ledger")
}

/// Tablets and server hold the same entries and fold them to the same record.
fn same(record: Id<Record>, tablets: &[Tablet; 2], entries: &[LedgerEntry]) -> Result<(), String> {
    let server = StreamState::of(entries).record;
    expect(server.is_some() || entries.is_empty(), || format!("{record} has entries and was never opened"))?;
    for (at, tablet) in tablets.iter().enumerate() {
        let held: Vec<_> = tablet.disk.entries.values().filter(|entry| entry.stream == Stream::record(record)).cloned().collect();
        expect(held == entries, || format!("tablet {at} holds {} of {} entries of {record}", held.len(), entries.len()))?;
        expect(tablet.record(record) == server, || format!("tablet {at} shows another {record} than the server"))?;
    }
    Ok(())
}

/// Each answer a tablet was given is what the ledger says.
fn acknowledged(tablet: &Tablet, entries: &[LedgerEntry]) -> Result<(), String> {
    for entry in entries {
        let agrees = match (tablet.disk.outcomes.get(&entry.event), &entry.verdict) {
            (None | Some(EventOutcome::Known), _) | (Some(EventOutcome::Effective), Verdict::Effective) => true,
            (Some(EventOutcome::SetAside { code }), Verdict::SetAside { code: told }) => code == told,
            _ => false,
        };
        expect(agrees, || format!("the answer on {} is not its verdict", entry.event))?;
    }
    Ok(())
}
