//! Work over several days, and work that goes on after a certificate was issued: what must hold on the day of the work must hold on each
//! of its days (C-4.2, C-4.3.1, C-4.3.4, C-4.4, C-5.2.2.2).

use serde_json::json;

use super::doubts::codes;
use super::world::{CHEN, LIN, MORNING, R1, R2, SUN, World, amended, entered, equip, id, opening, place, visit};
use crate::certificate::origin::Origin;
use crate::conditions;
use crate::conditions::act::Act;
use crate::conditions::basis::{Basis, Spot};
use crate::event::body::{Body, Value};
use crate::library::edition::EditionStatus;
use crate::library::method::{Approval, Method, MethodKind};
use crate::library::person::{Employment, Person};
use crate::library::place::Place;
use crate::record::facts::Asked;
use crate::record::finding::RecordFinding;
use crate::register::versions::Versions;
use crate::visit::CheckMoment;
use crate::visit::tests::check;
use base::id::EventId;
use base::text::Bilingual;
use base::time::{Date, Instant, Validity};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const R3: &str = "as_found/points/20/indication/r3";

const fn november(day: i8) -> Date {
    Date::constant(2026, 11, day)
}

/// The environment, with the first reading between its start and its end.
fn begins(world: &mut World) -> EventId {
    let looks = |world: &mut World, moment: &str| {
        world.does(LIN, entered(&format!("environment/{moment}/temperature"), "20.1", "°C")).unwrap();
        world.does(LIN, entered(&format!("environment/{moment}/humidity"), "50", "% RH")).unwrap();
    };
    looks(world, "start");
    let first = world.does(LIN, entered(R1, "20.00", "mm")).unwrap();
    looks(world, "end");
    first
}

/// A record that Lin began on the 20th, with its last reading so many days later.
fn over(days: i64) -> World {
    let mut world = World::opened();
    begins(&mut world);
    world.now = world.now.plus_millis(days * DAY);
    world.does(LIN, entered(R2, "20.05", "mm")).unwrap();
    world.submits(LIN).unwrap();
    world
}

fn told(world: &World) -> Vec<String> {
    codes(world).into_iter().map(|(code, _)| code).collect()
}

/// Where this does not hold for an act.
fn found(world: &World, act: Act, code: &str) -> Vec<Spot> {
    let (record, facts, office) = (world.record(), &world.facts, Some(&world.office));
    let basis = Basis { act, record, facts, visit: None, office, who: id(CHEN), at: world.now, today: november(25) };
    conditions::unmet(&basis).into_iter().filter(|unmet| unmet.code == code).map(|unmet| unmet.spot).collect()
}

/// The edition is superseded, with this last day.
fn superseded(world: &mut World, until: Date) {
    let edition = world.facts.editions.get_mut(&id(22)).unwrap().latest_mut();
    (edition.status, edition.validity.until) = (EditionStatus::Superseded, Some(until));
}

fn person(world: &mut World, who: u128) -> &mut Person {
    world.facts.people.get_mut(&id(who)).unwrap().latest_mut()
}

/// By another calibration body, from this day on.
fn employed(world: &mut World, who: u128, from: Date) {
    let validity = Validity { from, until: None };
    person(world, who).employment = vec![Employment { employer: "Other".to_owned(), calibration_body: true, validity }];
}

// C-4.2
#[test]
fn an_edition_is_in_force_on_each_day_of_the_work() {
    for days in [0, 1, 5] {
        assert_eq!(told(&over(days)), [""; 0], "ordinary work, {days}");
    }
    let mut world = over(1);
    superseded(&mut world, november(21));
    assert_eq!(told(&world), [""; 0]);
    superseded(&mut world, november(20));
    assert_eq!(told(&world), ["edition_not_in_force_then"]);
    assert_eq!(found(&world, Act::Issue, "edition_not_in_force_then")[0].params["day"], "2026-11-21");
    assert_eq!(world.checks(CHEN), Err("edition_not_in_force_then"));
    let mut corrected = over(0);
    superseded(&mut corrected, november(20));
    corrected.now = corrected.now.plus_millis(5 * DAY);
    let findings = vec![RecordFinding { id: id(70), path: R1.to_owned(), text: "which jaw?".to_owned() }];
    corrected.does(CHEN, Body::Returned { findings }).unwrap();
    let amends = corrected.record().cells[R1].entries[0].event;
    corrected.does(LIN, amended(amends, "20.01")).unwrap();
    assert_eq!(told(&corrected), [""; 0], "a corrected number is of the day of the original");
}

// C-4.2: by the clock of its tablet, a reading is older than the record.
#[test]
fn a_method_is_approved_on_each_day_of_the_work() {
    let mut world = over(-1);
    let approval = |on| Some(Approval { by: "Prof. Gu".to_owned(), on, reference: String::new() });
    let method =
        |on| Method { code: "Q-7".to_owned(), title: Bilingual::default(), kind: MethodKind::Own, service: id(21), approval: approval(on) };
    for (on, expected) in [(november(19), None), (november(20), Some("method_not_approved_then"))] {
        world.facts.methods.insert(id(20), Versions::always(method(on)));
        assert_eq!(told(&world), Vec::from_iter(expected), "{on}");
    }
}

// C-4.3.4: declared with effect from tomorrow, and measured tomorrow.
#[test]
fn who_works_for_another_body_on_a_day_of_the_own_readings_is_refused() {
    for (days, expected) in [(0, None), (1, Some("employed_by_other_body"))] {
        let mut world = over(days);
        employed(&mut world, LIN, november(21));
        assert_eq!(told(&world), Vec::from_iter(expected));
        assert_eq!(world.checks(CHEN).err(), expected);
    }
    // A colleague goes on with the work.
    let mut world = World::new();
    world.does(LIN, opening(&[LIN, SUN])).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    begins(&mut world);
    world.now = world.now.plus_millis(DAY);
    world.does(SUN, entered(R2, "20.05", "mm")).unwrap();
    employed(&mut world, LIN, november(21));
    assert_eq!(told(&world), [""; 0]);
    employed(&mut world, SUN, november(21));
    assert_eq!(told(&world), ["employed_by_other_body"]);
}

// C-4.3.4: declared for the second day, and taken back.
#[test]
fn an_employment_on_any_day_of_the_work_that_is_withdrawn_is_asked_about() {
    for (days, expected) in [(0, None), (1, Some("employment_withdrawn_since"))] {
        let mut world = over(days);
        let without = person(&mut world, LIN).clone();
        employed(&mut world, LIN, november(21));
        let with = person(&mut world, LIN).clone();
        let versions = vec![(Instant(0), without.clone()), (MORNING.plus_millis(HOUR), with), (MORNING.plus_millis(2 * HOUR), without)];
        world.facts.people.insert(id(LIN), Versions::of(versions).unwrap());
        assert_eq!(told(&world), Vec::from_iter(expected));
    }
}

// C-4.3.1: the register ends the authorisation with the first day, after the work.
#[test]
fn who_was_not_authorised_on_a_day_of_the_own_readings_is_asked_about() {
    for (days, expected) in [(0, None), (1, Some("calibrator_not_authorised_then"))] {
        let mut world = over(days);
        person(&mut world, LIN).authorisations[0].validity.until = Some(november(20));
        assert_eq!(told(&world), Vec::from_iter(expected));
    }
}

// C-4.4
#[test]
fn limits_that_were_narrowed_before_a_reading_are_asked_about() {
    let limits = json!([{"key": "temperature", "unit": "°C", "low": "18", "high": "22"}]);
    let narrow = || Place { limits: serde_json::from_value(limits.clone()).unwrap(), ..place(None) };
    for (days, expected) in [(0, None), (1, Some("place_limits_changed"))] {
        let mut world = over(days);
        let versions = vec![(Instant(0), place(None)), (MORNING.plus_millis(HOUR), narrow())];
        world.facts.places.insert(id(42), Versions::of(versions).unwrap());
        assert_eq!(told(&world), Vec::from_iter(expected));
    }
}

// C-5.2.2.2: the checks of the standards and the briefing are of the visit.
#[test]
fn readings_on_another_day_than_the_visit_are_asked_about() {
    let read = |days: i64| {
        let mut world = World::on_site(Asked::Made);
        world.standard_checked(check(id(30), CheckMoment::Arrival, true));
        begins(&mut world);
        world.now = world.now.plus_millis(days * DAY);
        world.does(LIN, entered(R2, "20.05", "mm")).unwrap();
        world
    };
    let told = |world: &World| {
        told(world).into_iter().filter(|code| !["order_place_changed", "customer_unconfirmed"].contains(&code.as_str())).collect::<Vec<_>>()
    };
    for days in [-1, 0, 1] {
        assert_eq!(told(&read(days)), [""; 0], "{days}");
    }
    let mut world = read(21);
    assert_eq!(told(&world), ["reading_off_visit_day"]);
    let spot = &found(&world, Act::Issue, "reading_off_visit_day")[0];
    let params = ["visit", "day", "readings"].map(|name| spot.params[name].as_str());
    assert_eq!((spot.path.as_str(), params), ("visit", ["V", "2026-12-11", "1"]));
    // Two days later, as the visit was moved to.
    world = read(2);
    assert_eq!(told(&world), ["reading_off_visit_day"]);
    world.facts.visits.insert(id(50), Versions::of(vec![(Instant(0), visit(20)), (Instant(1), visit(22))]).unwrap());
    assert_eq!(told(&world), [""; 0]);
    // A number that was corrected later was read on the visit.
    let mut world = read(0);
    let amends = world.record().cells[R1].entries[0].event;
    world.now = world.now.plus_millis(21 * DAY);
    world.does(LIN, amended(amends, "20.01")).unwrap();
    assert_eq!(told(&world), [""; 0]);
}

// C-4.2, C-5.4.2: a certificate that was issued can be supplemented; what is measured anew is measured by what is in force then.
#[test]
fn what_a_certificate_rests_on_is_not_refused_to_it_and_new_readings_are() {
    const CODE: &str = "edition_not_in_force_then";
    let mut world = over(1);
    world.checks(CHEN).unwrap();
    superseded(&mut world, november(20));
    employed(&mut world, LIN, november(21));
    assert_eq!(found(&world, Act::Issue, CODE).len(), 1, "before the issue");
    (world.office.issued, world.office.issued_on_check) = (true, true);
    for code in [CODE, "employed_by_other_body"] {
        assert_eq!(found(&world, Act::Issue, code), [], "{code}");
    }
    world.now = world.now.plus_millis(DAY);
    world.does(CHEN, Body::Reopened { case: id(80), reason: "told by the customer".to_owned() }).unwrap();
    (world.office.issued_on_check, world.office.case) = (false, Some(Origin::Record));
    assert_eq!(found(&world, Act::Check, CODE), []);
    world.does(LIN, entered(R3, "20.02", "mm")).unwrap();
    assert_eq!(found(&world, Act::Check, CODE)[0].params["day"], "2026-11-22");
    assert_eq!(found(&world, Act::Check, "employed_by_other_body").len(), 1);
}

// C-4.2, C-4.3.4: told on the tablet beforehand; what was read all the same is kept, and found above.
#[test]
fn a_tablet_takes_no_reading_that_the_check_would_refuse() {
    let begun = |asked: Asked| {
        let mut world = World::opened();
        let first = begins(&mut world);
        world.asked = asked;
        world.now = world.now.plus_millis(DAY);
        (world, first)
    };
    let old_edition = |world: &mut World| superseded(world, november(20));
    let other_body = |world: &mut World| employed(world, LIN, november(21));
    for (change, code) in [(old_edition as fn(&mut World), "edition_not_in_force"), (other_body, "employed_by_other_body")] {
        let (mut world, first) = begun(Asked::BeforeMade);
        change(&mut world);
        assert_eq!(world.does(LIN, entered(R2, "20.05", "mm")), Err(code));
        world.does(LIN, amended(first, "20.01")).expect("a corrected number is of the day before");
        world.does(LIN, Body::Entered { path: R3.to_owned(), value: Value::NotObserved { reason: "worn".to_owned() } }).unwrap();
        let (mut world, _) = begun(Asked::Made);
        change(&mut world);
        world.does(LIN, entered(R2, "20.05", "mm")).expect("what was observed is kept");
    }
    let (mut world, _) = begun(Asked::BeforeMade);
    world.does(LIN, entered(R2, "20.05", "mm")).expect("the next day, by the same edition");
}
