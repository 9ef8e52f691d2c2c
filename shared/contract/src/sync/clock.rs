//! What the clocks of a record's devices did: days and validities are judged by them. Marked for the checker, never corrected.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::sync::Way;
use crate::sync::signed::Statement;
use base::finding::Finding;
use base::id::DeviceId;
use base::time::CLOCK_TOLERANCE_MILLIS;
use base::time::Instant;
use domain::event::Event;
use domain::event::chain::{self, WrittenEvent};
use domain::event::ledger::LedgerEntry;
use domain::record::path;

/// How an exchange came that brought entries, as it was kept with its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Whose entries.
    pub device: DeviceId,
    /// When.
    pub received_at: Instant,
    /// By the tablet, or as a file.
    pub way: Way,
    /// What was signed with it; nothing under the first form.
    pub stated: Option<Statement>,
    /// The device's clock offset as it was known before.
    pub offset_before: Option<i64>,
}

/// What is to be said of the clocks of the devices that made a stream's entries; `before` holds what those devices wrote just
/// before, on whatever stream, `brought` how the entries came.
pub fn findings(entries: &[LedgerEntry], before: &[WrittenEvent], brought: &[Brought]) -> Vec<Finding> {
    let mut findings = said(entries, before);
    findings.extend(of_exchanges(entries, brought));
    findings
}

/// Days that rest on a clock that was set between two exchanges, or on what a file that was carried here says of it.
fn of_exchanges(entries: &[LedgerEntry], brought: &[Brought]) -> Vec<Finding> {
    let doubtful = |millis: &i64| millis.unsigned_abs() > CLOCK_TOLERANCE_MILLIS.unsigned_abs();
    let worst = |found: Vec<i64>| found.into_iter().filter(doubtful).max_by_key(|millis| millis.unsigned_abs());
    let (carried, sent): (Vec<&Brought>, Vec<&Brought>) = brought.iter().partition(|one| one.way == Way::Carried);
    let stated = |one: &&Brought| one.stated.as_ref().and_then(|stated| stated.clock_offset);
    let moved = |one: &&Brought| {
        let measured = match &one.stated {
            Some(stated) => one.received_at.millis_since(stated.now),
            None => entries.iter().find(|entry| entry.received_at == one.received_at)?.clock_offset,
        };
        Some(measured.saturating_sub(stated(one).or(one.offset_before)?))
    };
    let differs = |one: &&Brought| Some(stated(one)?.saturating_sub(one.offset_before?));
    let unknown = carried.iter().any(|one| stated(one).is_none() && one.offset_before.is_none());
    let unsigned = carried.iter().any(|one| stated(one).is_none() && one.offset_before.is_some());
    let seconds = |code, millis: i64| Finding::warning(code, path::WHOLE).with("seconds", millis / 1_000);
    let found = [
        worst(sent.iter().filter_map(moved).collect()).map(|millis| seconds("clock_moved", millis)),
        worst(carried.iter().filter_map(differs).collect()).map(|millis| seconds("carried_clock_differs", millis)),
        unsigned.then(|| Finding::warning("carried_clock_unsigned", path::WHOLE)),
        unknown.then(|| Finding::warning("carried_clock_unknown", path::WHOLE)),
    ];
    found.into_iter().flatten().collect()
}

/// The exchanges that brought these entries: what [`findings`] wants of each.
pub fn exchanges(entries: &[LedgerEntry]) -> BTreeSet<(DeviceId, Instant)> {
    entries.iter().filter_map(|entry| Some((chain::read(&entry.text).ok()?.event.device, entry.received_at))).collect()
}

fn said(entries: &[LedgerEntry], before: &[WrittenEvent]) -> Vec<Finding> {
    let made: Vec<(Event, &LedgerEntry)> = entries.iter().filter_map(|entry| Some((chain::read(&entry.text).ok()?.event, entry))).collect();
    let offset = entries.iter().map(|entry| entry.clock_offset).max_by_key(|offset| offset.unsigned_abs()).unwrap_or(0);
    let back = set_back(made.iter().map(|(event, _)| event).chain(before.iter().map(|written| &written.event)));
    let late = made.iter().map(|(event, entry)| event.at.plus_millis(entry.clock_offset).millis_since(entry.received_at)).max();
    let late = late.unwrap_or(0).max(0);
    let found = [
        (offset, Finding::warning("clock_offset_large", path::WHOLE).with("seconds", offset / 1_000)),
        (back, Finding::warning("clock_set_back", path::WHOLE).with("seconds", back / 1_000)),
        (late, Finding::warning("made_after_receipt", path::WHOLE).with("seconds", late / 1_000)),
    ];
    let doubtful = found.into_iter().filter(|(millis, _)| millis.unsigned_abs() > CLOCK_TOLERANCE_MILLIS.unsigned_abs());
    doubtful.map(|(_, finding)| finding).collect()
}

/// By how much a device's clock was set back, at most, from one of its events to a later one: it shows an earlier time, or an
/// earlier beginning of its monotonic clock than any before. That one stands still while the device sleeps and begins anew
/// with the app, so that a later beginning proves nothing.
fn set_back<'e>(events: impl Iterator<Item = &'e Event>) -> i64 {
    let mut devices: BTreeMap<DeviceId, Vec<&Event>> = BTreeMap::new();
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

/// Entries that by their time were made before what their device had written earlier in its chain, on whatever stream; by how much at
/// most. One record that is thrown away does not hide that a clock was set back: every later entry says so until the clock is
/// where it had been. `earlier` holds the events to compare with, each with its clock's offset.
pub fn behind(entries: &[LedgerEntry], earlier: &[(WrittenEvent, i64)]) -> Option<Finding> {
    let mut worst = 0;
    for entry in entries {
        let Ok(written) = chain::read(&entry.text) else { continue };
        let made = written.event.at.plus_millis(entry.clock_offset);
        let before = |(other, _): &&(WrittenEvent, i64)| {
            other.event.device == written.event.device && other.event.device_seq < written.event.device_seq
        };
        let known = earlier.iter().filter(before).map(|(other, offset)| other.event.at.plus_millis(*offset)).max();
        worst = worst.max(known.map_or(0, |known| known.millis_since(made)));
    }
    (worst > CLOCK_TOLERANCE_MILLIS).then(|| Finding::warning("clock_set_back", path::WHOLE).with("seconds", worst / 1_000))
}

/// The devices that made these entries, each with its last place among them and the earliest time that one of them says: what
/// [`behind`] compares with was written before that place, and received after that time.
pub fn devices(entries: &[LedgerEntry]) -> BTreeMap<DeviceId, (u64, Instant)> {
    let mut devices = BTreeMap::new();
    for entry in entries {
        let Ok(WrittenEvent { event, .. }) = chain::read(&entry.text) else { continue };
        let made = event.at.plus_millis(entry.clock_offset);
        let known = devices.entry(event.device).or_insert((event.device_seq, made));
        *known = (known.0.max(event.device_seq), known.1.min(made));
    }
    devices
}

/// Places in the chains of devices just before what they wrote on a stream: what [`findings`] wants beside.
pub fn places_before(entries: &[LedgerEntry]) -> BTreeSet<(DeviceId, u64)> {
    let made = entries.iter().filter_map(|entry| chain::read(&entry.text).ok());
    let here: BTreeSet<(DeviceId, u64)> = made.map(|written| (written.event.device, written.event.device_seq)).collect();
    let before = here.iter().filter_map(|(device, seq)| Some((*device, seq.checked_sub(1)?)));
    before.filter(|place| !here.contains(place)).collect()
}
