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
    pub fn corrected(&self, mut item: Item) -> Item {
        for correction in &self.corrections {
            let after = correction.after.clone();
            match correction.field.as_str() {
                "serial_number" => item.serial_number = after,
                "model" => item.model = after,
                "manufacturer" => item.manufacturer = after,
                _ => {}
            }
        }
        item
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
