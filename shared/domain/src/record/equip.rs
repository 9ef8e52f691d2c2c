//! Standards in slots, and whether a reading can be taken with them (C-4.5.2, C-5.2.2.2).

use base::seeded::in_force;
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::event::Event;
use crate::library::fitness::{self, Met};
use crate::library::standard::{Standard, StandardStatus};
use crate::record::context::Context;
use crate::record::fit;
use crate::record::permit::{explained, may_record};
use crate::record::refusal::RecordRefusal;
use crate::record::snapshot::StandardSnapshot;
use crate::record::{Record, SetAsideEntry};
use crate::register::versions::Versions;
use base::id::{EventId, PersonId};
use base::time::Date;
use measurement::method::{Form, Point};

/// No tablet works with a job pack older than this: what it has of a standard was the register's within this time.
const OLDEST_PACK_MILLIS: i64 = 30 * 86_400_000;

/// Why a standard cannot stand in a slot of a form on a day, by itself: for what a screen offers. The same is asked of the event.
pub fn against(form: &Form, slot: &str, standard: &Standard, day: Date) -> Option<RecordRefusal> {
    fitting(form, slot, standard).and_then(|()| usable(standard, day)).err()
}

pub(super) fn equipped(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    slot: &str,
    standard: &StandardSnapshot,
) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    let known = known(record, context, slot, standard)?;
    fitting(&record.opened.edition.form, slot, &standard.standard)?;
    let day = context.day(event, &record.opened.place);
    usable(&standard.standard, day)?;
    // A tablet cannot know what the register says since its job pack was made: that is for the checker (`conditions`). What no
    // job pack can have missed is judged here.
    let when = context.when(event);
    match known.left_at(&standard.standard) {
        Some(left) if when.millis_since(left) > OLDEST_PACK_MILLIS => usable(known.at(when), day),
        _ => Ok(()),
    }
}

/// Another standard than the one written down was used for what was read already: valid when that was read, and, on a visit,
/// with a passed arrival check. Whoever made an observation amends it; the value beside it is bound to this standard.
pub(super) fn reequipped(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    (slot, standard): (&str, &StandardSnapshot),
    reason: &str,
) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    explained(context, "reason", reason)?;
    known(record, context, slot, standard)?;
    fitting(&record.opened.edition.form, slot, &standard.standard)?;
    if record.in_slot(slot).is_none() {
        return Err(RecordRefusal::StandardMissing { slot: slot.to_owned() });
    }
    usable(&standard.standard, context.facts.day_at(&record.opened.place, record.opened_at))?;
    arrived(record, context, standard)
}

/// The standard's versions in the register, where one of them is the snapshot and the method has the slot.
fn known<'c>(
    record: &Record,
    context: &Context<'c>,
    slot: &str,
    standard: &StandardSnapshot,
) -> Result<&'c Versions<Standard>, RecordRefusal> {
    if !record.opened.edition.form.slots.iter().any(|known| known.key == slot) {
        return Err(RecordRefusal::SlotUnknown { slot: slot.to_owned() });
    }
    let known = context.facts.standards.get(&standard.id).ok_or(RecordRefusal::StandardUnknown)?;
    if known.ever(&standard.standard) || !in_force("record.standard_as_registered") {
        Ok(known)
    } else {
        Err(RecordRefusal::StandardDiffers)
    }
}

/// Of a kind that the slot takes, with a range that covers something of what is to be measured (C-4.5.2): what the snapshots say.
fn fitting(form: &Form, slot: &str, standard: &Standard) -> Result<(), RecordRefusal> {
    let Some(place) = form.slots.iter().find(|known| known.key == slot) else { return Ok(()) };
    let (number, slot) = (standard.number.clone(), slot.to_owned());
    let fitness = fitness::of(form, place, standard);
    match (fitness.kind, fitness.range) {
        (Met::No, _) => Err(RecordRefusal::StandardOtherKind { number, slot }),
        (_, Met::No) => Err(RecordRefusal::StandardRangeMissing { number, slot }),
        _ => Ok(()),
    }
}

/// In use, and traceable on the day (C-4.5.2).
fn usable(standard: &Standard, day: Date) -> Result<(), RecordRefusal> {
    if standard.status != StandardStatus::InUse && in_force("record.standard_in_use") {
        return Err(RecordRefusal::StandardNotInUse { number: standard.number.clone() });
    }
    if standard.traceability.validity.holds_on(day) || !in_force("record.standard_in_date") {
        Ok(())
    } else {
        Err(RecordRefusal::StandardOutOfDate { number: standard.number.clone() })
    }
}

/// What an observation is judged by: what was in the slots when it was made, whether the item was adjusted, the day.
pub(super) struct Moment<'r> {
    equipment: Cow<'r, BTreeMap<String, EventId>>,
    /// Whether the item was adjusted already.
    pub adjusted: bool,
    /// Who observes.
    pub by: PersonId,
    /// On which day.
    pub day: Date,
}

impl<'r> Moment<'r> {
    /// An observation made now.
    pub fn now(record: &'r Record, context: &Context<'_>, event: &Event) -> Self {
        let equipment = Cow::Owned(record.equipment_in_force());
        Self { equipment, adjusted: !record.adjustments.is_empty(), by: event.author, day: context.day(event, &record.opened.place) }
    }

    /// An observation made then, that waits for a choice.
    pub fn then(record: &'r Record, context: &Context<'_>, waiting: &'r SetAsideEntry) -> Self {
        let day = context.facts.day_at(&record.opened.place, waiting.when());
        Self { equipment: Cow::Borrowed(&waiting.equipment), adjusted: waiting.adjustments > 0, by: waiting.by, day }
    }
}

/// Whether readings can be taken at a point at the moment: a standard in each required slot, each one in a slot valid on the day,
/// with the point in its range and, on a visit, with a passed arrival check.
pub(super) fn ready(record: &Record, context: &Context<'_>, moment: &Moment<'_>, point: &Point) -> Result<(), RecordRefusal> {
    for slot in &record.opened.edition.form.slots {
        let put = moment.equipment.get(&slot.key);
        match put.and_then(|event| record.equipment.iter().find(|entry| entry.event == *event)) {
            Some(entry) => {
                let standard = &entry.standard.standard;
                usable(standard, moment.day)?;
                if fitness::at(slot, point, standard) == Met::No {
                    return Err(fit::out_of_range(standard.number.clone(), point));
                }
                arrived(record, context, &entry.standard)?;
            }
            None if slot.required => return Err(RecordRefusal::StandardMissing { slot: slot.key.clone() }),
            None => {}
        }
    }
    Ok(())
}

fn arrived(record: &Record, context: &Context<'_>, snapshot: &StandardSnapshot) -> Result<(), RecordRefusal> {
    let passed = || context.visit.is_some_and(|visit| visit.has_arrived(snapshot.id));
    if record.opened.visit.is_none() || passed() || !in_force("record.standard_checked_on_arrival") {
        Ok(())
    } else {
        Err(RecordRefusal::ArrivalCheckMissing { number: snapshot.standard.number.clone() })
    }
}
