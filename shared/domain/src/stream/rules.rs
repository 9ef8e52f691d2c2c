//! Which rules judge an event: asked by the tablet before it makes one, by the server of each that it received.

use crate::access::event::may_make;
use crate::event::body::Body;
use crate::event::{Event, StreamKind};
use crate::item::fold::ItemState;
use crate::library::person::Person;
use crate::record::Record;
use crate::record::context::Context;
use crate::record::facts::{Asked, Facts};
use crate::record::office::Office;
use crate::record::rule;
use crate::visit::fold::VisitState;
use crate::{item, visit};
use base::finding::Refusal;
use base::id::{Id, VisitId};

/// The author's roles do not allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotForRole;

impl Refusal for NotForRole {
    fn code(&self) -> &'static str {
        "not_for_role"
    }
}

/// What an event is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// Facts of the registers.
    pub facts: &'a Facts,
    /// The record that the event is of, where there is one.
    pub record: Option<&'a Record>,
    /// The visit that the event is of, or that its record belongs to ([`visit_of`]).
    pub visit: Option<&'a VisitState>,
    /// The item that the event is of.
    pub item: Option<&'a ItemState>,
    /// Server time minus device time, in milliseconds.
    pub clock_offset: i64,
    /// Set only for acts made in the office.
    pub office: Option<&'a Office>,
    /// When it is asked.
    pub asked: Asked,
}

/// Whether the event may count.
///
/// # Errors
/// The rule that it breaks.
pub fn decide(basis: &Basis<'_>, event: &Event) -> Result<(), Box<dyn Refusal>> {
    let Basis { facts, clock_offset, office, asked, .. } = *basis;
    match event.stream.kind {
        StreamKind::Record => {
            let context = Context { facts, visit: basis.visit, clock_offset, office, asked };
            rule::decide(basis.record, &context, event).map_err(boxed)?;
        }
        StreamKind::Visit => {
            let nothing = VisitState::default();
            let around = visit::rule::Around { facts, state: basis.visit.unwrap_or(&nothing), clock_offset, asked };
            visit::rule::decide(&around, event).map_err(boxed)?;
        }
        StreamKind::Item => {
            let nothing = ItemState::default();
            let state = basis.item.unwrap_or(&nothing);
            item::rule::decide(state, facts, event).map_err(boxed)?;
            if asked == Asked::BeforeMade {
                item::rule::before_made(facts, event).map_err(boxed)?;
            }
            // A tablet knows its person's visits, and not everybody's records: what is found is found on a visit.
            if asked == Asked::BeforeMade && matches!(event.body, Body::ItemFound(_)) {
                let when = event.at.plus_millis(clock_offset);
                item::hand::decide(&item::hand::Around { facts, state, when }, [], event).map_err(boxed)?;
            }
        }
    }
    for_role(facts, event, clock_offset)
}

/// Whether the author held a role for it when it was made, and holds one now: a role given since makes nothing count, one taken
/// away ends it.
fn for_role(facts: &Facts, event: &Event, clock_offset: i64) -> Result<(), Box<dyn Refusal>> {
    let when = event.at.plus_millis(clock_offset);
    let may = |person: &Person| may_make(&person.roles, event.body.event_kind());
    let known = facts.people.get(&event.author);
    if known.is_some_and(|known| may(known.at(when)) && may(known.latest())) { Ok(()) } else { Err(Box::new(NotForRole)) }
}

/// The visit whose checks an event is judged by: its own stream's, or its record's.
pub fn visit_of(record: Option<&Record>, event: &Event) -> Option<VisitId> {
    match (event.stream.kind, record, &event.body) {
        (StreamKind::Visit, ..) => Some(Id::from_uuid(event.stream.id)),
        (StreamKind::Record, Some(record), _) => record.opened.visit,
        (StreamKind::Record, None, Body::Opened(opened)) => opened.visit,
        _ => None,
    }
}

fn boxed<R: Refusal + 'static>(refusal: R) -> Box<dyn Refusal> {
    Box::new(refusal)
}
