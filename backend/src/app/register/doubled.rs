//! Rows of a file that describe what the register, or another row, has under a code of its own already.

use std::collections::BTreeMap;

use base::finding::Finding;
use base::id::IdOf;
use domain::register::table::{Change, Known, Reading, located};
use uuid::Uuid;

use super::Ruled;

/// With how many other entries a row is compared: a file can give ten thousand items one serial number.
const COMPARED: usize = 20;

/// Warnings about other entries of what a row describes, as its form would give them.
pub(super) fn doubled<T: Ruled>(reading: &Reading<T>, ids: &[IdOf<T>], known: &Known<T>) -> Vec<Finding> {
    let rows: BTreeMap<Uuid, &T> = reading.rows.iter().zip(ids).map(|(row, id)| (id.uuid(), &row.after)).collect();
    let others = known.values().map(|entry| (entry.id.uuid(), &entry.body)).filter(|(id, _)| !rows.contains_key(id));
    let mut alike: BTreeMap<String, Vec<(Uuid, &T)>> = BTreeMap::new();
    for (id, entry) in others.chain(rows.iter().map(|(id, row)| (*id, *row))) {
        for mark in entry.known_by() {
            alike.entry(mark).or_default().push((id, entry));
        }
    }
    let written = reading.rows.iter().zip(ids).filter(|(row, _)| !matches!(row.change, Change::Unchanged(_)));
    let found = written.flat_map(|(row, own)| {
        let marks = row.after.known_by();
        let others = marks.iter().filter_map(|mark| alike.get(mark)).flatten().filter(|(id, _)| *id != own.uuid());
        let others: BTreeMap<Uuid, &T> = others.copied().take(COMPARED).collect();
        let told = row.after.doubled(others.into_values());
        told.into_iter().map(|finding| located::<T>(row.number, finding, &reading.columns))
    });
    found.collect()
}
