//! Whether the people may do this work, and whether it is what the task says (C-4.1.2.1, C-4.2, C-4.3.4, C-5.1.2).

use crate::event::Event;
use crate::event::body::Opened;
use crate::finding::Finding;
use crate::id::Id;
use crate::library::person::Person;
use crate::order::task::Task;
use crate::record::facts::{Context, Facts};
use crate::record::refusal::RecordRefusal;
use crate::record::{Calibrating, Record};
use crate::register::versions::Versions;
use crate::time::{Date, Instant};

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
        Some(employer) => Err(RecordRefusal::EmployedElsewhere { person: person(), employer: employer.employer.clone() }),
        None => Ok(()),
    }
}

/// What stops the check: work that nobody ordered like this, or by who could not be active here. The office can put each
/// right, by the order that was agreed with the customer or by the person's entry; nothing recorded is lost meanwhile.
pub(super) fn against(record: &Record, facts: &Facts) -> Vec<RecordRefusal> {
    let mut against = Vec::new();
    if let Some(task) = task(record, facts) {
        if !task.all().any(|version| version.edition == record.opened.edition_id) {
            against.push(RecordRefusal::TaskEditionDiffers);
        }
        if task.latest().cancelled {
            against.push(RecordRefusal::TaskCancelled);
        }
    }
    let day = began_on(record);
    for person in record.calibrators.iter().filter_map(|calibrator| facts.person(calibrator.person)) {
        if let Some(employer) = person.employed_elsewhere(day) {
            against.push(RecordRefusal::EmployedElsewhere { person: person.sign_in.clone(), employer: employer.employer.clone() });
        }
    }
    against
}

/// What the checker is shown beside: swaps on the spot are possible.
pub(super) fn notices(record: &Record, facts: &Facts) -> Vec<Finding> {
    let mut notices = Vec::new();
    let task = task(record, facts);
    if task.is_some_and(|task| !task.all().any(|version| version.visit == record.opened.visit)) {
        notices.push(Finding::warning("task_visit_differs", "visit"));
    }
    let place = &record.opened.place;
    if facts.places.get(&place.id).is_some_and(|known| known.at(began_at(record)).limits != place.limits) {
        notices.push(Finding::warning("place_limits_changed", "place"));
    }
    for (at, calibrator) in record.calibrators.iter().enumerate() {
        let Some(person) = facts.people.get(&calibrator.person) else { continue };
        let path = format!("calibrators/{at}");
        let sign_in = &person.latest().sign_in;
        if task.is_some_and(|task| !assigned(task, calibrator)) {
            notices.push(Finding::warning("calibrator_not_assigned", path.clone()).with("person", sign_in));
        }
        if person.latest().conflict_with(record.opened.customer.id).is_some() {
            notices.push(Finding::warning("conflict_declared_since", path).with("person", sign_in));
        }
    }
    notices
}

fn assigned(task: &Versions<Task>, calibrator: &Calibrating) -> bool {
    task.all().any(|version| version.calibrators.contains(&calibrator.person))
}

fn task<'f>(record: &Record, facts: &'f Facts) -> Option<&'f Versions<Task>> {
    facts.tasks.get(&record.opened.task?)
}

/// The day the record began, at the place.
fn began_on(record: &Record) -> Date {
    began_at(record).date_at(record.opened.place.offset_minutes)
}

const fn began_at(record: &Record) -> Instant {
    record.opened_at.plus_millis(record.opened_offset)
}
