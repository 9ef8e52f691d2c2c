//! Standards in slots, and whether a reading can be taken with them (C-4.5.2, C-5.2.2.2).

use crate::event::Event;
use crate::library::standard::StandardStatus;
use crate::record::facts::Context;
use crate::record::refusal::RecordRefusal;
use crate::record::rule::may_record;
use crate::record::snapshot::StandardSnapshot;
use crate::record::{EquipmentEntry, Record};
use crate::time::Date;

pub(super) fn equipped(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    slot: &str,
    standard: &StandardSnapshot,
) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    if !record.opened.edition.form.slots.iter().any(|known| known.key == slot) {
        return Err(RecordRefusal::SlotUnknown { slot: slot.to_owned() });
    }
    let versions = context.facts.standards.get(&standard.id).ok_or(RecordRefusal::StandardUnknown)?;
    if !versions.contains(&standard.standard) {
        return Err(RecordRefusal::StandardDiffers);
    }
    usable(standard, context.day(event, &record.opened.place))
}

/// In use, and traceable on the day (C-4.5.2).
fn usable(snapshot: &StandardSnapshot, day: Date) -> Result<(), RecordRefusal> {
    let standard = &snapshot.standard;
    if standard.status != StandardStatus::InUse {
        return Err(RecordRefusal::StandardNotInUse { number: standard.number.clone() });
    }
    if standard.traceability.validity.holds_on(day) {
        Ok(())
    } else {
        Err(RecordRefusal::StandardOutOfDate { number: standard.number.clone() })
    }
}

/// Whether readings can be taken now: a standard in each required slot, each one in a slot valid on the day and, on a
/// visit, with a passed arrival check.
pub(super) fn ready(record: &Record, context: &Context<'_>, event: &Event) -> Result<(), RecordRefusal> {
    let day = context.day(event, &record.opened.place);
    for slot in &record.opened.edition.form.slots {
        match record.in_slot(&slot.key) {
            Some(entry) => {
                usable(&entry.standard, day)?;
                arrived(record, context, entry)?;
            }
            None if slot.required => return Err(RecordRefusal::StandardMissing { slot: slot.key.clone() }),
            None => {}
        }
    }
    Ok(())
}

fn arrived(record: &Record, context: &Context<'_>, entry: &EquipmentEntry) -> Result<(), RecordRefusal> {
    let passed = || context.visit.is_some_and(|visit| visit.has_arrived(entry.standard.id));
    if record.opened.visit.is_none() || passed() {
        Ok(())
    } else {
        Err(RecordRefusal::ArrivalCheckMissing { number: entry.standard.standard.number.clone() })
    }
}
