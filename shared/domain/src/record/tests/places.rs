//! The place of a record, which was otherwise only while the work was done, or until the signature; and one that is new in the register
//! (C-4.4, C-5.2.2.2, C-5.4.1).

use serde_json::json;

use super::around::{DAY, HOUR, asked, dated, visited};
use super::restated::found;
use super::world::{LIN, MORNING, World, id, place};
use crate::certificate::tests::samples;
use crate::conditions::act::Act;
use crate::event::body::Body;
use crate::library::body::Body as Profile;
use crate::library::place::Place;
use crate::order::customer::Customer;
use crate::register::versions::Versions;
use base::text::Bilingual;
use base::time::{Instant, OffsetFrom};

fn in_zone(zone: &str) -> Place {
    Place { time_zone: zone.to_owned(), ..place(None) }
}

fn until(high: &str) -> Place {
    let limits = json!([{"key": "temperature", "unit": "°C", "low": "18", "high": high}]);
    Place { limits: serde_json::from_value(limits).unwrap(), ..place(None) }
}

/// A record made in the laboratory at this temperature, of which the register had these versions.
pub(super) fn placed(temperature: &str, versions: &[(i64, Place)]) -> World {
    let mut world = World::opened();
    world.fill_at(temperature);
    world.submits(LIN).unwrap();
    world.facts.places.insert(id(42), dated(versions));
    for (zone, minutes) in [("Asia/Shanghai", 480), ("Asia/Chongqing", 480), ("Pacific/Pago_Pago", -660)] {
        world.facts.zones.insert(zone.to_owned(), vec![OffsetFrom { from: Instant(0), minutes }]);
    }
    world
}

// C-5.4.1: the day of the calibration is that of the place's zone.
#[test]
fn a_time_zone_that_was_another_around_the_work_is_asked_about() {
    const CODE: &str = "place_zone_changed";
    let [right, same, wrong] = ["Asia/Shanghai", "Asia/Chongqing", "Pacific/Pago_Pago"].map(in_zone);
    for (versions, expected) in [
        (vec![(-9 * DAY, right.clone())], 0),
        (vec![(-9 * DAY, right.clone()), (HOUR, same)], 0),
        (vec![(-9 * DAY, right.clone()), (HOUR, wrong.clone())], 1),
        (vec![(-9 * DAY, wrong.clone()), (-HOUR, right.clone())], 1),
        (vec![(-9 * DAY, right.clone()), (HOUR, wrong.clone()), (2 * HOUR, right.clone())], 1),
        (vec![(-9 * DAY, wrong.clone()), (-2 * DAY, right.clone())], 0),
    ] {
        assert_eq!(asked(&placed("20.1", &versions), CODE), expected, "{versions:?}");
    }
    let mut world = placed("20.1", &[(-9 * DAY, right), (HOUR, wrong)]);
    let unmet = found(&world, Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.path.as_str(), unmet.clause), ("place", Some("C-5.4.1")));
    let params = ["before", "after", "since"].map(|name| unmet.spot.params[name].clone());
    assert_eq!(params, ["Asia/Shanghai".to_owned(), "Pacific/Pago_Pago".to_owned(), MORNING.plus_millis(HOUR).0.to_string()]);
    world.office.issued = true;
    assert_eq!(found(&world, Act::Issue, CODE), [], "a certificate that stands is corrected by a case");
}

// C-4.4: the laboratory's limits are no other ones for an hour.
#[test]
fn an_environment_outside_the_limits_that_the_place_had_around_the_work_is_asked_about() {
    const CODE: &str = "environment_outside_other_limits";
    let (none, narrow) = (place(None), until("22"));
    for (temperature, versions, expected) in [
        ("24.9", vec![(-9 * DAY, none.clone())], 0),
        ("24.9", vec![(-9 * DAY, narrow.clone()), (-HOUR, none.clone()), (HOUR, narrow.clone())], 1),
        ("24.9", vec![(-9 * DAY, narrow.clone()), (-HOUR, none.clone())], 1),
        ("24.9", vec![(-9 * DAY, none.clone()), (HOUR, narrow.clone())], 1),
        ("21.9", vec![(-9 * DAY, narrow.clone()), (-HOUR, none.clone()), (HOUR, narrow.clone())], 0),
        ("24.9", vec![(-9 * DAY, narrow.clone()), (-2 * DAY, none.clone())], 0),
    ] {
        assert_eq!(asked(&placed(temperature, &versions), CODE), expected, "{temperature} {versions:?}");
    }
    let restored = [(-9 * DAY, narrow.clone()), (-HOUR, none), (HOUR, narrow.clone())];
    let unmet = found(&placed("24.9", &restored), Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.path.as_str(), unmet.clause), ("environment/start/temperature", Some("C-4.4")));
    assert_eq!((unmet.spot.params["value"].as_str(), unmet.spot.params["readings"].as_str()), ("24.9 °C", "2"));
    // What the customer agreed to for this quantity is agreed to by any limits.
    let mut agreed = World::opened();
    agreed.fill_at("24.9");
    let (what, consent) = ("too warm".to_owned(), "Ms Wu".to_owned());
    agreed.does(LIN, Body::Deviation { what, consent, path: "environment/start/temperature".to_owned() }).unwrap();
    agreed.facts.places.insert(id(42), dated(&restored));
    assert_eq!(asked(&agreed, CODE), 0);
    // One question, where the limits were others already when the work was done.
    let before = placed("24.9", &[(-9 * DAY, narrow)]);
    assert_eq!((asked(&before, "place_limits_changed"), asked(&before, CODE)), (1, 0));
}

// C-5.2.2.2: a customer's place stays one though the register calls it the body's own while the work is done.
#[test]
fn work_at_a_customers_place_without_a_visit_is_asked_about() {
    const CODE: &str = "site_without_visit";
    let (ours, theirs) = (place(None), place(Some(40)));
    for (versions, expected) in [
        (vec![(-9 * DAY, ours.clone())], 0),
        (vec![(-9 * DAY, theirs.clone()), (-HOUR, ours.clone())], 1),
        (vec![(-9 * DAY, theirs.clone()), (-HOUR, ours.clone()), (HOUR, theirs.clone())], 1),
        (vec![(-9 * DAY, ours.clone()), (HOUR, theirs.clone()), (2 * HOUR, ours.clone())], 1),
        (vec![(-9 * DAY, theirs.clone()), (-2 * DAY, ours.clone()), (HOUR, theirs.clone())], 1),
        // Put right in good time.
        (vec![(-9 * DAY, theirs.clone()), (-2 * DAY, ours.clone())], 0),
    ] {
        assert_eq!(asked(&placed("20.1", &versions), CODE), expected, "{versions:?}");
    }
    let mut world = placed("20.1", &[(-9 * DAY, theirs.clone()), (-2 * DAY, ours), (HOUR, theirs)]);
    let unmet = found(&world, Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.path.as_str(), unmet.spot.params["place"].as_str(), unmet.clause), ("place", "恒达 Hengda", Some("C-5.2.2.2")));
    assert_eq!(unmet.spot.params["since"], MORNING.plus_millis(HOUR).0.to_string());
    world.office.issued = true;
    assert_eq!(found(&world, Act::Issue, CODE), [], "a certificate that stands is corrected by a case");
    assert_eq!(asked(&visited(&[LIN], |_| ()), CODE), 0, "on a visit");
}

// C-5.2.2.2: a second entry of the same place, without its customer.
#[test]
fn work_without_a_visit_at_an_address_of_the_customer_is_asked_about() {
    const CODE: &str = "site_without_visit";
    let world = || placed("20.1", &[(-9 * DAY, place(None))]);
    for (zh, en, expected) in [("恒 达", "", 1), ("", "HENG-DA.", 1), ("杭州", "Hengda", 1), ("杭州", "Hangzhou", 0), ("", "", 0)] {
        let address = || Bilingual::new(zh, en);
        let mut beside = world();
        beside.facts.sites = vec![Place { address: address(), ..place(Some(40)) }];
        assert_eq!(asked(&beside, CODE), expected, "a place at {zh} {en}");
        let mut at_home = world();
        let customer = json!({"code": "HD", "name": Bilingual::new("恒达", "Hengda"), "address": address()});
        let customer: Customer = serde_json::from_value(customer).unwrap();
        at_home.facts.customers.insert(id(40), Versions::always(customer));
        assert_eq!(asked(&at_home, CODE), expected, "the customer at {zh} {en}");
        // A body that calibrates for its own house.
        for world in [&mut beside, &mut at_home] {
            let address = Bilingual::new("", "Hengda");
            world.facts.body = Some(dated(&[(-9 * DAY, Profile { address, ..samples::body() })]));
            assert_eq!(asked(world, CODE), 0, "{zh} {en}");
        }
    }
    let mut nowhere = placed("20.1", &[(-9 * DAY, Place { address: Bilingual::default(), ..place(None) })]);
    nowhere.facts.sites = vec![Place { address: Bilingual::default(), ..place(Some(40)) }];
    assert_eq!(asked(&nowhere, CODE), 0, "two places without an address");
}

// C-4.4, C-5.4.1: a laboratory that was entered for this work, or a customer's place entered again, may have any limits and any zone.
#[test]
fn a_place_that_was_entered_shortly_before_the_work_is_asked_about_once_certificates_are_issued() {
    const CODE: &str = "place_entered_lately";
    let issuing = |entered: i64, which: &Place, first: Option<i64>| {
        let mut world = placed("20.1", &[(-entered, which.clone()), (HOUR, which.clone())]);
        world.office.first_issue = first.map(|before| MORNING.plus_millis(-before));
        world
    };
    let (ours, theirs) = (place(None), place(Some(40)));
    for (entered, which, first, expected) in [
        (HOUR, &ours, Some(90 * DAY), 1),
        (30 * DAY, &ours, Some(90 * DAY), 1),
        (31 * DAY, &ours, Some(90 * DAY), 0),
        (HOUR, &ours, None, 0),
        (2 * DAY, &ours, Some(DAY), 0),
        (HOUR, &theirs, Some(90 * DAY), 0),
    ] {
        assert_eq!(asked(&issuing(entered, which, first), CODE), expected, "{entered} {which:?} {first:?}");
    }
    // It was a customer's, or in another time zone, until shortly before the work.
    let until = |before: &Place| {
        let mut world = placed("20.1", &[(-60 * DAY, before.clone()), (-2 * DAY, ours.clone()), (HOUR, before.clone())]);
        world.office.first_issue = Some(MORNING.plus_millis(-90 * DAY));
        asked(&world, CODE)
    };
    assert_eq!([until(&theirs), until(&in_zone("Pacific/Pago_Pago")), until(&ours)], [1, 1, 0]);
    let mut twice = issuing(HOUR, &theirs, Some(90 * DAY));
    twice.facts.sites = vec![theirs.clone(), Place { name: Bilingual::new("东门", "East gate"), ..theirs.clone() }];
    assert_eq!(asked(&twice, CODE), 1, "another of the customer's places has the address");
    let mut issued = issuing(HOUR, &ours, Some(90 * DAY));
    issued.office.issued = true;
    assert_eq!(found(&issued, Act::Issue, CODE), []);
}

// C-4.2: a second edition with other limits, put in force for one record.
#[test]
fn an_edition_that_is_new_beside_another_in_force_is_asked_about() {
    const CODE: &str = "edition_beside_another";
    let beside = |entered: i64, others: &[&str], first: Option<i64>| {
        let mut world = placed("20.1", &[(-90 * DAY, place(None))]);
        let edition = world.record().opened.edition.clone();
        let known = Versions::of(vec![(MORNING.plus_millis(-entered), edition)]).unwrap();
        world.facts.editions.insert(world.record().opened.edition_id, known);
        world.facts.beside = others.iter().map(|name| (*name).to_owned()).collect();
        world.office.first_issue = first.map(|before| MORNING.plus_millis(-before));
        world
    };
    let old = ["JJF 1 2013"];
    for (entered, others, first, expected) in [
        (HOUR, &old[..], Some(90 * DAY), 1),
        (30 * DAY, &old, Some(90 * DAY), 1),
        (31 * DAY, &old, Some(90 * DAY), 0),
        (HOUR, &[], Some(90 * DAY), 0),
        (HOUR, &old, None, 0),
        (2 * DAY, &old, Some(DAY), 0),
    ] {
        assert_eq!(asked(&beside(entered, others, first), CODE), expected, "{entered} {others:?} {first:?}");
    }
    let unmet = found(&beside(HOUR, &old, Some(90 * DAY)), Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.params["edition"].as_str(), unmet.clause), ("JJF 1 2013", Some("C-4.2")));
}
