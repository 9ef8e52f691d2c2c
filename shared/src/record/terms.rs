//! Whether a person may begin or join this work (C-4.1.2.1, C-4.3.4). What later acts ask stands in [`crate::conditions`].

use crate::event::Event;
use crate::event::body::Opened;
use crate::id::Id;
use crate::library::person::Person;
use crate::record::facts::Context;
use crate::record::refusal::RecordRefusal;

/// Nobody works for a customer with whom they declared a conflict of interest (C-4.1.2.1), nor while another calibration
/// body employs them (C-4.3.4). By what was declared when the event was made: the declaration is the person's own.
pub(super) fn free(context: &Context<'_>, event: &Event, person: Id<Person>, opened: &Opened) -> Result<(), RecordRefusal> {
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
