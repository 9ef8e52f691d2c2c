//! A record begins.

use crate::event::Event;
use crate::event::body::Opened;
use crate::library::edition::{Edition, EditionStatus};
use crate::library::edition_check::size;
use crate::library::person::Activity;
use crate::record::context::Context;
use crate::record::facts::Asked;
use crate::record::people::MAX_CALIBRATORS;
use crate::record::refusal::RecordRefusal;
use crate::record::{Record, terms};
use crate::visit::Visit;
use crate::visit::rule::is_near;
use base::seeded::in_force;
use base::time::Date;

/// The earth's offsets from UTC lie within this, in minutes.
const MAX_OFFSET: u32 = 14 * 60;
/// Most changes of a zone's offset that a snapshot carries: some zones change four times a year.
const MAX_CHANGES: usize = 32;

pub(super) fn opened(record: Option<&Record>, context: &Context<'_>, event: &Event, opened: &Opened) -> Result<(), RecordRefusal> {
    if record.is_some() {
        return Err(RecordRefusal::AlreadyOpened);
    }
    consistent(context, opened)?;
    let own = opened.calibrators.iter().any(|calibrator| calibrator.person == event.author);
    if !own && in_force("record.begun_by_its_calibrator") {
        return Err(RecordRefusal::NotACalibrator);
    }
    let day = context.day(event, &opened.place);
    edition(context, opened, day)?;
    agreed(context, event, opened)?;
    visit(context, opened, day)?;
    for calibrator in &opened.calibrators {
        terms::free(context, event, calibrator.person, opened)?;
    }
    if context.facts.authorised(event.author, Activity::Calibrate, opened.edition.method, context.moment(event, &opened.place)) {
        Ok(())
    } else {
        Err(RecordRefusal::NotAuthorised)
    }
}

/// What the snapshots say of each other: one customer's item, one task's order.
fn consistent(context: &Context<'_>, opened: &Opened) -> Result<(), RecordRefusal> {
    let wrong = |path| Err(RecordRefusal::OpenedInconsistent { path });
    if opened.item.item.customer != opened.customer.id {
        return wrong("customer");
    }
    let mut offsets = opened.place.offsets.iter().map(|known| known.minutes).chain([opened.place.offset_minutes]);
    let ordered = opened.place.offsets.is_sorted_by(|a, b| a.from < b.from) && opened.place.offsets.len() <= MAX_CHANGES;
    if !ordered || offsets.any(|minutes| minutes.unsigned_abs() > MAX_OFFSET) {
        return wrong("place");
    }
    let mut people: Vec<_> = opened.calibrators.iter().map(|calibrator| calibrator.person).collect();
    people.sort();
    people.dedup();
    if people.len() != opened.calibrators.len() || people.len() > MAX_CALIBRATORS {
        return wrong("calibrators");
    }
    let Some(task) = opened.task else {
        return if opened.order.is_some() { wrong("order") } else { Ok(()) };
    };
    let task = context.facts.tasks.get(&task).ok_or(RecordRefusal::TaskUnknown)?.latest();
    if task.item != opened.item.id || task.customer != opened.customer.id {
        return wrong("task");
    }
    if opened.order.as_ref().is_none_or(|order| order.id != task.order) { wrong("order") } else { Ok(()) }
}

/// Only an edition in force on the day can be used, and it is one that the register has or had in force (C-4.2).
fn edition(context: &Context<'_>, opened: &Opened, day: Date) -> Result<(), RecordRefusal> {
    let known = context.facts.editions.get(&opened.edition_id).ok_or(RecordRefusal::EditionUnknown)?;
    let stated = |version: &&Edition| Edition { status: version.status, validity: version.validity, ..opened.edition.clone() } == **version;
    let mut same = known.all().filter(stated).peekable();
    if same.peek().is_none() {
        return Err(RecordRefusal::EditionDiffers);
    }
    let was = same.any(|version| version.status == EditionStatus::InForce);
    if (was && terms::in_force(known.latest(), day)) || !in_force("record.edition_valid") {
        signable(context, &opened.edition)
    } else {
        Err(RecordRefusal::EditionNotInForce)
    }
}

/// Whether what is recorded can be signed: told before anything is recorded. What an older build of the app began is kept (C-5.5.2).
fn signable(context: &Context<'_>, edition: &Edition) -> Result<(), RecordRefusal> {
    match size::too_large(edition) {
        Some(large) if context.asked == Asked::BeforeMade => Err(RecordRefusal::EditionTooLarge(large)),
        _ => Ok(()),
    }
}

/// Whether the work is done on site or in the laboratory is what the task says: else arrival checks and briefing could be left out
/// (C-5.2.2). By any version that named the author, which a job pack can have held.
fn agreed(context: &Context<'_>, event: &Event, opened: &Opened) -> Result<(), RecordRefusal> {
    let Some(task) = opened.task.and_then(|task| context.facts.tasks.get(&task)) else { return Ok(()) };
    let named = task.all().filter(|version| version.calibrators.contains(&event.author));
    let mut said: Vec<_> = named.map(|version| version.visit.is_some()).collect();
    if said.is_empty() {
        said.push(task.latest().visit.is_some());
    }
    match opened.visit.is_some() {
        on_site if said.contains(&on_site) => Ok(()),
        true => Err(RecordRefusal::TaskInLaboratory),
        false => Err(RecordRefusal::TaskOnSite),
    }
}

/// Work on a customer's site belongs to a visit there, on its day or the day before or after (C-5.2.2.2): the visit's
/// checks of the standards count for it. What the visit ever said may be meant: the office moves visits.
fn visit(context: &Context<'_>, opened: &Opened, day: Date) -> Result<(), RecordRefusal> {
    let Some(id) = opened.visit else {
        let on_site = context.facts.places.get(&opened.place.id).is_some_and(|place| place.latest().customer.is_some());
        return if on_site { Err(RecordRefusal::VisitMissing) } else { Ok(()) };
    };
    let visit = context.facts.visits.get(&id).ok_or(RecordRefusal::VisitUnknown)?;
    let there = |visit: &&Visit| visit.customer == opened.customer.id && visit.place == opened.place.id;
    let mut days = visit.all().filter(there).map(|visit| visit.day).peekable();
    if days.peek().is_none() {
        return Err(RecordRefusal::OpenedInconsistent { path: "visit" });
    }
    if days.any(|planned| is_near(planned, day)) || !in_force("record.on_the_day_of_the_visit") {
        Ok(())
    } else {
        Err(RecordRefusal::VisitOtherDay)
    }
}
