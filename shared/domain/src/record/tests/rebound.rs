//! Readings that are bound to another standard than the one they were taken with (C-4.5.2, C-4.5.3).

use std::collections::BTreeMap;

use super::restated::{found, told};
use super::world::{LIN, MORNING, R1, R2, World, amended, equip, id, number, standard};
use crate::conditions::act::Act;
use crate::event::body::{Body, Value};
use crate::library::affected::measured_since;
use crate::library::standard::{Standard, StandardStatus};
use crate::register::versions::Versions;
use base::time::Instant;

const HOUR: i64 = 3_600_000;

/// A record read with S-01, whose readings are amended to these numbers under S-03.
fn moved(numbers: [&str; 2]) -> World {
    let mut world = World::filled();
    world.facts.standards.insert(id(32), Versions::always(standard("S-03", "2030-01-01")));
    let Body::Equipped { slot, standard } = equip(&world.facts, 32) else { unreachable!() };
    world.does(LIN, Body::Reequipped { slot, standard, reason: "the other box".to_owned() }).unwrap();
    for (path, number) in [R1, R2].into_iter().zip(numbers) {
        let amends = world.record().cells[path].entries[0].event;
        world.does(LIN, amended(amends, number)).unwrap();
    }
    world.submits(LIN).unwrap();
    world
}

fn failing(world: &World, times: &[i64]) -> Versions<Standard> {
    let status = |n: usize| if n % 2 == 1 { StandardStatus::Failed } else { StandardStatus::InUse };
    let then = |n: usize| if n == 0 { Instant(0) } else { world.now.plus_millis(times[n - 1] * HOUR) };
    let version = |n: usize| (then(n), Standard { status: status(n), ..standard("S-01", "2030-01-01") });
    Versions::of((0..=times.len()).map(version).collect()).unwrap()
}

// C-4.5.2, C-4.5.3, C-5.5.3: nothing was measured with the other one, whether or not the first one has failed.
#[test]
fn readings_that_were_moved_from_one_standard_to_another_are_asked_about() {
    // Where the numbers are changed too, all readings of the point were exchanged for others.
    for (numbers, beside) in [(["20.00", "20.05"], vec![]), (["20.01", "20.06"], vec!["readings_struck"])] {
        let mut world = moved(numbers);
        assert_eq!(told(&world), [vec!["standard_exchanged"], beside.clone()].concat(), "a wrong one was written down");
        let unmet = found(&world, Act::Issue, "standard_exchanged").remove(0);
        assert_eq!((unmet.spot.params["number"].as_str(), unmet.spot.params["to"].as_str()), ("S-01", "S-03"));
        assert_eq!(unmet.clause, Some("C-4.5.2"));
        world.facts.standards.insert(id(30), failing(&world, &[1]));
        assert_eq!(told(&world), [vec!["standard_exchanged_since"], beside].concat());
        let unmet = found(&world, Act::Issue, "standard_exchanged_since").remove(0);
        assert_eq!((unmet.spot.params["number"].as_str(), unmet.spot.params["to"].as_str()), ("S-01", "S-03"));
        assert_eq!(unmet.clause, Some("C-4.5.3"));
    }
    // Put in its slot before the reading, or before a new one, the other standard was measured with.
    let mut world = World::opened();
    world.facts.standards.insert(id(32), Versions::always(standard("S-03", "2030-01-01")));
    world.does(LIN, equip(&world.facts, 32)).unwrap();
    world.fill();
    assert_eq!(told(&world), [""; 0]);
    let mut written_again = World::filled();
    written_again.facts.standards.insert(id(32), Versions::always(standard("S-03", "2030-01-01")));
    written_again.does(LIN, equip(&written_again.facts, 32)).unwrap();
    for number in [Value::NotObserved { reason: "the box".to_owned() }, number("20.00", "mm")] {
        let amends = written_again.record().cells[R1].in_force().unwrap().event;
        written_again.does(LIN, Body::Amended { amends, after: number, reason: "the other box".to_owned() }).unwrap();
    }
    written_again.facts.standards.insert(id(30), failing(&written_again, &[1]));
    assert_eq!(found(&written_again, Act::Check, "standard_exchanged_since").len(), 1, "the same number, by another standard");
    let mut read_again = moved(["20.00", "20.05"]);
    read_again.facts.standards.insert(id(30), failing(&read_again, &[-2, -1]));
    assert_eq!(told(&read_again), ["standard_exchanged"], "it had failed and was back before");
    let spot = found(&read_again, Act::Check, "standard_exchanged").remove(0).spot;
    assert_eq!(spot.params.get("since"), None, "an earlier failure says nothing of these readings");
}

// C-4.5.3: what was read with it was read with it.
#[test]
fn a_record_stays_on_the_list_of_a_standard_that_its_readings_were_moved_from() {
    let world = moved(["20.00", "20.05"]);
    for standard in [30, 32] {
        assert_eq!(measured_since(world.record(), id(standard), MORNING), Some(MORNING), "{standard}");
        assert_eq!(measured_since(world.record(), id(standard), MORNING.plus_millis(1)), None);
    }
    assert_eq!(measured_since(world.record(), id(31), Instant(0)), None);
    let mut world = World::filled();
    for path in [R1, R2] {
        let amends = world.record().cells[path].entries[0].event;
        world.does(LIN, Body::Withdrawn { amends, reason: "it fell".to_owned() }).unwrap();
    }
    assert_eq!(measured_since(world.record(), id(30), MORNING), Some(MORNING), "withdrawn too");
}

// C-4.5.3: an answer is to one failure.
#[test]
fn a_standard_that_fails_again_is_asked_about_again() {
    let mut world = World::filled();
    let mut asked = |times: &[i64]| -> BTreeMap<String, String> {
        world.facts.standards.insert(id(30), failing(&world, times));
        found(&world, Act::Issue, "standard_failed_between").remove(0).spot.params
    };
    let (first, second) = (asked(&[1, 2]), asked(&[1, 2, 3, 4]));
    assert_eq!(first["since"], MORNING.plus_millis(HOUR).0.to_string());
    assert_ne!(first, second);
    assert_eq!(first, asked(&[1, 2]));
}
