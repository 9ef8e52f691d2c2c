//! What a tablet shows of a stream: the server's ledger first, then its own events the ledger has not brought back yet.

use std::collections::BTreeSet;

use crate::event::Stream;
use crate::event::chain::{self, WrittenEvent};
use crate::event::ledger::{LedgerEntry, Verdict};
use base::id::EventId;

/// The stream's events with their verdicts and the clock's offset at their exchange, in the order that counts: ledger entries
/// by `seq`, then what is only on this device by its place in the device's chain, presumed effective. Give `local` without
/// what the server refused.
pub fn events(stream: Stream, entries: &[LedgerEntry], local: &[WrittenEvent]) -> Vec<(WrittenEvent, Verdict, i64)> {
    let mut ledger: Vec<_> = entries.iter().filter(|entry| entry.stream == stream).collect();
    ledger.sort_by_key(|entry| entry.seq);
    ledger.dedup_by_key(|entry| entry.seq);
    let known: BTreeSet<EventId> = ledger.iter().map(|entry| entry.event).collect();
    let mut own: Vec<_> = local.iter().filter(|w| w.event.stream == stream && !known.contains(&w.event.id)).collect();
    own.sort_by_key(|written| written.event.device_seq);
    let of_ledger =
        ledger.into_iter().filter_map(|entry| Some((chain::read(&entry.text).ok()?, entry.verdict.clone(), entry.clock_offset)));
    of_ledger.chain(own.into_iter().map(|written| (written.clone(), Verdict::Effective, 0))).collect()
}
