//! Off and on again: what the work rests on did not stand when it began, or not all the while since (C-4.2, C-5.1.2).

use serde_json::json;

use super::restated::{found, ordered, paths};
use super::world::{MORNING, World, edition, id, order, task};
use crate::conditions::act::Act;
use crate::library::edition::{Edition, EditionStatus};
use crate::library::method::Method;
use crate::order::task::Task;
use crate::order::{Order, OrderStatus};
use crate::register::versions::Versions;
use base::time::Date;

const HOUR: i64 = 3_600_000;

/// Versions that were entered so many hours after the work began.
fn versions<T>(entered: impl IntoIterator<Item = (i64, T)>) -> Versions<T> {
    Versions::of(entered.into_iter().map(|(hours, body)| (MORNING.plus_millis(hours * HOUR), body)).collect()).unwrap()
}

/// Work in time, of a task of an order that the register had so.
fn under(entered: &[(i64, OrderStatus)]) -> World {
    let mut world = ordered(-HOUR, &[order()]);
    let entered = entered.iter().map(|(hours, status)| (*hours, Order { status: *status, ..order() }));
    world.facts.orders.insert(id(60), versions(entered));
    world
}

// C-5.1.2: what is accepted afterwards was not accepted then.
#[test]
fn work_under_an_order_that_did_not_stand_then_is_asked_about() {
    use OrderStatus::{Accepted, Completed, Declined, Draft, ReviewAgain};
    const CODE: &str = "order_not_accepted_then";
    for (entered, asked) in [
        (&[(-2, Accepted)][..], false),
        (&[(-2, Draft), (-1, Accepted)], false),
        (&[(-2, Draft), (1, Accepted)], true),
        (&[(-2, Draft)], true),
        (&[(-2, Declined), (1, ReviewAgain), (2, Accepted)], true),
        (&[(-3, Declined), (-2, ReviewAgain), (1, Accepted)], true),
        (&[(-3, Accepted), (-2, ReviewAgain), (1, Accepted)], false),
        (&[(-3, Accepted), (-2, Completed)], false),
        (&[(-2, Accepted), (1, ReviewAgain), (2, Accepted)], false),
        (&[(-2, Accepted), (1, Declined), (2, Accepted)], true),
        (&[(-2, Declined), (-1, Accepted)], false),
        // Declined now, it is refused; entered afterwards, it is asked about as that.
        (&[(-2, Accepted), (1, Declined)], false),
        (&[(1, Accepted)], false),
        (&[(1, Draft), (2, Accepted)], false),
    ] {
        assert_eq!(paths(&under(entered), CODE).len(), usize::from(asked), "{entered:?}");
    }
    // The same for work that nobody planned, and that the office put under it.
    let mut unplanned = World::filled();
    assert_eq!(paths(&unplanned, CODE), [""; 0]);
    let draft = Order { status: Draft, ..order() };
    unplanned.facts.orders.insert(id(60), versions([(-2, draft), (1, order())]));
    assert_eq!(paths(&unplanned, CODE), ["order"]);
    assert_eq!(paths(&unplanned, "order_placed_later"), [""; 0], "its line was there");
    // An answer is to one time.
    let once = [(-2, Accepted), (1, Declined), (2, Accepted)];
    let twice = [&once[..], &[(3, Declined), (4, Accepted)]].concat();
    let params = |entered: &[(i64, OrderStatus)]| found(&under(entered), Act::Issue, CODE).remove(0).spot.params;
    assert_eq!(params(&once), params(&once));
    assert_ne!(params(&once), params(&twice));
}

// C-5.1.2: called off, measured by an old job pack, and taken up again.
#[test]
fn work_of_a_task_that_was_called_off_then_is_asked_about() {
    const CODE: &str = "task_cancelled_between";
    for (entered, asked) in [
        (&[(-2, false)][..], false),
        (&[(-3, false), (-2, true), (1, false)], true),
        (&[(-2, false), (1, true), (2, false)], true),
        (&[(-3, false), (-2, true), (-1, false)], false),
        (&[(-2, false), (1, true)], false),
    ] {
        let mut world = under(&[(-3, OrderStatus::Accepted)]);
        let entered = entered.iter().map(|(hours, cancelled)| (*hours, Task { cancelled: *cancelled, ..task() }));
        world.facts.tasks.insert(id(61), versions(entered.clone()));
        assert_eq!(paths(&world, CODE).len(), usize::from(asked), "{:?}", entered.collect::<Vec<_>>());
    }
}

/// The edition so, until this day of December.
fn status(status: EditionStatus, until: Option<i8>) -> Edition {
    let mut edition = Edition { status, ..edition() };
    edition.validity.until = until.map(|day| Date::constant(2026, 12, day));
    edition
}

fn by(entered: Vec<(i64, Edition)>) -> World {
    let mut world = World::filled();
    world.facts.editions.insert(id(22), versions(entered));
    world
}

// C-4.2: withdrawn, and put in force again for the check.
#[test]
fn an_edition_that_was_withdrawn_in_between_is_asked_about() {
    use EditionStatus::{Superseded, Withdrawn};
    const CODE: &str = "edition_withdrawn_between";
    let in_force = || status(EditionStatus::InForce, None);
    for (n, (entered, asked)) in [
        (vec![(-2, in_force())], false),
        (vec![(-2, in_force()), (1, status(Withdrawn, None)), (2, in_force())], true),
        (vec![(-2, in_force()), (-1, status(Withdrawn, None)), (1, in_force())], true),
        (vec![(-2, in_force()), (1, status(Superseded, Some(1))), (2, in_force())], true),
        (vec![(-2, in_force()), (1, status(Withdrawn, None)), (2, status(Superseded, Some(1)))], true),
        (vec![(-2, status(Withdrawn, None)), (-1, in_force())], false),
        // Its last day was entered later; withdrawn now, that is asked about.
        (vec![(-2, in_force()), (1, status(Superseded, None)), (2, status(Superseded, Some(1)))], false),
        (vec![(-2, in_force()), (1, status(Withdrawn, None))], false),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(paths(&by(entered), CODE).len(), usize::from(asked), "{n}");
    }
}

fn method(kind: &str, approved: bool) -> Method {
    let approval = approved.then(|| json!({"by": "Prof. Gu", "on": "2026-11-01", "reference": "R-1"}));
    let name = json!({"zh": "", "en": "Own"});
    serde_json::from_value(json!({"code": "HZ-1", "title": name, "kind": kind, "service": id::<()>(21), "approval": approval})).unwrap()
}

// C-4.2: put in force, or approved, the day after, with the day of the work as its date.
#[test]
fn an_edition_or_approval_that_is_dated_back_is_asked_about() {
    use EditionStatus::{Draft, InForce, Superseded};
    const CODE: &str = "edition_entered_later";
    let in_force = || status(InForce, None);
    let mut to_come = in_force();
    to_come.validity.from = Date::constant(2026, 11, 21);
    for (n, (entered, asked)) in [
        (vec![(-2, in_force())], false),
        (vec![(-2, status(Draft, None)), (-1, in_force())], false),
        (vec![(-2, status(Draft, None)), (1, in_force())], true),
        (vec![(1, in_force())], true),
        (vec![(-2, to_come.clone()), (1, in_force())], true),
        (vec![(-2, in_force()), (1, status(Superseded, Some(1)))], false),
        (vec![(-2, status(Superseded, Some(1)))], false),
        // By the register as it is now, it was not in force that day, which is refused.
        (vec![(-2, in_force()), (1, to_come)], false),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(paths(&by(entered), CODE).len(), usize::from(asked), "{n}");
    }
    let mut world = World::filled();
    assert_eq!(paths(&world, CODE), [""; 0], "nobody knows when it was entered");
    world.facts.editions.insert(id(22), Versions::of(vec![(MORNING.plus_millis(60_000), in_force())]).unwrap());
    assert_eq!(paths(&world, CODE), [""; 0], "as exactly as clocks are known");
    for (entered, asked) in [
        (vec![(-2, method("own", true))], false),
        (vec![(-2, method("own", false)), (1, method("own", true))], true),
        (vec![(-2, method("own", false))], false),
        (vec![(-2, method("published", false))], false),
        (vec![(1, method("own", true))], true),
    ] {
        let mut world = World::filled();
        world.facts.methods.insert(id(20), versions(entered.clone()));
        let found = found(&world, Act::Check, CODE);
        assert_eq!(found.len(), usize::from(asked), "{entered:?}");
        let since: Vec<_> = found.iter().map(|unmet| unmet.spot.params["since"].clone()).collect();
        assert!(since.iter().all(|since| *since == MORNING.plus_millis(HOUR).0.to_string()), "{since:?}");
    }
}
