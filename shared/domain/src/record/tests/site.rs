//! What must come before a reading on site, and what the checker is told if it did not (C-5.2.2).

use std::collections::BTreeSet;

use super::world::{LIN, MORNING, R1, R2, SUN, World, adjusted, entered, id, number, on_visit, opened, task, visit};
use crate::event::body::{Body, Value};
use crate::order::task::Task;
use crate::record::facts::Asked;
use crate::record::{notice, site};
use crate::register::versions::Versions;
use crate::visit::tests::{check, done};
use crate::visit::{Briefed, CheckDone, CheckMoment, Visit};
use base::text::Bilingual;
use base::time::Instant;
use measurement::method::{Choice, InspectionField};

const TEMPERATURE: &str = "environment/start/temperature";
const HUMIDITY: &str = "environment/start/humidity";

fn departed(good: bool) -> CheckDone {
    done(check(id(30), CheckMoment::Departure, good), MORNING)
}

/// On a visit with its standard in the slot, checked before departure and on arrival.
fn on_site(asked: Asked) -> World {
    let mut world = World::on_site(asked);
    for moment in [CheckMoment::Departure, CheckMoment::Arrival] {
        world.standard_checked(check(id(30), moment, true));
    }
    world
}

/// The same, with everything in order: briefed, the environment read, and a minute later a reading on another tablet.
fn read_on_site() -> World {
    let mut world = on_site(Asked::Made);
    briefs(&mut world, LIN, 9, MORNING);
    reads_environment(&mut world);
    world.now = world.now.plus_millis(60_000);
    world.does_on(LIN, 99, entered(R1, "20", "mm")).unwrap();
    world
}

fn reads_environment(world: &mut World) {
    world.does(LIN, entered(TEMPERATURE, "20.1", "°C")).unwrap();
    world.does(LIN, entered(HUMIDITY, "50", "% RH")).unwrap();
}

fn briefs(world: &mut World, who: u128, device: u128, at: Instant) {
    let briefed = Briefed { person: id(who), at, clock_offset: 0, device: id(device), device_seq: 0 };
    world.visit.as_mut().unwrap().briefings.push(briefed);
}

fn codes(world: &World) -> Vec<String> {
    site::findings(world.record(), world.visit.as_ref()).iter().map(|finding| finding.code.to_string()).collect()
}

fn unseen(path: &str) -> Body {
    Body::Entered { path: path.to_owned(), value: Value::NotObserved { reason: "no thermometer".to_owned() } }
}

// C-5.2.2.1, C-5.2.2.3
#[test]
fn a_tablet_takes_no_reading_before_briefing_and_environment() {
    let mut world = on_site(Asked::BeforeMade);
    assert_eq!(world.does(LIN, entered(R1, "20", "mm")), Err("briefing_missing"));
    assert_eq!(world.does(LIN, adjusted("Ms Wu")), Err("briefing_missing"), "nor touches the customer's instrument");
    briefs(&mut world, SUN, 9, MORNING);
    assert_eq!(world.does(LIN, entered(R1, "20", "mm")), Err("briefing_missing"), "each for themselves");
    briefs(&mut world, LIN, 9, MORNING);
    assert_eq!(world.does(LIN, entered(R1, "20", "mm")), Err("environment_missing"));
    world.does(LIN, entered(TEMPERATURE, "20.1", "°C")).unwrap();
    assert_eq!(world.does(LIN, entered(R1, "20", "mm")), Err("environment_missing"), "all of it");
    world.does(LIN, unseen(R1)).unwrap();
    world.does(LIN, unseen(HUMIDITY)).unwrap();
    world.does(LIN, entered(R2, "20", "mm")).unwrap();
}

// C-4.4
#[test]
fn in_the_laboratory_the_environment_comes_first_too_and_nobody_is_briefed() {
    let mut world = World::opened();
    world.asked = Asked::BeforeMade;
    assert_eq!(world.does(LIN, entered(R1, "20", "mm")), Err("environment_missing"));
    reads_environment(&mut world);
    world.does(LIN, entered(R1, "20", "mm")).unwrap();
    assert_eq!(codes(&world), Vec::<String>::new());
}

// What older builds of the app let through is kept, and the checker is told.
#[test]
fn readings_before_briefing_and_environment_are_found() {
    let mut world = on_site(Asked::Made);
    world.does(LIN, entered(R1, "20", "mm")).unwrap();
    assert_eq!(codes(&world), ["reading_before_environment", "reading_before_briefing"]);
    world.now = world.now.plus_millis(60_000);
    reads_environment(&mut world);
    briefs(&mut world, LIN, 9, MORNING.plus_millis(1));
    assert_eq!(codes(&world), ["reading_before_environment", "reading_before_briefing"], "afterwards is too late");
    let told = site::findings(world.record(), world.visit.as_ref());
    assert_eq!((told[0].path.as_str(), told[0].params["readings"].as_str()), (R1, "1"));
    world.visit.as_mut().unwrap().briefings[0].at = MORNING;
    assert_eq!(codes(&world), ["reading_before_environment"], "acknowledged on another tablet, in time");
}

// C-4.4: what was read at the beginning says nothing of the end.
#[test]
fn an_environment_at_the_end_that_was_read_before_the_work_is_found() {
    let end = "environment/end/temperature";
    let early = vec!["environment_end_early".to_owned()];
    for (first, expected) in [(vec![end, R1, R2], early.clone()), (vec![R1, end, R2], vec![]), (vec![R1, R2, end], vec![])] {
        let mut world = World::opened();
        reads_environment(&mut world);
        for path in first {
            let unit = if path == end { "°C" } else { "mm" };
            world.does(LIN, entered(path, "20.1", unit)).unwrap();
        }
        assert_eq!(codes(&world), expected);
        let told = site::findings(world.record(), None);
        assert_eq!(
            told.first().map(|told| (&*told.path, &*told.params["readings"], &*told.params["of"])),
            expected.first().map(|_| (end, "2", "2"))
        );
        let event = world.record().cells[end].entries[0].event;
        let again = Body::Amended { amends: event, after: number("20.2", "°C"), reason: "looked again".to_owned() };
        world.does(LIN, again).unwrap();
        assert_eq!(codes(&world), Vec::<String>::new(), "looked at again afterwards");
    }
}

// C-5.2.2.2: a standard leaves the laboratory checked.
#[test]
fn a_standard_that_left_unchecked_is_found() {
    let mut world = read_on_site();
    assert_eq!(codes(&world), Vec::<String>::new());
    world.visit.as_mut().unwrap().checks.push(departed(false));
    assert_eq!(codes(&world), ["departure_check_missing"]);
}

// C-5.2.2.2: a check made after the readings says nothing about them, good or bad, whatever the clock shows.
#[test]
fn a_check_before_departure_comes_before_the_readings() {
    let mut world = read_on_site();
    let reading = &world.record().cells[R1].entries[0];
    let (on, seq, then) = (reading.device, reading.device_seq, reading.when());
    let departs = |good: bool, at: Instant| CheckDone { at, ..departed(good) };
    let on_same = |good: bool, device_seq: u64, at: Instant| CheckDone { device: Some(on), device_seq, ..departs(good, at) };
    let (early, late) = (then.plus_millis(-60_000), then.plus_millis(1));
    let missing = vec!["departure_check_missing".to_owned()];
    for (checks, expected) in [
        (vec![], missing.clone()),
        (vec![departs(true, early)], vec![]),
        (vec![departs(true, late)], missing.clone()),
        (vec![departs(true, early), departs(false, late)], vec![]),
        (vec![departs(false, early), departs(true, late)], missing.clone()),
        (vec![departs(true, early.plus_millis(-1)), departs(false, early)], missing.clone()),
        // A check from another tablet reached the office later but was made earlier.
        (vec![departs(false, early), departs(true, early.plus_millis(-1))], missing.clone()),
        // On the reading's own tablet the order of events counts: its clock was set back in between.
        (vec![on_same(true, seq + 1, early)], missing.clone()),
        (vec![CheckDone { device: Some(id(98)), ..on_same(true, seq + 1, early) }], vec![]),
        // The last check of all failed: it is the later one on its tablet, whatever its clock showed.
        (vec![on_same(true, seq - 2, early), on_same(false, seq - 1, early.plus_millis(-60_000))], missing.clone()),
    ] {
        world.visit.as_mut().unwrap().checks.clone_from(&checks);
        assert_eq!(codes(&world), expected, "{checks:?}");
    }
}

// C-4.4, C-5.1.2: 35 °C was read, and striking that through does not make it cooler.
#[test]
fn an_environment_outside_its_limits_asks_for_its_deviation_whatever_is_written_beside() {
    let beside: [fn(base::id::EventId) -> Body; 2] = [
        |amends| Body::Withdrawn { amends, reason: "misread".to_owned() },
        |amends| Body::Amended { amends, after: Value::NotObserved { reason: "broken".to_owned() }, reason: "misread".to_owned() },
    ];
    for beside in beside {
        let mut world = World::opened();
        let hot = world.does(LIN, entered(TEMPERATURE, "35", "°C")).unwrap();
        world.does(LIN, beside(hot)).unwrap();
        assert_eq!(notice::unagreed(world.record()), [TEMPERATURE]);
    }
    let mut world = World::opened();
    let hot = world.does(LIN, entered(TEMPERATURE, "35", "°C")).unwrap();
    world.does(LIN, Body::Amended { amends: hot, after: number("20.1", "°C"), reason: "misread".to_owned() }).unwrap();
    assert_eq!(notice::unagreed(world.record()), Vec::<String>::new());
    assert_eq!(codes(&world), ["environment_was_outside"], "a number in its place is for the checker to hear of");
    let mut world = World::opened();
    world.does(LIN, unseen(TEMPERATURE)).unwrap();
    assert_eq!(codes(&world), ["environment_not_observed"]);
}

// C-5.5.2: an item that nobody looked at, or whose bad appearance was amended away.
#[test]
fn an_inspection_that_was_not_made_is_asked_about_and_one_that_was_is_not() {
    const APPEARANCE: &str = "inspection/appearance";
    let inspected = || {
        let mut world = World::opened();
        let name = Bilingual::new("外观", "Appearance");
        let choices = ["good", "damaged"].map(|key| Choice { key: key.to_owned(), label: name.clone() }).to_vec();
        let field = InspectionField { key: "appearance".to_owned(), label: name, choices };
        world.record.as_mut().unwrap().opened.edition.form.inspections.push(field);
        world
    };
    let seen = |key: &str| Value::Choice { key: key.to_owned() };
    let not_seen = || Value::NotObserved { reason: "no lamp at hand".to_owned() };
    let mut world = inspected();
    let damaged = world.does(LIN, Body::Entered { path: APPEARANCE.to_owned(), value: seen("damaged") }).unwrap();
    assert_eq!(codes(&world), Vec::<String>::new());
    let erased = Body::Amended { amends: damaged, after: not_seen(), reason: "mistaken".to_owned() };
    let erased = world.does(LIN, erased).unwrap();
    assert_eq!(codes(&world), ["inspection_not_observed"]);
    world.does(LIN, Body::Amended { amends: erased, after: seen("good"), reason: "looked again".to_owned() }).unwrap();
    assert_eq!(codes(&world), Vec::<String>::new());
    let mut world = inspected();
    world.does(LIN, Body::Entered { path: APPEARANCE.to_owned(), value: not_seen() }).unwrap();
    assert_eq!(codes(&world), ["inspection_not_observed"]);
    assert!(super::doubts::codes(&world).iter().any(|(code, _)| code == "inspection_not_observed"), "the table has it");
}

// C-5.2.2: where the task is to be done is binding, so that arrival checks and briefing cannot be left out.
#[test]
fn site_work_is_not_begun_as_laboratory_work_nor_the_other_way() {
    let begins = |versions: Vec<Task>, on_site: bool| {
        let mut world = World::new();
        world.facts.visits.insert(id(50), Versions::always(visit(20)));
        let versions = versions.into_iter().map(|task| (Instant(0), task)).collect();
        world.facts.tasks.insert(id(61), Versions::of(versions).unwrap());
        let order = serde_json::json!({"id": uuid::Uuid::from_u128(60), "number": "O", "received_on": "2026-11-19"});
        let mut begun = if on_site { *on_visit(50) } else { opened(&[LIN]) };
        (begun.task, begun.order) = (Some(id(61)), Some(serde_json::from_value(order).unwrap()));
        world.does(LIN, Body::Opened(Box::new(begun))).err()
    };
    let here = || Task { visit: Some(id(50)), ..task() };
    let unassigned = || Task { calibrators: Vec::new(), ..task() };
    assert_eq!(begins(vec![here()], true), None);
    assert_eq!(begins(vec![task()], false), None);
    assert_eq!(begins(vec![here()], false), Some("task_on_site"));
    assert_eq!(begins(vec![unassigned(), here()], false), Some("task_on_site"), "before it was given to anybody it had no visit");
    assert_eq!(begins(vec![task()], true), Some("task_in_laboratory"));
    assert_eq!(begins(vec![here(), task()], true), None, "as an older job pack has it");
}

// C-5.2.2: whoever was about to leave for this customer, or had just come back, may well have measured there.
#[test]
fn laboratory_work_that_no_task_confirms_is_asked_about_near_a_visit() {
    let told = |change: &dyn Fn(&mut World, &mut Visit), day: u8| {
        let (mut world, mut planned) = (World::filled(), visit(day));
        change(&mut world, &mut planned);
        world.facts.visits.insert(id(50), Versions::always(planned));
        super::doubts::codes(&world).iter().any(|(code, _)| code == "visit_that_day")
    };
    let goes = |_: &mut World, visit: &mut Visit| visit.people = vec![id(LIN)];
    let days = [18, 19, 20, 21, 22].map(|day| told(&goes, day));
    assert_eq!(days, [false, true, true, true, false]);
    let calibrates =
        |who: u128| move |world: &mut World, _: &mut Visit| drop(world.facts.on_visit.insert(id(50), BTreeSet::from([id(who)])));
    assert!(told(&calibrates(LIN), 20), "named by a task of the visit, or by a record");
    assert!(!told(&calibrates(SUN), 20));
    let elsewhere = |_: &mut World, visit: &mut Visit| (visit.people, visit.customer) = (vec![id(LIN)], id(99));
    assert!(!told(&elsewhere, 20), "to another customer");
}

/// A record read in these degrees, with a deviation of the temperature agreed so many minutes after the environment was read. The
/// readings come after ten minutes, the environment at the end after twenty.
fn agreed_after(minutes: &[i64], [start, end]: [&str; 2]) -> Vec<String> {
    const MINUTE: i64 = 60_000;
    let mut world = World::opened();
    let begun = world.now;
    for moment in ["start", "end"] {
        world.does(LIN, entered(&format!("environment/{moment}/humidity"), "50", "% RH")).unwrap();
    }
    world.does(LIN, entered("environment/start/temperature", start, "°C")).unwrap();
    for minute in 1..=30 {
        world.now = begun.plus_millis(minute * MINUTE);
        if minutes.contains(&minute) {
            let (what, consent, path) = ("Hall too warm".to_owned(), "Ma Jun".to_owned(), "environment/start/temperature".to_owned());
            world.does(LIN, Body::Deviation { what, consent, path }).unwrap();
        }
        match minute {
            10 => drop(world.does(LIN, entered(R1, "20.00", "mm")).unwrap()),
            11 => drop(world.does(LIN, entered(R2, "20.05", "mm")).unwrap()),
            20 => drop(world.does(LIN, entered("environment/end/temperature", end, "°C")).unwrap()),
            _ => {}
        }
    }
    let found = site::findings(world.record(), None).into_iter().filter(|finding| finding.code == "reading_before_consent");
    found.map(|finding| finding.params["readings"].clone()).collect()
}

// C-5.1.2, C-5.2.2.1: work outside the limits goes on only after the customer agreed to it.
#[test]
fn readings_outside_the_limits_before_the_customer_agreed_are_found() {
    let (warm, fine) = ("35", "20.1");
    assert_eq!(agreed_after(&[5], [warm, warm]), [""; 0], "agreed there and then");
    assert_eq!(agreed_after(&[25], [warm, warm]), ["2"]);
    assert_eq!(agreed_after(&[25], [warm, fine]), ["2"]);
    assert_eq!(agreed_after(&[11], [warm, warm]), ["1"]);
    assert_eq!(agreed_after(&[5, 25], [warm, warm]), [""; 0], "written down once more");
    assert_eq!(agreed_after(&[25], [fine, warm]), [""; 0], "it became warm while the work was done, and they agreed when it was seen");
    assert_eq!(agreed_after(&[], [warm, warm]), [""; 0], "the check is refused until they agree");
    assert_eq!(agreed_after(&[25], [fine, fine]), [""; 0]);
}

// C-5.1.2: a correction of what was read, and what the customer said of another quantity, is no earlier consent.
#[test]
fn a_consent_is_to_the_quantity_that_was_read_outside_since_it_was_read() {
    const MINUTE: i64 = 60_000;
    let mut world = World::opened();
    let begun = world.now;
    world.does(LIN, entered(HUMIDITY, "50", "% RH")).unwrap();
    let warm = world.does(LIN, entered(TEMPERATURE, "35", "°C")).unwrap();
    let agrees = |path: &str| Body::Deviation { what: "Hall too warm".to_owned(), consent: "Ma Jun".to_owned(), path: path.to_owned() };
    for (minute, body) in [
        (5, agrees(HUMIDITY)),
        (10, entered(R1, "20.00", "mm")),
        (11, entered(R2, "20.05", "mm")),
        (20, Body::Amended { amends: warm, after: number("34", "°C"), reason: "misread".to_owned() }),
        (25, agrees(TEMPERATURE)),
    ] {
        world.now = begun.plus_millis(minute * MINUTE);
        world.does(LIN, body).unwrap();
    }
    let found = site::findings(world.record(), None).into_iter().filter(|finding| finding.code == "reading_before_consent");
    assert_eq!(found.map(|finding| finding.params["readings"].clone()).collect::<Vec<_>>(), ["2"]);
}
