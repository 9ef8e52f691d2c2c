//! The kind and the range of a standard (C-4.5.2), and the service that a method serves (C-4.2).

use serde_json::json;

use super::world::{CHEN, LIN, R1, World, amended, edition, entered, equip, id, opened, opening, standard, task};
use crate::event::body::{Body, Value};
use crate::library::edition::Edition;
use crate::library::standard::Standard;
use crate::record::snapshot::StandardSnapshot;
use crate::register::versions::Versions;
use base::finding::Severity;
use base::time::Instant;
use measurement::method::Covers;
use measurement::method::MeasuringRange;

const FAR: &str = "as_found/points/150/indication/r1";

fn ranges(low: &str, high: &str, unit: &str) -> Vec<MeasuringRange> {
    serde_json::from_value(json!([{"low": low, "high": high, "unit": unit}])).unwrap()
}

/// A block set that says less, or something else.
fn block(change: impl FnOnce(&mut Standard)) -> Standard {
    let mut block = standard("S-01", "2030-01-01");
    change(&mut block);
    block
}

fn without(standard: &mut Standard) {
    standard.kind.clear();
    standard.ranges.clear();
}

/// The calliper's form with a second point, at 150 mm.
fn two_points() -> Edition {
    let mut edition = edition();
    let far = json!({"key": "150", "nominal": "150", "unit": "mm", "parameters": edition.form.points[0].parameters});
    edition.form.points.push(serde_json::from_value(far).unwrap());
    edition
}

/// A record by this edition, just begun.
fn begun(edition: &Edition) -> World {
    let mut world = World::new();
    world.facts.editions.insert(id(22), Versions::always(edition.clone()));
    let mut opened = opened(&[LIN]);
    opened.edition = edition.clone();
    world.does(LIN, Body::Opened(Box::new(opened))).unwrap();
    world
}

fn known(world: &mut World, n: u128, standard: &Standard) -> Body {
    world.facts.standards.insert(id(n), Versions::always(standard.clone()));
    equip(&world.facts, n)
}

/// What is found of kinds, ranges and services; what else is found is told elsewhere.
fn codes(world: &World) -> Vec<(String, Severity)> {
    let own = ["standard_other_kind", "standard_out_of_range", "standard_range_missing", "standard_kind_unsaid", "standard_range_unsaid"];
    let of_services = ["edition_of_another_service", "service_differs_from_item"];
    let asked = |code: &String| own.contains(&code.as_str()) || of_services.contains(&code.as_str());
    super::doubts::codes(world).into_iter().filter(|(code, _)| asked(code)).collect()
}

fn warning(code: &str) -> (String, Severity) {
    (code.to_owned(), Severity::Warning)
}

// C-4.5.2: a torque transducer is no set of gauge blocks, nor is a set of blocks that begins beyond every point.
#[test]
fn a_standard_of_another_kind_or_range_is_not_put_in_a_slot() {
    for (change, refused) in [
        (block(|_| ()), None),
        (block(|s| s.kind = "torque_transducer".to_owned()), Some("standard_other_kind")),
        (block(|s| s.ranges = ranges("5", "200", "N·m")), Some("standard_range_missing")),
        (block(|s| s.ranges = ranges("25", "500", "mm")), Some("standard_range_missing")),
        (block(|s| s.ranges = ranges("0.5", "20", "mm")), None),
        (block(without), None),
    ] {
        let mut world = World::new();
        world.does(LIN, opening(&[LIN])).unwrap();
        let put = known(&mut world, 30, &change);
        assert_eq!(world.does(LIN, put.clone()).err(), refused, "{change:?}");
        let Body::Equipped { slot, standard } = put else { unreachable!() };
        let again = Body::Reequipped { slot, standard, reason: "another box".to_owned() };
        let mut world = World::filled();
        world.facts.standards.insert(id(30), Versions::always(change.clone()));
        assert_eq!(world.does(LIN, again).err(), refused, "as the right one: {change:?}");
    }
}

// C-4.5.2: two sets share the points; none of them is read beyond its range.
#[test]
fn a_reading_beyond_the_range_of_the_standard_in_the_slot_is_refused() {
    let mut world = begun(&two_points());
    let short = known(&mut world, 30, &block(|s| s.ranges = ranges("0.5", "100", "mm")));
    world.does(LIN, short).unwrap();
    world.does(LIN, entered(R1, "20.00", "mm")).unwrap();
    assert_eq!(world.does(LIN, entered(FAR, "150.00", "mm")), Err("standard_out_of_range"));
    let not_observed = Value::NotObserved { reason: "no block of 150 mm".to_owned() };
    assert!(world.does(LIN, Body::Entered { path: FAR.to_owned(), value: not_observed }).is_ok(), "which can be said");
    let mut world = begun(&two_points());
    for (n, path, low, high) in [(30, R1, "0.5", "100"), (31, FAR, "100", "150")] {
        let set = known(&mut world, n, &Standard { number: format!("S-{n}"), ranges: ranges(low, high, "mm"), ..block(|_| ()) });
        world.does(LIN, set).unwrap();
        world.does(LIN, entered(path, "20.00", "mm")).unwrap();
    }
    assert_eq!(codes(&world), []);
}

// C-4.5.2: whatever way a reading came to a standard, the check asks again; and by what the register says now.
#[test]
fn what_was_read_beyond_the_range_or_with_another_kind_is_not_checked() {
    let checked = |change: &dyn Fn(&mut World)| {
        let mut world = World::filled();
        change(&mut world);
        world.submits(LIN).unwrap();
        let stopped = world.checks(CHEN).err();
        (codes(&world).first().map(|(code, _)| code.clone()), stopped)
    };
    let both = |code: &'static str| (Some(code.to_owned()), Some(code));
    assert_eq!(checked(&|_| ()), (None, None));
    let corrected = |change: fn(&mut Standard)| {
        checked(&move |world| {
            let versions = vec![(Instant(0), block(|_| ())), (world.now.plus_millis(1), block(change))];
            world.facts.standards.insert(id(30), Versions::of(versions).unwrap());
        })
    };
    assert_eq!(corrected(|s| s.kind = "step_gauge".to_owned()), both("standard_other_kind"));
    assert_eq!(corrected(|s| s.ranges = ranges("25", "150", "mm")), both("standard_out_of_range"));
    let renewed = |s: &mut Standard| {
        s.traceability.certificate = "C-2".to_owned();
        s.ranges = ranges("25", "150", "mm");
    };
    assert_eq!(corrected(renewed), (None, None), "of its next certificate");
    // An amended number is bound to the standard put right meanwhile.
    let beside = checked(&|world| {
        let mut edition = two_points();
        edition.form.points.swap(0, 1);
        let long = StandardSnapshot { id: id(31), standard: Standard { ranges: ranges("100", "150", "mm"), ..block(|_| ()) } };
        world.facts.standards.insert(id(31), Versions::always(long.standard.clone()));
        let first = world.record().cells[R1].entries[0].event;
        world.record.as_mut().unwrap().opened.edition = edition;
        let right = Body::Reequipped { slot: "blocks".to_owned(), standard: Box::new(long), reason: "the other box".to_owned() };
        world.does(LIN, right).unwrap();
        world.does(LIN, amended(first, "20.10")).unwrap();
        world.record.as_mut().unwrap().opened.edition.form.points.remove(0);
    });
    assert_eq!(beside, both("standard_out_of_range"));
}

// What earlier entries do not say is told, and stops nothing; what was said since counts.
#[test]
fn what_nobody_said_of_kind_and_range_is_told_to_the_checker() {
    let mut old = edition();
    old.form.slots[0].kinds.clear();
    old.form.slots[0].covers = None;
    let unsaid = [warning("standard_kind_unsaid"), warning("standard_range_unsaid")];
    for (edition, standard) in [(old.clone(), block(|_| ())), (edition(), block(without)), (old.clone(), block(without))] {
        let mut world = begun(&edition);
        let put = known(&mut world, 30, &standard);
        world.does(LIN, put).unwrap();
        world.fill();
        assert_eq!(codes(&world), unsaid);
        world.submits(LIN).unwrap();
        assert!(world.checks(CHEN).is_ok());
    }
    let mut world = begun(&old);
    let put = known(&mut world, 30, &block(without));
    world.does(LIN, put).unwrap();
    world.fill();
    world.facts.editions.insert(id(22), Versions::of(vec![(Instant(0), old), (world.now, edition())]).unwrap());
    let said = |change: fn(&mut Standard)| Versions::of(vec![(Instant(0), block(without)), (world.now, block(change))]).unwrap();
    let (fits, other) = (said(|_| ()), said(|s| s.kind = "step_gauge".to_owned()));
    world.facts.standards.insert(id(30), fits);
    assert_eq!(codes(&world), [], "said since by both, and it fits");
    world.facts.standards.insert(id(30), other);
    assert_eq!(codes(&world)[0], ("standard_other_kind".to_owned(), Severity::Error));
}

// What tablets of the first release cannot read is version 2; all else they are sent.
#[test]
fn events_that_say_kind_range_or_ratio_are_of_the_second_version() {
    let version = |edition: Edition, standard: Standard| {
        let opening = Body::Opened(Box::new(crate::event::body::Opened { edition, ..opened(&[LIN]) }));
        let snapshot = Box::new(StandardSnapshot { id: id(30), standard });
        let put = Body::Equipped { slot: "blocks".to_owned(), standard: snapshot.clone() };
        let again = Body::Reequipped { slot: "blocks".to_owned(), standard: snapshot, reason: "r".to_owned() };
        (opening.version(), put.version(), again.version())
    };
    let mut old = edition();
    old.form.slots[0].kinds.clear();
    old.form.slots[0].covers = None;
    old.computation.decision.as_mut().unwrap().ratio = None;
    assert_eq!(version(old.clone(), block(without)), (1, 1, 1));
    assert!(!serde_json::to_string(&old).unwrap().contains("kinds") && !serde_json::to_string(&block(without)).unwrap().contains("kind"));
    for change in [
        (|e: &mut Edition| e.form.slots[0].kinds = vec!["any".to_owned()]) as fn(&mut Edition),
        |e| e.form.slots[0].covers = Some(Covers::Nothing),
        |e| e.computation.decision.as_mut().unwrap().ratio = edition().computation.decision.unwrap().ratio,
    ] {
        let mut more = old.clone();
        change(&mut more);
        assert_eq!(version(more, block(|s| s.ranges.clear())), (2, 2, 2));
    }
    assert_eq!(version(old, block(|s| s.kind.clear())), (1, 2, 2));
}

// C-4.2: the method of the edition serves the service that was ordered.
#[test]
fn a_record_by_an_edition_of_another_service_is_not_checked() {
    let mut world = World::new();
    world.facts.tasks.insert(id(61), Versions::always(task()));
    let order = json!({"id": uuid::Uuid::from_u128(60), "number": "O", "received_on": "2026-11-19"});
    let mut begun = opened(&[LIN]);
    (begun.task, begun.order) = (Some(id(61)), Some(serde_json::from_value(order).unwrap()));
    world.does(LIN, Body::Opened(Box::new(begun))).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.fill();
    world.submits(LIN).unwrap();
    assert_eq!(codes(&world), []);
    world.facts.tasks.get_mut(&id(61)).unwrap().latest_mut().service = id(99);
    assert_eq!(codes(&world), [("edition_of_another_service".to_owned(), Severity::Error)]);
    assert_eq!(world.checks(CHEN), Err("edition_of_another_service"));
}

// C-4.2: nobody planned it; the item's entry says what it is.
#[test]
fn an_unplanned_record_by_an_edition_that_is_not_the_items_is_told() {
    let mut world = World::filled();
    assert_eq!(codes(&world), []);
    world.record.as_mut().unwrap().opened.item.item.service = Some(id(99));
    assert_eq!(codes(&world), [warning("service_differs_from_item")]);
    world.record.as_mut().unwrap().opened.item.item.service = Some(id(21));
    assert_eq!(codes(&world), []);
}
