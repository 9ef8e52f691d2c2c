//! Joining, being taken off, giving up and taking up again (C-5.5.1, C-5.5.4).

use super::doubts::codes;
use super::world::{CHEN, LIN, R1, R2, SUN, World, entered, equip, id, number, opened, opening, task};
use crate::access::Role;
use crate::event::body::{Body, Value};
use crate::order::task::Task;
use crate::record::RecordStatus;
use crate::record::differences;
use crate::record::facts::Asked;
use crate::record::finding::RecordFinding;
use crate::register::versions::Versions;
use base::text::Bilingual;
use measurement::compute;

fn joined(person: u128) -> Body {
    Body::Joined { person: id(person), name: Bilingual::new("孙", "Sun") }
}

fn off(person: u128) -> Body {
    Body::TakenOff { person: id(person), reason: "never came".to_owned() }
}

fn given_up() -> Body {
    Body::Abandoned { reason: "wrong method".to_owned() }
}

fn taken_up() -> Body {
    Body::TakenUp { reason: "given up by mistake".to_owned() }
}

/// A record of a task that names these people.
fn of_task(people: &[u128]) -> World {
    let mut world = World::new();
    let named = Task { calibrators: people.iter().map(|who| id(*who)).collect(), ..task() };
    world.facts.tasks.insert(id(61), Versions::always(named));
    let order = serde_json::json!({"id": uuid::Uuid::from_u128(60), "number": "O", "received_on": "2026-11-19"});
    let mut begun = opened(&[LIN]);
    (begun.task, begun.order) = (Some(id(61)), Some(serde_json::from_value(order).unwrap()));
    world.does(LIN, Body::Opened(Box::new(begun))).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world
}

/// Chen is the technical manager, in the office.
fn with_manager(mut world: World, roles: &[Role]) -> World {
    world.facts.people.get_mut(&id(CHEN)).unwrap().latest_mut().roles = roles.to_vec();
    world
}

#[test]
fn nobody_joins_unasked_and_whoever_calibrates_or_the_task_asks() {
    assert_eq!(World::opened().does(SUN, joined(SUN)), Err("join_not_consented"));
    assert_eq!(of_task(&[LIN]).does(SUN, joined(SUN)), Err("join_not_consented"));
    of_task(&[LIN, SUN]).does(SUN, joined(SUN)).unwrap();
    World::opened().does(LIN, joined(SUN)).unwrap();
    assert_eq!(World::opened().does(CHEN, joined(SUN)), Err("not_a_calibrator"));
}

#[test]
fn who_recorded_nothing_is_taken_off_and_stays_legible() {
    let mut world = World::filled();
    world.does(LIN, joined(SUN)).unwrap();
    assert_eq!(world.does(SUN, off(LIN)), Err("not_the_opener"));
    assert_eq!(world.does(CHEN, off(SUN)), Err("not_the_opener"));
    assert_eq!(world.does(LIN, Body::TakenOff { person: id(SUN), reason: " ".to_owned() }), Err("text_missing"));
    world.submits(LIN).unwrap();
    assert_eq!(world.checks(CHEN), Err("signatures_missing"));
    world.does(LIN, off(SUN)).unwrap();
    let gone = &world.record().taken_off[0];
    assert_eq!((gone.what.name.en.as_str(), gone.what.reason.as_str(), gone.by), ("Sun", "never came", id(LIN)));
    assert_eq!(world.does(SUN, entered("as_found/points/20/indication/r3", "20", "mm")), Err("not_a_calibrator"));
    assert_eq!(world.does(LIN, off(LIN)), Err("calibrator_has_recorded"));
    world.checks(CHEN).unwrap();
    assert_eq!(world.does(LIN, off(SUN)), Err("record_not_open"), "not after the check");
}

#[test]
fn who_recorded_anything_signs_for_it_even_struck_through() {
    for writes in [
        Body::Remarked { path: "record".to_owned(), text: "a scratch".to_owned() },
        Body::Entered { path: R2.to_owned(), value: Value::NotObserved { reason: "covered".to_owned() } },
        Body::Sealed { what: "zero".to_owned(), seal: "HZ-1".to_owned() },
    ] {
        let mut world = World::opened();
        world.does(LIN, joined(SUN)).unwrap();
        let event = world.does(SUN, writes).unwrap();
        world.does(SUN, Body::Withdrawn { amends: event, reason: "misread".to_owned() }).unwrap();
        assert_eq!(world.does(LIN, off(SUN)), Err("calibrator_has_recorded"));
    }
}

// C-5.4.1 e, C-5.5.4: whose signature is all there is of them is asked about, and taken off once it is void.
#[test]
fn who_signed_without_an_entry_is_asked_about_and_taken_off_once_the_signature_is_void() {
    let asked = |world: &World| codes(world).iter().filter(|(code, _)| code == "calibrator_without_entry").count();
    let joint = |writes: Option<Body>| {
        let mut world = World::filled();
        world.does(LIN, joined(SUN)).unwrap();
        assert_eq!(asked(&world), 0, "who has not signed is waited for");
        if let Some(body) = writes {
            world.does(SUN, body).unwrap();
        }
        for who in [LIN, SUN] {
            world.submits(who).unwrap();
        }
        world
    };
    let remark = Body::Remarked { path: "record".to_owned(), text: "a scratch".to_owned() };
    let sha256 = crate::event::Hash::of(b"jaws");
    let photo = Body::Attached { path: R1.to_owned(), sha256, media_type: "image/png".to_owned(), size: 4, name: "jaws.png".to_owned() };
    for (writes, found) in [
        (None, 1),
        (Some(remark), 1),
        (Some(photo), 0),
        (Some(entered("as_found/points/20/indication/r3", "20.00", "mm")), 0),
        (Some(Body::Sealed { what: "zero".to_owned(), seal: "HZ-1".to_owned() }), 0),
    ] {
        assert_eq!(asked(&joint(writes.clone())), found, "{writes:?}");
    }
    let mut world = joint(None);
    assert_eq!(world.does(LIN, off(SUN)), Err("calibrator_has_recorded"), "the signature stands");
    let question = RecordFinding { id: id(77), path: "record".to_owned(), text: "who read it?".to_owned() };
    world.does(CHEN, Body::Returned { findings: vec![question] }).unwrap();
    world.does(LIN, off(SUN)).unwrap();
    assert!(!world.record().is_calibrated_by(id(SUN)) && world.record().submissions.len() == 2, "what was signed stays legible");
}

#[test]
fn the_last_calibrator_stays_and_who_leaves_by_themselves_comes_back_by_another_hand() {
    let mut world = World::new();
    world.does(LIN, opening(&[LIN])).unwrap();
    assert_eq!(world.does(LIN, off(LIN)), Err("calibrator_last"));
    let mut world = of_task(&[LIN, SUN]);
    world.does(LIN, joined(SUN)).unwrap();
    world.does(SUN, off(SUN)).unwrap();
    assert_eq!(world.does(SUN, joined(SUN)), Err("join_not_consented"));
    world.does(LIN, joined(SUN)).unwrap();
}

#[test]
fn the_office_takes_off_and_nobody_else_there() {
    for (roles, taken) in [(&[Role::Office][..], true), (&[Role::TechnicalManager], true), (&[Role::Administrator, Role::Checker], false)] {
        let mut world = with_manager(World::filled(), roles);
        world.does(LIN, joined(SUN)).unwrap();
        world.in_office = true;
        assert_eq!(world.does(CHEN, off(SUN)).err(), (!taken).then_some("not_the_opener"), "{roles:?}");
    }
}

#[test]
fn a_record_is_given_up_by_who_began_it_and_goes_on_where_it_stood() {
    let mut world = World::filled();
    world.does(LIN, joined(SUN)).unwrap();
    assert_eq!(world.does(SUN, given_up()), Err("not_the_opener"));
    assert_eq!(world.does(LIN, taken_up()), Err("record_not_given_up"));
    world.does(LIN, given_up()).unwrap();
    assert_eq!(world.record().status, RecordStatus::Abandoned);
    assert_eq!(world.does(SUN, taken_up()), Err("not_the_opener"));
    world.does(LIN, taken_up()).unwrap();
    let record = world.record();
    assert_eq!((record.status, record.abandoned.is_none()), (RecordStatus::Draft, true));
    let before = &record.given_up[0];
    assert_eq!(before.what.reason, "wrong method");
    assert_eq!(before.struck.as_ref().map(|strike| strike.reason.as_str()), Some("given up by mistake"));
    assert_eq!(record.cells[R1].in_force().map(|entry| entry.value.clone()), Some(number("20.00", "mm")));
    world.does(LIN, given_up()).unwrap();
    world.facts.succeeded.insert(id(7));
    assert_eq!(world.does(LIN, taken_up()), Err("record_succeeded"));
}

#[test]
fn the_technical_manager_gives_up_what_waits_for_a_signature_that_never_comes() {
    let mut world = with_manager(World::filled(), &[Role::TechnicalManager]);
    world.does(LIN, joined(SUN)).unwrap();
    world.submits(LIN).unwrap();
    assert_eq!(world.does(LIN, given_up()), Err("record_not_open"));
    world.in_office = true;
    world.does(CHEN, given_up()).unwrap();
    world.does(CHEN, taken_up()).unwrap();
    assert_eq!(world.record().status, RecordStatus::Submitted);
    world.facts.people.get_mut(&id(CHEN)).unwrap().latest_mut().roles = vec![Role::Office, Role::Administrator];
    assert_eq!(world.does(CHEN, given_up()), Err("not_the_opener"));
}

#[test]
fn a_record_that_never_counted_is_not_taken_up() {
    let mut world = World::new();
    world.facts.editions.clear();
    assert_eq!(world.does(LIN, opening(&[LIN])), Err("edition_unknown"));
    assert_eq!(world.does(LIN, taken_up()), Err("record_not_given_up"));
}

#[test]
fn what_older_tablets_cannot_read_says_so() {
    assert_eq!((off(SUN).version(), taken_up().version(), given_up().version(), joined(SUN).version()), (2, 2, 1, 1));
}

// C-5.5.2: each calibrator answers for the results they signed, whoever signs last; what has to be signed again counts no more.
#[test]
fn results_that_any_of_the_calibrators_signed_are_compared() {
    for (wrong, found) in [(&[][..], 0), (&[LIN][..], 1), (&[SUN][..], 1), (&[LIN, SUN][..], 1)] {
        let mut world = World::filled();
        world.does(LIN, joined(SUN)).unwrap();
        let computed = compute(&world.record().observations());
        let mut other = computed.clone();
        other.points[0].refused = Some("elsewhere".to_owned());
        for who in [LIN, SUN] {
            let results = Box::new(if wrong.contains(&who) { other.clone() } else { computed.clone() });
            let (head, statement) = (world.record().head, crate::record::submit::STATEMENT.to_owned());
            world.does(who, Body::Submitted { head, results, engine_version: "1.2.0".to_owned(), statement }).unwrap();
        }
        let paths =
            |world: &World| differences::differences(world.record(), &computed).into_iter().map(|(path, ..)| path).collect::<Vec<_>>();
        assert_eq!(paths(&world), vec!["as_found/points/20".to_owned(); found], "{wrong:?}");
        let question = RecordFinding { id: id(77), path: "record".to_owned(), text: "what was signed?".to_owned() };
        world.does(CHEN, Body::Returned { findings: vec![question] }).unwrap();
        assert_eq!(paths(&world), Vec::<String>::new(), "{wrong:?}");
    }
}

// C-5.5.1, C-5.5.4: who takes a calibrator off or a record up says why in words. A tablet asks beforehand, the office always.
#[test]
fn who_takes_a_calibrator_off_or_a_record_up_says_why_in_words() {
    for nothing in [".", "—", "ok"] {
        let reason = || nothing.to_owned();
        let off = || Body::TakenOff { person: id(SUN), reason: reason() };
        let mut world = World::opened();
        world.does(LIN, joined(SUN)).unwrap();
        world.asked = Asked::BeforeMade;
        assert_eq!(world.does(LIN, off()), Err("reason_without_words"), "{nothing}");
        world.asked = Asked::Made;
        world.does(LIN, off()).unwrap();
        let up = || Body::TakenUp { reason: reason() };
        let mut world = World::opened();
        world.does(LIN, given_up()).unwrap();
        world.asked = Asked::BeforeMade;
        assert_eq!(world.does(LIN, up()), Err("reason_without_words"), "{nothing}");
        world.asked = Asked::Made;
        world.does(LIN, up()).unwrap();
        let mut office = with_manager(World::opened(), &[Role::TechnicalManager]);
        office.does(LIN, joined(SUN)).unwrap();
        office.in_office = true;
        assert_eq!(office.does(CHEN, off()), Err("reason_without_words"), "{nothing}");
        office.does(CHEN, given_up()).unwrap();
        assert_eq!(office.does(CHEN, up()), Err("reason_without_words"), "{nothing}");
    }
}

// C-5.5.1: who gives a record up says why in words. A tablet asks beforehand; what one of an older build made counts as it is.
#[test]
fn a_reason_without_words_is_refused_before_a_tablet_makes_the_event() {
    for nothing in [".", "—", "ok"] {
        let give_up = || Body::Abandoned { reason: nothing.to_owned() };
        let mut world = World::opened();
        world.asked = Asked::BeforeMade;
        assert_eq!(world.does(LIN, give_up()), Err("reason_without_words"), "{nothing}");
        world.asked = Asked::Made;
        world.does(LIN, give_up()).unwrap();
    }
}
