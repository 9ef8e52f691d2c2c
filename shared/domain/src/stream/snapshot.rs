//! What a record begins with must be what the office has, or once had, in its registers: a certificate is composed from
//! snapshots alone, so that a forged one would be certified.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::body::{Calibrator, Opened};
use crate::item::Item;
use crate::item::fold::ItemState;
use crate::library::place::Place;
use crate::order::customer::Customer;
use crate::order::task::Task;
use crate::order::{Order, OrderStatus};
use crate::record::facts::Facts;
use crate::record::snapshot::{CustomerSnapshot, OrderSnapshot, PlaceSnapshot};
use crate::register::versions::Versions;
use base::finding::Refusal;
use base::id::{CustomerId, IdOf, Identified, OrderId, PersonId, PlaceId};
use base::text::Bilingual;

/// What the registers ever said, beside the facts of the rules, of what a record begins with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Customers.
    pub customers: BTreeMap<CustomerId, Versions<Customer>>,
    /// Orders.
    pub orders: BTreeMap<OrderId, Versions<Order>>,
    /// Offsets from UTC, in minutes, that the zone of a place had since tablets are used, or will have.
    pub offsets: BTreeMap<String, BTreeSet<i32>>,
}

/// A snapshot that no version of the register ever was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnapshotUnknown {
    /// Of what: "item", "customer", "place", "order", "calibrators".
    pub path: &'static str,
}

impl Refusal for SnapshotUnknown {
    fn code(&self) -> &'static str {
        "snapshot_unknown"
    }
    fn path(&self) -> String {
        self.path.to_owned()
    }
    fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::from([("what".to_owned(), self.path.to_owned())])
    }
}

/// Whether the snapshots of an opening are the registers'; `found` is the item's stream, which tells what was found and
/// corrected on site.
///
/// # Errors
/// Which of them is not.
pub fn check(history: &History, facts: &Facts, found: &ItemState, opened: &Opened) -> Result<(), SnapshotUnknown> {
    let named = |calibrator: &Calibrator| is_named(facts, calibrator.person, &calibrator.name);
    let known = [
        ("calibrators", opened.calibrators.iter().all(named)),
        ("item", item(facts, found, opened)),
        ("customer", versions(&history.customers, &opened.customer.id).any(|version| customer(version, &opened.customer))),
        ("place", versions(&facts.places, &opened.place.id).any(|version| place(history, version, &opened.place))),
        ("order", order(history, facts, opened)),
    ];
    match known.iter().find(|(_, known)| !known) {
        Some((path, _)) => Err(SnapshotUnknown { path }),
        None => Ok(()),
    }
}

/// The order says where the work is done, and it was never here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceNotAgreed;

impl Refusal for PlaceNotAgreed {
    fn code(&self) -> &'static str {
        "place_not_agreed"
    }
    fn path(&self) -> String {
        "place".to_owned()
    }
    fn clause(&self) -> Option<&'static str> {
        Some("C-5.1.1")
    }
}

/// Whether a record in the laboratory begins where its order says; on site the visit says where.
///
/// # Errors
/// When the order, as it ever stood accepted, names another place.
pub fn check_place(history: &History, opened: &Opened) -> Result<(), PlaceNotAgreed> {
    let order = opened.order.as_ref().and_then(|order| history.orders.get(&order.id));
    match order.filter(|_| opened.visit.is_none()) {
        Some(order) if !agrees(order, opened.place.id) => Err(PlaceNotAgreed),
        _ => Ok(()),
    }
}

/// What was agreed is what stood accepted: a draft that named no place yet leaves no place open. Of an order that never stood
/// accepted, what it says now is asked.
fn agrees(order: &Versions<Order>, place: PlaceId) -> bool {
    let here = |order: &Order| order.place.is_none_or(|agreed| agreed == place);
    let agreed = |order: &Order| matches!(order.status, OrderStatus::Accepted | OrderStatus::Completed);
    let mut accepted = order.all().filter(|order| agreed(order)).peekable();
    if accepted.peek().is_none() { here(order.latest()) } else { accepted.any(here) }
}

/// Whether a calibrator who joins has the name that a certificate would print.
///
/// # Errors
/// When the register never had it.
pub fn check_name(facts: &Facts, person: PersonId, name: &Bilingual) -> Result<(), SnapshotUnknown> {
    if is_named(facts, person, name) { Ok(()) } else { Err(SnapshotUnknown { path: "calibrators" }) }
}

fn is_named(facts: &Facts, person: PersonId, name: &Bilingual) -> bool {
    versions(&facts.people, &person).any(|version| version.name == *name)
}

fn versions<'a, T: Identified>(of: &'a BTreeMap<IdOf<T>, Versions<T>>, id: &IdOf<T>) -> impl Iterator<Item = &'a T> {
    of.get(id).into_iter().flat_map(Versions::all)
}

/// A version of the item, or the one found on site; with any of what was corrected there, in whatever order it arrived.
fn item(facts: &Facts, found: &ItemState, opened: &Opened) -> bool {
    let stated = &opened.item.item;
    let corrected = |field: &str, before: &str, now: &str| {
        before == now || found.corrections.iter().any(|correction| correction.field == field && correction.after == now)
    };
    let same = |version: &Item| {
        let Item { serial_number, model, manufacturer, .. } = stated.clone();
        corrected("serial_number", &version.serial_number, &serial_number)
            && corrected("model", &version.model, &model)
            && corrected("manufacturer", &version.manufacturer, &manufacturer)
            && Item { serial_number, model, manufacturer, ..version.clone() } == *stated
    };
    versions(&facts.items, &opened.item.id).chain(found.found.as_deref()).any(same)
}

fn customer(version: &Customer, stated: &CustomerSnapshot) -> bool {
    let contact = version.contacts.iter().any(|contact| format!("{} {}", contact.name, contact.telephone).trim() == stated.contact);
    version.name == stated.name && version.address == stated.address && (contact || stated.contact.is_empty())
}

fn place(history: &History, version: &Place, stated: &PlaceSnapshot) -> bool {
    // The table of a tablet may be older than a law that changed the zone: each offset is one that the zone had.
    let known = |offsets: &BTreeSet<i32>| {
        offsets.contains(&stated.offset_minutes) && stated.offsets.iter().all(|from| offsets.contains(&from.minutes))
    };
    let offset = history.offsets.get(&version.time_zone).is_some_and(known);
    let zone = version.time_zone == stated.time_zone && offset;
    version.name == stated.name && version.address == stated.address && version.limits == stated.limits && zone
}

/// What the order and the task said at some time; a record without an order states nothing of one.
fn order(history: &History, facts: &Facts, opened: &Opened) -> bool {
    let (Some(stated), Some(task)) = (&opened.order, opened.task) else { return opened.order.is_none() };
    let orders = || versions(&history.orders, &stated.id).filter(|order| order_says(order, stated));
    let asked = |task: &Task, order: &Order| {
        let line = order.lines.get(usize::from(task.line));
        line.and_then(|line| line.recalibration_months) == stated.recalibration_months
    };
    let mut tasks = versions(&facts.tasks, &task).filter(|task| task.decision_rule == stated.decision_rule);
    tasks.any(|task| orders().any(|order| asked(task, order)))
}

fn order_says(order: &Order, stated: &OrderSnapshot) -> bool {
    order.number == stated.number && order.received_on == stated.received_on
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example;
    use base::time::Instant;

    // C-5.1.1: a draft that named no place yet leaves none open.
    #[test]
    fn the_place_of_an_order_is_the_one_it_stood_accepted_with() {
        use OrderStatus::{Accepted, Completed, Draft, ReviewAgain};
        let agreed = |versions: &[(OrderStatus, Option<u128>)]| {
            let version = |(at, (status, place)): (i64, &(OrderStatus, Option<u128>))| {
                (Instant(at), Order { status: *status, place: place.map(example::id), ..example::order() })
            };
            agrees(&Versions::of((0..).zip(versions).map(version).collect()).unwrap(), example::id(2))
        };
        for (versions, expected) in [
            (&[(Draft, None), (Accepted, Some(3))][..], false),
            (&[(Draft, Some(2)), (Accepted, Some(3))], false),
            (&[(Draft, None), (Accepted, Some(2))], true),
            (&[(Accepted, None)], true),
            (&[(Accepted, Some(2)), (ReviewAgain, Some(3))], true),
            (&[(Accepted, Some(2)), (ReviewAgain, Some(3)), (Accepted, Some(3))], true),
            (&[(Accepted, Some(3)), (ReviewAgain, None)], false),
            (&[(Accepted, Some(3)), (ReviewAgain, Some(2))], false),
            (&[(Draft, None), (Accepted, Some(3)), (Completed, Some(3))], false),
            (&[(Draft, None), (Draft, Some(3))], false),
            (&[(Draft, Some(3)), (Draft, None)], true),
        ] {
            assert_eq!(agreed(versions), expected, "{versions:?}");
        }
    }
}
