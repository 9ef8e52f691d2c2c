//! Whether a person may begin, join or go on with this work (C-4.1.2.1, C-4.2, C-4.3.4). What later acts ask stands in
//! [`crate::conditions`].

use crate::event::Event;
use crate::event::body::Opened;
use crate::library::edition::Edition;
use crate::library::edition::EditionStatus;
use crate::record::Record;
use crate::record::context::Context;
use crate::record::equip::Moment;
use crate::record::facts::Asked;
use crate::record::refusal::RecordRefusal;
use crate::register::versions::Versions;
use base::id::PersonId;
use base::time::Date;

/// Whether a reading may still be taken under what the record began with: the edition is in force on the day, and no other calibration
/// body employs who takes it (C-4.2, C-4.3.4). The tablet says so beforehand; of what was read all the same, the check asks
/// (`conditions`).
pub(super) fn hold(record: &Record, context: &Context<'_>, moment: &Moment<'_>) -> Result<(), RecordRefusal> {
    if context.asked == Asked::Made {
        return Ok(());
    }
    let Opened { edition_id, edition, .. } = &*record.opened;
    let known = context.facts.editions.get(edition_id).map_or(edition, Versions::latest);
    if !in_force(known, moment.day) {
        return Err(RecordRefusal::EditionNotInForce);
    }
    let person = context.facts.person(moment.by);
    match person.filter(|person| person.employed_elsewhere(moment.day).is_some()) {
        Some(person) => Err(RecordRefusal::EmployedElsewhere { person: person.sign_in.clone() }),
        None => Ok(()),
    }
}

/// Nobody works for a customer with whom they declared a conflict of interest (C-4.1.2.1), nor while another calibration
/// body employs them (C-4.3.4). By what was declared when the event was made: the declaration is the person's own.
pub(super) fn free(context: &Context<'_>, event: &Event, person: PersonId, opened: &Opened) -> Result<(), RecordRefusal> {
    let Some(known) = context.facts.people.get(&person) else {
        return Ok(());
    };
    let declared = known.at(context.when(event));
    let person = || declared.sign_in.clone();
    if declared.conflict_with(opened.customer.id).is_some() {
        return Err(RecordRefusal::ConflictOfInterest { person: person() });
    }
    match declared.employed_elsewhere(context.day(event, &opened.place)) {
        Some(_) => Err(RecordRefusal::EmployedElsewhere { person: person() }),
        None => Ok(()),
    }
}

/// An edition superseded or withdrawn meanwhile was in force until its last day, where that is stated.
pub(super) fn in_force(edition: &Edition, day: Date) -> bool {
    let stated = match edition.status {
        EditionStatus::InForce => true,
        EditionStatus::Superseded | EditionStatus::Withdrawn => edition.validity.until.is_some(),
        EditionStatus::Draft => false,
    };
    stated && edition.validity.holds_on(day)
}
