//! Rules of a visit's stream.

use crate::event::body::Body;
use crate::event::{Event, StreamKind};
use crate::finding::Refusal;
use crate::id::Id;
use crate::record::facts::Facts;
use crate::record::rule::MAX_TEXT;

/// Why an event on a visit is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitRefusal {
    /// The body does not belong on this kind of stream.
    BodyNotForStream,
    /// The visit is unknown.
    VisitUnknown,
    /// The author is not one of those who go.
    NotOnVisit,
    /// The standard is unknown.
    StandardUnknown,
    /// The remark is too long.
    TextTooLong,
}

impl Refusal for VisitRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BodyNotForStream => "body_not_for_stream",
            Self::VisitUnknown => "visit_unknown",
            Self::NotOnVisit => "not_on_visit",
            Self::StandardUnknown => "standard_unknown",
            Self::TextTooLong => "text_too_long",
        }
    }
}

/// Whether the event may count. A standard that was not planned can be checked too: swaps on the spot are possible.
///
/// # Errors
/// The rule that it breaks.
pub fn decide(facts: &Facts, event: &Event) -> Result<(), VisitRefusal> {
    if event.stream.kind != StreamKind::Visit {
        return Err(VisitRefusal::BodyNotForStream);
    }
    let visit = facts.visits.get(&Id::from_uuid(event.stream.id)).ok_or(VisitRefusal::VisitUnknown)?;
    if !visit.people.contains(&event.author) {
        return Err(VisitRefusal::NotOnVisit);
    }
    match &event.body {
        Body::StandardChecked(check) if !facts.standards.contains_key(&check.standard) => Err(VisitRefusal::StandardUnknown),
        Body::StandardChecked(check) if check.remark.chars().count() > MAX_TEXT => Err(VisitRefusal::TextTooLong),
        Body::StandardChecked(_) | Body::BriefingAcknowledged => Ok(()),
        _ => Err(VisitRefusal::BodyNotForStream),
    }
}
