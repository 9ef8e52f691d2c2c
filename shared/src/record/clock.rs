//! What the clocks of a record's devices did: days and validities are judged by them. Marked for the checker, never corrected.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::chain::{self, WrittenEvent};
use crate::event::ledger::LedgerEntry;
use crate::event::{Device, Event};
use crate::finding::Finding;
use crate::id::Id;
use crate::record::path;
use crate::sync::engine::CLOCK_TOLERANCE_MILLIS;

/// What is to be said of the clocks of the devices that made a stream's entries; `before` holds what those devices wrote just
/// before, on whatever stream.
pub fn findings(entries: &[LedgerEntry], before: &[WrittenEvent]) -> Vec<Finding> {
    let made: Vec<(Event, &LedgerEntry)> = entries.iter().filter_map(|entry| Some((chain::read(&entry.text).ok()?.event, entry))).collect();
    let offset = entries.iter().map(|entry| entry.clock_offset).max_by_key(|offset| offset.unsigned_abs()).unwrap_or(0);
    let back = set_back(made.iter().map(|(event, _)| event).chain(before.iter().map(|written| &written.event)));
    let late = made.iter().map(|(event, entry)| event.at.plus_millis(entry.clock_offset).millis_since(entry.received_at)).max();
    let late = late.unwrap_or(0).max(0);
    let found = [
        (offset, Finding::warning("clock_offset_large", path::WHOLE).with("seconds", offset / 1_000)),
        (back, Finding::warning("clock_set_back", path::WHOLE).with("seconds", back / 1_000)),
        (late, Finding::warning("made_after_received", path::WHOLE).with("seconds", late / 1_000)),
    ];
    let doubtful = found.into_iter().filter(|(millis, _)| millis.unsigned_abs() > CLOCK_TOLERANCE_MILLIS.unsigned_abs());
    doubtful.map(|(_, finding)| finding).collect()
}

/// By how much a device's clock was set back, at most, from one of its events to a later one: it shows an earlier time, or an
/// earlier beginning of its monotonic clock than any before. That one stands still while the device sleeps and begins anew
/// with the app, so that a later beginning proves nothing.
fn set_back<'e>(events: impl Iterator<Item = &'e Event>) -> i64 {
    let mut devices: BTreeMap<Id<Device>, Vec<&Event>> = BTreeMap::new();
    for event in events {
        devices.entry(event.device).or_default().push(event);
    }
    let mut worst = 0;
    for chain in devices.values_mut() {
        chain.sort_by_key(|event| event.device_seq);
        let mut earliest = i64::MAX;
        let mut last = i64::MIN;
        for event in chain {
            let began = event.at.0.saturating_sub(event.elapsed);
            if last > i64::MIN {
                worst = worst.max(last.saturating_sub(event.at.0)).max(earliest.saturating_sub(began));
            }
            (last, earliest) = (event.at.0, earliest.min(began));
        }
    }
    worst
}

/// Places in the chains of devices just before what they wrote on a stream: what [`findings`] wants beside.
pub fn places_before(entries: &[LedgerEntry]) -> BTreeSet<(Id<Device>, u64)> {
    let made = entries.iter().filter_map(|entry| chain::read(&entry.text).ok());
    let here: BTreeSet<(Id<Device>, u64)> = made.map(|written| (written.event.device, written.event.device_seq)).collect();
    let before = here.iter().filter_map(|(device, seq)| Some((*device, seq.checked_sub(1)?)));
    before.filter(|place| !here.contains(place)).collect()
}
