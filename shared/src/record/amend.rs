//! Striking through, and choosing between two tablets: by who made the observation, nobody else (C-5.5.4).

use crate::event::Event;
use crate::event::body::Value;
use crate::id::Id;
use crate::record::facts::Context;
use crate::record::refusal::RecordRefusal;
use crate::record::rule::{given, may_record};
use crate::record::{Cell, CellEntry, Record, SetAsideEntry, enter};

pub(super) fn amended(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    amends: Id<Event>,
    after: &Value,
    reason: &str,
) -> Result<(), RecordRefusal> {
    let (path, cell, before) = strikes(record, event, amends)?;
    may_record(record, context, event)?;
    given("reason", reason)?;
    last(cell, before, event, path)?;
    let address = enter::address(record, path)?;
    enter::value_fits(&address, path, after)?;
    // What was not observed before is observed only now: the rules for readings hold.
    if before.value.number().is_none() { enter::observable(record, context, event, &address, after) } else { Ok(()) }
}

pub(super) fn withdrawn(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    amends: Id<Event>,
    reason: &str,
) -> Result<(), RecordRefusal> {
    let (path, cell, before) = strikes(record, event, amends)?;
    may_record(record, context, event)?;
    given("reason", reason)?;
    last(cell, before, event, path)?;
    if before.struck.is_some() { Err(RecordRefusal::AlreadyStruck { path: path.to_owned() }) } else { Ok(()) }
}

/// The value to strike through, if this author may: whose observation it is comes before any other rule.
fn strikes<'r>(record: &'r Record, event: &Event, amends: Id<Event>) -> Result<(&'r str, &'r Cell, &'r CellEntry), RecordRefusal> {
    let Some((path, cell, entry)) = record.find_entry(amends) else {
        return Err(not_in_a_cell(record, event, amends));
    };
    if cell.observer() == Some(event.author) {
        Ok((path, cell, entry))
    } else {
        Err(RecordRefusal::AmendOnlyObserver { path: path.to_owned() })
    }
}

/// An amendment of an entry that itself waits for a choice waits with it.
fn not_in_a_cell(record: &Record, event: &Event, amends: Id<Event>) -> RecordRefusal {
    let Some(waiting) = record.set_aside.iter().find(|entry| entry.event == amends) else {
        return RecordRefusal::AmendsUnknown;
    };
    let path = waiting.path.clone().unwrap_or_default();
    if waiting.by != event.author {
        RecordRefusal::AmendOnlyObserver { path }
    } else if waiting.can_be_chosen() {
        RecordRefusal::AmendedElsewhere { path }
    } else {
        RecordRefusal::AmendsUnknown
    }
}

/// Only the last entry of a cell can be struck through, or have another set beside it after a withdrawal.
fn last(cell: &Cell, before: &CellEntry, event: &Event, path: &str) -> Result<(), RecordRefusal> {
    let Some(last) = cell.entries.last() else {
        return Err(RecordRefusal::AmendsUnknown);
    };
    let path = path.to_owned();
    match last.event == before.event {
        true => Ok(()),
        false if last.device != event.device => Err(RecordRefusal::AmendedElsewhere { path }),
        false => Err(RecordRefusal::AlreadyStruck { path }),
    }
}

/// The person chooses what was entered on the other tablet; it becomes an amendment.
pub(super) fn chosen(record: &Record, context: &Context<'_>, event: &Event, chosen: Id<Event>, reason: &str) -> Result<(), RecordRefusal> {
    let waiting = record.set_aside.iter().find(|entry| entry.event == chosen).ok_or(RecordRefusal::NothingToChoose)?;
    let path = waiting.path.clone().unwrap_or_default();
    let cell = record.cells.get(&path).ok_or(RecordRefusal::NothingToChoose)?;
    if waiting.by != event.author || cell.observer() != Some(event.author) {
        return Err(RecordRefusal::AmendOnlyObserver { path });
    }
    may_record(record, context, event)?;
    given("reason", reason)?;
    let value = waiting.value.as_ref().filter(|_| waiting.can_be_chosen() && !waiting.chosen);
    let value = value.ok_or(RecordRefusal::NothingToChoose)?;
    enter::value_fits(&enter::address(record, &path)?, &path, value)
}

impl SetAsideEntry {
    /// Whether it waits for the person's choice between two tablets.
    pub fn can_be_chosen(&self) -> bool {
        matches!(self.code.as_str(), "already_entered_elsewhere" | "amended_elsewhere")
    }
}
