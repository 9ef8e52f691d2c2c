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
    /// The author does not work here.
    NotAuthorised,
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
            Self::NotAuthorised => "not_authorised",
            Self::StandardUnknown => "standard_unknown",
            Self::TextTooLong => "text_too_long",
        }
    }
}

/// Whether the event may count. Who or what was not planned can come along too: swaps on the spot are possible.
///
/// # Errors
/// The rule that it breaks.
pub fn decide(facts: &Facts, event: &Event) -> Result<(), VisitRefusal> {
    if event.stream.kind != StreamKind::Visit {
        return Err(VisitRefusal::BodyNotForStream);
    }
    if !facts.visits.contains_key(&Id::from_uuid(event.stream.id)) {
        return Err(VisitRefusal::VisitUnknown);
    }
    if !facts.at_work(event.author) {
        return Err(VisitRefusal::NotAuthorised);
    }
    match &event.body {
        Body::StandardChecked(check) if !facts.standards.contains_key(&check.standard) => Err(VisitRefusal::StandardUnknown),
        Body::StandardChecked(check) if check.remark.chars().count() > MAX_TEXT => Err(VisitRefusal::TextTooLong),
        Body::StandardChecked(_) | Body::BriefingAcknowledged => Ok(()),
        _ => Err(VisitRefusal::BodyNotForStream),
    }
}
