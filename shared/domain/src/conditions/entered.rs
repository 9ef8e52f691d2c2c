//! Conditions on when the order, task and item that a record names were entered: agreement comes before the work (C-5.1.2, C-5.4.1
//! f).

use crate::conditions::agreed;
use crate::conditions::basis::{Basis, Spot};
use base::time::CLOCK_TOLERANCE_MILLIS;
use base::time::{Date, Instant};

/// An item received more than this many days before its order is asked about; the order counts from its receipt or its entry,
/// whichever was later.
const LONG_BEFORE_DAYS: i32 = 92;

/// By the record, the work began before the order, task or item that it names was entered. No correct clock shows that.
pub(super) fn after_the_work(basis: &Basis<'_>) -> Vec<Spot> {
    let (opened, facts) = (&basis.record.opened, basis.facts);
    let mut named = Vec::new();
    if let Some((id, known)) = opened.order.as_ref().and_then(|order| Some((order.id, facts.orders.get(&order.id)?))) {
        named.push(("order", "orders", id.to_string(), known.entered_at()));
    }
    if let Some((id, known)) = opened.task.and_then(|task| Some((task, facts.tasks.get(&task)?))) {
        named.push(("task", "tasks", id.to_string(), known.entered_at()));
    }
    // An item found on site was known there before the office had it.
    let found = basis.office.is_some_and(|office| office.item_found);
    if let Some(known) = facts.items.get(&opened.item.id).filter(|_| !found) {
        named.push(("item", "items", opened.item.id.to_string(), known.entered_at()));
    }
    let late = named.into_iter().filter(|(.., entered)| is_late(basis, *entered));
    late.map(|(path, noun, id, entered)| Spot::at(path).with("day", basis.day(entered)).settled_at(noun, id)).collect()
}

/// Whether something was entered after the work began, beyond the tolerance for clocks.
fn is_late(basis: &Basis<'_>, entered: Instant) -> bool {
    entered > basis.began_at().plus_millis(CLOCK_TOLERANCE_MILLIS)
}

/// The work was not planned, and the order line that the record was put under was entered after the work began.
pub(super) fn placed_later(basis: &Basis<'_>) -> Vec<Spot> {
    let placed = agreed::of(basis).filter(|_| basis.record.opened.order.is_none());
    let began = basis.began_at().plus_millis(CLOCK_TOLERANCE_MILLIS);
    let dated = placed.map(|agreed| (agreed, agreed.line_entered(basis.record, basis.facts).unwrap_or_else(|| agreed.order.entered_at())));
    let spot = |(agreed, entered): (agreed::Agreed<'_>, Instant)| {
        Spot::at("order").with("number", &agreed.order.latest().number).with("day", basis.day(entered)).settled_at("orders", agreed.id)
    };
    dated.filter(|(_, entered)| *entered > began).map(spot).into_iter().collect()
}

/// By the order line, the item was received long before its order.
pub(super) fn received_long_before(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(agreed) = agreed::of(basis) else { return Vec::new() };
    let received = agreed.line(basis.record, basis.facts).and_then(|line| line.received_on);
    let entered = Some(agreed.order.entered_at()).filter(|at| at.is_dated()).map(|at| basis.day(at));
    let ordered = entered.map_or(agreed.order.latest().received_on, |entered| entered.max(agreed.order.latest().received_on));
    let long = |received: &Date| days_between(*received, ordered) > LONG_BEFORE_DAYS;
    let spot = |received: Date| Spot::at("received_on").with("before", received).with("after", ordered).settled_at("orders", agreed.id);
    received.filter(long).map(spot).into_iter().collect()
}

fn days_between(from: Date, until: Date) -> i32 {
    from.until(until).map_or(i32::MAX, |span| span.get_days())
}
