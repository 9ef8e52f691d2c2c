//! The fold of an item's stream: found on site, corrected on site.

use serde::{Deserialize, Serialize};

use crate::event::body::Body;
use crate::event::chain::WrittenEvent;
use crate::event::ledger::Verdict;
use crate::item::Item;
use crate::item::field::read;
use crate::register::entry::cleaned;
use base::id::{EventId, PersonId};
use base::time::Instant;

/// What was found out about an item on site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ItemState {
    /// The item, where it was not planned.
    pub found: Option<Box<Item>>,
    /// Corrections, in order.
    pub corrections: Vec<Correction>,
    /// Events that do not count, with the rule's code.
    pub set_aside: Vec<(EventId, String)>,
}

/// A field corrected on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "ItemCorrection"))]
pub struct Correction {
    /// Field.
    pub field: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
    /// Who.
    pub by: PersonId,
    /// When, by the device.
    pub at: Instant,
}

impl ItemState {
    /// The next event of the stream.
    pub fn apply(&mut self, written: &WrittenEvent, verdict: &Verdict) {
        let event = &written.event;
        match (verdict, &event.body) {
            (Verdict::SetAside { code }, _) => self.set_aside.push((event.id, code.clone())),
            (Verdict::Effective, Body::ItemFound(item)) => self.found = Some(item.clone()),
            (Verdict::Effective, Body::ItemCorrected { field, before, after }) => self.corrections.push(Correction {
                field: field.clone(),
                before: before.clone(),
                after: after.clone(),
                by: event.author,
                at: event.at,
            }),
            (Verdict::Effective, _) => {}
        }
    }

    /// The item with what was corrected on site.
    #[must_use]
    pub fn corrected(&self, item: Item) -> Item {
        self.corrections.iter().fold(item, |item, correction| corrected(item, &correction.field, &correction.after))
    }
}

/// The item with one field corrected on site.
#[must_use]
pub fn corrected(mut item: Item, field: &str, after: &str) -> Item {
    let after = after.to_owned();
    match field {
        "serial_number" => item.serial_number = after,
        "model" => item.model = after,
        "manufacturer" => item.manufacturer = after,
        _ => {}
    }
    item
}

/// What becomes of the register's item by a correction on site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It says this from now on.
    Changed(Box<Item>),
    /// It says so already.
    Already,
    /// It no longer says what was struck through on site, and keeps what it says: who corrected it had not seen that (C-5.5.4).
    Kept(String),
}

/// Takes a correction of a field over into the register's item, if it starts from what the item says now.
pub fn taken(item: &Item, field: &str, (before, after): (&str, &str)) -> Taken {
    let with = |text: &str| cleaned(corrected(item.clone(), field, text));
    let now = cleaned(item.clone());
    let says = |other: &Item| read(other, field) == read(&now, field);
    let next = with(after);
    if says(&next) {
        Taken::Already
    } else if says(&with(before)) {
        Taken::Changed(Box::new(next))
    } else {
        Taken::Kept(read(item, field).unwrap_or_default().to_owned())
    }
}

/// Folds a stream's events with their verdicts.
pub fn fold<'a>(events: impl IntoIterator<Item = (&'a WrittenEvent, &'a Verdict)>) -> ItemState {
    let mut state = ItemState::default();
    for (written, verdict) in events {
        state.apply(written, verdict);
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::id::Id;
    use base::text::Bilingual;

    fn item(serial_number: &str) -> Item {
        let (customer, name) = (Id::from_uuid(uuid::Uuid::from_u128(1)), Bilingual::new("", "Calliper"));
        let (identification, model, manufacturer) = ("EC-1".to_owned(), "0-150".to_owned(), "M".to_owned());
        let (serial_number, range, location, notes) = (serial_number.to_owned(), String::new(), String::new(), String::new());
        Item { customer, identification, name, model, manufacturer, serial_number, range, service: None, location, notes }
    }

    // C-5.3.3, C-5.5.4: the later of two corrections does not undo the earlier one unseen.
    #[test]
    fn a_correction_is_taken_over_where_the_register_says_what_it_strikes_through() {
        let changed = |to: &str| Taken::Changed(Box::new(item(to)));
        for (says, before, after, expected) in [
            ("7741", "7741", "7742", changed("7742")),
            ("7741", "77\u{200b}41", "77\u{200b}42", changed("7742")),
            ("", "", "7742", changed("7742")),
            ("7742", "7741", "7742", Taken::Already),
            ("7743", "7741", "7742", Taken::Kept("7743".to_owned())),
            ("7741", "", "7742", Taken::Kept("7741".to_owned())),
        ] {
            assert_eq!(taken(&item(says), "serial_number", (before, after)), expected, "{says} {before} {after}");
        }
    }
}
