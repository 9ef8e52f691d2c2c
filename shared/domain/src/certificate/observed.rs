//! What of a record a certificate states, and when it was observed.

use std::collections::BTreeSet;

use base::time::{Date, OffsetFrom};

use crate::record::{Cell, CellEntry, Record};

/// Values in force, with their paths.
pub(super) fn in_force(record: &Record) -> impl Iterator<Item = (&str, &CellEntry)> {
    record.cells.iter().filter_map(|(path, cell)| cell.in_force().map(|entry| (path.as_str(), entry)))
}

/// The first and, where another, the last day of observations, in the place's time zone and by the server's clock.
pub(super) fn days(record: &Record, zone: &[OffsetFrom]) -> Vec<Date> {
    // An amendment made weeks later corrects what was seen then. A number beside "not observed" was only seen when it was written.
    let days: BTreeSet<Date> =
        record.cells.values().filter_map(Cell::observed).map(|entry| record.opened.place.day_at(zone, entry.when())).collect();
    let mut ends: Vec<Date> = days.first().copied().into_iter().chain(days.last().copied()).collect();
    ends.dedup();
    ends
}
