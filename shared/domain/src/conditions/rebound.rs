//! Readings that were bound to a different standard afterwards, without being taken again (C-4.5.3, C-5.5.3).

use std::collections::BTreeMap;

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::standards;
use crate::library::standard::{Standard, StandardStatus};
use crate::record::path::{self, Address};
use crate::record::{Cell, CellEntry, EquipmentEntry, Record};
use crate::register::versions::Versions;
use base::time::Instant;

/// A reading in force was taken with a standard that has failed since or was not in order then, and is now bound to another one. A
/// corrected number is not a new observation, whatever it was corrected to. Nor is a number that was struck through and entered
/// again unchanged, until the signer answers that it is.
pub(super) fn rebound(basis: &Basis<'_>) -> Vec<Spot> {
    moved_from(basis, true)
}

/// The same where nothing is known against the first standard: the certificate states the other one, and nobody measured with it again.
pub(super) fn exchanged_without_reading(basis: &Basis<'_>) -> Vec<Spot> {
    moved_from(basis, false)
}

/// Readings in force that were moved to another standard from one that is bad, or from one that is not.
fn moved_from(basis: &Basis<'_>, bad: bool) -> Vec<Spot> {
    let record = basis.record;
    let is_reading = |path: &str| matches!(path::find(&record.opened.edition.form, path), Some(Address::Reading { .. }));
    let mut found = BTreeMap::new();
    for cell in record.cells.iter().filter(|(path, _)| is_reading(path)).map(|(_, cell)| cell) {
        let Some(when) = cell.entries.first().map(CellEntry::when) else { continue };
        for (before, now) in exchanged(record, cell) {
            let Some(known) = basis.facts.standards.get(&before.standard.id) else { continue };
            if bad == (failed(known, when) || standards::out_of_order(basis, before, known, when)) {
                let numbers = [&before.standard.standard.number, &now.standard.standard.number];
                let spot = Spot::at(path::WHOLE).with("number", numbers[0]).with("to", numbers[1]);
                let spot = spot.since(standards::last_failed(known).filter(|_| bad)).settled_at("standards", before.standard.id);
                found.insert(numbers.map(String::clone), spot);
            }
        }
    }
    found.into_values().collect()
}

fn failed(known: &Versions<Standard>, since: Instant) -> bool {
    known.since(since).any(|version| version.status == StandardStatus::Failed)
}

/// Standards that the number in force was bound to in earlier entries, each with the one in its slot now.
fn exchanged<'r>(record: &'r Record, cell: &'r Cell) -> Vec<(&'r EquipmentEntry, &'r EquipmentEntry)> {
    let put = |event| record.equipment.iter().find(|entry| entry.event == event);
    let Some(in_force) = cell.in_force() else { return Vec::new() };
    let mut found = Vec::new();
    let corrected = cell.entries.iter().rev().take_while(|entry| entry.value.number().is_some()).count();
    for (at, earlier) in cell.entries.iter().rev().enumerate().skip(1) {
        if at >= corrected && earlier.value != in_force.value {
            continue;
        }
        for (slot, event) in &earlier.equipment {
            let now = in_force.equipment.get(slot).and_then(|event| put(*event));
            let other = put(*event).zip(now).filter(|(before, now)| before.standard.id != now.standard.id);
            found.extend(other);
        }
    }
    found
}
