//! Rules of a visit's stream.

#[cfg(test)]
mod tests;

use base::seeded::in_force;
use std::collections::BTreeMap;

use crate::access::Role;
use crate::event::body::Body;
use crate::event::{Event, StreamKind};
use crate::record::facts::{Asked, Facts};
use crate::record::permit::MAX_TEXT;
use crate::register::versions::Versions;
use crate::visit::fold::VisitState;
use crate::visit::{CheckMoment, StandardCheck, Visit};
use base::finding::Refusal;
use base::id::{Id, PersonId, VisitId};
use base::text::fault::{TextFault, event_fault};
use base::time::{Date, Instant, offset_in};

/// Why an event on a visit is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitRefusal {
    /// The body does not belong on this kind of stream.
    BodyNotForStream,
    /// The visit is unknown.
    VisitUnknown,
    /// The author is not at work here now.
    NotAuthorised,
    /// The standard is unknown.
    StandardUnknown,
    /// The remark is too long.
    TextTooLong,
    /// The remark displays differently from how it is stored, or contains characters that no document can carry.
    TextFaulty(TextFault),
    /// The visit was never planned for this day, the day before or the day after.
    OtherDay,
    /// The author neither goes on the visit nor calibrates on it.
    NotOnVisit,
    /// The standard has not passed its check before departure.
    DepartureMissing {
        /// Its number.
        number: String,
    },
}

impl Refusal for VisitRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BodyNotForStream => "body_not_for_stream",
            Self::VisitUnknown => "visit_unknown",
            Self::NotAuthorised => "not_authorised",
            Self::StandardUnknown => "standard_unknown",
            Self::TextTooLong => "text_too_long",
            Self::TextFaulty(fault) => fault.code(),
            Self::OtherDay => "visit_other_day",
            Self::NotOnVisit => "not_on_visit",
            Self::DepartureMissing { .. } => "departure_check_missing",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::DepartureMissing { number } => BTreeMap::from([("number".to_owned(), number.clone())]),
            _ => BTreeMap::new(),
        }
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::OtherDay | Self::NotOnVisit | Self::DepartureMissing { .. } => Some("C-5.2.2.2"),
            _ => None,
        }
    }
}

/// What the rules of a visit are given besides the event.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Facts of the registers.
    pub facts: &'a Facts,
    /// The visit so far.
    pub state: &'a VisitState,
    /// Server time minus device time, in milliseconds.
    pub clock_offset: i64,
    /// When it is asked.
    pub asked: Asked,
}

/// Whether the event counts. People and standards that were not planned may come along too: they can be swapped on the spot.
///
/// # Errors
/// The rule that it breaks.
pub fn decide(around: &Around<'_>, event: &Event) -> Result<(), VisitRefusal> {
    if event.stream.kind != StreamKind::Visit {
        return Err(VisitRefusal::BodyNotForStream);
    }
    let Facts { visits, standards, .. } = around.facts;
    let visit = visits.get(&Id::from_uuid(event.stream.id)).ok_or(VisitRefusal::VisitUnknown)?;
    if !around.facts.at_work(event.author) {
        return Err(VisitRefusal::NotAuthorised);
    }
    match &event.body {
        Body::StandardChecked(check) if !standards.contains_key(&check.standard) => Err(VisitRefusal::StandardUnknown),
        Body::StandardChecked(check) if check.remark.chars().count() > MAX_TEXT => Err(VisitRefusal::TextTooLong),
        Body::StandardChecked(check) if event_fault(&check.remark).is_some() => {
            event_fault(&check.remark).map_or(Ok(()), |fault| Err(VisitRefusal::TextFaulty(fault)))
        }
        Body::StandardChecked(check) => match check.moment {
            CheckMoment::Departure => departed(around, visit, event),
            CheckMoment::Arrival => arrived(around, visit, event, check),
            CheckMoment::Return => returned(around, visit, event, check),
        },
        Body::BriefingAcknowledged => Ok(()),
        _ => Err(VisitRefusal::BodyNotForStream),
    }
}

/// Before departure a standard is checked by somebody who goes on the visit or keeps the standards, no later than the last day on
/// which it can be used there. Whether the check came before the readings is judged with the readings (`record::site`): a standard
/// may leave the laboratory again for a second trip.
fn departed(around: &Around<'_>, visit: &Versions<Visit>, event: &Event) -> Result<(), VisitRefusal> {
    by_who_has_it(around.facts, visit, event)?;
    let in_time = |visit: &Visit| day(around, visit, event) <= after(visit.day, 1);
    if visit.all().any(in_time) { Ok(()) } else { Err(VisitRefusal::OtherDay) }
}

/// After the return a standard is checked by somebody who was on the visit or keeps the standards, and not before the visit. A good
/// check must come soon enough to say something about the visit (C-4.5.3); a check that fails is taken at any later time.
fn returned(around: &Around<'_>, visit: &Versions<Visit>, event: &Event, check: &StandardCheck) -> Result<(), VisitRefusal> {
    by_who_has_it(around.facts, visit, event)?;
    let in_time = |visit: &Visit| {
        let day = day(around, visit, event);
        let begun = day >= visit.day.yesterday().unwrap_or(visit.day);
        begun && (!check.is_good() || day <= after(visit.day, RETURN_DAYS))
    };
    if visit.all().any(in_time) { Ok(()) } else { Err(VisitRefusal::OtherDay) }
}

/// Days after a visit within which a check can find that a standard came back in order.
const RETURN_DAYS: u8 = 14;

fn after(day: Date, days: u8) -> Date {
    (0..days).fold(day, |day, _| day.tomorrow().unwrap_or(day))
}

/// Whether the author goes on the visit or calibrates on it, or keeps the laboratory's standards.
fn by_who_has_it(facts: &Facts, visit: &Versions<Visit>, event: &Event) -> Result<(), VisitRefusal> {
    let keeps = facts.person(event.author).is_some_and(|person| person.roles.contains(&Role::TechnicalManager));
    if keeps || is_of(facts, visit, event) || !in_force("visit.checked_by_who_has_it") { Ok(()) } else { Err(VisitRefusal::NotOnVisit) }
}

/// On arrival a standard is checked by somebody on the visit, about the day of the visit. A tablet also asks that it passed its
/// check before departure (C-5.2.2.2).
fn arrived(around: &Around<'_>, visit: &Versions<Visit>, event: &Event, check: &StandardCheck) -> Result<(), VisitRefusal> {
    if !is_of(around.facts, visit, event) && in_force("visit.checked_there_by_who_is_there") {
        return Err(VisitRefusal::NotOnVisit);
    }
    if !visit.all().any(|visit| is_near(visit.day, day(around, visit, event))) {
        return Err(VisitRefusal::OtherDay);
    }
    if around.asked == Asked::BeforeMade && !around.state.has_departed(check.standard) {
        let number = around.facts.standards.get(&check.standard).map(|known| known.latest().number.clone());
        return Err(VisitRefusal::DepartureMissing { number: number.unwrap_or_default() });
    }
    Ok(())
}

/// Whether the author goes on the visit by any version of its plan, or calibrates on it.
fn is_of(facts: &Facts, visit: &Versions<Visit>, event: &Event) -> bool {
    goes(facts, (Id::from_uuid(event.stream.id), visit), event.author)
}

/// Whether a person goes on a visit by any version of its plan, or calibrates on it.
pub fn goes(facts: &Facts, (id, visit): (VisitId, &Versions<Visit>), person: PersonId) -> bool {
    let calibrates = || facts.on_visit.get(&id).is_some_and(|people| people.contains(&person));
    visit.all().any(|visit| visit.people.contains(&person)) || calibrates()
}

fn day(around: &Around<'_>, visit: &Visit, event: &Event) -> Date {
    day_at(around.facts, visit, event.at.plus_millis(around.clock_offset))
}

/// The civil day of an instant at the place of a visit.
pub fn day_at(facts: &Facts, visit: &Visit, at: Instant) -> Date {
    let zone = facts.places.get(&visit.place).and_then(|place| facts.zones.get(&place.latest().time_zone));
    let known = zone.and_then(|table| offset_in(table, at));
    at.date_at(known.or_else(|| facts.offsets.get(&visit.place).copied()).unwrap_or_default())
}

/// Whether a day is the planned one, the day before or the day after.
pub fn is_near(planned: Date, day: Date) -> bool {
    let [yesterday, tomorrow] = [day.yesterday(), day.tomorrow()].map(|near| near.unwrap_or(day));
    (yesterday..=tomorrow).contains(&planned)
}
