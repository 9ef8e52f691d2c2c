//! What surrounds the work and is otherwise only for an hour: the place's time zone and limits, the visit, the customer's confirmation,
//! the name and the time zone of the body; and readings drowned in others.

use base::id::{CustomerId, PlaceId, RecordId, kind};
use base::time::Date;
use contract::api::Page;
use contract::api::path;
use contract::api::register::{Row, Written};
use domain::event::body::Body as Event;
use domain::library::body::Body;
use domain::library::place::Place;
use domain::order::Location;
use domain::register::Entry;
use serde_json::{Value, json};
use support::tablet::{enter, number};
use support::world::{both, put};
use support::{Lab, hours, minutes, on_both_engines};

use super::changes::{asked, asked_at_issue, changing, codes, planned, recorded};
use super::stood::answered;
use crate::certificate::{Desk, change};
use crate::record::{READING, Site, check, view};

/// The office changes the place of the visit before the work and puts it back afterwards.
async fn for_an_hour(lab: &Lab, site: &mut Site, meanwhile: Value, back: Value, temperature: &str) -> RecordId {
    let (wu, place) = (lab.person("wu").await, site.world.site);
    change::<kind::Place>(&wu, place, meanwhile).await;
    site.send(lab).await;
    lab.advance(minutes(30));
    site.arrive(lab, true);
    let record = site.open(lab);
    site.fill(lab, record, temperature);
    site.submit(lab, record).expect("a signature");
    site.send(lab).await;
    lab.advance(minutes(30));
    change::<kind::Place>(&wu, place, back).await;
    record
}

// C-5.4.1: in another time zone the work was done on the day before, when the standard was still valid.
on_both_engines!(a_day_moved_by_the_places_time_zone_is_answered_for, Lab::new_on);
async fn a_day_moved_by_the_places_time_zone_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (wrong, right) = (json!({"time_zone": "Pacific/Pago_Pago"}), json!({"time_zone": "Asia/Shanghai"}));
    let record = for_an_hour(&lab, &mut site, wrong, right, "20.1").await;
    answered(&lab, record, "place_zone_changed", "C-5.4.1").await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.4: without limits for an hour, what was read then would be no deviation.
on_both_engines!(limits_taken_away_for_an_hour_are_answered_for, Lab::new_on);
async fn limits_taken_away_for_an_hour_are_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let wu = lab.person("wu").await;
    let limits = || json!({"limits": [{"key": "temperature", "unit": "°C", "low": "18", "high": "22"}]});
    change::<kind::Place>(&wu, site.world.site, limits()).await;
    lab.advance(minutes(30));
    let record = for_an_hour(&lab, &mut site, json!({"limits": []}), limits(), "24.9").await;
    answered(&lab, record, "environment_outside_other_limits", "C-4.4").await;
    // Within the limits it makes no difference that they were away.
    let fine = for_an_hour(&lab, &mut site, json!({"limits": []}), limits(), "21.9").await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, fine).await;
    assert_eq!(codes(&asked(&seen.conditions)), [""; 0]);
    assert!(check(&chen, fine, seen.entries.len()).await.status.is_success());
}

// C-4.1.1, C-5.4.1 b: the administrator alone gives the body another name between the check and the issue.
on_both_engines!(a_certificate_in_another_bodys_name_is_answered_for, Lab::new_on);
async fn a_certificate_in_another_bodys_name_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(minutes(5));
    let admin = lab.person("admin").await;
    let bodies: Page<Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    change(&admin, bodies.rows[0].id, json!({"name": both("中国计量院", "NIM")})).await;
    let stated = asked_at_issue(&desk, "body_changed_since").await.document.stated;
    assert_eq!(stated.body.name.en, "NIM");
}

// C-4.1.1, C-5.4.1 b: the same before the check, and the name is put back after the issue.
on_both_engines!(a_body_that_has_another_name_by_the_time_of_the_check_is_answered_for, Lab::new_on);
async fn a_body_that_has_another_name_by_the_time_of_the_check_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    lab.advance(minutes(5));
    let admin = lab.person("admin").await;
    let bodies: Page<Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    change(&admin, bodies.rows[0].id, json!({"name": both("中国计量院", "NIM"), "seal": both("中国计量院", "NIM")})).await;
    answered(&lab, record, "body_differs_from_before", "C-5.4.1").await;
    let (chen, qian) = (lab.person("chen").await, lab.person("qian").await);
    let (wu, pan) = (lab.person("wu").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    assert_eq!(codes(&asked(&desk.draft().await.conditions)), [""; 0], "what the checker answered stands");
    lab.advance(minutes(5));
    change(&admin, bodies.rows[0].id, json!({"name": both("衡准", "Hengzhun")})).await;
    let open = desk.draft().await.conditions;
    assert_eq!(codes(&asked(&open)), ["body_differs_from_before", "body_changed_since"], "the seal alone is another answer");
}

// C-5.2.2.2: what was checked and agreed for one visit is not that of another.
on_both_engines!(a_visit_moved_after_the_work_is_answered_for, Lab::new_on);
async fn a_visit_moved_after_the_work_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    let (chen, visit) = (lab.person("chen").await, site.world.visit);
    assert_eq!(codes(&asked(&view(&chen, record).await.conditions)), [""; 0]);
    lab.advance(minutes(30));
    let (customer, place): (CustomerId, PlaceId) = (lab.app.new_id(), lab.app.new_id());
    put(&lab, customer, json!({"code": "PJ", "name": both("浦江", "Pujiang"), "address": both("上海", "Shanghai")})).await;
    let there = json!({"name": both("三车间", "Hall 3"), "address": both("上海", "Shanghai"), "customer": customer,
        "time_zone": "Asia/Shanghai"});
    put(&lab, place, there).await;
    let moved = json!({"customer": customer, "place": place, "day": "2027-03-05", "people": [site.world.sun], "standards": []});
    change::<kind::Visit>(&lab.person("wu").await, visit, moved).await;
    answered(&lab, record, "visit_changed_since", "C-5.2.2.2").await;
}

// C-5.5.4: the customer signed for another value.
on_both_engines!(a_value_changed_after_the_customer_confirmed_it_is_answered_for, Lab::new_on);
async fn a_value_changed_after_the_customer_confirmed_it_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    for amends in [false, true] {
        let record = site.open(&lab);
        site.fill(&lab, record, "20.1");
        let (name, signature) = ("Ms Wu".to_owned(), "100,200 160,230 200,180".to_owned());
        site.make(&lab, record, Event::CustomerConfirmed { name, signature }).expect("a confirmation");
        if amends {
            let amends = site.tablet.record(record).expect("the record").cells[READING].entries[0].event;
            let (after, reason) = (number("20.01", "mm"), "misread".to_owned());
            site.make(&lab, record, Event::Amended { amends, after, reason }).expect("an amendment");
        }
        site.submit(&lab, record).expect("a signature");
        site.send(&lab).await;
        if amends {
            answered(&lab, record, "customer_confirmed_earlier", "C-5.5.4").await;
        } else {
            let chen = lab.person("chen").await;
            let seen = view(&chen, record).await;
            assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
        }
    }
}

// C-5.4.2, C-5.5.3: ordered twice, measured twice, and both certificates in the customer's hands.
on_both_engines!(an_item_certified_twice_within_a_month_is_answered_for, Lab::new_on);
async fn an_item_certified_twice_within_a_month_is_answered_for(lab: Lab) {
    let (mut desk, _, _) = planned(&lab).await;
    let first = desk.issued("original").await;
    let (_, task) = desk.site.world.planned(&lab, "O-10").await;
    desk.site.send(&lab).await;
    lab.advance(minutes(5));
    let again = recorded(&lab, &mut desk.site, task);
    desk.site.send(&lab).await;
    let seen = view(&desk.chen, again).await;
    let shown: Vec<_> = seen.conditions.iter().flat_map(|condition| &condition.found).map(|seen| seen.finding.code.as_ref()).collect();
    assert!(shown.contains(&"item_certified_before"), "the checker is told: {shown:?}");
    let desk = Desk::around(&lab, desk.site, again).await;
    let open = asked(&desk.draft().await.conditions);
    assert_eq!(open[0].params["number"], first.row.number);
    asked_at_issue(&desk, "item_certified_before").await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.5.3: two readings are asked for, and the mean of three or four passes.
on_both_engines!(readings_drowned_in_extra_ones_are_answered_for, Lab::new_on);
async fn readings_drowned_in_extra_ones_are_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    for extra in [&[3][..], &[3, 4]] {
        let record = site.open(&lab);
        site.fill(&lab, record, "20.1");
        for n in extra {
            site.make(&lab, record, enter(&format!("as_found/points/20/indication/r{n}"), "20.00", "mm")).expect("an extra reading");
        }
        site.submit(&lab, record).expect("a signature");
        site.send(&lab).await;
        answered(&lab, record, "readings_struck", "C-5.5.3").await;
    }
}

// C-5.4.1 a, b: the administrator alone has one certificate numbered and set otherwise than the checker saw it.
on_both_engines!(a_certificate_numbered_or_set_otherwise_than_at_the_check_is_answered_for, Lab::new_on);
async fn a_certificate_numbered_or_set_otherwise_than_at_the_check_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(minutes(5));
    let admin = lab.person("admin").await;
    let bodies: Page<Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    change(&admin, bodies.rows[0].id, json!({"certificate_language": "english"})).await;
    let open = asked(&desk.draft().await.conditions);
    assert_eq!((codes(&open), open[0].path.as_str()), (vec!["body_changed_since"], "body/certificate_language"));
    change(&admin, bodies.rows[0].id, json!({"certificate_language": "bilingual", "number_pattern": "NIM {year}-{seq:5}"})).await;
    let certificate = asked_at_issue(&desk, "body_changed_since").await;
    assert_eq!(certificate.row.number, "NIM 2026-00001");
}

// C-5.4.1: the date of issue is a day of the body's time zone, which the administrator alone sets and puts back.
on_both_engines!(a_date_of_issue_moved_by_the_bodys_time_zone_is_answered_for, Lab::new_on);
async fn a_date_of_issue_moved_by_the_bodys_time_zone_is_answered_for(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    // Evening in Suzhou, and the next day already on Kiritimati.
    lab.advance(hours(10));
    (desk.qian, desk.wu) = (lab.person("qian").await, lab.person("wu").await);
    assert_eq!(codes(&asked(&desk.draft().await.conditions)), [""; 0]);
    let admin = lab.person("admin").await;
    let bodies: Page<Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    let zone = |zone: &str| json!({ "time_zone": zone });
    change(&admin, bodies.rows[0].id, zone("Pacific/Kiritimati")).await;
    let open = asked(&desk.draft().await.conditions);
    assert_eq!((codes(&open), open[0].path.as_str()), (vec!["body_changed_since"], "body/time_zone"));
    let said = ["before", "after"].map(|name| open[0].params[name].as_str());
    assert_eq!(said, ["Asia/Shanghai", "Pacific/Kiritimati"]);
    let certificate = asked_at_issue(&desk, "body_changed_since").await;
    assert_eq!(certificate.document.envelope.issued_on, Some(Date::constant(2026, 11, 21)));
    change(&admin, bodies.rows[0].id, zone("Asia/Shanghai")).await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.4.1: the same before the check, so that the checker knows no other zone.
on_both_engines!(a_time_zone_of_the_body_that_is_another_by_the_time_of_the_check_is_answered_for, Lab::new_on);
async fn a_time_zone_of_the_body_that_is_another_by_the_time_of_the_check_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    lab.advance(minutes(5));
    let admin = lab.person("admin").await;
    let bodies: Page<Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    change(&admin, bodies.rows[0].id, json!({"time_zone": "Pacific/Kiritimati"})).await;
    answered(&lab, record, "body_differs_from_before", "C-5.4.1").await;
}

/// A record of a task that the office planned in a laboratory which is this place, signed and at the office.
async fn recorded_at(lab: &Lab, site: &mut Site, place: PlaceId) -> RecordId {
    recorded_in(lab, site, place, "O-9").await
}

/// The same under an order of this number.
async fn recorded_in(lab: &Lab, site: &mut Site, place: PlaceId, number: &str) -> RecordId {
    let (world, order, task) = (&site.world, lab.app.new_id::<kind::Order>(), lab.app.new_id::<kind::Task>());
    let mut agreed = world.accepted(number, Location::Laboratory, vec![world.line(world.item)]);
    agreed["place"] = json!(place);
    put::<kind::Order>(lab, order, agreed).await;
    let planned = json!({"order": order, "line": 0, "item": world.item, "customer": world.customer, "service": world.service,
        "edition": world.edition, "calibrators": [world.lin]});
    put::<kind::Task>(lab, task, planned).await;
    site.send(lab).await;
    lab.advance(minutes(5));
    let record = recorded(lab, site, task);
    site.send(lab).await;
    record
}

// C-5.2.2.2: the customer's hall is the body's own laboratory for an hour, so nobody needs a visit, a briefing or a check on arrival.
on_both_engines!(work_at_a_customers_hall_that_was_nobodys_for_an_hour_is_answered_for, Lab::new_on);
async fn work_at_a_customers_hall_that_was_nobodys_for_an_hour_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (wu, hall, customer) = (lab.person("wu").await, site.world.site, site.world.customer);
    let cleared = changing(&wu, hall, json!({"customer": null})).await.success::<Written<Place>>();
    assert_eq!(codes(&cleared.findings), ["place_leaves_customer"]);
    assert_eq!((cleared.findings[0].path.as_str(), cleared.findings[0].params["visit"].as_str()), ("customer", "V-1"));
    lab.advance(minutes(30));
    let record = recorded_at(&lab, &mut site, hall).await;
    lab.advance(minutes(30));
    let back = changing(&wu, hall, json!({"customer": customer})).await.success::<Written<Place>>();
    assert_eq!(codes(&back.findings), [""; 0]);
    answered(&lab, record, "site_without_visit", "C-5.2.2.2").await;
}

// C-5.2.2.2: the hall keeps its customer, and a second entry of it has none.
on_both_engines!(work_at_a_second_entry_of_a_customers_hall_is_answered_for, Lab::new_on);
async fn work_at_a_second_entry_of_a_customers_hall_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (wu, hall, second) = (lab.person("wu").await, site.world.site, lab.app.new_id::<kind::Place>());
    change::<kind::Place>(&wu, hall, json!({"address": both("杭州市滨江路5号", "5 Binjiang Road, Hangzhou")})).await;
    let again = json!({"name": both("东二车间", "Hall 2 east"), "address": both("杭州市 滨江路 5号", "5 Binjiang Rd, Hangzhou"),
        "time_zone": "Asia/Shanghai"});
    put(&lab, second, again).await;
    lab.advance(minutes(30));
    let record = recorded_at(&lab, &mut site, second).await;
    answered(&lab, record, "site_without_visit", "C-5.2.2.2").await;
}

// C-4.4, C-5.4.1: a laboratory of an hour, in another time zone or at somebody's gate, once the body issues certificates.
on_both_engines!(work_at_a_laboratory_that_was_entered_just_before_is_answered_for, Lab::new_on);
async fn work_at_a_laboratory_that_was_entered_just_before_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let fresh = async |lab: &Lab| {
        let place = lab.app.new_id::<kind::Place>();
        let gate =
            json!({"name": both("南门", "South gate"), "address": both("滨江路7号", "7 Binjiang Road"), "time_zone": "Asia/Shanghai"});
        put(lab, place, gate).await;
        lab.advance(minutes(30));
        place
    };
    // A new body enters its places and begins.
    let first = fresh(&lab).await;
    let record = recorded_at(&lab, &mut site, first).await;
    let desk = Desk::around(&lab, site, record).await;
    desk.issued("original").await;
    let Desk { mut site, .. } = desk;
    lab.advance(hours(1));
    let second = fresh(&lab).await;
    let record = recorded_in(&lab, &mut site, second, "O-10").await;
    answered(&lab, record, "place_entered_lately", "C-4.4").await;
    // The form says that the address is entered already.
    let wu = lab.person("wu").await;
    let again = changing::<kind::Place>(&wu, second, json!({"notes": "by the gate"})).await.success::<Written<Place>>();
    assert_eq!(codes(&again.findings), ["place_entered_twice"]);
}

// C-4.4: a second entry of the customer's hall, with limits and a time zone of its own, for the work on a visit.
on_both_engines!(work_on_a_visit_to_a_second_entry_of_a_hall_is_answered_for, Lab::new_on);
async fn work_on_a_visit_to_a_second_entry_of_a_hall_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let address = json!({"address": both("杭州市滨江路5号", "5 Binjiang Road, Hangzhou")});
    change::<kind::Place>(&lab.person("wu").await, site.world.site, address).await;
    site.send(&lab).await;
    lab.advance(minutes(30));
    let record = site.submitted(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    desk.issued("original").await;
    lab.advance(hours(1));
    let Desk { mut site, wu, .. } = desk;
    let second = lab.app.new_id::<kind::Place>();
    let again = json!({"name": both("东二车间", "Hall 2 east"), "customer": site.world.customer, "time_zone": "Asia/Shanghai",
        "address": both("杭州市 滨江路 5号", "5 Binjiang Rd, Hangzhou")});
    put(&lab, second, again).await;
    change::<kind::Visit>(&wu, site.world.visit, json!({"place": second})).await;
    lab.advance(minutes(30));
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let asked = asked(&view(&chen, record).await.conditions);
    assert!(codes(&asked).contains(&"place_entered_lately"), "{asked:?}");
}
