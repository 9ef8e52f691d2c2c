//! What stands beside the values: seals, adjustments, notes at a point, the customer's confirmation.

use super::doubts::codes;
use super::world::{LIN, R1, R2, SUN, World, adjusted, amended, entered, number};
use crate::event::Hash;
use crate::event::body::{Body, Value};
use crate::record::{check, notice, path};
use base::id::EventId;
use measurement::method::Stage;

const LEFT: &str = "as_left/points/20/indication/r1";

fn seal(what: &str, seal: &str) -> Body {
    Body::Sealed { what: what.to_owned(), seal: seal.to_owned() }
}

fn remark(path: &str) -> Body {
    Body::Remarked { path: path.to_owned(), text: "a scratch".to_owned() }
}

fn confirmed() -> Body {
    Body::CustomerConfirmed { name: "Ms Wu".to_owned(), signature: "100,200 160,230 200,180".to_owned() }
}

// C-5.3.4: sealed whether or not it was adjusted; which adjuster and which seal are recorded, each seal apart.
#[test]
fn an_adjuster_is_sealed_without_an_adjustment() {
    let mut world = World::opened();
    world.record.as_mut().unwrap().opened.edition.form.adjustable = false;
    assert_eq!(world.does(LIN, seal(" ", "HZ-77")), Err("text_missing"));
    assert_eq!(world.does(LIN, seal("zero screw", "")), Err("text_missing"));
    assert_eq!(world.does(SUN, seal("zero screw", "HZ-77")), Err("not_a_calibrator"));
    world.does(LIN, seal("zero screw", "HZ-77")).unwrap();
    world.does(LIN, seal("span screw", "HZ-78")).unwrap();
    let seals: Vec<_> = world.record().seals.iter().map(|entry| entry.what.seal.as_str()).collect();
    assert_eq!(seals, ["HZ-77", "HZ-78"]);
    assert!(world.record().adjustments.is_empty(), "a seal is no adjustment");
    assert_eq!(path::missing(world.record()).iter().filter(|path| path.starts_with("as_left")).count(), 0);
}

// C-5.1.2, C-5.2.2.3, C-5.3.4, C-5.5.4: a consent, a reason, a seal or a name that no screen and no paper shows was not given; a
// signature is more than a dot.
#[test]
fn what_nobody_can_read_was_not_said() {
    for unseen in ["\u{200b}", " \u{feff}\u{a0}", "\u{2800}"] {
        let text = || unseen.to_owned();
        let mut world = World::opened();
        let first = world.does(LIN, entered(R1, "20.00", "mm")).unwrap();
        for body in [
            seal(unseen, "HZ-77"),
            seal("zero screw", unseen),
            adjusted(unseen),
            Body::Adjusted { consent: "Ms Wu".to_owned(), what: text(), seal: String::new() },
            Body::Deviation { what: text(), consent: "Ms Wu".to_owned(), path: String::new() },
            Body::Remarked { path: "record".to_owned(), text: text() },
            Body::CustomerConfirmed { name: text(), signature: "100,200 160,230 200,180".to_owned() },
            Body::CustomerConfirmed { name: "Ms Wu".to_owned(), signature: "0,0".to_owned() },
            Body::Amended { amends: first, after: number("21", "mm"), reason: text() },
            Body::Amended { amends: first, after: Value::NotObserved { reason: text() }, reason: "misread".to_owned() },
            Body::Withdrawn { amends: first, reason: text() },
            Body::Abandoned { reason: text() },
            Body::Entered { path: R2.to_owned(), value: Value::NotObserved { reason: text() } },
        ] {
            assert_eq!(world.does(LIN, body.clone()), Err("text_missing"), "{body:?}");
        }
        // Written down before the customer is asked, and agreed to by nobody so far.
        world.does(LIN, Body::Deviation { what: "outside jaws".to_owned(), consent: text(), path: String::new() }).unwrap();
        assert_eq!(world.record().unagreed_deviations().count(), 1, "{unseen:?}");
    }
}

// C-5.4.1 j, C-5.2.2.3: what was read between two adjustments says nothing of how the item was left.
#[test]
fn readings_as_left_are_made_after_the_last_adjustment() {
    let mut world = World::filled();
    world.does(LIN, adjusted("Ms Wu")).unwrap();
    let first = world.does(LIN, entered(LEFT, "20.03", "mm")).unwrap();
    assert_eq!(notice::before_the_last_adjustment(world.record()), Vec::<String>::new());
    world.does(LIN, adjusted("Ms Wu")).unwrap();
    assert_eq!(notice::before_the_last_adjustment(world.record()), [LEFT]);
    assert!(notice::notices(world.record()).iter().any(|finding| finding.code == "as_left_before_adjustment" && finding.path == LEFT));
    // A corrected number was still observed when it was.
    let corrected = world.does(LIN, amended(first, "20.02")).unwrap();
    assert_eq!(notice::before_the_last_adjustment(world.record()), [LEFT]);
    world.does(LIN, Body::Withdrawn { amends: corrected, reason: "adjusted again".to_owned() }).unwrap();
    world.does(LIN, entered("as_left/points/20/indication/r2", "20.00", "mm")).unwrap();
    world.does(LIN, entered("as_left/points/20/indication/r3", "20.00", "mm")).unwrap();
    assert_eq!(notice::before_the_last_adjustment(world.record()), Vec::<String>::new());
    assert_eq!(path::missing(world.record()), Vec::<String>::new());
}

// C-5.4.1 j: numbers that say nothing of how the item was left are answered for. What was not observed states nothing.
#[test]
fn readings_as_left_before_the_last_adjustment_are_asked_about() {
    const CODE: &str = "as_left_adjusted_since";
    let asked = |world: &World| codes(world).into_iter().filter(|(code, _)| code == CODE).count();
    let mut world = World::filled();
    world.does(LIN, adjusted("Ms Wu")).unwrap();
    let value = Value::NotObserved { reason: "worn".to_owned() };
    world.does(LIN, Body::Entered { path: "as_left/points/20/indication/r2".to_owned(), value }).unwrap();
    world.does(LIN, adjusted("Ms Wu")).unwrap();
    assert_eq!(asked(&world), 0);
    let read = world.does(LIN, entered(LEFT, "20.03", "mm")).unwrap();
    assert_eq!(asked(&world), 0, "read after it");
    world.does(LIN, adjusted("Ms Wu")).unwrap();
    assert_eq!(asked(&world), 1);
    world.does(LIN, Body::Withdrawn { amends: read, reason: "adjusted again".to_owned() }).unwrap();
    assert_eq!(asked(&world), 0);
}

// C-5.5.3: a remark or a photo belongs to the whole record, to a point, or to one place of the form.
#[test]
fn notes_belong_to_a_point_and_values_do_not() {
    let mut world = World::opened();
    let at = path::point(Stage::AsFound, "20");
    assert_eq!(at, "as_found/points/20");
    for known in ["record", at.as_str(), R1, "environment/start/temperature"] {
        world.does(LIN, remark(known)).unwrap();
    }
    let photo = |path: &str| Body::Attached {
        path: path.to_owned(),
        sha256: Hash::of(b"photo"),
        media_type: "image/jpeg".to_owned(),
        size: 5,
        name: "scratch.jpg".to_owned(),
    };
    world.does(LIN, photo(&at)).unwrap();
    for unknown in ["as_found/points/21", "as_found/points", "as_seen/points/20", "as_found/points/20/indication"] {
        assert_eq!(world.does(LIN, remark(unknown)), Err("path_unknown"), "{unknown}");
        assert_eq!(world.does(LIN, photo(unknown)), Err("path_unknown"), "{unknown}");
    }
    assert_eq!(world.does(LIN, entered(&at, "20", "mm")), Err("path_unknown"), "a point holds no value");
}

// C-5.5.4: what the customer confirmed is what stood there; a value written afterwards asks for another confirmation.
#[test]
fn a_confirmation_is_of_what_stood_there() {
    let outdated = |world: &World| world.record().confirmations.last().unwrap().what.outdated;
    let mut world = World::filled();
    let first = world.record().cells[R1].entries[0].event;
    let later: [fn(EventId) -> Body; 4] = [
        |first| amended(first, "20.10"),
        |_| entered("as_found/points/20/indication/r3", "20", "mm"),
        |_| adjusted("Ms Wu"),
        |_| Body::Entered {
            path: "as_found/points/20/indication/r4".to_owned(),
            value: Value::NotObserved { reason: "covered".to_owned() },
        },
    ];
    for change in later {
        world.does(LIN, confirmed()).unwrap();
        world.does(LIN, remark("record")).unwrap();
        assert!(!outdated(&world), "a remark changes nothing that was confirmed");
        world.does(LIN, change(first)).unwrap();
        assert!(outdated(&world));
    }
    world.does(LIN, confirmed()).unwrap();
    assert!(!outdated(&world), "and another one can be given");
}

// C-5.5.4: a second confirmation takes no place of the first.
#[test]
fn every_confirmation_of_the_customer_stays() {
    let mut world = World::filled();
    world.does(LIN, confirmed()).unwrap();
    world.does(LIN, Body::CustomerConfirmed { name: "Mr Li".to_owned(), signature: "300,100 360,130 400,80".to_owned() }).unwrap();
    let signed: Vec<_> =
        world.record().confirmations.iter().map(|entry| (entry.what.name.as_str(), entry.what.signature.as_str())).collect();
    assert_eq!(signed, [("Ms Wu", "100,200 160,230 200,180"), ("Mr Li", "300,100 360,130 400,80")]);
}

// C-5.5.2, C-5.5.4: a file attached by mistake is struck through by who attached it; its bytes are not waited for.
#[test]
fn an_attachment_is_struck_through_by_who_attached_it_and_stays() {
    let photo = Body::Attached {
        path: "record".to_owned(),
        sha256: Hash::of(b"photo"),
        media_type: "image/jpeg".to_owned(),
        size: 5,
        name: "scratch.jpg".to_owned(),
    };
    let strike = |amends| Body::Withdrawn { amends, reason: "the wrong item".to_owned() };
    let mut world = World::filled();
    let attached = world.does(LIN, photo).unwrap();
    assert_eq!(check::missing_files(world.record(), &world.office), [Hash::of(b"photo")]);
    assert_eq!(world.does(SUN, strike(attached)), Err("amend_only_observer"));
    world.does(LIN, strike(attached)).unwrap();
    assert_eq!(world.does(LIN, strike(attached)), Err("already_struck"));
    let entry = &world.record().attachments[0];
    assert_eq!((entry.what.name.as_str(), entry.struck.as_ref().unwrap().reason.as_str()), ("scratch.jpg", "the wrong item"));
    assert_eq!(check::missing_files(world.record(), &world.office), []);
}
