//! Corrections after issue, and what a record holds beside its values.

use super::world::{CHEN, LIN, MORNING, R1, R2, SUN, World, amended, entered, equip, id};
use crate::certificate::origin::Origin;
use crate::event::Hash;
use crate::event::body::Body;
use crate::record::differences::doubtful_files;
use crate::record::finding::RecordFinding;
use crate::record::office::StoredFile;
use crate::record::{RecordStatus, notice, standing};
use crate::register::versions::Versions;
use crate::visit::CheckMoment;
use crate::visit::tests::check;
use base::time::{Date, Instant};

fn returned(n: u128) -> Body {
    Body::Returned { findings: vec![RecordFinding { id: id(n), path: R1.to_owned(), text: "which jaw?".to_owned() }] }
}

fn reopened(case: u128) -> Body {
    Body::Reopened { case: id(case), reason: "wrong range".to_owned() }
}

fn withdrawn(amends: base::id::EventId) -> Body {
    Body::Withdrawn { amends, reason: "not so".to_owned() }
}

fn deviation(consent: &str) -> Body {
    Body::Deviation { what: "outside jaws only".to_owned(), consent: consent.to_owned(), path: String::new() }
}

fn remark(path: &str) -> Body {
    Body::Remarked { path: path.to_owned(), text: "scale hard to read".to_owned() }
}

fn answered(n: u128) -> Body {
    Body::Answered { finding: id(n), text: "the outside ones".to_owned() }
}

/// Checked, and a certificate issued on that check.
fn issued() -> World {
    let mut world = World::filled();
    world.submits(LIN).unwrap();
    world.checks(CHEN).unwrap();
    world.office.issued = true;
    world.office.issued_on_check = true;
    world
}

// C-5.4.2: a certificate was issued, whatever state its record is in now.
#[test]
fn an_issued_record_is_never_given_up() {
    let mut world = issued();
    let give_up = || Body::Abandoned { reason: "no".to_owned() };
    world.does(CHEN, reopened(80)).unwrap();
    world.office.case = Some(Origin::Record);
    assert_eq!(world.does(LIN, give_up()), Err("record_issued"));
    world.submits(LIN).unwrap();
    world.office.issued_on_check = false;
    world.does(CHEN, returned(70)).unwrap();
    assert_eq!(world.record().status, RecordStatus::Returned);
    assert_eq!(world.does(LIN, give_up()), Err("record_issued"));
    assert_eq!(world.does(SUN, give_up()), Err("not_a_calibrator"));
}

// C-5.4.2.2: a withdrawn case leaves its record open; the next case reopens it in whatever state it is.
#[test]
fn a_record_is_reopened_for_the_next_case_wherever_the_last_one_left_it() {
    let mut world = issued();
    assert_eq!(world.does(CHEN, returned(71)), Err("record_issued"));
    world.does(CHEN, reopened(80)).unwrap();
    world.office.issued_on_check = false;
    world.does(CHEN, reopened(81)).unwrap();
    world.submits(LIN).unwrap();
    world.does(CHEN, reopened(82)).unwrap();
    assert!(world.record().calibrators.iter().all(|calibrator| !calibrator.signed), "what was signed is signed anew");
    world.submits(LIN).unwrap();
    world.does(CHEN, returned(72)).unwrap();
    world.does(CHEN, reopened(83)).unwrap();
    assert_eq!(world.submits(LIN), Err("findings_unanswered"), "what was found is still to be answered");
    world.does(LIN, answered(72)).unwrap();
    world.submits(LIN).unwrap();
    // No case is open: the certificate would go on saying something else than the checked record.
    assert_eq!(world.checks(CHEN), Err("correction_case_missing"));
    world.office.case = Some(Origin::Record);
    world.checks(CHEN).unwrap();
    world.office.case = None;
    assert_eq!(world.does(CHEN, returned(73)), Err("record_issued"), "it is opened again by a case alone");
    assert_eq!(world.record().reopened.len(), 4);
    let mut never = World::filled();
    assert_eq!(never.does(CHEN, reopened(84)), Err("record_not_issued"));
}

// C-5.1.2: nothing is certified with a departure from the method that the customer has not agreed to.
#[test]
fn a_deviation_that_is_not_agreed_stops_the_check_until_it_is_agreed_or_withdrawn() {
    for agrees in [true, false] {
        let mut world = World::filled();
        let made = world.does(LIN, deviation(" ")).unwrap();
        assert!(notice::notices(world.record()).iter().any(|finding| finding.code == "deviation_not_agreed"));
        world.submits(LIN).unwrap();
        assert_eq!(world.checks(CHEN), Err("deviation_not_agreed"));
        world.does(CHEN, returned(70)).unwrap();
        world.does(LIN, answered(70)).unwrap();
        assert_eq!(world.does(SUN, withdrawn(made)), Err("amend_only_observer"));
        world.does(LIN, if agrees { deviation("Ms Wu") } else { withdrawn(made) }).unwrap();
        assert_eq!(world.record().unagreed_deviations().count(), 0);
        assert_eq!(world.record().deviations.len(), if agrees { 2 } else { 1 }, "what was written stays");
        world.submits(LIN).unwrap();
        world.checks(CHEN).unwrap();
    }
}

// C-5.4.1, C-5.5.4: a remark for the certificate; struck through by who wrote it, with a reason, once.
#[test]
fn remarks_can_be_meant_for_the_certificate_and_be_struck_through() {
    let mut world = World::opened();
    let made = world.does(LIN, remark("certificate")).unwrap();
    assert_eq!(world.does(LIN, remark("certificates")), Err("path_unknown"));
    assert_eq!(world.does(LIN, entered("certificate", "20", "mm")), Err("path_unknown"));
    assert_eq!(world.does(SUN, withdrawn(made)), Err("amend_only_observer"));
    assert_eq!(world.does(LIN, Body::Withdrawn { amends: made, reason: " ".to_owned() }), Err("text_missing"));
    world.does(LIN, withdrawn(made)).unwrap();
    assert_eq!(world.does(LIN, withdrawn(made)), Err("already_struck"));
    let remarks = &world.record().remarks;
    assert_eq!((remarks[0].what.text.as_str(), standing(remarks).count()), ("scale hard to read", 0), "legible, and struck");
    assert_eq!(remarks[0].struck.as_ref().map(|strike| strike.reason.as_str()), Some("not so"));
}

// C-5.2.2.3, C-5.4.1 j: a wrong seal is struck through once the right one is entered, but the only adjustment never is.
#[test]
fn the_only_adjustment_stays() {
    let mut world = World::opened();
    let adjusted = |seal: &str| Body::Adjusted { consent: "Ms Wu".to_owned(), what: "zero".to_owned(), seal: seal.to_owned() };
    let wrong = world.does(LIN, adjusted("S-1")).unwrap();
    assert_eq!(world.does(LIN, withdrawn(wrong)), Err("adjustment_last"));
    world.does(LIN, adjusted("S-7")).unwrap();
    world.does(LIN, withdrawn(wrong)).unwrap();
    let seals: Vec<_> = standing(&world.record().adjustments).map(|made| made.what.seal.as_str()).collect();
    assert_eq!(seals, ["S-7"]);
}

// C-5.3.4: a wrong seal is struck through, and the right one written beside it.
#[test]
fn a_seal_is_struck_through() {
    let mut world = World::opened();
    let made = world.does(LIN, Body::Sealed { what: "zero screw".to_owned(), seal: "HZ-77".to_owned() }).unwrap();
    assert_eq!(world.does(SUN, withdrawn(made)), Err("amend_only_observer"));
    world.does(LIN, withdrawn(made)).unwrap();
    assert_eq!((world.record().seals.len(), standing(&world.record().seals).count()), (1, 0));
}

fn reequip(world: &World, standard: u128, reason: &str) -> Body {
    let Body::Equipped { slot, standard } = equip(&world.facts, standard) else { unreachable!() };
    Body::Reequipped { slot, standard, reason: reason.to_owned() }
}

/// A second good standard, 32.
fn with_another() -> World {
    let mut world = World::filled();
    let mut another = world.facts.standards[&id(30)].latest().clone();
    "S-03".clone_into(&mut another.number);
    world.facts.standards.insert(id(32), Versions::always(another));
    world
}

// C-5.4.1 h, C-5.5.4: a wrong standard is an error in the record. What the observer amends after correcting it belongs to the right
// one, and nothing else does.
#[test]
fn what_is_amended_after_another_standard_was_written_down_belongs_to_it() {
    let mut world = with_another();
    let bound = |world: &World, path: &str| world.record().cells[path].in_force().unwrap().equipment["blocks"];
    let first = bound(&world, R1);
    assert_eq!(world.does(LIN, reequip(&world, 32, " ")), Err("text_missing"));
    assert_eq!(world.does(SUN, reequip(&world, 32, "wrong box")), Err("not_a_calibrator"));
    let right = world.does(LIN, reequip(&world, 32, "wrong box")).unwrap();
    assert_eq!(bound(&world, R1), first, "nothing changes by itself");
    let amends = world.record().cells[R1].entries[0].event;
    world.does(LIN, amended(amends, "20.00")).unwrap();
    assert_eq!((bound(&world, R1), bound(&world, R2)), (right, first));
    assert_eq!(world.record().cells[R1].entries[0].equipment["blocks"], first, "the struck one says what it said");
    // An ordinary swap binds nothing that was read before.
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    let amends = world.record().cells[R2].entries[0].event;
    world.does(LIN, amended(amends, "20.10")).unwrap();
    assert_eq!(bound(&world, R2), first);
}

// C-4.5.2, C-5.2.2.2: it must have been in order then, whatever it is today.
#[test]
fn another_standard_is_judged_on_the_day_of_the_readings() {
    let mut world = with_another();
    world.facts.standards.get_mut(&id(32)).unwrap().latest_mut().traceability.validity.until = Some(Date::constant(2026, 11, 30));
    world.facts.people.values_mut().for_each(|person| person.latest_mut().authorisations[0].validity.until = None);
    world.now = Instant(MORNING.0 + 90 * 86_400_000);
    assert_eq!(world.does(LIN, equip(&world.facts, 32)), Err("standard_out_of_date"));
    assert_eq!(world.does(LIN, reequip(&world, 31, "wrong box")), Err("standard_out_of_date"), "not valid then");
    world.record.as_mut().unwrap().opened.visit = Some(id(50));
    assert_eq!(world.does(LIN, reequip(&world, 32, "wrong box")), Err("arrival_check_missing"));
    world.standard_checked(check(id(32), CheckMoment::Arrival, true));
    world.does(LIN, reequip(&world, 32, "wrong box")).unwrap();
}

// C-5.5.2: a file that is not as the record describes it, or that somebody else sent, is shown to the checker; none is lost.
#[test]
fn files_that_are_not_what_the_record_says_are_shown_to_the_checker() {
    let mut world = World::filled();
    let sha256 = Hash::of(b"jaws");
    let attached = Body::Attached { path: R1.to_owned(), sha256, media_type: "image/png".to_owned(), size: 4, name: "jaws.png".to_owned() };
    world.does(LIN, attached).unwrap();
    world.submits(LIN).unwrap();
    assert_eq!(world.checks(CHEN), Err("files_missing"));
    let good = StoredFile { media_type: "image/png".to_owned(), size: 4, by: [id(LIN)].into() };
    for (stored, codes) in [
        (good.clone(), &[][..]),
        (StoredFile { media_type: "image/jpeg".to_owned(), ..good.clone() }, &["attachment_differs"]),
        (StoredFile { size: 5, ..good.clone() }, &["attachment_differs"]),
        (StoredFile { by: [id(CHEN)].into(), ..good }, &["attachment_of_another"]),
    ] {
        world.office.stored.insert(sha256, stored);
        let found = doubtful_files(world.record(), &world.office);
        assert_eq!(found.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>(), codes);
        let asked = super::doubts::codes(&world);
        assert_eq!(asked.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), codes, "and the checker answers");
    }
    world.checks(CHEN).unwrap();
}
