//! Whether order, task, edition and approval stood when the work began and ever since, by what the register said on those days. What was
//! put right afterwards, or entered with an earlier day, does not make it so (C-4.2, C-5.1.2).

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::{agreed, method};
use crate::library::edition::{Edition, EditionStatus};
use crate::library::method::Method;
use crate::order::task::Task;
use crate::order::{Order, OrderStatus};
use crate::register::versions::Versions;
use base::time::CLOCK_TOLERANCE_MILLIS;
use base::time::Instant;

/// When the work began, at the latest that clocks allow.
fn began(basis: &Basis<'_>) -> Instant {
    basis.began_at().plus_millis(CLOCK_TOLERANCE_MILLIS)
}

/// Whether an entry was something when the work began, or at any time since.
fn ever_since<T>(basis: &Basis<'_>, known: &Versions<T>, was: impl Fn(&T) -> bool) -> bool {
    was(known.at(began(basis))) || known.since(began(basis)).any(was)
}

/// The order had not been accepted when the work began, or it was declined since and is no more. One that was entered after the work
/// is found elsewhere (`entered`); work goes on while an accepted order is to be reviewed again.
pub(super) fn order(basis: &Basis<'_>) -> Vec<Spot> {
    let declined = |order: &Order| order.status == OrderStatus::Declined;
    let open = |order: &Versions<Order>| order.entered_at() <= began(basis) && !is_accepted(order, began(basis));
    let broken = |order: &Versions<Order>| open(order) || order.since(began(basis)).any(declined);
    let found = agreed::of(basis).filter(|agreed| !declined(agreed.order.latest()) && broken(agreed.order));
    let spot = |agreed: agreed::Agreed<'_>| {
        let number = &agreed.order.latest().number;
        Spot::at("order").with("number", number).since(agreed.order.last_began(declined)).settled_at("orders", agreed.id)
    };
    found.map(spot).into_iter().collect()
}

/// Whether the last review by a moment accepted the order.
fn is_accepted(order: &Versions<Order>, when: Instant) -> bool {
    let by_then = order.dated().take_while(|(since, _)| *since <= when).map(|(_, order)| order.status);
    let decided = by_then.filter(|status| !matches!(status, OrderStatus::Draft | OrderStatus::ReviewAgain));
    decided.last().is_some_and(|status| status != OrderStatus::Declined)
}

/// The task was called off when the work began or since, and is no more.
pub(super) fn task(basis: &Basis<'_>) -> Vec<Spot> {
    let off = |task: &Task| task.cancelled;
    let found = agreed::task(basis).filter(|(_, task)| !off(task.latest()) && ever_since(basis, task, off));
    found.map(|(id, task)| Spot::default().since(task.last_began(off)).settled_at("tasks", id)).into_iter().collect()
}

/// The edition was withdrawn when the work began or since, or superseded and put in force again.
pub(super) fn edition(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(known) = basis.facts.editions.get(&basis.record.opened.edition_id) else { return Vec::new() };
    let again = known.latest().status == EditionStatus::InForce;
    let off = |edition: &Edition| match edition.status {
        EditionStatus::Withdrawn => true,
        EditionStatus::Superseded => again,
        EditionStatus::InForce | EditionStatus::Draft => false,
    };
    let found = !method::has_left(known.latest()) && ever_since(basis, known, off);
    if found { vec![method::spot(basis).since(known.last_began(off))] } else { Vec::new() }
}

/// Only after the work began did the register say that the edition was in force on that day, or its method approved.
pub(super) fn edition_entered_later(basis: &Basis<'_>) -> Vec<Spot> {
    let (opened, facts) = (&basis.record.opened, basis.facts);
    let in_force = |edition: &Edition| method::was_in_force(edition, basis.began_on());
    let approved = |method: &Method| method.is_approved(basis.began_on());
    let edition = facts.editions.get(&opened.edition_id).and_then(|known| said_later(basis, known, in_force));
    let method = facts.methods.get(&opened.edition.method).and_then(|known| said_later(basis, known, approved));
    let edition = edition.map(|since| method::spot(basis).since(Some(since)));
    let method = method.map(|since| Spot::at("method").since(Some(since)).settled_at("methods", opened.edition.method));
    edition.into_iter().chain(method).collect()
}

/// Since when an entry says so, if it does and did not when the work began.
fn said_later<T>(basis: &Basis<'_>, known: &Versions<T>, says: impl Fn(&T) -> bool) -> Option<Instant> {
    let late = known.entered_at() > began(basis) || !says(known.at(began(basis)));
    known.became(says).filter(|_| late)
}
