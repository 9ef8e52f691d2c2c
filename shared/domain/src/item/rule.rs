//! Rules of an item's stream.

use crate::event::body::Body;
use crate::event::{Event, StreamKind};
use crate::item::field::{FIELDS, read};
use crate::item::fold::ItemState;
use crate::item::{Item, twice};
use crate::record::facts::Facts;
use crate::register::versions::Versions;
use base::finding::{Refusal, Severity};
use base::id::Id;
use base::seeded::in_force;
use base::text::fault::{event_fault, has_letter_or_digit, is_blank};

/// What may have come into a text with something copied: the register takes it out again, and the item stays found.
const SLIPPED_IN: [&str; 5] = ["text_line_break", "text_reorders", "text_invisible", "text_no_character", "text_mark"];

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
    /// The author neither calibrates the item, nor has a task for it, nor is on a visit to its customer.
    OtherHands,
    /// What is said of the item cannot be so.
    ItemInvalid,
    /// The field cannot be corrected on site, or does not change.
    FieldUnknown,
    /// A serial number would be erased: an item without one is on no certificate.
    TextMissing,
    /// Neither the register nor an earlier correction ever said that of the field.
    BeforeUnknown,
}

impl Refusal for ItemRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BodyNotForStream => "body_not_for_stream",
            Self::NotAuthorised => "not_authorised",
            Self::AlreadyFound => "item_already_found",
            Self::AlreadyKnown => "item_already_known",
            Self::OtherHands => "item_in_other_hands",
            Self::ItemInvalid => "item_invalid",
            Self::FieldUnknown => "item_field_unknown",
            Self::TextMissing => "text_missing",
            Self::BeforeUnknown => "item_before_unknown",
        }
    }

    fn path(&self) -> String {
        if *self == Self::TextMissing { "after".to_owned() } else { String::new() }
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::AlreadyFound | Self::AlreadyKnown | Self::OtherHands | Self::TextMissing | Self::BeforeUnknown => Some("C-5.3.3"),
            _ => None,
        }
    }
}

/// Whether the register, what was found on site or a correction there ever said this of a field: what is struck through must
/// have stood there (C-5.5.4). A tablet knows what its job pack knew.
fn was(state: &ItemState, facts: &Facts, event: &Event, field: &str, before: &str) -> bool {
    let known = facts.items.get(&Id::from_uuid(event.stream.id));
    let versions = known.into_iter().flat_map(Versions::all).chain(state.found.as_deref());
    let mut said = versions.map(|item| read(item, field));
    let corrected = state.corrections.iter().any(|correction| correction.field == field && correction.after == before);
    corrected || said.any(|said| said == Some(before))
}

/// Whether a correction would leave the item without a serial number (C-5.3.3).
pub fn erases(field: &str, after: &str) -> bool {
    field == "serial_number" && is_blank(after)
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
            let stopped =
                findings.iter().any(|finding| finding.severity == Severity::Error && !SLIPPED_IN.contains(&finding.code.as_ref()));
            if stopped || deceives(item) { Err(ItemRefusal::ItemInvalid) } else { Ok(()) }
        }
        Body::ItemCorrected { field, before, after } => {
            let known = FIELDS.contains(&field.as_str())
                && before != after
                && after.chars().count() <= MAX_VALUE
                && !after.contains(char::is_control)
                && event_fault(after).is_none();
            match known {
                false => Err(ItemRefusal::FieldUnknown),
                true if erases(field, after) && in_force("item.serial_number_stays") => Err(ItemRefusal::TextMissing),
                true if !was(state, facts, event, field, before) && in_force("item.corrects_what_was_said") => {
                    Err(ItemRefusal::BeforeUnknown)
                }
                true => Ok(()),
            }
        }
        _ => Err(ItemRefusal::BodyNotForStream),
    }
}

/// What a tablet asks beside: an item that is in its job pack is corrected, not found anew, and an identification can be read out. Of
/// what another build let through the register is told (`app::record::found`): the item was seen.
///
/// # Errors
/// The rule that it breaks.
pub fn before_made(facts: &Facts, event: &Event) -> Result<(), ItemRefusal> {
    let Body::ItemFound(found) = &event.body else { return Ok(()) };
    let known = facts.items.values().map(Versions::latest).any(|item| item.customer == found.customer && twice::is_one(item, found));
    match known {
        true => Err(ItemRefusal::AlreadyKnown),
        false if has_letter_or_digit(&found.identification) => Ok(()),
        false => Err(ItemRefusal::ItemInvalid),
    }
}

/// Whether any text of an item reads otherwise than it is stored. JSON writes these characters as they are.
fn deceives(item: &Item) -> bool {
    serde_json::to_string(item).is_ok_and(|text| event_fault(&text).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;
    use crate::event::{Hash, Stream};
    use base::time::Instant;

    fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).unwrap()
    }

    fn item(customer: u128, [model, serial_number]: [&str; 2]) -> Item {
        let name = json!({"zh": "卡尺", "en": "Calliper"});
        read(json!({"customer": Uuid::from_u128(customer), "identification": "A-1", "name": name, "model": model,
            "manufacturer": "Mitutoyo", "serial_number": serial_number}))
    }

    /// What a tablet says to an item that somebody finds, with another one in its job pack.
    fn found(known: Item, found: Item) -> Result<(), ItemRefusal> {
        let id = |n: u128| Uuid::from_u128(n);
        let facts = Facts { items: [(Id::from_uuid(id(30)), Versions::always(known))].into_iter().collect(), ..Facts::default() };
        let event = Event {
            v: 1,
            id: Id::from_uuid(id(1)),
            device: Id::from_uuid(id(9)),
            device_seq: 0,
            prev: Hash::ZERO,
            stream: Stream::item(Id::from_uuid(id(31))),
            author: Id::from_uuid(id(2)),
            at: Instant(0),
            elapsed: 0,
            body: Body::ItemFound(Box::new(found)),
        };
        before_made(&facts, &event)
    }

    // C-5.3.3: a shelf of callipers of one make has no serial numbers; each of them is entered.
    #[test]
    fn two_items_without_a_serial_number_are_both_found_and_one_instrument_once() {
        for none in ["", "/", "—", "无", "none", "N/A", "н/д", "б/н", "000"] {
            assert_eq!(found(item(4, ["500-196", none]), item(4, ["500-196", none])), Ok(()), "{none}");
        }
        let known = || item(4, ["500-196", "77410"]);
        for again in [["500-196", "77410"], ["500 196", "No. ７７４１０"], ["", "77-410"]] {
            assert_eq!(found(known(), item(4, again)), Err(ItemRefusal::AlreadyKnown), "{again:?}");
        }
        for other in [item(4, ["500-196", "77411"]), item(4, ["500-197", "77410"]), item(5, ["500-196", "77410"])] {
            assert_eq!(found(known(), other.clone()), Ok(()), "{other:?}");
        }
    }
}
