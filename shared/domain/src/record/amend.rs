//! Striking through, and choosing between two tablets: by who made the observation, nobody else (C-5.5.4).

use crate::event::Event;
use crate::event::body::Value;
use crate::record::context::Context;
use crate::record::equip::Moment;
use crate::record::path::WHOLE;
use crate::record::permit::{explained, may_record};
use crate::record::refusal::RecordRefusal;
use crate::record::{Cell, CellEntry, Record, SetAsideEntry, Signed, enter, standing};
use base::id::{EventId, PersonId};
use base::seeded::in_force;

pub(super) fn amended(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    amends: EventId,
    after: &Value,
    reason: &str,
) -> Result<(), RecordRefusal> {
    let struck = strikes(record, event, amends)?;
    may_record(record, context, event)?;
    explained(context, "reason", reason)?;
    // What waits for a choice was observed by the same rules: choosing must not be a way round them.
    let (path, before) = struck.what();
    let address = enter::address(record, path)?;
    enter::value_fits(&address, path, after)?;
    enter::said_why(context, after)?;
    // What was not observed before is observed only now: the rules for readings hold.
    if before.is_none_or(|value| value.number().is_none()) {
        enter::observable(record, context, &Moment::now(record, context, event), &address, after)?;
    }
    struck.is_last(event)
}

pub(super) fn withdrawn(record: &Record, context: &Context<'_>, event: &Event, amends: EventId, reason: &str) -> Result<(), RecordRefusal> {
    if let Some(note) = note(record, amends) {
        return note_withdrawn(record, context, event, note, reason);
    }
    let struck = strikes(record, event, amends)?;
    may_record(record, context, event)?;
    explained(context, "reason", reason)?;
    struck.is_last(event)?;
    match struck {
        Struck::Entry(path, _, before) if before.struck.is_some() => Err(RecordRefusal::AlreadyStruck { path: path.to_owned() }),
        _ => Ok(()),
    }
}

/// A value to be struck through.
enum Struck<'r> {
    /// One that counts: its path and cell.
    Entry(&'r str, &'r Cell, &'r CellEntry),
    /// One that itself waits for a choice: what amends it waits with it.
    Waiting(&'r str, &'r SetAsideEntry),
}

/// What stands beside the values and can be struck through.
struct Note<'r> {
    path: &'r str,
    by: PersonId,
    struck: bool,
    /// The only adjustment that stands: results before and after hang on it.
    only_adjustment: bool,
}

/// The deviation, remark, seal, attachment or adjustment that an event is.
fn note(record: &Record, event: EventId) -> Option<Note<'_>> {
    fn of<'r, T>(entries: &'r [Signed<T>], event: EventId, path: fn(&'r T) -> &'r str) -> Option<Note<'r>> {
        let entry = entries.iter().find(|entry| entry.event == event)?;
        Some(Note { path: path(&entry.what), by: entry.by, struck: entry.struck.is_some(), only_adjustment: false })
    }
    let adjustment = || {
        let only_adjustment = standing(&record.adjustments).count() < 2;
        of(&record.adjustments, event, |_| WHOLE).map(|note| Note { only_adjustment, ..note })
    };
    of(&record.deviations, event, |_| WHOLE)
        .or_else(|| of(&record.remarks, event, |remark| &remark.path))
        .or_else(|| of(&record.seals, event, |_| WHOLE))
        .or_else(|| of(&record.attachments, event, |attachment| &attachment.path))
        .or_else(adjustment)
}

/// Struck through by who wrote it, nobody else; what it said stays legible (C-5.5.4).
fn note_withdrawn(record: &Record, context: &Context<'_>, event: &Event, note: Note<'_>, reason: &str) -> Result<(), RecordRefusal> {
    let path = note.path.to_owned();
    if note.by != event.author && in_force("record.note_struck_by_its_author") {
        return Err(RecordRefusal::AmendOnlyObserver { path });
    }
    may_record(record, context, event)?;
    explained(context, "reason", reason)?;
    match (note.struck, note.only_adjustment) {
        (true, _) => Err(RecordRefusal::AlreadyStruck { path }),
        (_, true) => Err(RecordRefusal::LastAdjustment),
        _ => Ok(()),
    }
}

/// The value to strike through, if this author may: whose observation it is comes before any other rule.
fn strikes<'r>(record: &'r Record, event: &Event, amends: EventId) -> Result<Struck<'r>, RecordRefusal> {
    let (struck, observer) = match record.find_entry(amends) {
        Some((path, cell, entry)) => (Struck::Entry(path, cell, entry), cell.observer()),
        None => {
            let waiting = record.set_aside.iter().find(|entry| entry.event == amends).ok_or(RecordRefusal::AmendsUnknown)?;
            (Struck::Waiting(waiting.path.as_deref().unwrap_or_default(), waiting), Some(waiting.by))
        }
    };
    if observer != Some(event.author) && in_force("record.amended_by_the_observer") {
        return Err(RecordRefusal::AmendOnlyObserver { path: struck.what().0.to_owned() });
    }
    match struck {
        Struck::Waiting(_, waiting) if !waiting.can_be_chosen() => Err(RecordRefusal::AmendsUnknown),
        struck => Ok(struck),
    }
}

impl<'r> Struck<'r> {
    /// Its place in the form, and what it says.
    fn what(&self) -> (&'r str, Option<&'r Value>) {
        match self {
            Self::Entry(path, _, entry) => (path, Some(&entry.value)),
            Self::Waiting(path, waiting) => (path, waiting.value.as_ref()),
        }
    }

    /// Only the last entry of a cell can be struck through, or have another set beside it after a withdrawal.
    fn is_last(&self, event: &Event) -> Result<(), RecordRefusal> {
        let (path, cell, before) = match self {
            Self::Entry(path, cell, before) => ((*path).to_owned(), cell, before),
            Self::Waiting(path, _) => return Err(RecordRefusal::AmendedElsewhere { path: (*path).to_owned() }),
        };
        let Some(last) = cell.entries.last() else {
            return Err(RecordRefusal::AmendsUnknown);
        };
        match last.event == before.event {
            true => Ok(()),
            false if last.device != event.device => Err(RecordRefusal::AmendedElsewhere { path }),
            false => Err(RecordRefusal::AlreadyStruck { path }),
        }
    }
}

/// The person chooses what was entered on the other tablet; it becomes an amendment.
pub(super) fn chosen(record: &Record, context: &Context<'_>, event: &Event, chosen: EventId, reason: &str) -> Result<(), RecordRefusal> {
    let waiting = record.set_aside.iter().find(|entry| entry.event == chosen).ok_or(RecordRefusal::NothingToChoose)?;
    let path = waiting.path.clone().unwrap_or_default();
    let cell = record.cells.get(&path).ok_or(RecordRefusal::NothingToChoose)?;
    if waiting.by != event.author || cell.observer() != Some(event.author) {
        return Err(RecordRefusal::AmendOnlyObserver { path });
    }
    may_record(record, context, event)?;
    explained(context, "reason", reason)?;
    let value = waiting.value.as_ref().filter(|_| waiting.can_be_chosen() && !waiting.chosen);
    let value = value.ok_or(RecordRefusal::NothingToChoose)?;
    let address = enter::address(record, &path)?;
    enter::value_fits(&address, &path, value)?;
    // As in an amendment: a corrected number was observed with the first one, anything else when it was written down.
    let corrects = waiting.kind == "amended" && cell.entries.last().is_some_and(|last| last.value.number().is_some());
    if corrects { Ok(()) } else { enter::observable(record, context, &Moment::then(record, context, waiting), &address, value) }
}

impl SetAsideEntry {
    /// Whether it waits for the person's choice between two tablets.
    pub fn can_be_chosen(&self) -> bool {
        matches!(self.code.as_str(), "already_entered_elsewhere" | "amended_elsewhere")
    }
}
