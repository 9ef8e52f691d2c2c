//! Texts that say nothing where words are needed (C-5.5.4). A tablet refuses them before it makes the event; what an older build made
//! counts, and the checker asks.

use super::world::{LIN, R1, World, entered, equip, id, number, standard};
use crate::event::body::{Body, Value};
use crate::record::facts::Asked;
use crate::record::words::unexplained;
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
