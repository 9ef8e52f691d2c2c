//! Readings left out until the others please, and slips, which are none of that (C-5.5.3, C-5.5.4).

use super::world::{LIN, R1, R2, World, amended, edition, entered};
use crate::event::body::{Body, Value};
use crate::record::path;
use crate::record::selection::selected;
use base::decimal::DecimalText;
use base::finding::Finding;
use base::id::EventId;
use base::unit::Unit;
use measurement::method::{Parameter, Point, Quantity, Stage};

fn told(world: &World) -> Vec<(String, String)> {
    selected(world.record()).into_iter().map(|finding| (finding.code.to_string(), finding.path)).collect()
}

fn only(world: &World) -> Finding {
    let mut found = selected(world.record());
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn unseen() -> Value {
    Value::NotObserved { reason: "the ratchet slips".to_owned() }
}

fn unseen_now(amends: EventId) -> Body {
    Body::Amended { amends, after: unseen(), reason: "it slips".to_owned() }
}

/// The event of the first value at a path.
fn first(world: &World, path: &str) -> EventId {
    world.record().cells[path].entries[0].event
}

/// A record with so many points, and so many readings at each, all taken.
fn read(points: usize, readings: u8) -> World {
    let mut edition = edition();
    let point = edition.form.points[0].clone();
    edition.form.points = (0..points).map(|n| Point { key: n.to_string(), ..point.clone() }).collect();
    edition.form.quantities[0].readings = readings;
    let mut world = World::opened();
    world.record.as_mut().unwrap().opened.edition = edition;
    for point in 0..points {
        for number in 1..=readings {
            world.does(LIN, entered(&at(point, number), "20.00", "mm")).unwrap();
        }
    }
    assert_eq!(told(&world), []);
    world
}

fn at(point: usize, number: u8) -> String {
    path::reading(Stage::AsFound, &point.to_string(), "indication", number)
}

fn amend(world: &mut World, path: &str, text: &str) {
    let before = first(world, path);
    world.does(LIN, amended(before, text)).unwrap();
}

// C-5.5.3, C-5.5.4: readings are repeated until one is as wanted.
#[test]
fn readings_left_out_until_one_pleases_are_found() {
    let mut world = read(1, 3);
    world.does(LIN, entered(&at(0, 4), "20.00", "mm")).unwrap();
    assert_eq!(told(&world), [], "one more is no choice");
    let withdrawn = first(&world, &at(0, 1));
    world.does(LIN, Body::Withdrawn { amends: withdrawn, reason: "bumped".to_owned() }).unwrap();
    let finding = only(&world);
    assert_eq!((finding.code.as_ref(), finding.path.as_str()), ("readings_struck", "as_found/points/0"));
    assert_eq!((finding.params["struck"].as_str(), finding.params["extra"].as_str()), ("1", "1"));
    let mut world = World::filled();
    for text in ["20.01", "20.02", "20.03", "20.04"] {
        assert_eq!(told(&world), []);
        let last = world.record().cells[R1].entries.last().unwrap().event;
        world.does(LIN, amended(last, text)).unwrap();
    }
    assert_eq!(only(&world).params["struck"], "4", "nor by amending one again and again");
}

// C-5.5.3: one failing reading disappears in the mean of those that were added to it.
#[test]
fn half_as_many_extra_readings_as_the_method_asks_for_are_found() {
    for (readings, extra, found) in
        [(1, 1, true), (1, 19, true), (2, 1, true), (3, 1, false), (3, 2, true), (4, 1, false), (4, 2, true), (5, 2, false), (5, 3, true)]
    {
        let mut world = read(1, readings);
        for number in 1..=extra {
            world.does(LIN, entered(&at(0, readings + number), "20.00", "mm")).unwrap();
        }
        let expected: Vec<_> = found.then(|| ("readings_struck".to_owned(), "as_found/points/0".to_owned())).into_iter().collect();
        assert_eq!(told(&world), expected, "{extra} beside {readings}");
        if found {
            let params = only(&world).params;
            assert_eq!((params["struck"].as_str(), params["extra"].clone()), ("0", extra.to_string()));
        }
    }
}

// C-5.5.3: where the method asks for three or more, one extra reading at each of several points turns them all.
#[test]
fn extra_readings_at_more_than_one_point_are_found_once() {
    for (points, extra, found) in [(4, 1, false), (4, 2, true), (4, 4, true), (1, 1, false)] {
        let mut world = read(points, 3);
        for point in 0..extra {
            world.does(LIN, entered(&at(point, 4), "20.00", "mm")).unwrap();
        }
        let expected: Vec<_> = found.then(|| ("readings_added".to_owned(), "as_found/points/0".to_owned())).into_iter().collect();
        assert_eq!(told(&world), expected, "{extra} of {points}");
        if found {
            let params = only(&world).params;
            assert_eq!((params["points"].clone(), params["of"].clone()), (extra.to_string(), points.to_string()));
        }
        let asks = super::doubts::codes(&world).iter().any(|(code, _)| code == "readings_added");
        assert_eq!(asks, found, "asked of the checker");
    }
    // Where each of the points is asked about already, the stage is not.
    let mut world = read(2, 3);
    for (point, number) in [(0, 4), (0, 5), (1, 4), (1, 5)] {
        world.does(LIN, entered(&at(point, number), "20.00", "mm")).unwrap();
    }
    assert_eq!(told(&world), [0, 1].map(|point| ("readings_struck".to_owned(), format!("as_found/points/{point}"))));
}

// C-5.5.3: below any number that is struck through, the mean becomes what most of its readings are made to be.
#[test]
fn most_readings_of_a_point_exchanged_for_others_are_found_and_a_slip_is_not() {
    for (readings, exchanged, found) in
        [(1, 1, false), (2, 1, false), (2, 2, true), (3, 1, false), (3, 2, true), (4, 2, false), (4, 3, true), (6, 3, false)]
    {
        let mut world = read(1, readings);
        (1..=exchanged).for_each(|number| amend(&mut world, &at(0, number), "20.01"));
        let expected: Vec<_> = found.then(|| ("readings_struck".to_owned(), "as_found/points/0".to_owned())).into_iter().collect();
        assert_eq!(told(&world), expected, "{exchanged} of {readings}");
    }
    let mut world = read(1, 3);
    (1..=3).for_each(|number| amend(&mut world, &at(0, number), "20.00"));
    assert_eq!(told(&world), [], "the same numbers, written down again for another standard");
}

/// A record with up and down at each of so many points, so many readings of each, none taken yet.
fn up_and_down(points: usize, readings: u8) -> World {
    let mut edition = edition();
    let (point, quantity) = (edition.form.points[0].clone(), edition.form.quantities[0].clone());
    edition.form.points = (0..points).map(|n| Point { key: n.to_string(), ..point.clone() }).collect();
    edition.form.quantities = ["up", "down"].map(|key| Quantity { key: key.to_owned(), readings, ..quantity.clone() }).to_vec();
    let mut world = World::opened();
    world.record.as_mut().unwrap().opened.edition = edition;
    world
}

// C-5.5.3: a reading up and one down are two quantities of a point. At one or two points they are few of the stage and all of the point.
#[test]
fn readings_of_all_quantities_of_a_point_count_together() {
    let at = |point: usize, quantity: &str| path::reading(Stage::AsFound, &point.to_string(), quantity, 1);
    for (exchanged, found) in [(&[(2, "up")][..], 0), (&[(2, "up"), (3, "down")], 0), (&[(2, "up"), (2, "down")], 1)] {
        let mut world = up_and_down(5, 1);
        for (point, quantity) in (0..5).flat_map(|point| [(point, "up"), (point, "down")]) {
            world.does(LIN, entered(&at(point, quantity), "20.05", "mm")).unwrap();
        }
        assert_eq!(told(&world), []);
        exchanged.iter().for_each(|(point, quantity)| amend(&mut world, &at(*point, quantity), "20.00"));
        assert_eq!(told(&world), vec![("readings_struck".to_owned(), "as_found/points/2".to_owned()); found], "{exchanged:?}");
    }
}

// C-5.5.3: most readings of one quantity are few of the point, and they are the mean of that quantity.
#[test]
fn most_readings_of_one_of_several_quantities_exchanged_are_found() {
    let at = |quantity: &str, number: u8| path::reading(Stage::AsFound, "0", quantity, number);
    for (exchanged, found) in [(1, 0), (2, 1)] {
        let mut world = up_and_down(1, 3);
        for (quantity, number) in (1..=3).flat_map(|number| [("up", number), ("down", number)]) {
            world.does(LIN, entered(&at(quantity, number), "20.05", "mm")).unwrap();
        }
        assert_eq!(told(&world), []);
        (1..=exchanged).for_each(|number| amend(&mut world, &at("up", number), "20.00"));
        assert_eq!(told(&world), vec![("readings_struck".to_owned(), "as_found/points/0".to_owned()); found], "{exchanged} of 3 up");
    }
}

// C-5.5.3: with one reading at a point, or one of a few exchanged at each, the points are what is chosen from.
#[test]
fn a_reading_exchanged_at_most_points_is_found_once() {
    for (points, readings, exchanged, found) in
        [(1, 1, 1, false), (2, 1, 1, false), (2, 1, 2, true), (5, 1, 2, false), (5, 1, 3, true), (4, 3, 2, false), (4, 3, 3, true)]
    {
        let mut world = read(points, readings);
        (0..exchanged).for_each(|point| amend(&mut world, &at(point, 1), "20.01"));
        let expected: Vec<_> = found.then(|| ("readings_exchanged".to_owned(), "as_found/points/0".to_owned())).into_iter().collect();
        assert_eq!(told(&world), expected, "{exchanged} of {points}");
        if found {
            let params = only(&world).params;
            assert_eq!((params["points"].clone(), params["of"].clone()), (exchanged.to_string(), points.to_string()));
        }
    }
    // Where each of the points is asked about already, the stage is not; where one of them is not, it is.
    let mut world = read(2, 3);
    [(0, 1), (0, 2), (1, 1)].iter().for_each(|(point, number)| amend(&mut world, &at(*point, *number), "20.01"));
    let codes = |world: &World| told(world).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(codes(&world), ["readings_struck", "readings_exchanged"]);
    amend(&mut world, &at(1, 2), "20.01");
    assert_eq!(codes(&world), ["readings_struck", "readings_struck"]);
}

// C-5.5.4: a failing reading is not erased by calling it not observed.
#[test]
fn a_number_that_became_not_observed_is_found() {
    let mut world = World::filled();
    let before = first(&world, R1);
    world.does(LIN, unseen_now(before)).unwrap();
    let finding = only(&world);
    assert_eq!((finding.code.as_ref(), finding.path.as_str()), ("reading_dropped", R1));
    assert_eq!(finding.params["before"], "20.00 mm");
    // Withdrawn in between, it was read all the same.
    let mut world = World::filled();
    let before = first(&world, R1);
    world.does(LIN, Body::Withdrawn { amends: before, reason: "bumped".to_owned() }).unwrap();
    world.does(LIN, unseen_now(before)).unwrap();
    assert_eq!(only(&world).code, "reading_dropped");
    // Read after all.
    let mut world = World::opened();
    let before = world.does(LIN, Body::Entered { path: R1.to_owned(), value: unseen() }).unwrap();
    world.does(LIN, amended(before, "20.01")).unwrap();
    assert_eq!(told(&world), []);
}

/// A record with up and down at each of five points, a reading of each, all taken but these.
fn read_but(unread: &[(usize, &str)]) -> World {
    let mut world = up_and_down(5, 1);
    for (point, quantity) in (0..5).flat_map(|point| [(point, "up"), (point, "down")]) {
        let path = path::reading(Stage::AsFound, &point.to_string(), quantity, 1);
        let taken = !unread.contains(&(point, quantity));
        let body = if taken { entered(&path, "20.00", "mm") } else { Body::Entered { path, value: unseen() } };
        world.does(LIN, body).unwrap();
    }
    world
}

// C-5.4.1 j: a failing point does not vanish because nobody writes down what the item showed; of a point at which something was read
// it is not said that nothing was.
#[test]
fn points_at_which_readings_were_not_taken_are_found_once_for_a_stage() {
    for (unread, points, empty, first) in [
        (&[(1, "up"), (1, "down"), (2, "up"), (2, "down")][..], "2", "2", "as_found/points/1"),
        (&[(3, "down")], "1", "0", "as_found/points/3"),
        (&[(0, "up"), (0, "down"), (4, "up")], "2", "1", "as_found/points/0"),
    ] {
        let finding = only(&read_but(unread));
        assert_eq!((finding.code.as_ref(), finding.path.as_str()), ("readings_not_taken", first));
        let params = finding.params;
        assert_eq!((params["points"].as_str(), params["empty"].as_str(), params["of"].as_str()), (points, empty, "5"), "{unread:?}");
    }
    assert_eq!(told(&read_but(&[])), []);
    // Of several readings of one quantity, too.
    let mut world = read(2, 3);
    drop(world.record.as_mut().unwrap().cells.remove(&at(1, 3)));
    world.does(LIN, Body::Entered { path: at(1, 3), value: unseen() }).unwrap();
    let params = only(&world).params;
    assert_eq!((params["points"].as_str(), params["empty"].as_str(), params["of"].as_str()), ("1", "0", "2"));
}

// C-5.5.2: numbers that nobody can have read. A tenth of a division can be estimated. A resolution in another unit has other digits.
#[test]
fn a_number_with_more_digits_than_the_item_shows_is_found() {
    for (resolution, own, typed, found) in [
        ("0.02", None, "20.00", false),
        ("0.02", None, "20.005", false),
        ("0.02", None, "20.0049", true),
        ("0.02", None, "2.00049e1", true),
        ("0.02", Some(("0.001", None)), "20.0049", false),
        ("1", Some(("0.001", None)), "20.00491", true),
        ("1", Some(("0.001", Some("mm"))), "20.00491", true),
        ("0.02", Some(("20", Some("µm"))), "20.02", false),
        ("0.02", Some(("20", Some("µm"))), "20.0049", false),
    ] {
        let mut edition = edition();
        edition.form.quantities[0].resolution = DecimalText::parse(resolution).ok();
        let own = own.map(|(value, unit): (&str, Option<&str>)| Parameter {
            symbol: "resolution".to_owned(),
            value: DecimalText::parse(value).unwrap(),
            unit: unit.map(|unit| Unit::find(unit).unwrap()),
        });
        edition.form.points[0].parameters.extend(own);
        let mut world = World::opened();
        world.record.as_mut().unwrap().opened.edition = edition;
        world.does(LIN, entered(R1, typed, "mm")).unwrap();
        let expected = if found { vec![("reading_too_fine".to_owned(), "as_found/points/20".to_owned())] } else { vec![] };
        assert_eq!(told(&world), expected, "{typed} at {resolution}");
    }
}

// C-5.5.3: what waits on a second tablet was read too.
#[test]
fn readings_that_wait_for_a_choice_count_as_left_out() {
    let both = |second: &[(&str, &str)]| {
        let mut world = World::opened();
        for path in [R1, R2] {
            world.does_on(LIN, 11, entered(path, "20.00", "mm")).unwrap();
        }
        for (path, text) in second {
            assert_eq!(world.does_on(LIN, 12, entered(path, text, "mm")), Err("already_entered_elsewhere"));
        }
        world
    };
    assert_eq!(told(&both(&[(R1, "20.31")])), [], "one, by mistake");
    assert_eq!(told(&both(&[(R1, "20.00"), (R2, "20.00")])), [], "the same");
    let mut world = both(&[(R1, "20.31"), (R2, "20.32")]);
    assert_eq!(only(&world).params["struck"], "2");
    let waits = world.record().set_aside[0].event;
    world.does_on(LIN, 11, Body::Chosen { event: waits, reason: "steadier".to_owned() }).unwrap();
    assert_eq!(only(&world).params["struck"], "2", "chosen, it leaves the other one out");
    let mut world = World::opened();
    world.does_on(LIN, 11, Body::Entered { path: R1.to_owned(), value: unseen() }).unwrap();
    assert_eq!(world.does_on(LIN, 12, entered(R1, "20.31", "mm")), Err("already_entered_elsewhere"));
    let finding = only(&world);
    assert_eq!((finding.code.as_ref(), finding.params["before"].as_str()), ("reading_dropped", "20.31 mm"));
}
