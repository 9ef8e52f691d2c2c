//! Texts that say nothing where words are needed (C-5.1.2, C-5.2.2.3, C-5.5.4). A tablet refuses them before it makes the
//! event; what an older build made counts, and the checker asks.

use super::doubts::{basis, codes};
use super::world::{CHEN, LIN, R1, World, entered, equip, id, number, standard};
use crate::conditions;
use crate::conditions::act::Act;
use crate::conditions::basis::Basis;
use crate::event::body::{Body, Value};
use crate::record::facts::Asked;
use crate::record::words::{doubtful_confirmation, unexplained, unsaid};
use crate::register::versions::Versions;

const R3: &str = "as_found/points/20/indication/r3";

/// A filled record with a remark, and another standard at hand.
fn filled() -> World {
    let mut world = World::filled();
    world.facts.standards.insert(id(32), Versions::always(standard("S-03", "2030-01-01")));
    world.does(LIN, Body::Remarked { path: "record".to_owned(), text: "a scratch".to_owned() }).unwrap();
    assert_eq!(world.does_on(LIN, 12, entered(R1, "20.31", "mm")), Err("already_entered_elsewhere"));
    world
}

/// Every change that has a reason, for this one.
fn changes(world: &World, reason: &str) -> Vec<Body> {
    let (record, why) = (world.record(), || reason.to_owned());
    let (read, remark, waits) = (record.cells[R1].entries[0].event, record.remarks[0].event, record.set_aside[0].event);
    let Body::Equipped { slot, standard } = equip(&world.facts, 32) else { unreachable!() };
    vec![
        Body::Amended { amends: read, after: number("20.01", "mm"), reason: why() },
        Body::Amended { amends: read, after: Value::NotObserved { reason: why() }, reason: "it slips".to_owned() },
        Body::Withdrawn { amends: read, reason: why() },
        Body::Withdrawn { amends: remark, reason: why() },
        Body::Chosen { event: waits, reason: why() },
        Body::Reequipped { slot, standard, reason: why() },
        Body::Entered { path: R3.to_owned(), value: Value::NotObserved { reason: why() } },
    ]
}

// C-5.5.4: a full stop says of no change why it was made; a short reason does.
#[test]
fn a_change_has_its_reason_in_words_or_is_asked_about() {
    for nothing in [".", "—", "ok", "x", "误", "7"] {
        for n in 0..changes(&filled(), nothing).len() {
            let mut world = filled();
            let change = changes(&world, nothing).remove(n);
            world.asked = Asked::BeforeMade;
            assert_eq!(world.does(LIN, change.clone()), Err("reason_without_words"), "{change:?}");
            world.asked = Asked::Made;
            world.does(LIN, change.clone()).unwrap();
            let found = unexplained(world.record()).unwrap_or_else(|| panic!("{change:?}"));
            assert_eq!((found.params["reason"].as_str(), found.params["entries"].as_str()), (nothing, "1"), "{change:?}");
        }
    }
    for words in ["slip", "手误", "ой, не те"] {
        for n in 0..changes(&filled(), words).len() {
            let mut world = filled();
            let change = changes(&world, words).remove(n);
            world.asked = Asked::BeforeMade;
            world.does(LIN, change).unwrap();
            assert_eq!(unexplained(world.record()), None, "{words}");
        }
    }
}

// C-5.5.4: reasons without words are asked about once, whatever their number.
#[test]
fn all_reasons_without_words_are_one_question() {
    let mut world = filled();
    let mut last = world.record().cells[R1].entries[0].event;
    for text in ["20.01", "20.02"] {
        last = world.does(LIN, Body::Amended { amends: last, after: number(text, "mm"), reason: ".".to_owned() }).unwrap();
    }
    let found = unexplained(world.record()).unwrap();
    assert_eq!((found.code.as_ref(), found.path.as_str(), found.params["entries"].as_str()), ("reason_says_nothing", R1, "2"));
}

const SIGNED: &str = "100,200 160,230 200,180";

fn adjusted(consent: &str, what: &str, seal: &str) -> Body {
    Body::Adjusted { consent: consent.to_owned(), what: what.to_owned(), seal: seal.to_owned() }
}

fn deviation(what: &str, consent: &str) -> Body {
    Body::Deviation { what: what.to_owned(), consent: consent.to_owned(), path: String::new() }
}

fn confirmed(name: &str, signature: &str) -> Body {
    Body::CustomerConfirmed { name: name.to_owned(), signature: signature.to_owned() }
}

fn sealed(what: &str, seal: &str) -> Body {
    Body::Sealed { what: what.to_owned(), seal: seal.to_owned() }
}

/// Refused before a tablet makes it; made by an older build, it counts.
fn made_by_an_older_build(body: Body, code: &str) -> World {
    let mut world = World::filled();
    world.asked = Asked::BeforeMade;
    assert_eq!(world.does(LIN, body.clone()), Err(code), "{body:?}");
    world.asked = Asked::Made;
    world.does(LIN, body).unwrap();
    world
}

// C-5.1.2, C-5.2.2.3, C-5.3.4: a consent names somebody, what was done has words, a seal has a mark.
#[test]
fn a_note_says_who_consented_and_what_was_done_or_is_asked_about() {
    for body in [
        adjusted(".", "zero", ""),
        adjusted("无", "zero", ""),
        adjusted("None", "zero", ""),
        adjusted("Ms Wu", ".", ""),
        adjusted("Ms Wu", "zero", "."),
        sealed("zero screw", "."),
        sealed("—", "HZ-77"),
        deviation(".", "Ms Wu"),
    ] {
        let world = made_by_an_older_build(body.clone(), "text_without_words");
        let found = unsaid(world.record()).unwrap_or_else(|| panic!("{body:?}"));
        assert_eq!((found.code.as_ref(), found.params["entries"].as_str()), ("note_says_nothing", "1"), "{body:?}");
        assert!(codes(&world).iter().any(|(code, _)| code == "note_says_nothing"), "{body:?}");
    }
    for body in [
        adjusted("吴女士", "调零", "HZ-7"),
        adjusted("Ms Wu", "zero", ""),
        sealed("S2", "7"),
        deviation("hot", "Ma Jun"),
        deviation("hot", ""),
    ] {
        let mut world = World::filled();
        world.asked = Asked::BeforeMade;
        world.does(LIN, body).unwrap();
        assert_eq!(unsaid(world.record()), None);
    }
}

// C-5.1.2: a full stop agrees to nothing.
#[test]
fn a_deviation_that_nobody_is_named_for_is_not_agreed() {
    for consent in [".", "无", "none", "N/A", "待定", "не погоджено"] {
        let mut world = made_by_an_older_build(deviation("outside jaws", consent), "text_without_words");
        assert_eq!(world.record().unagreed_deviations().count(), 1, "{consent}");
        let found = unsaid(world.record()).unwrap();
        assert_eq!((found.params["text"].as_str(), found.params["entries"].as_str()), (consent, "1"));
        world.submits(LIN).unwrap();
        assert_eq!(world.checks(CHEN), Err("deviation_not_agreed"), "{consent}");
    }
}

// C-5.1.2, C-5.4.2: the statement of what was checked with such a consent is not issued without an answer; agreed to later in the same
// words, nothing is asked.
#[test]
fn a_consent_that_names_nobody_is_asked_about_at_the_issue() {
    let asked = |world: &World| {
        let basis = Basis { act: Act::Issue, ..basis(world) };
        conditions::unmet(&basis).into_iter().filter(|unmet| unmet.code == "note_says_nothing").count()
    };
    for (consent, asks) in [(".", 1), ("OK", 1), ("+86 512 0000", 1), ("", 0), ("Ms Wu", 0)] {
        let mut world = World::filled();
        world.does(LIN, deviation("outside jaws", consent)).unwrap();
        assert_eq!(asked(&world), asks, "{consent}");
        world.does(LIN, deviation("outside jaws", "Ms Wu")).unwrap();
        assert_eq!(asked(&world), 0, "{consent}, then agreed");
    }
}

// C-5.5.4: the customer confirms with a name and a signature, and nobody in the customer's place.
#[test]
fn a_confirmation_names_a_person_and_is_signed_or_is_asked_about() {
    for (name, signature, code) in
        [(".", SIGNED, "text_without_words"), ("无", SIGNED, "text_without_words"), ("Ms Wu", "1,1 2,2", "text_missing")]
    {
        let mut world = made_by_an_older_build(confirmed(name, signature), code);
        assert_eq!(doubtful_confirmation(world.record()).unwrap().params["name"], name);
        assert!(is_asked_about(&world), "{name}");
        world.office.issued = true;
        assert!(!is_asked_about(&world), "its certificate is issued");
    }
    for name in ["Li", "王"] {
        let mut world = World::filled();
        world.asked = Asked::BeforeMade;
        world.does(LIN, confirmed(name, SIGNED)).unwrap();
        assert_eq!(doubtful_confirmation(world.record()), None, "{name}");
    }
}

fn is_asked_about(world: &World) -> bool {
    codes(world).iter().any(|(code, _)| code == "confirmation_doubtful")
}

// C-5.5.4: the customer's person may have a calibrator's name, and the checker finds out.
#[test]
fn a_namesake_of_a_calibrator_confirms_and_the_checker_is_asked() {
    let calibrator = World::filled().record().calibrators[0].name.clone();
    let spaced: String = calibrator.zh.chars().flat_map(|c| [c, ' ']).collect();
    for name in [calibrator.zh, calibrator.en.clone(), format!(" {}. ", calibrator.en.to_uppercase()), spaced] {
        let mut world = World::filled();
        world.asked = Asked::BeforeMade;
        world.does(LIN, confirmed(&name, SIGNED)).unwrap();
        assert_eq!(doubtful_confirmation(world.record()).unwrap().params["name"], name);
        assert!(is_asked_about(&world), "{name}");
    }
}
