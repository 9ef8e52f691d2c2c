use serde_json::json;
use uuid::Uuid;

use super::{Around, decide};
use crate::event::body::Body;
use crate::event::{Event, Hash, Stream};
use crate::record::facts::{Asked, Facts};
use crate::register::versions::Versions;
use crate::visit::fold::VisitState;
use crate::visit::{CheckDone, CheckMoment, StandardCheck, Visit};
use base::finding::Refusal;
use base::id::Id;
use base::time::Instant;

/// 2026-11-20T01:00Z, nine in the morning in Shanghai.
const MORNING: i64 = 1_795_136_400_000;
const DAY: i64 = 86_400_000;

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn visit(day: &str) -> Visit {
    serde_json::from_value(json!({"number": "V", "customer": Uuid::from_u128(4), "place": Uuid::from_u128(5), "day": day,
        "people": [Uuid::from_u128(1)], "standards": []}))
    .unwrap()
}

/// A visit on 20 November 2026 of person 1; person 2 has a task on it, person 3 has not.
fn facts(days: &[&str]) -> Facts {
    let name = json!({"zh": "某", "en": "Somebody"});
    let mut facts = Facts::default();
    for n in 1..=3 {
        let person = json!({"name": name, "sign_in": "s", "title_level": "senior", "active": true});
        facts.people.insert(id(n), Versions::always(serde_json::from_value(person).unwrap()));
    }
    let validity = json!({"from": "2025-01-01", "until": "2030-01-01"});
    let standard = json!({"name": name, "number": "S-01", "model": "", "range": "", "characteristic": "", "status": "in_use",
        "traceability": {"traced_to": name, "certificate": "C", "validity": validity}});
    facts.standards.insert(id(30), Versions::always(serde_json::from_value(standard).unwrap()));
    let versions = days.iter().enumerate().map(|(n, day)| (Instant(i64::try_from(n).unwrap()), visit(day))).collect();
    facts.visits.insert(id(50), Versions::of(versions).unwrap());
    facts.on_visit.entry(id(50)).or_default().insert(id(2));
    facts.offsets.insert(id(5), 480);
    facts
}

fn check(moment: CheckMoment, good: bool) -> StandardCheck {
    crate::visit::tests::check(id(30), moment, good)
}

fn done(moment: CheckMoment, good: bool) -> CheckDone {
    crate::visit::tests::done(check(moment, good), Instant(MORNING))
}

fn checks(facts: &Facts, state: &VisitState, asked: Asked, who: u128, at: i64, moment: CheckMoment) -> Option<&'static str> {
    decide(&Around { facts, state, clock_offset: 0, asked }, &event(who, at, check(moment, true))).err().map(|refusal| refusal.code())
}

fn event(who: u128, at: i64, check: StandardCheck) -> Event {
    Event {
        v: 1,
        id: id(100),
        stream: Stream::visit(id(50)),
        author: id(who),
        device: id(9),
        device_seq: 0,
        prev: Hash::ZERO,
        at: Instant(at),
        elapsed: 0,
        body: Body::StandardChecked(check),
    }
}

// C-5.2.2.2
#[test]
fn an_arrival_check_is_of_the_visits_day_at_its_place() {
    let nothing = VisitState::default();
    let on = |days: &[&str], at| checks(&facts(days), &nothing, Asked::Made, 1, at, CheckMoment::Arrival);
    let planned = ["2026-11-20"];
    for (at, allowed) in [
        (MORNING, true),
        (MORNING + DAY, true),
        (MORNING - DAY, true),
        (MORNING + 2 * DAY, false),
        (MORNING - 2 * DAY, false),
        (MORNING - 5 * DAY, false),
        // 2026-11-18T16:00Z is the 19th in Shanghai; a second before it is not.
        (MORNING - DAY - 9 * 3_600_000, true),
        (MORNING - DAY - 9 * 3_600_000 - 1_000, false),
    ] {
        assert_eq!(on(&planned, at), (!allowed).then_some("visit_other_day"), "{at}");
    }
    assert_eq!(on(&["2026-11-25", "2026-11-20"], MORNING + 5 * DAY), None, "the office moved it");
    let departs = checks(&facts(&planned), &nothing, Asked::Made, 1, MORNING - 5 * DAY, CheckMoment::Departure);
    assert_eq!(departs, None, "packed the week before");
}

// C-5.2.2.2
#[test]
fn an_arrival_check_is_by_who_goes_or_calibrates_there() {
    let nothing = VisitState::default();
    for (who, allowed) in [(1, true), (2, true), (3, false)] {
        let refused = checks(&facts(&["2026-11-20"]), &nothing, Asked::Made, who, MORNING, CheckMoment::Arrival);
        assert_eq!(refused, (!allowed).then_some("not_on_visit"), "{who}");
    }
}

// C-4.5.3, C-5.2.2.2: a check before departure or after the return confirms what others measured, or takes the standard out of use.
#[test]
fn before_departure_and_after_the_return_a_standard_is_checked_by_who_has_it() {
    let nothing = VisitState::default();
    let mut facts = facts(&["2026-11-20"]);
    let role = |facts: &mut Facts, who: u128, role: &str| {
        let name = json!({"zh": "某", "en": "Somebody"});
        let person = json!({"name": name, "sign_in": "s", "title_level": "senior", "roles": [role], "active": true});
        facts.people.insert(id(who), Versions::always(serde_json::from_value(person).unwrap()));
    };
    role(&mut facts, 3, "calibrator");
    role(&mut facts, 4, "technical_manager");
    for moment in [CheckMoment::Departure, CheckMoment::Return] {
        for (who, allowed) in [(1, true), (2, true), (3, false), (4, true)] {
            let refused = checks(&facts, &nothing, Asked::Made, who, MORNING, moment);
            assert_eq!(refused, (!allowed).then_some("not_on_visit"), "{moment:?} {who}");
        }
    }
}

// C-4.5.3, C-5.2.2.2
#[test]
fn a_standard_leaves_before_the_visit_and_comes_back_after_it() {
    let (departure, arrival_back) = (CheckMoment::Departure, CheckMoment::Return);
    for (moment, good, days, allowed) in [
        (departure, true, -30, true),
        (departure, true, 1, true),
        (departure, true, 2, false),
        (arrival_back, true, -2, false),
        (arrival_back, false, -2, false),
        (arrival_back, true, -1, true),
        (arrival_back, true, 0, true),
        (arrival_back, true, 14, true),
        (arrival_back, true, 15, false),
        (arrival_back, false, 15, true),
        (arrival_back, false, 300, true),
    ] {
        let on = |planned: &[&str]| {
            let state = VisitState::default();
            let around = Around { facts: &facts(planned), state: &state, clock_offset: 0, asked: Asked::Made };
            decide(&around, &event(1, MORNING + days * DAY, check(moment, good))).err().map(|refusal| refusal.code())
        };
        assert_eq!(on(&["2026-11-20"]), (!allowed).then_some("visit_other_day"), "{moment:?} {good} {days}");
        if allowed {
            assert_eq!(on(&["2026-11-20", "2027-03-01"]), None, "{moment:?} {good} {days}: the office moved it since");
        }
    }
}

// C-5.2.2.2: what older builds let through is shown to the checker (`record::site`).
#[test]
fn a_tablet_asks_for_the_departure_before_the_arrival() {
    let arrives = |checks_before: Vec<CheckDone>, asked| {
        let state = VisitState { checks: checks_before, ..VisitState::default() };
        checks(&facts(&["2026-11-20"]), &state, asked, 1, MORNING, CheckMoment::Arrival)
    };
    let missing = Some("departure_check_missing");
    assert_eq!(arrives(vec![], Asked::BeforeMade), missing);
    assert_eq!(arrives(vec![done(CheckMoment::Departure, false)], Asked::BeforeMade), missing);
    assert_eq!(arrives(vec![done(CheckMoment::Departure, true)], Asked::BeforeMade), None);
    assert_eq!(arrives(vec![], Asked::Made), None);
}

// C-4.5.3: a failure takes it out of use whenever it is found; that it is not packed or not settled yet does not, before it is used.
#[test]
fn a_standard_that_fails_a_check_is_out_of_use() {
    let used = [done(CheckMoment::Departure, true), done(CheckMoment::Arrival, true)];
    for (moment, good, before, fails) in [
        (CheckMoment::Return, false, &used[..], true),
        (CheckMoment::Return, false, &[], true),
        (CheckMoment::Return, true, &used, false),
        (CheckMoment::Arrival, false, &used, true),
        (CheckMoment::Arrival, false, &used[..1], true),
        (CheckMoment::Arrival, false, &[], true),
        (CheckMoment::Departure, false, &[], true),
        (CheckMoment::Departure, false, &used, true),
        (CheckMoment::Arrival, true, &[], false),
        (CheckMoment::Departure, true, &[], false),
    ] {
        assert_eq!(check(moment, good).takes_out_of_use(before), fails, "{moment:?} {good} {before:?}");
    }
    for (moment, [working, protected_or_settled, passed], before, fails) in [
        (CheckMoment::Departure, [true, false, true], &used[..0], false),
        (CheckMoment::Departure, [true, false, true], &used, false),
        (CheckMoment::Departure, [true, false, false], &[], true),
        (CheckMoment::Departure, [false, true, true], &[], true),
        (CheckMoment::Arrival, [true, false, true], &[], false),
        (CheckMoment::Arrival, [true, false, false], &[], false),
        (CheckMoment::Arrival, [true, false, false], &used, true),
        (CheckMoment::Arrival, [true, true, false], &[], true),
        (CheckMoment::Arrival, [false, false, false], &[], true),
    ] {
        let check = StandardCheck { working, protected_or_settled, passed, ..check(moment, true) };
        assert_eq!(check.takes_out_of_use(before), fails, "{check:?} {before:?}");
    }
    for one in 0..3 {
        let mut check = check(CheckMoment::Return, true);
        *[&mut check.working, &mut check.protected_or_settled, &mut check.passed][one] = false;
        assert!(check.takes_out_of_use(&used), "{one}");
    }
}
