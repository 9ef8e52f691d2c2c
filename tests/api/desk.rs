//! The office finds what it looks for and sees what waits: by the names of what is referred to, and counted whole.

use axum::http::Method;
use backend::app::Error;
use backend::demo::{id, names};
use backend::store::{Tx, register};
use base::id::kind;
use base::time::Date;
use contract::api::desk::DeskView;
use contract::api::register::{Put, Row, Written};
use contract::api::visit::VisitView;
use contract::api::{Page, path};
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::Item;
use domain::library::edition::{Edition, EditionStatus};
use domain::library::method::{Approval, Method as CalibrationMethod, MethodKind};
use domain::library::place::Place;
use domain::library::standard::{Standard, StandardStatus};
use domain::order::noted::What;
use domain::order::task::Task;
use domain::order::{Order, OrderStatus};
use domain::register::Entry;
use domain::visit::{CheckMoment, Visit};
use support::tablet::{equip, opening};
use support::world::put;
use support::{Client, Lab, on_both_engines};

use crate::record::{Site, unsettled, view};
use crate::registers::{change, entry, import, list, preview};

async fn found<T: Entry>(client: &Client, query: &str) -> Vec<String> {
    client.get::<Page<Row<T>>>(&list::<T>(query)).await.rows.into_iter().map(|row| row.id.to_string()).collect()
}

fn held<T: Entry>(found: &[String], name: &str) -> bool {
    found.contains(&id::<T::Kind>(name).to_string())
}

on_both_engines!(orders_tasks_and_visits_are_found_by_the_names_of_what_they_name, Lab::demo_on);
async fn orders_tasks_and_visits_are_found_by_the_names_of_what_they_name(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    // By customer, item, person and place, in either language.
    for (words, order, task, visit) in [
        ("hengda", true, true, true),
        ("恒达", true, true, true),
        ("hd-0001", true, true, false),
        ("wang wei", false, true, true),
        ("hall 2", true, false, true),
        ("hz-o-1001", true, true, false),
    ] {
        let query = format!("limit=500&search={}", words.replace(' ', "%20"));
        assert_eq!(held::<Order>(&found::<Order>(&office, &query).await, "hengda_site"), order, "order by {words}");
        assert_eq!(held::<Task>(&found::<Task>(&office, &query).await, "hengda_site_hd_calliper_1"), task, "task by {words}");
        assert_eq!(held::<Visit>(&found::<Visit>(&office, &query).await, "hengda_today"), visit, "visit by {words}");
    }
    assert!(found::<Order>(&office, "search=nobody%20at%20all").await.is_empty());
    // What is called otherwise from now on is found by its new name at once.
    change::<Item>(&office, "hd_calliper_1", |item| item.name.en = "Zeppelin gauge".into()).await.success::<Written<Item>>();
    assert!(held::<Task>(&found::<Task>(&office, "search=zeppelin").await, "hengda_site_hd_calliper_1"));
    // A page turns over what was found.
    let first: Page<Row<Task>> = office.get(&list::<Task>("search=hengda&limit=2")).await;
    let next = first.next.expect("there are more");
    let second: Page<Row<Task>> = office.get(&list::<Task>(&format!("search=hengda&limit=2&after={next}"))).await;
    assert!(!second.rows.is_empty() && second.rows.iter().all(|row| first.rows.iter().all(|seen| seen.id != row.id)));
}

on_both_engines!(what_names_an_entry_is_listed_with_it, Lab::demo_on);
async fn what_names_an_entry_is_listed_with_it(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let of_order = format!("limit=500&names={}", id::<kind::Order>("hengda_site"));
    let rows = office.get::<Page<Row<Task>>>(&list::<Task>(&of_order)).await.rows;
    assert!(!rows.is_empty() && rows.iter().all(|row| row.body.order == id("hengda_site")));
    let sites = found::<Place>(&office, &format!("names={}", id::<kind::Customer>("hengda"))).await;
    assert!(held::<Place>(&sites, "hengda_hall2") && !held::<Place>(&sites, "pujiang_lab"));
    let editions = found::<Edition>(&office, &format!("names={}", id::<kind::Method>("calliper"))).await;
    assert_eq!(editions, [id::<kind::Edition>("calliper").to_string()]);
    // What an entry does not name any more is not found by it.
    change::<Place>(&office, "hengda_hall2", |place| place.customer = Some(id("pujiang"))).await.success::<Written<Place>>();
    assert!(!held::<Place>(&found::<Place>(&office, &format!("names={}", id::<kind::Customer>("hengda"))).await, "hengda_hall2"));
}

on_both_engines!(the_desk_says_that_more_waits_than_it_shows, Lab::demo_on);
async fn the_desk_says_that_more_waits_than_it_shows(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let template: Row<Order> = office.get(&entry::<Order>("hengda_multimeter")).await;
    let before: DeskView = office.get(path::DESK).await;
    for n in 0..30 {
        let body = Order { number: format!("W-{n:02}"), ..template.body.clone() };
        let made = Put { revision: 0, reason: String::new(), body };
        office.post::<Written<Order>>(&path::with(path::REGISTER, Order::NOUN), &made).await;
    }
    let desk: DeskView = office.get(path::DESK).await;
    assert_eq!((before.orders.more, desk.orders.more, desk.orders.rows.len()), (false, true, 20));
    // What is to be reviewed again stands before what is only being written.
    change::<Order>(&office, "hengda_site", |order| order.lines[0].range = "0 mm to 200 mm".into()).await.success::<Written<Order>>();
    let desk: DeskView = office.get(path::DESK).await;
    assert_eq!(desk.orders.rows[0].body.status, OrderStatus::ReviewAgain);
    // C-4.5.2: whatever number of standards there is, the first to end stands first.
    assert!(desk.standards.rows.iter().any(|row| row.id == id("blocks_2")));
    let ends: Vec<_> = desk.standards.rows.iter().map(|row| row.body.traceability.validity.until).collect();
    assert!(ends.is_sorted() && desk.standards.rows.iter().all(|row| row.body.status == StandardStatus::InUse));
}

on_both_engines!(a_desk_shows_what_its_person_may_read, Lab::new_on);
async fn a_desk_shows_what_its_person_may_read(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.submitted(&lab).await;
    let shown = |desk: DeskView| (desk.to_check.rows.len(), desk.to_check.more);
    assert_eq!(shown(lab.person("chen").await.get(path::DESK).await), (1, false));
    assert_eq!(shown(lab.person("lin").await.get(path::DESK).await), (1, false), "an own record");
    assert_eq!(shown(lab.person("sun").await.get(path::DESK).await), (0, false), "a calibrator sees no other's records");
    assert_eq!(shown(lab.person("admin").await.get(path::DESK).await), (0, false), "an administrator reads no records");
}

on_both_engines!(checks_of_standards_and_the_briefing_are_seen_in_the_office, Lab::new_on);
async fn checks_of_standards_and_the_briefing_are_seen_in_the_office(lab: Lab) {
    // C-5.2.2.2, C-5.2.2.3
    let mut site = Site::new(&lab).await;
    let stream = Stream::visit(site.world.visit);
    let Body::StandardChecked(mut early) = unsettled(&site.world) else { panic!("a check") };
    early.remark = "still cold".to_owned();
    site.tablet.force(stream, lab.now(), Body::StandardChecked(early));
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let visit: VisitView = chen.get(&path::with(path::VISIT_CHECKS, site.world.visit)).await;
    let told: Vec<_> =
        visit.state.checks.iter().map(|done| (done.check.moment, done.check.is_good(), done.check.remark.as_str())).collect();
    let (departure, arrival) = (CheckMoment::Departure, CheckMoment::Arrival);
    assert_eq!(told, [(arrival, false, "still cold"), (departure, true, ""), (arrival, true, "")]);
    assert_eq!(visit.state.briefings.iter().map(|briefed| briefed.person).collect::<Vec<_>>(), [site.world.lin]);
    assert!(visit.standards.iter().any(|standard| standard.number == "S-01"));
    assert!(visit.names.iter().any(|name| name.person == site.world.lin));
    // The checker has them beside the record.
    assert_eq!(view(&chen, record).await.visit.map(|seen| *seen), Some(visit));
    let nowhere = path::with(path::VISIT_CHECKS, lab.app.new_id::<()>());
    assert_eq!(chen.bytes(Method::GET, &nowhere, None).await.problem().status, 404);
}

on_both_engines!(the_review_is_told_what_nobody_had_planned, Lab::new_on);
async fn the_review_is_told_what_nobody_had_planned(lab: Lab) {
    // C-5.1.2
    let mut site = Site::new(&lab).await;
    let world = &site.world;
    let order = lab.app.new_id();
    let line = serde_json::json!({"item": world.item, "service": world.service, "edition": world.edition, "method_agreement": "named"});
    let body = serde_json::json!({"number": "O-1", "customer": world.customer, "received_as": "oral", "received_on": "2026-11-01",
        "location": "site", "place": world.site, "lines": [line], "status": "accepted"});
    put::<kind::Order>(&lab, order, body).await;
    let task = lab.app.new_id::<kind::Task>();
    let given = serde_json::json!({"order": order, "line": 0, "item": world.item, "customer": world.customer, "service": world.service,
        "edition": world.edition, "calibrators": [world.lin], "standards": [world.stale], "visit": world.visit});
    put::<kind::Task>(&lab, task, given).await;
    let (item, standard) = (world.item, world.standard);
    site.send(&lab).await;
    let corrected = Body::ItemCorrected { field: "model".into(), before: "0-150".into(), after: "0-200".into() };
    site.tablet.force(Stream::item(item), lab.now(), corrected);
    // Not planned, and then planned but with another standard.
    site.arrive(&lab, true);
    let unplanned = site.open(&lab);
    let planned = site.tablet.new_id(lab.now());
    let Body::Opened(mut opened) = opening(site.tablet.pack(), Some(site.world.visit)) else { panic!("an opening") };
    let known = site.tablet.pack().tasks.iter().find(|known| known.id == task).expect("the task").clone();
    (opened.task, opened.order) = (Some(task), Some(known.order));
    site.tablet.force(Stream::record(planned), lab.now(), Body::Opened(opened));
    let swap = equip(site.tablet.pack(), "S-01");
    site.tablet.force(Stream::record(planned), lab.now(), swap);
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let row: Row<Order> = chen.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, order)).await;
    assert_eq!(row.body.status, OrderStatus::ReviewAgain);
    let what: Vec<_> = row.body.unplanned.iter().map(|noted| noted.what.clone()).collect();
    let expected = [
        What::ItemCorrected { item, field: "model".into(), before: "0-150".into(), after: "0-200".into(), kept: None },
        What::RecordBegun { item, record: unplanned },
        What::StandardSwapped { item, standard, record: planned },
    ];
    assert_eq!(what, expected);
    assert!(row.body.unplanned.iter().all(|noted| noted.by == site.world.lin));
}

on_both_engines!(an_edition_of_a_method_without_approval_does_not_come_into_force, Lab::demo_on);
async fn an_edition_of_a_method_without_approval_does_not_come_into_force(lab: Lab) {
    // C-4.2
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let taken = change::<CalibrationMethod>(&technical, "calliper", |method| method.kind = MethodKind::Own).await.problem();
    assert_eq!((taken.code.as_str(), taken.clause.as_deref()), ("method_in_force", Some("C-4.2")));
    let withdraw = change::<Edition>(&technical, "calliper", |edition| edition.status = EditionStatus::Withdrawn).await;
    withdraw.success::<Written<Edition>>();
    let own = change::<CalibrationMethod>(&technical, "calliper", |method| method.kind = MethodKind::Own).await;
    assert_eq!(own.success::<Written<CalibrationMethod>>().findings[0].code, "method_not_approved");
    let back = |edition: &mut Edition| edition.status = EditionStatus::InForce;
    let problem = change::<Edition>(&technical, "calliper", back).await.problem();
    assert_eq!((problem.findings[0].code.as_ref(), problem.findings[0].path.as_str()), ("method_not_approved", "status"));
    let approve = |method: &mut CalibrationMethod| {
        method.approval = Some(Approval { by: "Prof. Gu".into(), on: Date::constant(2026, 1, 5), reference: "R-1".into() });
    };
    change::<CalibrationMethod>(&technical, "calliper", approve).await.success::<Written<CalibrationMethod>>();
    change::<Edition>(&technical, "calliper", back).await.success::<Written<Edition>>();
    let removed = change::<CalibrationMethod>(&technical, "calliper", |method| method.approval = None).await.problem();
    assert_eq!(removed.code, "method_in_force");
    // What is printed and what the method is called are compared.
    let renamed = change::<CalibrationMethod>(&technical, "multimeter", |method| method.title.en = "Multimeters".into()).await;
    renamed.success::<Written<CalibrationMethod>>();
    let kept: Written<Edition> = change::<Edition>(&technical, "multimeter", |_| ()).await.success();
    assert_eq!(kept.findings.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>(), ["edition_title_differs"]);
}

on_both_engines!(certified_values_of_standards_come_with_the_file, Lab::demo_on);
async fn certified_values_of_standards_come_with_the_file(lab: Lab) {
    // C-5.4.1 h
    use contract::api::register::ImportView;
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let file = "number,name_en,kind,ranges,valid_from,certified_values\nNEW-1,Reference,reference_thermometer,0; 100; °C,2026-01-01,\"t90; 0.010; 0.004 + 1e-5 * nominal; 2; °C\nt91; 1; 0.1; 2; °C\"\n";
    let done: ImportView = import(&technical, Standard::NOUN, file).await.success();
    assert_eq!((done.created, done.findings), (1, vec![]));
    let made = technical.get::<Page<Row<Standard>>>(&list::<Standard>("search=new-1")).await.rows.remove(0).body;
    let values: Vec<_> = made.characteristics.iter().map(|value| (value.key.as_str(), value.value.as_str(), value.unit.symbol())).collect();
    assert_eq!(values, [("t90", "0.010", "°C"), ("t91", "1", "°C")]);
    let wrong = preview(&technical, Standard::NOUN, file.replace("t91; 1", "t91; one")).await;
    assert_eq!(
        (wrong.findings[0].code.as_ref(), wrong.findings[0].path.as_str()),
        ("import_characteristic_malformed", "2/certified_values")
    );
}

on_both_engines!(links_are_made_from_the_bodies_where_a_backup_has_none, Lab::demo_on);
async fn links_are_made_from_the_bodies_where_a_backup_has_none(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let query = format!("limit=500&names={}", id::<kind::Order>("hengda_site"));
    let before = found::<Task>(&office, &query).await;
    let made = lab.app.db.write::<_, Error, _>(|tx: &mut Tx| {
        Box::pin(async move {
            backend::execute!(tx, "DELETE FROM register_links")?;
            Ok(register::link_all(tx).await?)
        })
    });
    made.await.expect("the links are made");
    assert!(!before.is_empty());
    assert_eq!(found::<Task>(&office, &query).await, before);
}
