//! What the office knows and the tablet could not, and what stops the check (C-4.2, C-4.3.4, C-4.4, C-4.5.2, C-5.1.2).

use super::world::{CHEN, LIN, MORNING, R1, SUN, World, amended, entered, equip, id, number, on_visit, opened, standard, task, visit};
use crate::conditions;
use crate::conditions::act::{Act, Weight};
use crate::conditions::basis::Basis;
use crate::event::body::{Body, Value};
use crate::library::person::{Conflict, Employment, Person};
use crate::library::standard::{Standard, StandardStatus};
use crate::order::customer::Customer;
use crate::order::task::Task;
use crate::register::versions::Versions;
use base::finding::{Finding, Severity};
use base::text::Bilingual;
use base::time::{Date, Instant, Validity};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What the check rests on.
pub(super) fn basis(world: &World) -> Basis<'_> {
    let (record, facts, office) = (world.record(), &world.facts, Some(&world.office));
    let today = Date::constant(2026, 11, 20);
    Basis { act: Act::Check, record, facts, visit: None, office, who: id(CHEN), at: world.now, today }
}

pub(super) fn codes(world: &World) -> Vec<(String, Severity)> {
    let said = |finding: Finding| (finding.code.to_string(), finding.severity);
    let unmet = conditions::unmet(&basis(world)).into_iter().filter(|unmet| !conditions::is_of_signer(unmet.name));
    unmet.map(|unmet| said(unmet.finding())).collect()
}

fn block(change: fn(&mut Standard)) -> Standard {
    let mut block = standard("S-01", "2030-01-01");
    change(&mut block);
    block
}

fn failed(standard: &mut Standard) {
    standard.status = StandardStatus::Failed;
}

/// What becomes of a record whose standard the register had otherwise so many milliseconds after the readings.
fn since(after: i64, change: fn(&mut Standard)) -> (Vec<String>, Option<&'static str>) {
    let mut world = World::filled();
    let versions = vec![(Instant(0), block(|_| ())), (world.now.plus_millis(after), block(change))];
    world.facts.standards.insert(id(30), Versions::of(versions).unwrap());
    world.submits(LIN).unwrap();
    let shown = codes(&world).into_iter().map(|(code, _)| code).collect();
    (shown, world.checks(CHEN).err())
}

// C-4.5.2, C-4.5.3
#[test]
fn readings_with_a_standard_that_was_not_in_order_or_failed_since_are_kept_and_not_checked() {
    let stopped = (vec!["standard_not_in_order".to_owned()], Some("standard_not_in_order"));
    assert_eq!(since(-HOUR, failed), stopped, "failed while the tablet was offline");
    let failed_since = (vec!["standard_failed_since".to_owned()], Some("standard_failed_since"));
    assert_eq!(since(HOUR, failed), failed_since, "failed after the readings");
    assert_eq!(since(-HOUR, |s| s.status = StandardStatus::AtCalibration), stopped);
    let left = (vec!["standard_left_since".to_owned()], None);
    assert_eq!(since(HOUR, |s| s.status = StandardStatus::AtCalibration), left, "sent to calibration afterwards");
    assert_eq!(since(HOUR, |s| s.status = StandardStatus::Retired), left);
    assert_eq!(since(HOUR, |s| s.location = "shelf".to_owned()), (vec![], None));
    let (_, refused) = since(HOUR, |s| s.traceability.validity.until = Some(Date::constant(2026, 11, 19)));
    assert_eq!(refused, Some("standard_not_in_order"), "the certificate never counted on that day");
    let renewed = |s: &mut Standard| {
        s.traceability.certificate = "C-2".to_owned();
        s.traceability.validity.from = Date::constant(2026, 11, 21);
    };
    assert_eq!(since(HOUR, renewed), (vec![], None), "calibrated anew since");
    assert_eq!(since(-HOUR, renewed), (vec!["standard_changed_since".to_owned()], None), "calibrated anew before");
}

// C-4.5.3: failed and back: what was measured in between is answered for in words, and nobody is silent about it.
#[test]
fn a_standard_that_failed_and_is_back_is_asked_about() {
    let mut world = World::filled();
    let (now, later) = (world.now, |hours: i64| world.now.plus_millis(hours * HOUR));
    let versions = vec![(Instant(0), block(|_| ())), (later(1), block(failed)), (later(2), block(|_| ()))];
    world.facts.standards.insert(id(30), Versions::of(versions).unwrap());
    let asked = vec![("standard_failed_between".to_owned(), Severity::Warning)];
    assert_eq!(codes(&world), asked);
    let before = vec![(Instant(0), block(failed)), (now.plus_millis(-HOUR), block(|_| ()))];
    world.facts.standards.insert(id(30), Versions::of(before).unwrap());
    assert_eq!(codes(&world), [], "failed and put right before the readings");
}

// C-4.5.2: no reading in force, no doubt; a corrected number was observed with the first one.
#[test]
fn only_readings_in_force_are_doubtful_by_the_day_they_were_observed() {
    let mut world = World::filled();
    let versions = vec![(Instant(0), block(|_| ())), (world.now.plus_millis(HOUR), block(|s| s.status = StandardStatus::Retired))];
    world.facts.standards.insert(id(30), Versions::of(versions).unwrap());
    let first = world.record().cells[R1].entries[0].event;
    world.now = world.now.plus_millis(2 * HOUR);
    let second = world.does(LIN, amended(first, "20.10")).unwrap();
    let stopped = |world: &World| codes(world).iter().any(|(code, _)| code == "standard_not_in_order");
    assert!(!stopped(&world));
    world.does(LIN, Body::Withdrawn { amends: second, reason: "bumped".to_owned() }).unwrap();
    world.does(LIN, entered("as_found/points/20/indication/r3", "20.10", "mm")).unwrap();
    assert!(stopped(&world), "a new reading with it");
}

// C-4.5.2: an old version does not serve for ever.
#[test]
fn what_no_job_pack_can_have_missed_is_refused_at_once() {
    let put = |ago: i64, change: fn(&mut Standard)| {
        let mut world = World::new();
        world.does(LIN, super::world::opening(&[LIN])).unwrap();
        let old = equip(&world.facts, 30);
        let versions = vec![(Instant(0), block(|_| ())), (world.now.plus_millis(-ago), block(change))];
        world.facts.standards.insert(id(30), Versions::of(versions).unwrap());
        world.does(LIN, old).err()
    };
    assert_eq!(put(29 * DAY, failed), None);
    assert_eq!(put(31 * DAY, failed), Some("standard_not_in_use"));
    assert_eq!(put(31 * DAY, |s| s.traceability.validity.until = Some(Date::constant(2026, 11, 1))), Some("standard_out_of_date"));
    assert_eq!(put(31 * DAY, |s| s.location = "shelf".to_owned()), None);
}

/// What is found of a record of the task, whose versions are these.
fn of_task(versions: Vec<Task>, change: impl FnOnce(&mut World)) -> (Vec<(String, Severity)>, Option<&'static str>) {
    let mut world = World::new();
    world.facts.tasks.insert(id(61), Versions::of(versions.into_iter().map(|task| (Instant(0), task)).collect()).unwrap());
    let order = serde_json::json!({"id": uuid::Uuid::from_u128(60), "number": "O", "received_on": "2026-11-19"});
    let mut begun = opened(&[LIN]);
    (begun.task, begun.order) = (Some(id(61)), Some(serde_json::from_value(order).unwrap()));
    world.does(LIN, Body::Opened(Box::new(begun))).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.fill();
    change(&mut world);
    world.submits(LIN).unwrap();
    (codes(&world), world.checks(CHEN).err())
}

// C-4.2, C-5.1.2: what the customer agreed to is what is certified.
#[test]
fn a_record_that_is_not_what_the_task_says_is_not_checked() {
    let error = |code: &str| vec![(code.to_owned(), Severity::Error)];
    let warning = |code: &str| vec![(code.to_owned(), Severity::Warning)];
    assert_eq!(of_task(vec![task()], |_| ()), (vec![], None));
    let other = Task { edition: id(99), ..task() };
    assert_eq!(of_task(vec![other.clone()], |_| ()), (error("task_edition_differs"), Some("task_edition_differs")));
    assert_eq!(of_task(vec![task(), other], |_| ()), (vec![], None), "the order changed since");
    let off = Task { cancelled: true, ..task() };
    assert_eq!(of_task(vec![task(), off.clone()], |_| ()), (error("task_cancelled"), Some("task_cancelled")));
    assert_eq!(of_task(vec![task(), off, task()], |_| ()), (vec![], None), "and taken up again");
    assert_eq!(of_task(vec![Task { calibrators: vec![id(SUN)], ..task() }], |_| ()), (warning("calibrator_not_assigned"), None));
    // Taken off before the work began, or put on again only since: asked about; taken off afterwards: not.
    let off = Task { calibrators: vec![id(SUN)], ..task() };
    let changed = |after: i64, versions: [Task; 2]| {
        let [first, then] = versions;
        let versions = Versions::of(vec![(Instant(0), first), (MORNING.plus_millis(after), then)]).unwrap();
        of_task(vec![task()], |world| drop(world.facts.tasks.insert(id(61), versions)))
    };
    assert_eq!(changed(-HOUR, [task(), off.clone()]), (warning("calibrator_not_assigned"), None));
    assert_eq!(changed(HOUR, [task(), off.clone()]), (vec![], None));
    assert_eq!(changed(HOUR, [off.clone(), task()]), (warning("calibrator_assigned_later"), None));
    assert_eq!(changed(60_000, [off.clone(), task()]), (vec![], None), "clocks differ by so much");
    assert_eq!(changed(-HOUR, [off, task()]), (vec![], None), "assigned that morning");
}

// C-4.3.1: whoever began without an assignment is not assigned by one that was entered since.
#[test]
fn who_began_the_work_is_assigned_by_its_beginning() {
    let asked = |versions: Vec<(Instant, Task)>| {
        let mut world = World::new();
        world.facts.tasks.insert(id(61), Versions::always(task()));
        let order = serde_json::json!({"id": uuid::Uuid::from_u128(60), "number": "O", "received_on": "2026-11-19"});
        let mut begun = opened(&[LIN]);
        (begun.task, begun.order) = (Some(id(61)), Some(serde_json::from_value(order).unwrap()));
        world.does(LIN, Body::Opened(Box::new(begun))).unwrap();
        world.does(LIN, equip(&world.facts, 30)).unwrap();
        world.now = MORNING.plus_millis(3 * HOUR);
        world.fill();
        world.submits(LIN).unwrap();
        world.facts.tasks.insert(id(61), Versions::of(versions).unwrap());
        codes(&world).iter().filter(|(code, _)| code == "calibrator_assigned_later").count()
    };
    let off = || Task { calibrators: vec![id(SUN)], ..task() };
    let since = |hours: i64| MORNING.plus_millis(hours * HOUR);
    assert_eq!(asked(vec![(Instant(0), off()), (since(1), task())]), 1, "before the first reading, and after the beginning");
    assert_eq!(asked(vec![(Instant(0), off()), (since(-1), task())]), 0);
    assert_eq!(asked(vec![(since(1), off()), (since(2), task())]), 0, "a task that was entered afterwards is asked about by itself");
}

// C-4.3.1: whoever takes over on the second day is assigned by then.
#[test]
fn who_joins_the_work_is_assigned_by_the_first_own_reading() {
    let joined = |assigned: i64, reads: i64| {
        let both = Task { calibrators: vec![id(LIN), id(SUN)], ..task() };
        let versions = Versions::of(vec![(Instant(0), task()), (MORNING.plus_millis(assigned), both)]).unwrap();
        let (shown, _) = of_task(vec![task()], |world| {
            world.facts.tasks.insert(id(61), versions);
            world.now = MORNING.plus_millis(reads);
            let name = base::text::Bilingual::new("孙", "Sun");
            world.does(LIN, Body::Joined { person: id(SUN), name }).unwrap();
            world.does(SUN, entered("as_found/points/20/indication/r3", "20.02", "mm")).unwrap();
        });
        shown.iter().filter(|(code, _)| code.starts_with("calibrator_")).map(|(code, _)| code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(joined(DAY - HOUR, DAY), [""; 0]);
    assert_eq!(joined(DAY + HOUR, DAY), ["calibrator_assigned_later"]);
    assert_eq!(joined(-HOUR, DAY), [""; 0]);
}

// C-4.1.2.1, C-4.3.4
#[test]
fn what_is_declared_of_a_calibrator_later_is_shown_and_an_employment_on_the_day_stops_the_check() {
    let conflict = |world: &mut World| {
        let lin = world.facts.people.get_mut(&id(LIN)).unwrap();
        lin.latest_mut().conflicts.push(Conflict { customer: id(40), reason: String::new() });
    };
    assert_eq!(of_task(vec![task()], conflict), (vec![("conflict_declared_since".to_owned(), Severity::Warning)], None));
    for (until, stopped) in [(Date::constant(2026, 11, 19), false), (Date::constant(2026, 11, 20), true)] {
        let employed = move |world: &mut World| {
            let validity = Validity { from: Date::constant(2020, 1, 1), until: Some(until) };
            let employment = Employment { employer: "Other".to_owned(), calibration_body: true, validity };
            world.facts.people.get_mut(&id(LIN)).unwrap().latest_mut().employment.push(employment);
        };
        assert_eq!(of_task(vec![task()], employed).1, stopped.then_some("employed_by_other_body"));
    }
    let checker = |world: &mut World| {
        let chen = world.facts.people.get_mut(&id(CHEN)).unwrap();
        chen.latest_mut().conflicts.push(Conflict { customer: id(40), reason: String::new() });
    };
    assert_eq!(of_task(vec![task()], checker), (vec![], Some("conflict_of_interest")), "nor does the checker");
}

// C-4.1.2.1: the tablet knows one entry of the customer, and a conflict can be declared with another one of its name.
#[test]
fn a_conflict_with_another_entry_of_the_customer_before_the_work_stops_check_and_issue() {
    let found = |named: &[(i64, bool)], declared: &[(i64, bool)], issued: bool| {
        let mut world = World::filled();
        let name = world.record().opened.customer.name.clone();
        let entry = |same: bool| {
            let name = if same { name.clone() } else { Bilingual::new("别家", "Others") };
            Customer { code: "HD2".to_owned(), name, address: Bilingual::default(), contacts: Vec::new(), notes: String::new() }
        };
        let lin = world.facts.people[&id(LIN)].latest().clone();
        let person = |declares: bool| {
            let conflicts = declares.then(|| Conflict { customer: id(44), reason: String::new() });
            Person { conflicts: conflicts.into_iter().collect(), ..lin.clone() }
        };
        world.facts.customers.insert(id(44), through(named, entry));
        world.facts.people.insert(id(LIN), through(declared, person));
        world.submits(LIN).unwrap();
        (world.office.issued, world.office.issued_on_check) = (issued, issued);
        [Act::Check, Act::Issue].map(|act| conflicts_found(&world, act))
    };
    let nothing: [Vec<(&str, Weight)>; 2] = [vec![], vec![]];
    let both = |code: &'static str, weight: Weight| [vec![(code, weight)], vec![(code, weight)]];
    let asked = |code| both(code, Weight::Asks);
    let refused = || both("conflict_declared_before", Weight::Refuses);
    let (before, since) = ([(-HOUR, true)], [(HOUR, true)]);
    assert_eq!(found(&before, &before, false), refused());
    assert_eq!(found(&before, &since, false), asked("conflict_declared_since"));
    assert_eq!(found(&since, &before, false), asked("conflict_declared_since"), "another customer when the work began");
    assert_eq!(found(&[(-HOUR, true), (HOUR, false)], &before, false), asked("conflict_declared_since"), "told apart since");
    assert_eq!(found(&[], &before, false), nothing, "another customer");
    assert_eq!(found(&before, &[(-HOUR, true), (HOUR, false)], false), asked("conflict_withdrawn_since"));
    assert_eq!(found(&before, &[(-HOUR, true), (HOUR, false), (2 * HOUR, true)], false), refused(), "and declared again");
    assert_eq!(found(&before, &before, true), asked("conflict_declared_since"), "a certificate rests on it");
}

/// An entry that was not like this long ago, and was or was not from so many milliseconds after the work began.
fn through<T>(versions: &[(i64, bool)], entry: impl Fn(bool) -> T) -> Versions<T> {
    let later = versions.iter().map(|(at, is)| (MORNING.plus_millis(*at), entry(*is)));
    Versions::of(std::iter::once((Instant(0), entry(false))).chain(later).collect()).unwrap()
}

/// What an act finds of conflicts of interest.
fn conflicts_found(world: &World, act: Act) -> Vec<(&'static str, Weight)> {
    let unmet = conditions::unmet(&Basis { act, ..basis(world) }).into_iter().filter(|unmet| unmet.code.starts_with("conflict_"));
    unmet.map(|unmet| (unmet.code, unmet.weight)).collect()
}

// C-4.4, C-5.1.2: an agreed temperature says nothing of the humidity.
#[test]
fn each_environment_outside_its_limits_needs_a_deviation_of_its_own() {
    let agreed = |path: &str| Body::Deviation { what: "hot".to_owned(), consent: "Ms Wu".to_owned(), path: path.to_owned() };
    let checks = |bodies: &[Body]| {
        let mut world = World::opened();
        world.fill_at("25.1");
        let humidity = world.record().cells["environment/end/humidity"].entries[0].event;
        world.does(LIN, Body::Amended { amends: humidity, after: number("95", "% RH"), reason: "misread".to_owned() }).unwrap();
        for body in bodies {
            world.does(LIN, body.clone()).unwrap();
        }
        world.submits(LIN).unwrap();
        world.checks(CHEN).err()
    };
    let (hot, humid) = (agreed("environment/end/temperature"), agreed("environment/end/humidity"));
    let not_agreed = Body::Deviation { what: "humid".to_owned(), consent: " ".to_owned(), path: "environment/end/humidity".to_owned() };
    assert_eq!(checks(&[]), Some("deviation_missing"));
    assert_eq!(checks(&[agreed("")]), Some("deviation_missing"), "the method as a whole");
    assert_eq!(checks(std::slice::from_ref(&hot)), Some("deviation_missing"));
    assert_eq!(checks(&[hot.clone(), not_agreed]), Some("deviation_missing"));
    assert_eq!(checks(&[hot, humid]), None, "start and end are one quantity");
    let unknown = World::opened().does(LIN, agreed("environment/end/pressure"));
    assert_eq!(unknown, Err("path_unknown"));
    let old: Body = serde_json::from_str(r#"{"type":"deviation","what":"hot","consent":"Ms Wu"}"#).unwrap();
    assert_eq!(old, agreed(""));
}

// A record's day is the server's, not the tablet's (C-5.4.1 f).
#[test]
fn entries_carry_the_clock_offset_of_their_exchange() {
    let mut world = World::new();
    world.facts.visits.insert(id(50), Versions::always(visit(20)));
    world.clock_offset = 5_000;
    world.does(LIN, Body::Opened(on_visit(50))).unwrap();
    let reason = "broken".to_owned();
    world.does(LIN, Body::Entered { path: R1.to_owned(), value: Value::NotObserved { reason } }).unwrap();
    let entry = &world.record().cells[R1].entries[0];
    assert_eq!((entry.at, entry.when()), (world.now, world.now.plus_millis(5_000)));
    assert_eq!(world.record().opened_offset, 5_000);
}
