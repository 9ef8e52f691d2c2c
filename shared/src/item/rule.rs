//! Rules of an item's stream.

use crate::event::body::Body;
use crate::event::{Event, StreamKind};
use crate::finding::Refusal;
use crate::id::Id;
use crate::item::fold::ItemState;
use crate::record::facts::Facts;

/// Fields that can be corrected on site.
pub const FIELDS: [&str; 3] = ["serial_number", "model", "manufacturer"];
/// The longest value, in characters.
const MAX_VALUE: usize = 200;

/// Why an event on an item is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemRefusal {
    /// The body does not belong on this kind of stream.
    BodyNotForStream,
    /// The author does not work here.
    NotAuthorised,
    /// The item was found already.
    AlreadyFound,
    /// The register has the item: nobody can find it anew.
    AlreadyKnown,
    /// What is said of the item cannot be so.
    ItemInvalid,
    /// The field cannot be corrected on site, or does not change.
    FieldUnknown,
}

impl Refusal for ItemRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BodyNotForStream => "body_not_for_stream",
            Self::NotAuthorised => "not_authorised",
            Self::AlreadyFound => "item_already_found",
            Self::AlreadyKnown => "item_already_known",
            Self::ItemInvalid => "item_invalid",
            Self::FieldUnknown => "item_field_unknown",
        }
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::AlreadyFound | Self::AlreadyKnown => Some("C-5.3.3"),
            _ => None,
        }
    }
}

/// Whether the event may count.
///
/// # Errors
/// The rule that it breaks.
pub fn decide(state: &ItemState, facts: &Facts, event: &Event) -> Result<(), ItemRefusal> {
    if event.stream.kind != StreamKind::Item {
        return Err(ItemRefusal::BodyNotForStream);
    }
    if !facts.at_work(event.author) {
        return Err(ItemRefusal::NotAuthorised);
    }
    match &event.body {
        Body::ItemFound(_) if state.found.is_some() => Err(ItemRefusal::AlreadyFound),
        // One identification for its whole stay: what the register has of it is changed by a correction, visibly.
        Body::ItemFound(_) if facts.items.contains_key(&Id::from_uuid(event.stream.id)) => Err(ItemRefusal::AlreadyKnown),
        Body::ItemFound(item) => {
            let findings = crate::register::Entry::all_findings(&**item);
            let stopped = findings.iter().any(|finding| finding.severity == crate::finding::Severity::Error);
            if stopped { Err(ItemRefusal::ItemInvalid) } else { Ok(()) }
        }
        Body::ItemCorrected { field, before, after } => {
            let known = FIELDS.contains(&field.as_str())
                && before != after
                && after.chars().count() <= MAX_VALUE
                && !after.contains(char::is_control);
            if known { Ok(()) } else { Err(ItemRefusal::FieldUnknown) }
        }
        _ => Err(ItemRefusal::BodyNotForStream),
    }
}
