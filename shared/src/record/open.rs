//! A record begins, is joined, is given up.

use crate::event::Event;
use crate::event::body::Opened;
use crate::id::Id;
use crate::library::edition::{Edition, EditionStatus};
use crate::library::person::{Activity, Person};
use crate::record::facts::Context;
use crate::record::refusal::RecordRefusal;
use crate::record::rule::{calibrator, given, may_record};
use crate::record::{Record, terms};
use crate::time::Date;
use crate::visit::Visit;

/// Most calibrators of one record.
const MAX_CALIBRATORS: usize = 8;
/// The earth's offsets from UTC lie within this, in minutes.
const MAX_OFFSET: u32 = 14 * 60;

pub(super) fn opened(record: Option<&Record>, context: &Context<'_>, event: &Event, opened: &Opened) -> Result<(), RecordRefusal> {
    if record.is_some() {
        return Err(RecordRefusal::AlreadyOpened);
    }
    consistent(context, opened)?;
    if !opened.calibrators.iter().any(|calibrator| calibrator.person == event.author) {
        return Err(RecordRefusal::NotACalibrator);
    }
    let day = context.day(event, &opened.place);
    edition(context, opened, day)?;
    visit(context, opened, day)?;
    for calibrator in &opened.calibrators {
        terms::free(context, event, calibrator.person, opened)?;
    }
    if context.facts.authorised(event.author, Activity::Calibrate, opened.edition.method, day) {
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
    if opened.place.offset_minutes.unsigned_abs() > MAX_OFFSET {
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
    if was && in_force(known.latest(), day) { Ok(()) } else { Err(RecordRefusal::EditionNotInForce) }
}

/// An edition superseded or withdrawn meanwhile was in force until its last day, where that is stated.
fn in_force(edition: &Edition, day: Date) -> bool {
    let stated = match edition.status {
        EditionStatus::InForce => true,
        EditionStatus::Superseded | EditionStatus::Withdrawn => edition.validity.until.is_some(),
        EditionStatus::Draft => false,
    };
    stated && edition.validity.holds_on(day)
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
    if days.any(|planned| near(planned, day)) { Ok(()) } else { Err(RecordRefusal::VisitOtherDay) }
}

fn near(planned: Date, day: Date) -> bool {
    let [yesterday, tomorrow] = [day.yesterday(), day.tomorrow()].map(|near| near.unwrap_or(day));
    (yesterday..=tomorrow).contains(&planned)
}

pub(super) fn joined(record: &Record, context: &Context<'_>, event: &Event, person: Id<Person>) -> Result<(), RecordRefusal> {
    let listed = |person| record.calibrators.iter().any(|calibrator| calibrator.person == person);
    if event.author != person && !listed(event.author) {
        return Err(RecordRefusal::NotACalibrator);
    }
    if !record.status.is_open() {
        return Err(RecordRefusal::NotOpen);
    }
    if listed(person) || record.calibrators.len() >= MAX_CALIBRATORS {
        return Err(RecordRefusal::AlreadyACalibrator);
    }
    terms::free(context, event, person, &record.opened)?;
    let day = context.day(event, &record.opened.place);
    if context.facts.authorised(person, Activity::Calibrate, record.opened.edition.method, day) {
        Ok(())
    } else {
        Err(RecordRefusal::NotAuthorised)
    }
}

pub(super) fn abandoned(record: &Record, context: &Context<'_>, event: &Event, reason: &str) -> Result<(), RecordRefusal> {
    // Once reopened it has a certificate, whatever came after: its record is not given up (C-5.4.2).
    if !record.reopened.is_empty() {
        calibrator(record, context, event)?;
        return Err(RecordRefusal::Issued);
    }
    may_record(record, context, event)?;
    given("reason", reason)
}
