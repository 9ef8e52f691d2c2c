//! Of two tablets the person chooses, among what was observed by the rules (C-5.5.3, C-5.5.4).

use super::world::{LIN, R1, SUN, World, amended, entered, equip, id, number, opening};
use crate::event::body::Body;
use base::id::EventId;

fn choose(event: EventId) -> Body {
    Body::Chosen { event, reason: "steadier".to_owned() }
}

#[test]
fn what_two_tablets_entered_waits_for_the_person() {
    let mut world = World::opened();
    world.does_on(LIN, 11, entered(R1, "20.00", "mm")).unwrap();
    assert_eq!(world.does_on(LIN, 12, entered(R1, "20.05", "mm")), Err("already_entered_elsewhere"));
    let waiting = world.record().set_aside[0].event;
    assert_eq!(world.does_on(LIN, 12, amended(waiting, "20.10")), Err("amended_elsewhere"));
    let choose = |event| Body::Chosen { event, reason: "steadier".to_owned() };
    assert_eq!(world.does(SUN, choose(waiting)), Err("amend_only_observer"));
    let amendment = world.record().set_aside[1].event;
    world.does_on(LIN, 11, choose(amendment)).unwrap();
    assert_eq!(world.does_on(LIN, 11, choose(amendment)), Err("nothing_to_choose"));
    let entries = &world.record().cells[R1].entries;
    assert_eq!((entries.len(), entries[1].value.clone(), entries[0].struck.is_some()), (2, number("20.10", "mm"), true));
}

// C-4.5.2, C-5.5.3: nothing that the rules for readings refuse can be had by choosing it.
#[test]
fn what_could_not_be_entered_cannot_be_chosen() {
    let mut world = World::opened();
    let first = world.does_on(LIN, 11, entered(R1, "20.00", "mm")).unwrap();
    for (body, code) in [
        (entered(R1, "2", "cm"), "unit_fixed"),
        (Body::Entered { path: R1.to_owned(), value: crate::event::body::Value::Text { text: "20".to_owned() } }, "value_kind"),
        (Body::Amended { amends: first, after: number("2", "cm"), reason: "r".to_owned() }, "unit_fixed"),
    ] {
        assert_eq!(world.does_on(LIN, 12, body.clone()), Err(code), "{body:?}");
    }
    let second = world.does_on(LIN, 11, amended(first, "20.05")).unwrap();
    let wrong = Body::Amended { amends: first, after: number("2", "cm"), reason: "r".to_owned() };
    assert_eq!(world.does_on(LIN, 12, wrong), Err("unit_fixed"), "not amended elsewhere");
    assert_eq!(world.does_on(LIN, 12, amended(first, "20.10")), Err("amended_elsewhere"));
    let waiting = world.record().set_aside.last().unwrap().event;
    let wrong = Body::Amended { amends: waiting, after: number("2", "cm"), reason: "r".to_owned() };
    assert_eq!(world.does_on(LIN, 12, wrong), Err("unit_fixed"), "nor through what waits");
    assert_eq!(world.does_on(LIN, 12, amended(waiting, "20.20")), Err("amended_elsewhere"));
    let adjusted = Body::Adjusted { consent: "Ms Wu".to_owned(), what: "zero".to_owned(), seal: String::new() };
    world.does_on(LIN, 11, adjusted).unwrap();
    assert_eq!(world.does_on(LIN, 12, entered(R1, "20.15", "mm")), Err("adjusted_already"));
    world.does_on(LIN, 11, choose(waiting)).unwrap();
    assert_eq!(world.record().cells[R1].entries.iter().filter(|entry| entry.event == second && entry.struck.is_some()).count(), 1);
}

// A choice is judged by when the observation was made, not by when the person chooses.
#[test]
fn what_was_in_order_when_it_was_observed_can_be_chosen_later() {
    let mut world = World::opened();
    world.does_on(LIN, 11, entered(R1, "20.00", "mm")).unwrap();
    assert_eq!(world.does_on(LIN, 12, entered(R1, "20.05", "mm")), Err("already_entered_elsewhere"));
    let waiting = world.record().set_aside[0].event;
    let adjusted = Body::Adjusted { consent: "Ms Wu".to_owned(), what: "zero".to_owned(), seal: String::new() };
    world.does(LIN, adjusted).unwrap();
    world.now = world.now.plus_millis(5 * 365 * 86_400_000);
    world.facts.people.values_mut().for_each(|person| person.latest_mut().authorisations[0].validity.until = None);
    world.does_on(LIN, 11, choose(waiting)).unwrap();
}

// What an earlier server let wait is looked at again when it is chosen.
#[test]
fn what_waits_without_a_standard_in_its_slot_is_not_chosen() {
    let mut world = World::new();
    world.does(LIN, opening(&[LIN])).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.does_on(LIN, 11, entered(R1, "20.00", "mm")).unwrap();
    assert_eq!(world.does_on(LIN, 12, entered(R1, "20.05", "mm")), Err("already_entered_elsewhere"));
    let waiting = &mut world.record.as_mut().unwrap().set_aside[0];
    waiting.equipment.clear();
    let event = waiting.event;
    assert_eq!(world.does_on(LIN, 11, choose(event)), Err("standard_missing"));
    assert_eq!(world.record().set_aside[0].event, event);
    assert_ne!(event, id(0));
}
