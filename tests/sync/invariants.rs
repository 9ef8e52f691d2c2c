//! What must hold when the network is good again.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use backend::app::{Error, pack};
use backend::store::{Tx, ledger};
use base::id::{Id, VisitId};
use contract::sync::EventOutcome;
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Stream, StreamKind};
use domain::stream::judge::StreamState;
use support::{Lab, Tablet};

use crate::schedule::Made;

/// Nothing acknowledged is lost, nothing is doubled, everybody concerned sees the same.
pub async fn hold(lab: &Lab, tablets: &[Tablet], made: &Made, visit: VisitId) -> Result<(), String> {
    let events: BTreeSet<_> = made.events.iter().copied().collect();
    let mut in_ledger = BTreeSet::new();
    let records = made.records.iter().map(|record| Stream::record(*record));
    for stream in records.chain([Stream::visit(visit)]) {
        let entries = entries(lab, stream).await;
        for (at, entry) in entries.iter().enumerate() {
            let previous = at.checked_sub(1).map(|before| &entries[before]);
            expect(entry.follows(previous), || format!("entry {at} of {stream:?} does not follow"))?;
            expect(in_ledger.insert(entry.event), || format!("event {} is doubled", entry.event))?;
        }
        same(stream, tablets, &entries)?;
        for tablet in tablets {
            acknowledged(tablet, &entries)?;
        }
    }
    // The visit's stream holds earlier schedules' events too.
    let lost: Vec<_> = events.difference(&in_ledger).collect();
    expect(lost.is_empty(), || format!("made, not in the ledger: {lost:?}"))?;
    for tablet in tablets {
        let status = tablet.engine.status();
        expect(status.waiting == 0 && status.refused == 0 && status.halted.is_none(), || format!("{status:?}"))?;
    }
    packs(lab, tablets).await
}

/// Each tablet has the job pack that would be built for its person now.
async fn packs(lab: &Lab, tablets: &[Tablet]) -> Result<(), String> {
    let mut built = BTreeMap::new();
    for tablet in tablets {
        let (person, now) = (tablet.person, lab.now());
        if let Entry::Vacant(place) = built.entry(person) {
            let pack = lab.app.db.read(move |tx| Box::pin(async move { pack::build(tx, person, now).await })).await;
            place.insert(pack.expect("a job pack").version);
        }
        expect(built.get(&person) == Some(&tablet.pack().version), || "a tablet's job pack is not the office's".to_owned())?;
    }
    Ok(())
}

fn expect(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// The entries of a stream at the office.
pub async fn entries(lab: &Lab, stream: Stream) -> Vec<LedgerEntry> {
    let read = lab.app.db.read::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(ledger::stream(tx, stream).await?) }));
    read.await.expect("the ledger")
}

/// The tablets of everybody concerned and the server hold the same entries and fold them to the same record.
fn same(stream: Stream, tablets: &[Tablet], entries: &[LedgerEntry]) -> Result<(), String> {
    let server = StreamState::of(entries).record;
    let record = stream.kind == StreamKind::Record;
    expect(!record || server.is_some() || entries.is_empty(), || format!("{stream:?} has entries and was never opened"))?;
    for (at, tablet) in tablets.iter().enumerate() {
        let calibrator = server.as_ref().is_some_and(|record| record.calibrators.iter().any(|of| of.person == tablet.person));
        if record && !calibrator {
            continue;
        }
        let held: Vec<_> = tablet.disk.entries.values().filter(|entry| entry.stream == stream).cloned().collect();
        expect(held == entries, || format!("tablet {at} holds {} of {} entries of {stream:?}", held.len(), entries.len()))?;
        let shown = if record { tablet.record(Id::from_uuid(stream.id)) } else { None };
        expect(shown == server, || format!("tablet {at} shows another {stream:?} than the server"))?;
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
