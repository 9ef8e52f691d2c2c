use super::world::{CHEN, LIN, MORNING, R1, R2, SUN, World, adjusted, amended, entered, equip, id, number, opening};
use crate::event::body::{Body, Value};
use crate::record::facts::Asked;
use crate::record::finding::RecordFinding;
use crate::record::{RecordStatus, path};
use crate::visit::tests::check;
use crate::visit::{CheckMoment, StandardCheck};
use base::time::Instant;

fn not_observed(path: &str, reason: &str) -> Body {
    Body::Entered { path: path.to_owned(), value: Value::NotObserved { reason: reason.to_owned() } }
}

fn returned(n: u128) -> Body {
    Body::Returned { findings: vec![RecordFinding { id: id(n), path: R1.to_owned(), text: "which jaw?".to_owned() }] }
}

// C-4.3.1: authorised per service and day, by the day at the place and the server's clock.
#[test]
fn authorisations_are_judged_on_offset_corrected_time_at_the_place() {
    // 2026-12-31T15:59:59Z is still that day in Shanghai; a second later it is not.
    let last = Instant(1_798_732_799_000);
    for (now, offset, allowed) in [(last, 0, true), (last, 1_000, false), (last.plus_millis(1_000), -1_000, true)] {
        let mut world = World::new();
        (world.now, world.clock_offset) = (now, offset);
        assert_eq!(world.does(LIN, opening(&[LIN])).is_ok(), allowed, "{now:?} {offset}");
    }
    assert_eq!(World::new().does(CHEN, opening(&[CHEN])), Err("not_authorised"));
    assert_eq!(World::new().does(SUN, opening(&[LIN])), Err("not_a_calibrator"));
}

#[test]
fn a_record_of_another_customers_item_does_not_begin() {
    let Body::Opened(mut opened) = opening(&[LIN]) else { unreachable!() };
    opened.customer.id = id(99);
    assert_eq!(World::new().does(LIN, Body::Opened(opened)), Err("opened_inconsistent"));
}

#[test]
fn what_is_written_on_a_record_that_may_not_be_stays_visible() {
    let mut world = World::new();
    world.facts.editions.clear();
    assert_eq!(world.does(LIN, opening(&[LIN])), Err("edition_unknown"));
    assert_eq!(world.does(LIN, entered(R1, "20", "mm")), Err("record_not_open"));
    let record = world.record();
    assert_eq!(record.abandoned.as_ref().map(|given_up| given_up.what.reason.as_str()), Some("edition_unknown"));
    assert_eq!(record.set_aside[1].value, Some(number("20", "mm")));
    assert!(record.cells.is_empty());
}

// C-4.5.2.
#[test]
fn no_reading_without_a_valid_standard_in_each_required_slot() {
    let mut world = World::new();
    world.does(LIN, opening(&[LIN])).unwrap();
    assert_eq!(world.does(LIN, entered(R1, "20", "mm")), Err("standard_missing"));
    assert_eq!(world.does(LIN, equip(&world.facts, 31)), Err("standard_out_of_date"));
    let Body::Equipped { slot, mut standard } = equip(&world.facts, 30) else { unreachable!() };
    standard.standard.traceability.certificate = "forged".to_owned();
    assert_eq!(world.does(LIN, Body::Equipped { slot, standard }), Err("standard_differs"));
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.does(LIN, entered(R1, "20", "mm")).unwrap();
    world.now = Instant(MORNING.0 + 365 * 5 * 86_400_000);
    world.facts.people.values_mut().for_each(|person| person.latest_mut().authorisations[0].validity.until = None);
    assert_eq!(world.does(LIN, entered(R2, "20", "mm")), Err("standard_out_of_date"));
}

// C-5.2.2.2.
#[test]
fn on_a_visit_no_reading_without_a_passed_arrival_check() {
    let mut world = World::on_site(Asked::Made);
    for (moment, passed, allowed) in
        [(CheckMoment::Departure, true, false), (CheckMoment::Arrival, false, false), (CheckMoment::Arrival, true, true)]
    {
        world.standard_checked(StandardCheck { passed, ..check(id(30), moment, true) });
        assert_eq!(world.does(LIN, entered(R1, "20.00", "mm")).err(), (!allowed).then_some("arrival_check_missing"));
    }
}

// C-5.5.3.
#[test]
fn a_value_is_entered_once_at_a_place_of_the_form_in_the_methods_unit() {
    let mut world = World::opened();
    world.does(LIN, entered(R1, "20.00", "mm")).unwrap();
    for (body, code) in [
        (entered(R1, "20.01", "mm"), "already_entered"),
        (entered(R2, "2", "cm"), "unit_fixed"),
        (entered("environment/start/temperature", "293", "K"), "unit_fixed"),
        (entered("as_found/points/20/indication/r0", "20", "mm"), "path_unknown"),
        (entered("as_found/points/20/indication/r03", "20", "mm"), "path_unknown"),
        (entered("as_found/points/20/indication/r100", "20", "mm"), "path_unknown"),
        (entered("as_found/points/21/indication/r1", "20", "mm"), "path_unknown"),
        (entered("record", "20", "mm"), "path_unknown"),
        (entered("as_left/points/20/indication/r1", "20", "mm"), "not_adjusted"),
        (not_observed(R2, " "), "text_missing"),
        (Body::Entered { path: R2.to_owned(), value: Value::Text { text: "20".to_owned() } }, "value_kind"),
    ] {
        assert_eq!(world.does(LIN, body.clone()), Err(code), "{body:?}");
    }
    world.does(LIN, entered("as_found/points/20/indication/r3", "20.1", "mm")).unwrap();
    world.does(LIN, not_observed(R2, "covered")).unwrap();
}

// C-5.2.2.3.
#[test]
fn the_item_is_adjusted_with_consent_and_then_read_as_left() {
    let mut world = World::opened();
    assert_eq!(world.does(LIN, adjusted("")), Err("text_missing"));
    world.does(LIN, adjusted("Ms Wu")).unwrap();
    assert_eq!(world.does(LIN, entered(R1, "20", "mm")), Err("adjusted_already"));
    world.does(LIN, not_observed(R1, "forgotten before the adjustment")).unwrap();
    world.does(LIN, entered("as_left/points/20/indication/r1", "20", "mm")).unwrap();
    assert!(path::missing(world.record()).contains(&"as_left/points/20/indication/r2".to_owned()));
    let mut fixed = World::opened();
    fixed.record.as_mut().unwrap().opened.edition.form.adjustable = false;
    assert_eq!(fixed.does(LIN, adjusted("Ms Wu")), Err("not_adjustable"));
}

// C-5.5.4.
#[test]
fn only_the_observer_strikes_through_with_a_reason_and_only_what_stands() {
    let mut world = World::opened();
    let first = world.does(LIN, entered(R1, "20.00", "mm")).unwrap();
    for who in [SUN, CHEN, 99] {
        assert_eq!(world.does(who, amended(first, "21")), Err("amend_only_observer"));
        assert_eq!(world.does(who, Body::Withdrawn { amends: first, reason: "r".to_owned() }), Err("amend_only_observer"));
    }
    let nothing = Body::Amended { amends: first, after: number("21", "mm"), reason: String::new() };
    assert_eq!(world.does(LIN, nothing), Err("text_missing"));
    let second = world.does(LIN, amended(first, "20.05")).unwrap();
    assert_eq!(world.does(LIN, amended(first, "20.10")), Err("already_struck"));
    assert_eq!(world.does(LIN, amended(id(5), "20.10")), Err("amends_unknown"));
    world.does(LIN, Body::Withdrawn { amends: second, reason: "bumped".to_owned() }).unwrap();
    assert_eq!(world.does(LIN, Body::Withdrawn { amends: second, reason: "bumped".to_owned() }), Err("already_struck"));
    assert!(world.record().cells[R1].in_force().is_none());
    world.does(LIN, amended(second, "20.10")).unwrap();
    assert_eq!(world.record().cells[R1].entries.len(), 3);
}

#[test]
fn a_withdrawn_reading_asks_for_an_extra_one() {
    let mut world = World::filled();
    let first = world.record().cells[R1].entries[0].event;
    world.does(LIN, Body::Withdrawn { amends: first, reason: "bumped".to_owned() }).unwrap();
    assert_eq!(path::missing(world.record()), vec!["as_found/points/20/indication/r3".to_owned()]);
    assert_eq!(world.submits(LIN), Err("record_incomplete"));
    world.does(LIN, entered("as_found/points/20/indication/r3", "20", "mm")).unwrap();
    world.submits(LIN).unwrap();
}

// C-5.5.2.
#[test]
fn a_signature_stands_for_exactly_what_the_signer_saw() {
    let mut world = World::filled();
    let seen = world.record().head;
    world.does(LIN, Body::Remarked { path: "record".to_owned(), text: "one more".to_owned() }).unwrap();
    let results = Box::default();
    let stale =
        Body::Submitted { head: seen, results, engine_version: "1.2.0".to_owned(), statement: crate::record::submit::STATEMENT.to_owned() };
    assert_eq!(world.does(LIN, stale), Err("head_differs"));
    world.submits(LIN).unwrap();
    assert_eq!(world.submits(LIN), Err("already_signed"));
    assert_eq!(world.does(LIN, entered("as_found/points/20/indication/r3", "20", "mm")), Err("record_not_open"));
}

#[test]
fn with_two_calibrators_both_sign() {
    let mut world = World::new();
    world.does(LIN, opening(&[LIN, SUN])).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.fill();
    world.submits(LIN).unwrap();
    assert_eq!(world.checks(CHEN), Err("signatures_missing"));
    world.submits(SUN).unwrap();
    world.checks(CHEN).unwrap();
}

// C-4.3.1.
#[test]
fn the_checker_is_another_person_and_finds_everything_there() {
    let mut world = World::filled();
    assert_eq!(world.checks(CHEN), Err("record_not_open"));
    world.submits(LIN).unwrap();
    assert_eq!(world.checks(LIN), Err("checker_is_calibrator"));
    assert_eq!(world.checks(SUN), Err("not_authorised"));
    world.does(CHEN, returned(70)).unwrap();
    assert_eq!(world.record().status, RecordStatus::Returned);
    assert_eq!(world.submits(LIN), Err("findings_unanswered"));
    world.does(LIN, Body::Answered { finding: id(70), text: "the outer ones".to_owned() }).unwrap();
    world.submits(LIN).unwrap();
    world.checks(CHEN).unwrap();
}

#[test]
fn after_issue_only_a_correction_case_opens_the_record_again() {
    let mut world = World::filled();
    world.submits(LIN).unwrap();
    world.checks(CHEN).unwrap();
    let reopened = || Body::Reopened { case: id(80), reason: "wrong range".to_owned() };
    assert_eq!(world.does(CHEN, reopened()), Err("record_not_issued"));
    world.office.issued = true;
    world.office.issued_on_check = true;
    assert_eq!(world.does(CHEN, returned(72)), Err("record_issued"));
    assert_eq!(world.does(CHEN, Body::Reopened { case: id(80), reason: ".".to_owned() }), Err("reason_without_words"));
    world.does(CHEN, reopened()).unwrap();
    assert!(world.record().check.is_none());
    assert_eq!(world.does(LIN, Body::Abandoned { reason: "no".to_owned() }), Err("record_issued"));
    let first = world.record().cells[R1].entries[0].event;
    world.does(LIN, amended(first, "20.10")).unwrap();
    world.submits(LIN).unwrap();
}
