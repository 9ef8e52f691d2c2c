//! When the work was done: the readings in force with when each of them was observed. A record can stay open for days, or be opened
//! again after a year; what must hold on the day of the work must hold on each of its days.

use std::collections::BTreeSet;

use crate::conditions::basis::Basis;
use crate::record::path::{self, Address};
use crate::record::{Cell, CellEntry, Record, Signed};
use base::id::PersonId;
use base::time::{Date, Instant};

/// A number in force at a reading's place in the form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'r> {
    /// Its place.
    pub path: &'r str,
    /// The entry in force.
    pub in_force: &'r CellEntry,
    /// The entry with which it was observed.
    observed: &'r CellEntry,
    /// When the entry in force took its place.
    written: Instant,
}

impl<'r> Reading<'r> {
    fn of((path, cell): (&'r String, &'r Cell)) -> Option<Self> {
        let in_force = cell.in_force().filter(|entry| entry.value.number().is_some())?;
        // What waited for a choice is older than the choice.
        let struck = cell.entries.iter().rev().nth(1).and_then(|before| before.struck.as_ref()).map(|strike| strike.at);
        let written = struck.map_or_else(|| in_force.when(), |struck| struck.max(in_force.when()));
        Some(Self { path, in_force, observed: cell.observed()?, written })
    }

    /// When it was observed.
    pub const fn when(&self) -> Instant {
        self.observed.when()
    }

    /// Whether this person observed it.
    pub fn is_by(&self, person: PersonId) -> bool {
        self.observed.by == person
    }

    /// Whether a certificate of the record rests on it as it is: the last one was issued on the check in force, or the reading was
    /// written before the record was first opened again.
    pub fn is_certified(&self, basis: &Basis<'_>) -> bool {
        let again = basis.record.reopened.first().map(Signed::when);
        let before = again.is_none_or(|again| self.written < again);
        basis.office.is_some_and(|office| office.issued && (office.issued_on_check || before))
    }
}

/// The readings in force, in the order of their paths.
pub(super) fn readings(record: &Record) -> impl Iterator<Item = Reading<'_>> {
    let is_reading = |path: &str| matches!(path::find(&record.opened.edition.form, path), Some(Address::Reading { .. }));
    record.cells.iter().filter(move |(path, _)| is_reading(path)).filter_map(Reading::of)
}

/// When the work was done: when it began, and when the readings in force were observed.
pub(super) fn moments<'b>(basis: &Basis<'b>) -> impl Iterator<Item = Instant> + use<'b> {
    std::iter::once(basis.began_at()).chain(readings(basis.record).map(|reading| reading.when()))
}

/// The days of the work, at the place: the day it began, and those of the readings that count.
pub(super) fn days(basis: &Basis<'_>, counts: impl Fn(&Reading<'_>) -> bool) -> BTreeSet<Date> {
    let read = readings(basis.record).filter(counts).map(|reading| reading.when());
    std::iter::once(basis.began_at()).chain(read).map(|when| basis.day(when)).collect()
}
