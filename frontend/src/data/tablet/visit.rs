//! What was done for a visit: the briefing, the checks of standards, items found and corrected.

use std::collections::BTreeMap;

use shared::event::Stream;
use shared::event::body::Body;
use shared::event::ledger::Verdict;
use shared::id::Id;
use shared::item::Item;
use shared::library::person::Person;
use shared::library::standard::Standard;
use shared::time::Instant;
use shared::visit::{CheckDone, CheckMoment, Visit};

use super::Tablet;
use leptos::prelude::*;

/// A visit's fold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VisitDone {
    /// Who acknowledged the briefing, and when.
    pub briefed: Vec<(Id<Person>, Instant)>,
    /// Checks, oldest first.
    pub checks: Vec<CheckDone>,
}

impl VisitDone {
    /// The last check of a standard at a moment.
    pub fn check(&self, standard: Id<Standard>, moment: CheckMoment) -> Option<&CheckDone> {
        self.checks.iter().rev().find(|done| done.check.standard == standard && done.check.moment == moment)
    }
}

impl Tablet {
    /// What was done for a visit, followed.
    pub fn visit(self, id: Id<Visit>) -> VisitDone {
        let mut done = VisitDone::default();
        for (event, _) in self.effective(Stream::visit(id)) {
            match event.body {
                Body::BriefingAcknowledged => done.briefed.push((event.author, event.at)),
                Body::StandardChecked(check) => done.checks.push(CheckDone { check, by: event.author, at: event.at }),
                _ => {}
            }
        }
        done
    }

    /// Every item this person knows: those of the pack and those found on site, with what was corrected there, followed.
    pub fn items(self) -> BTreeMap<Id<Item>, Item> {
        let mut items: BTreeMap<Id<Item>, Item> =
            self.pack().map(|pack| pack.items.iter().map(|known| (known.id, known.body.clone())).collect()).unwrap_or_default();
        for (event, _) in self.all_effective() {
            let id = Id::from_uuid(event.stream.id);
            match event.body {
                Body::ItemFound(item) => {
                    items.entry(id).or_insert(*item);
                }
                Body::ItemCorrected { field, after, .. } => {
                    if let Some(item) = items.get_mut(&id) {
                        correct(item, &field, after);
                    }
                }
                _ => {}
            }
        }
        items
    }

    fn effective(self, stream: Stream) -> Vec<(shared::event::Event, Verdict)> {
        let events = self.book.with(|book| book.as_ref().map(|book| book.events(stream)).unwrap_or_default());
        events.into_iter().filter(|(_, verdict)| *verdict == Verdict::Effective).map(|(w, verdict)| (w.event, verdict)).collect()
    }

    fn all_effective(self) -> Vec<(shared::event::Event, Verdict)> {
        let streams = self.book.with(|book| book.as_ref().map(crate::local::Book::streams).unwrap_or_default());
        let of_items = streams.into_iter().filter(|stream| stream.kind == shared::event::StreamKind::Item);
        of_items.flat_map(|stream| self.effective(stream)).collect()
    }
}

fn correct(item: &mut Item, field: &str, after: String) {
    match field {
        "serial_number" => item.serial_number = after,
        "model" => item.model = after,
        "manufacturer" => item.manufacturer = after,
        _ => {}
    }
}
