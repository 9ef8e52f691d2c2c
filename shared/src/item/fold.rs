//! The fold of an item's stream: found on site, corrected on site.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::event::body::Body;
use crate::event::chain::WrittenEvent;
use crate::event::ledger::Verdict;
use crate::id::Id;
use crate::item::Item;
use crate::library::person::Person;
use crate::time::Instant;

/// What was found out about an item on site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ItemState {
    /// The item, where it was not planned.
    pub found: Option<Box<Item>>,
    /// Corrections, in order.
    pub corrections: Vec<Correction>,
    /// Events that do not count, with the rule's code.
    pub set_aside: Vec<(Id<Event>, String)>,
}

/// A field corrected on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Field.
    pub field: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
    /// Who.
    pub by: Id<Person>,
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

/// Folds a stream's events with their verdicts.
pub fn fold<'a>(events: impl IntoIterator<Item = (&'a WrittenEvent, &'a Verdict)>) -> ItemState {
    let mut state = ItemState::default();
    for (written, verdict) in events {
        state.apply(written, verdict);
    }
    state
}
