//! Whether the standards that readings in force were taken with could be used for them: their kind and their range, as the record
//! has them and as the registers say them now (C-4.5.2). What neither says is told to the checker and stops nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::library::fitness::{self, Met};
use crate::library::standard::Standard;
use crate::record::facts::Facts;
use crate::record::path::{self, Address};
use crate::record::refusal::RecordRefusal;
use crate::record::{EquipmentEntry, Record};
use base::id::StandardId;
use measurement::method::{Point, Slot};

/// A standard that readings in force were taken with, and that could not be used for them, or of which nobody said that it could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The standard.
    pub standard: StandardId,
    /// The body's number of it.
    pub number: String,
    /// Key of the slot.
    pub slot: String,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with a standard in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The slot takes other kinds.
    OtherKind,
    /// A point that was read lies beyond its range: the nominal value with its unit.
    OutOfRange(String),
    /// It covers nothing of what is measured with it.
    CoversNothing,
    /// Nobody said its kind, or which kinds the slot takes.
    KindUnsaid,
    /// Nobody said its ranges as data, or what the slot's standard must cover.
    RangeUnsaid,
}

/// Every misfit of a record, by the record and by the registers now.
pub fn misfits(record: &Record, facts: &Facts) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    for used in used(record) {
        let slot = slot(record, facts, used.slot);
        let said = standards(facts, used.entry);
        let fits = |standard: &Standard| fitness::of(&record.opened.edition.form, &slot, standard);
        let any = |is: &dyn Fn(&Standard) -> Met| said.iter().any(|standard| is(standard) == Met::No);
        let unknown = |is: &dyn Fn(&Standard) -> Met| said.iter().all(|standard| is(standard) == Met::Unknown);
        let beyond = used.points.iter().copied().find(|point| any(&|standard| fitness::at(&slot, point, standard)));
        let whats = [
            any(&|standard| fits(standard).kind).then_some(What::OtherKind),
            beyond.map(|point| What::OutOfRange(named(point))),
            (beyond.is_none() && any(&|standard| fits(standard).range)).then_some(What::CoversNothing),
            unknown(&|standard| fits(standard).kind).then_some(What::KindUnsaid),
            unknown(&|standard| fits(standard).range).then_some(What::RangeUnsaid),
        ];
        let snapshot = &used.entry.standard;
        let misfit = |what| Misfit { standard: snapshot.id, number: snapshot.standard.number.clone(), slot: slot.key.clone(), what };
        misfits.extend(whats.into_iter().flatten().map(misfit));
    }
    misfits
}

/// Readings at the point go beyond the standard's range.
pub(super) fn out_of_range(number: String, point: &Point) -> RecordRefusal {
    RecordRefusal::StandardOutOfRange { number, point: named(point) }
}

fn named(point: &Point) -> String {
    format!("{} {}", point.nominal, point.unit)
}

/// A standard in a slot, with the points whose readings in force were taken with it.
struct Used<'r> {
    slot: &'r Slot,
    entry: &'r EquipmentEntry,
    points: Vec<&'r Point>,
}

/// By slot and standard: how it came into the slot, and the keys of the points read with it.
type Taken<'r> = BTreeMap<(&'r str, StandardId), (&'r EquipmentEntry, BTreeSet<&'r str>)>;

/// Each standard once for each slot, in the order of the form.
fn used(record: &Record) -> Vec<Used<'_>> {
    let form = &record.opened.edition.form;
    let mut taken = Taken::new();
    for (address, cell) in &record.cells {
        let Some(Address::Reading { point, .. }) = path::find(form, address) else { continue };
        let Some(entry) = cell.in_force().filter(|entry| entry.value.number().is_some()) else { continue };
        for event in entry.equipment.values() {
            let Some(with) = record.equipment.iter().find(|with| with.event == *event) else { continue };
            taken.entry((&with.slot, with.standard.id)).or_insert_with(|| (with, BTreeSet::new())).1.insert(&point.key);
        }
    }
    let mut used = Vec::new();
    for slot in &form.slots {
        for ((_, _), (entry, keys)) in taken.iter().filter(|((of, _), _)| *of == slot.key) {
            let points = form.points.iter().filter(|point| keys.contains(point.key.as_str())).collect();
            used.push(Used { slot, entry, points });
        }
    }
    used
}

/// The slot with what the register's edition says of it, where the record's says nothing.
fn slot<'r>(record: &'r Record, facts: &Facts, stated: &'r Slot) -> Cow<'r, Slot> {
    let known = facts.editions.get(&record.opened.edition_id);
    let now = known.and_then(|known| known.latest().form.slots.iter().find(|slot| slot.key == stated.key));
    let Some(now) = now.filter(|_| stated.kinds.is_empty() || stated.covers.is_none()) else { return Cow::Borrowed(stated) };
    let mut slot = stated.clone();
    if slot.kinds.is_empty() {
        slot.kinds.clone_from(&now.kinds);
    }
    slot.covers = slot.covers.or_else(|| now.covers.clone());
    Cow::Owned(slot)
}

/// What is said of a standard: by the record, and by the register now of the same certificate.
fn standards<'r>(facts: &'r Facts, entry: &'r EquipmentEntry) -> Vec<&'r Standard> {
    let stated = &entry.standard.standard;
    let known = facts.standards.get(&entry.standard.id);
    let same = |version: &&Standard| version.traceability.certificate == stated.traceability.certificate;
    let now = known.and_then(|known| known.all().rev().find(same));
    std::iter::once(stated).chain(now).collect()
}
