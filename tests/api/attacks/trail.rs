//! What was erased or changed in the tables, while a record's audit chain or its ledger still speaks of it.

use backend::app::verify::{Fault, verify};
use backend::store::{ledger, record as store};
use base::id::RecordId;
use domain::event::Stream;
use domain::stream::judge::StreamState;
use support::tamper::Tamperer;
use support::{Lab, minutes, on_both_engines};

use super::insiders::{faults, inside};
use crate::record::{Site, give_back, view};
use crate::verify::walk;

/// The last entry of a record's ledger is erased with its event, and the record is listed as it was before.
async fn undone(lab: &Lab, tamperer: &mut Tamperer, record: RecordId) {
    let last = format!("SELECT event_id FROM ledger WHERE stream_id = '{record}' ORDER BY seq DESC LIMIT 1");
    let last = tamperer.text(&last).await;
    tamperer
        .run(&format!("DELETE FROM feed WHERE stream_id = '{record}' AND seq = (SELECT seq FROM ledger WHERE event_id = '{last}')"))
        .await;
    for (table, column) in [("ledger", "event_id"), ("events", "id")] {
        tamperer.run(&format!("DELETE FROM {table} WHERE {column} = '{last}'")).await;
    }
    inside(lab, move |tx| {
        Box::pin(async move {
            let entries = ledger::stream(tx, Stream::record(record)).await?;
            let (state, at) = (StreamState::of(&entries), entries.last().expect("entries").received_at);
            store::put(tx, &state.record.expect("the record"), state.next_seq, at).await
        })
    })
    .await;
}

/// The place of the audit entry that says this of a record.
async fn told(tamperer: &mut Tamperer, record: RecordId, action: &str) -> String {
    let of = format!("noun = 'records' AND object_id = '{record}' AND action = '{action}'");
    let seq = tamperer.text(&format!("SELECT CAST(MAX(seq) AS TEXT) FROM audit WHERE {of}")).await;
    format!("audit records {record} {seq}")
}

// C-5.5: a checker's return is erased with its findings, as if nobody had doubted the readings.
on_both_engines!(a_return_that_was_erased_is_named_by_the_records_audit_chain, Lab::new_on);
async fn a_return_that_was_erased_is_named_by_the_records_audit_chain(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    lab.advance(minutes(5));
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await.entries.len();
    let returned = give_back(&chen, record, seen, "these readings look invented, repeat them").await;
    assert!(returned.status.is_success(), "{}", returned.text());
    let before = walk(&lab).await;
    assert_eq!(before.broken, []);
    let mut tamperer = Tamperer::new(&lab).await;
    undone(&lab, &mut tamperer, record).await;
    let place = told(&mut tamperer, record, "returned").await;
    assert_eq!(faults(&lab).await, [format!("ledger entry of {place}: {}", Fault::Missing.code())]);
    // If the audit chain is truncated too, only a checkpoint still tells of the return.
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'records' AND object_id = '{record}' AND action = 'returned'")).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let against = verify(&lab.app, Some(&before.checkpoint())).await.expect("the walk ends");
    assert!(against.broken.iter().all(|broken| broken.fault == Fault::NotAsInCheckpoint) && !against.broken.is_empty());
}
