//! What was changed in the registers so that a record says something else than the work did: each is asked about (C-4.5, C-5.1.2).

use std::collections::BTreeMap;

use super::doubts::codes;
use super::world::{CHEN, LIN, MORNING, R1, World, amended, entered, equip, id, opened, opening, order, standard, task};
use crate::certificate::origin::Origin;
use crate::conditions;
use crate::conditions::act::Act;
use crate::conditions::basis::{Basis, Unmet};
use crate::event::body::Body;
use crate::library::person::{Conflict, Person};
use crate::library::standard::Standard;
use crate::order::{Location, Order};
use crate::record::facts::Asked;
use crate::register::versions::Versions;
use base::time::{Date, Instant};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// S-01 with a certified length of this uncertainty.
pub(super) fn certified(uncertainty: &str) -> Standard {
    let characteristic = serde_json::json!({"key": "length", "value": "0.02", "expanded_uncertainty": uncertainty,
        "coverage_factor": "2", "unit": "mm"});
    Standard { characteristics: vec![serde_json::from_value(characteristic).unwrap()], ..standard("S-01", "2030-01-01") }
}

/// A record read with S-01 as it is certified first, signed; the register has had it so, then otherwise.
pub(super) fn corrected(after: i64, change: impl FnOnce(&mut Standard)) -> World {
    let mut world = World::new();
    world.facts.standards.insert(id(30), Versions::always(certified("0.0005")));
    world.does(LIN, opening(&[LIN])).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.fill();
    let mut then = certified("0.0005");
    change(&mut then);
    let versions = vec![(Instant(0), certified("0.0005")), (world.now.plus_millis(after), then)];
    world.facts.standards.insert(id(30), Versions::of(versions).unwrap());
    world.submits(LIN).unwrap();
    world
}

pub(super) fn told(world: &World) -> Vec<String> {
    codes(world).into_iter().map(|(code, _)| code).collect()
}

fn basis(world: &World, act: Act) -> Basis<'_> {
    let today = Date::constant(2026, 11, 20);
    let (record, facts, office) = (world.record(), &world.facts, Some(&world.office));
    Basis { act, record, facts, visit: None, office, who: id(CHEN), at: world.now, today }
}

/// Where this condition does not hold for an act.
pub(super) fn found(world: &World, act: Act, code: &str) -> Vec<Unmet> {
    conditions::unmet(&basis(world, act)).into_iter().filter(|unmet| unmet.code == code).collect()
}

// C-4.5.2, C-5.4.1 h: U ten times too small, and the register put right after the work.
#[test]
fn a_certified_value_that_is_corrected_after_the_work_is_asked_about() {
    let changes: [fn(&mut Standard); 6] = [
        |standard| standard.characteristics = certified("0.005").characteristics,
        |standard| standard.characteristics.clear(),
        |standard| standard.number = "S-77".to_owned(),
        |standard| standard.model = "84".to_owned(),
        |standard| standard.name.en = "Something else".to_owned(),
        |standard| standard.traceability.validity.until = Some(Date::constant(2029, 1, 1)),
    ];
    for (n, change) in changes.into_iter().enumerate() {
        assert_eq!(told(&corrected(HOUR, change)), ["standard_corrected_since"], "{n}");
    }
    let world = corrected(HOUR, changes[0]);
    let params = &found(&world, Act::Check, "standard_corrected_since")[0].spot.params;
    assert!(params["before"].contains("U = 0.0005 mm") && params["after"].contains("U = 0.005 mm"), "{params:?}");
    assert_eq!(told(&corrected(-HOUR, changes[0])), ["standard_changed_since"], "once, where it was so before the readings");
    assert_eq!(
        told(&corrected(HOUR, |standard| standard.characteristics = certified("5.0e-4").characteristics)),
        [""; 0],
        "the same number"
    );
    assert_eq!(told(&corrected(HOUR, |standard| standard.serial_number = "7".to_owned())), [""; 0], "filled in");
    assert_eq!(told(&corrected(HOUR, |standard| standard.location = "shelf".to_owned())), [""; 0]);
}

// C-5.4.2: a certificate that stands is corrected by a case; what its results were computed with is no part of that.
#[test]
fn once_a_certificate_is_issued_only_certified_values_are_asked_about() {
    let changes: [fn(&mut Standard); 2] =
        [|standard| standard.characteristics = certified("0.005").characteristics, |standard| standard.model = "84".to_owned()];
    for (change, asked) in changes.into_iter().zip([1, 0]) {
        let mut world = corrected(HOUR, change);
        world.office.issued = true;
        assert_eq!(found(&world, Act::Issue, "standard_corrected_since").len(), asked);
    }
}

/// Another certificate of this calibration, until this day.
pub(super) fn by(certificate: &'static str, made: Date, until: Date) -> impl Fn(&mut Standard) {
    move |standard| {
        let traced = &mut standard.traceability;
        traced.certificate = certificate.to_owned();
        (traced.calibrated_on, traced.validity.from, traced.validity.until) = (Some(made), made, Some(until));
    }
}

// C-4.5.2: a number that is changed with the dates hides no certificate that did not count.
#[test]
fn another_certificate_is_a_renewal_only_where_its_calibration_is_later() {
    let day = Date::constant;
    let expired = by("C-0", day(2024, 1, 1), day(2026, 11, 19));
    assert_eq!(told(&corrected(HOUR, expired)), ["standard_not_in_order", "standard_corrected_since"]);
    let older = by("C-0", day(2024, 1, 1), day(2030, 1, 1));
    assert_eq!(told(&corrected(HOUR, older)), ["standard_corrected_since"]);
    let there_then = by("C-1", day(2026, 6, 1), day(2030, 1, 1));
    assert_eq!(told(&corrected(HOUR, there_then)), ["standard_corrected_since"], "it was there when the readings were taken");
    let renewed = || by("C-2", day(2026, 11, 20), day(2030, 1, 1));
    assert_eq!(told(&corrected(HOUR, renewed())), [""; 0]);
    let swapped = |standard: &mut Standard| {
        renewed()(standard);
        "84".clone_into(&mut standard.model);
    };
    assert_eq!(told(&corrected(HOUR, swapped)), ["standard_corrected_since"], "a renewal makes no other standard of it");
}

// C-5.4.1 h, C-4.5.2: calibrated again since the certificate, and measured with the old entry that is still in the slot.
#[test]
fn new_readings_of_a_case_rest_on_the_standard_as_it_is_then() {
    const CODE: &str = "standard_changed_since";
    let renewed = |standard: &mut Standard| {
        by("C-2", Date::constant(2026, 11, 20), Date::constant(2030, 1, 1))(standard);
        standard.characteristics = certified("0.005").characteristics;
    };
    let mut world = corrected(HOUR, renewed);
    world.checks(CHEN).unwrap();
    (world.office.issued, world.office.issued_on_check) = (true, true);
    world.now = world.now.plus_millis(DAY);
    world.does(CHEN, Body::Reopened { case: id(80), reason: "told by the customer".to_owned() }).unwrap();
    (world.office.issued_on_check, world.office.case) = (false, Some(Origin::Record));
    let amends = world.record().cells[R1].entries[0].event;
    world.does(LIN, amended(amends, "20.01")).unwrap();
    assert_eq!(found(&world, Act::Check, CODE), [], "a corrected number was read with it as it was");
    let extra = |n: u8| entered(&format!("as_found/points/20/indication/r{n}"), "20.02", "mm");
    let taken = world.does(LIN, extra(3)).unwrap();
    let unmet = found(&world, Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.params["number"].as_str(), unmet.clause), ("S-01", Some("C-5.4.1")));
    assert_eq!(found(&world, Act::Issue, CODE).len(), 1);
    // Put in its slot as it is by now.
    world.does(LIN, Body::Withdrawn { amends: taken, reason: "the old certificate".to_owned() }).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.does(LIN, extra(4)).unwrap();
    assert_eq!(found(&world, Act::Check, CODE), []);
}

// C-5.4.1 h: what the register corrects after a new reading is asked about as it was before the certificate.
#[test]
fn what_is_corrected_after_new_readings_of_a_case_is_asked_about() {
    let mut world = corrected(2 * DAY, |standard| standard.model = "84".to_owned());
    world.checks(CHEN).unwrap();
    (world.office.issued, world.office.issued_on_check) = (true, true);
    world.now = world.now.plus_millis(DAY);
    world.does(CHEN, Body::Reopened { case: id(80), reason: "told by the customer".to_owned() }).unwrap();
    (world.office.issued_on_check, world.office.case) = (false, Some(Origin::Record));
    assert_eq!(found(&world, Act::Check, "standard_corrected_since"), []);
    world.does(LIN, entered("as_found/points/20/indication/r3", "20.02", "mm")).unwrap();
    assert_eq!(found(&world, Act::Check, "standard_corrected_since").len(), 1);
}

// C-4.5.2: the office is told of an issued certificate, not of readings of an open case on which no certificate rests yet.
#[test]
fn what_was_read_in_an_open_case_is_not_told_at_the_hand_over() {
    const CODE: &str = "standard_corrected_since";
    let mut world = corrected(2 * DAY, |standard| standard.characteristics = certified("0.005").characteristics);
    world.checks(CHEN).unwrap();
    (world.office.issued, world.office.issued_on_check) = (true, true);
    assert_eq!(found(&world, Act::HandOver, CODE).len(), 1, "what the certificate rests on");
    world.now = world.now.plus_millis(3 * DAY);
    world.does(CHEN, Body::Reopened { case: id(80), reason: "told by the customer".to_owned() }).unwrap();
    (world.office.issued_on_check, world.office.case) = (false, Some(Origin::Record));
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.does(LIN, entered("as_found/points/20/indication/r3", "20.02", "mm")).unwrap();
    // The register says again what the certificate states, and something else than the new reading was taken with.
    let back = world.now.plus_millis(HOUR);
    let versions = [(Instant(0), "0.0005"), (MORNING.plus_millis(2 * DAY), "0.005"), (back, "0.0005")];
    let versions = versions.map(|(at, uncertainty)| (at, certified(uncertainty))).to_vec();
    world.facts.standards.insert(id(30), Versions::of(versions).unwrap());
    assert_eq!(found(&world, Act::HandOver, CODE), []);
    assert_eq!(found(&world, Act::Check, CODE).len(), 1, "who checks the case is asked");
}

// C-4.1.2.1: an answer is to one withdrawal.
#[test]
fn a_conflict_that_is_withdrawn_again_is_asked_about_again() {
    let mut world = World::filled();
    let without = world.facts.people[&id(LIN)].latest().clone();
    let conflict = Conflict { customer: id(40), reason: String::new() };
    let with = Person { conflicts: vec![conflict], ..without.clone() };
    let mut asked = |times: &[i64]| -> BTreeMap<String, String> {
        let version = |n: usize| (MORNING.plus_millis(times[n] * HOUR), if n.is_multiple_of(2) { with.clone() } else { without.clone() });
        let versions = std::iter::once((Instant(0), without.clone())).chain((0..times.len()).map(version));
        world.facts.people.insert(id(LIN), Versions::of(versions.collect()).unwrap());
        found(&world, Act::Issue, "conflict_withdrawn_since").remove(0).spot.params
    };
    let (first, second) = (asked(&[1, 2]), asked(&[1, 2, 3, 4]));
    assert_eq!(first["since"], MORNING.plus_millis(2 * HOUR).0.to_string());
    assert_ne!(first, second);
    assert_eq!(first, asked(&[1, 2]));
}

/// A record of the task, whose order was written down so many milliseconds after the work began.
pub(super) fn ordered(after: i64, versions: &[Order]) -> World {
    let mut world = World::new();
    world.facts.tasks.insert(id(61), Versions::always(task()));
    let stated = serde_json::json!({"id": uuid::Uuid::from_u128(60), "number": "O", "received_on": "2026-11-19"});
    let mut begun = opened(&[LIN]);
    (begun.task, begun.order) = (Some(id(61)), Some(serde_json::from_value(stated).unwrap()));
    world.does(LIN, Body::Opened(Box::new(begun))).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.fill();
    world.submits(LIN).unwrap();
    let dated = |(n, order): (i64, &Order)| (MORNING.plus_millis(after + n * DAY), order.clone());
    world.facts.orders.insert(id(60), Versions::of((0..).zip(versions).map(dated).collect()).unwrap());
    world
}

pub(super) fn paths(world: &World, code: &str) -> Vec<String> {
    found(world, Act::Check, code).into_iter().map(|unmet| unmet.spot.path).collect()
}

// C-5.1.2: agreement comes before the work.
#[test]
fn work_that_is_older_than_what_it_names_is_asked_about() {
    const CODE: &str = "made_before_its_order";
    assert_eq!(paths(&ordered(-HOUR, &[order()]), CODE), [""; 0]);
    assert_eq!(paths(&ordered(60_000, &[order()]), CODE), [""; 0], "as exactly as clocks are known");
    let mut late = ordered(40 * DAY, &[order()]);
    assert_eq!(paths(&late, CODE), ["order"]);
    let entered = |what: i64| MORNING.plus_millis(what);
    late.facts.tasks.insert(id(61), Versions::of(vec![(entered(40 * DAY), task())]).unwrap());
    let item = opened(&[LIN]).item.item;
    late.facts.items.insert(id(41), Versions::of(vec![(entered(40 * DAY), item)]).unwrap());
    assert_eq!(paths(&late, CODE), ["order", "task", "item"]);
    late.office.item_found = true;
    assert_eq!(paths(&late, CODE), ["order", "task"], "found on site, it was there before its entry");
}

// C-5.1.2: unplanned, it is put under an order later, which is then asked about.
#[test]
fn an_order_that_was_written_down_after_unplanned_work_is_asked_about() {
    let mut world = World::filled();
    world.submits(LIN).unwrap();
    assert_eq!(paths(&world, "order_placed_later"), [""; 0]);
    world.facts.orders.insert(id(60), Versions::of(vec![(MORNING.plus_millis(HOUR), order())]).unwrap());
    assert_eq!(paths(&world, "order_placed_later"), ["order"]);
    assert_eq!(paths(&world, "made_before_its_order"), [""; 0]);
}

fn line(change: impl FnOnce(&mut crate::order::OrderLine)) -> Order {
    let mut order = order();
    change(&mut order.lines[0]);
    order
}

/// The order, for work at the customer's.
fn on_site() -> Order {
    Order { location: Location::Site, place: Some(id(43)), ..order() }
}

// C-5.1.2, C-5.2.2: agreed for a site and recorded in the laboratory, where nobody checks on arrival, or the other way round; planned
// or not, and though the order said so all the while.
#[test]
fn work_done_elsewhere_than_its_order_says_is_asked_about() {
    const CODE: &str = "order_place_changed";
    let anywhere = |location| Order { location, place: None, ..order() };
    let other = Order { place: Some(id(99)), ..order() };
    let visiting = |order: &Order| {
        let mut world = World::on_site(Asked::Made);
        world.facts.orders.insert(id(60), Versions::always(order.clone()));
        world
    };
    let unplanned = |order: &Order| {
        let mut world = World::filled();
        world.facts.orders.insert(id(60), Versions::always(order.clone()));
        world
    };
    for (order, here, there) in [
        (order(), false, true),
        (anywhere(Location::Laboratory), false, true),
        (other, true, true),
        (on_site(), true, false),
        (anywhere(Location::Site), true, false),
    ] {
        for (world, asked) in [(ordered(-HOUR, std::slice::from_ref(&order)), here), (unplanned(&order), here), (visiting(&order), there)] {
            assert_eq!(paths(&world, CODE).len(), usize::from(asked), "{:?} {:?}", order.location, order.place);
        }
    }
    let mut issued = unplanned(&on_site());
    issued.office.issued = true;
    assert_eq!(paths(&issued, CODE), [""; 0], "a certificate that stands is corrected by a case");
}

// C-5.1.2: what was agreed is what the work was done under.
#[test]
fn another_place_or_range_after_the_work_is_asked_about() {
    let elsewhere = on_site();
    assert_eq!(paths(&ordered(-HOUR, &[order(), elsewhere.clone()]), "order_place_changed"), ["place"]);
    assert_eq!(paths(&ordered(-2 * DAY, &[elsewhere, order()]), "order_place_changed"), [""; 0], "moved before the work");
    let narrow = line(|line| "0 mm to 20 mm".clone_into(&mut line.range));
    let world = ordered(-HOUR, &[order(), narrow]);
    let unmet = found(&world, Act::Check, "order_range_changed").remove(0);
    assert_eq!((unmet.spot.params["before"].as_str(), unmet.spot.params["after"].as_str()), ("0 mm to 150 mm", "0 mm to 20 mm"));
}

// C-5.4.1 f, n: stated otherwise than the checker saw it.
#[test]
fn what_the_order_states_otherwise_after_the_check_is_asked_of_the_signatory() {
    let on = |day: Option<Date>| line(|line| line.received_on = day);
    let day = |day| Some(Date::constant(2026, 2, day));
    for (before, after, paths) in [
        (on(day(20)), on(day(21)), vec!["received_on"]),
        (on(day(20)), on(None), vec!["received_on"]),
        (on(None), on(day(20)), vec![]),
        (on(day(20)), on(day(20)), vec![]),
        (line(|_| ()), line(|line| line.recalibration_months = Some(12)), vec!["recalibration_months"]),
        (line(|_| ()), line(|line| line.budget_annex = true), vec!["budget_annex"]),
        (line(|line| line.budget_annex = true), line(|line| line.budget_annex = true), vec![]),
    ] {
        let mut world = ordered(-HOUR, std::slice::from_ref(&before));
        world.checks(CHEN).unwrap();
        let versions = vec![(Instant(0), before), (world.now.plus_millis(HOUR), after)];
        world.facts.orders.insert(id(60), Versions::of(versions).unwrap());
        let seen: Vec<_> = found(&world, Act::Issue, "order_fact_changed_since").into_iter().map(|unmet| unmet.spot.path).collect();
        assert_eq!(seen, paths);
    }
}

// C-5.4.1 f: nobody keeps an item for a quarter before it is ordered.
#[test]
fn an_item_that_was_received_long_before_its_order_is_asked_about() {
    let on = |day: Date| ordered(-HOUR, &[line(|line| line.received_on = Some(day))]);
    assert_eq!(paths(&on(Date::constant(2026, 11, 18)), "received_long_before_order"), [""; 0]);
    assert_eq!(paths(&on(Date::constant(2026, 8, 20)), "received_long_before_order"), [""; 0]);
    for day in [Date::constant(2026, 8, 19), Date::constant(2000, 1, 1)] {
        assert_eq!(paths(&on(day), "received_long_before_order"), ["received_on"], "{day}");
    }
}
