//! Methods, standards and uncertainties that do not fit the work.

use axum::http::Method;
use backend::demo::{id, names};
use base::decimal::DecimalText;
use base::finding::Severity;
use base::id::{RecordId, TaskId, kind};
use base::time::Date;
use contract::api::certificate::DraftView;
use contract::api::order::{AssignTask, AssignedView, ReviewOrder, TasksView};
use contract::api::register::{Put, Row, Written};
use contract::api::{Problem, path};
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use domain::library::edition::{Edition, EditionStatus};
use domain::library::standard::{Standard, StandardStatus};
use domain::order::noted::{Ability, Outcome};
use domain::order::task::Task;
use domain::order::{MethodAgreement, Order};
use domain::pack::JobPack;
use domain::record::path::reading;
use domain::record::snapshot::StandardSnapshot;
use domain::register::Entry;
use measurement::method::{Point, Stage};
use serde_json::{Value, json};
use support::hand::{self, Hand};
use support::tablet::enter;
use support::world::put_over;
use support::{Answer, Client, Lab, Tablet, on_both_engines};

use crate::certificate::{self, employ};
use crate::record::{Site, check, set_aside, view};
use crate::registers::{change, entry};

const ABLE: Ability = Ability { people: true, standards: true, method: true, environment: true };

fn found(problem: &Problem) -> Vec<(&str, &str)> {
    let errors = problem.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect()
}

async fn accept(office: &Client, order: &str) -> Answer {
    let row: Row<Order> = office.get(&entry::<Order>(order)).await;
    let command = ReviewOrder { revision: row.revision, outcome: Outcome::Accepted, able: ABLE, discussion: String::new() };
    office.send(Method::POST, &path::with(path::ORDER_REVIEW, row.id), &command).await
}

async fn assign(office: &Client, task: TaskId, person: &str, standards: &[&str]) -> Answer {
    let row: Row<Task> = office.get(&path::with2(path::REGISTER_ENTRY, "tasks", task)).await;
    let command = AssignTask {
        revision: row.revision,
        calibrators: vec![id::<kind::Person>(person)],
        standards: standards.iter().map(|name| id::<kind::Standard>(name)).collect(),
        visit: row.body.visit,
    };
    office.send(Method::POST, &path::with(path::TASK_ASSIGN, task), &command).await
}

/// Writes over an entry of the demo as an earlier build would have: past the rules of today.
async fn past<T: Entry>(lab: &Lab, by: &Client, name: &str, how: impl FnOnce(&mut Value)) {
    let row: Row<T> = by.get(&entry::<T>(name)).await;
    let mut body = serde_json::to_value(&row.body).expect("an entry");
    how(&mut body);
    put_over(lab, row.id, row.revision, body).await;
}

// C-4.2, C-5.1.1: a torque wrench by the multimeters' method.
on_both_engines!(a_method_of_another_service_is_not_ordered_reviewed_made_a_task_or_assigned, Lab::demo_on);
async fn a_method_of_another_service_is_not_ordered_reviewed_made_a_task_or_assigned(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let other = json!(id::<kind::Edition>("torque_wrench"));
    let asked = change::<Order>(&office, "hengda_multimeter", |order| order.lines[0].edition = id("torque_wrench")).await.problem();
    assert_eq!((asked.status, found(&asked)), (422, vec![("line_edition_of_another_service", "lines/0/edition")]));
    // As it was written down before anybody asked.
    past::<Order>(&lab, &office, "hengda_multimeter", |order| {
        order["lines"][0]["edition"] = other.clone();
        order["lines"][0]["method_agreement"] = json!("consented");
        order["agreed_on"] = json!("2026-11-24");
    })
    .await;
    let refused = accept(&office, "hengda_multimeter").await.problem();
    assert_eq!((refused.clause.as_deref(), found(&refused)), (Some("C-4.2"), vec![("line_edition_of_another_service", "lines/0/edition")]));
    past::<Order>(&lab, &office, "hengda_multimeter", |order| order["status"] = json!("accepted")).await;
    let make = path::with(path::ORDER_TASKS, id::<kind::Order>("hengda_multimeter"));
    let refused = office.send(Method::POST, &make, &()).await.problem();
    assert_eq!(refused.code, "line_edition_of_another_service");
    past::<Task>(&lab, &office, "pujiang_lab_pj_multimeter_1", |task| task["edition"] = other.clone()).await;
    let refused = assign(&office, id("pujiang_lab_pj_multimeter_1"), "chen", &["transducer"]).await.problem();
    assert_eq!((refused.clause.as_deref(), found(&refused)), (Some("C-4.2"), vec![("edition_of_another_service", "")]));
}

// C-5.1.1: the item's entry says what it is; who orders something else says why.
on_both_engines!(a_service_that_is_not_the_items_is_answered_before_the_order_is_accepted, Lab::demo_on);
async fn a_service_that_is_not_the_items_is_answered_before_the_order_is_accepted(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let written = change::<Order>(&office, "hengda_multimeter", |order| {
        order.lines[0].service = id("torque_wrench");
        order.lines[0].edition = id("torque_wrench");
        order.lines[0].method_agreement = MethodAgreement::Named;
        order.agreed_on = Some(Date::constant(2026, 11, 24));
    })
    .await
    .success::<Written<Order>>();
    let told: Vec<_> = written.findings.iter().map(|finding| (finding.code.as_ref(), finding.severity)).collect();
    assert_eq!(told, [("line_service_differs_from_item", Severity::Warning)]);
    let refused = accept(&office, "hengda_multimeter").await.problem();
    assert_eq!(found(&refused), [("line_service_differs_from_item", "lines/0/service_reason")]);
    let why = "wrongly entered as a multimeter".to_owned();
    change::<Order>(&office, "hengda_multimeter", |order| order.lines[0].service_reason = why).await.success::<Written<Order>>();
    accept(&office, "hengda_multimeter").await.success::<Written<Order>>();
    let made: TasksView = office.post(&path::with(path::ORDER_TASKS, id::<kind::Order>("hengda_multimeter")), &()).await;
    let assigned: AssignedView = assign(&office, made.tasks[0], "wang", &["transducer"]).await.success();
    assert_eq!(assigned.findings, []);
}

// C-4.2: what was recorded is kept, and not checked.
on_both_engines!(work_by_a_method_of_another_service_is_not_checked, Lab::demo_on);
async fn work_by_a_method_of_another_service_is_not_checked(lab: Lab) {
    let chen = lab.person(names::SECOND_CALIBRATOR).await;
    let mut tablet = Tablet::enrol(&lab, &chen, 12).await;
    tablet.exchange(&chen, lab.now()).await;
    let mut hand = Hand::begin(&mut tablet, lab.now(), "PJ-0301");
    hand.looks_around();
    hand.reads(Stage::AsFound, 0);
    let record = hand.signs();
    tablet.exchange(&chen, lab.now()).await;
    let office = lab.person(names::OFFICE).await;
    past::<Task>(&lab, &office, "pujiang_lab_pj_multimeter_1", |task| task["service"] = json!(id::<kind::Service>("balance"))).await;
    let sun = lab.person(names::CHECKER).await;
    let seen = view(&sun, record).await;
    assert!(seen.findings.iter().any(|finding| finding.code == "edition_of_another_service" && finding.severity == Severity::Error));
    let refused = check_demo(&sun, record, seen.entries.len()).await.problem();
    assert_eq!((refused.code.as_str(), refused.clause.as_deref()), ("edition_of_another_service", Some("C-4.2")));
}

async fn check_demo(by: &Client, record: RecordId, seen: usize) -> Answer {
    let command = contract::api::record::CheckRecord { seen: seen as u64, password: names::PASSWORD.to_owned(), answers: Vec::new() };
    by.send(Method::POST, &path::with(path::RECORD_CHECK, record), &command).await
}

fn snapshot(pack: &JobPack, number: &str) -> Box<StandardSnapshot> {
    let known = pack.standards.iter().find(|known| known.body.number == number).expect("a standard of the pack");
    Box::new(StandardSnapshot { id: known.id, standard: known.body.clone() })
}

async fn wangs_tablet(lab: &Lab) -> (Client, Tablet) {
    let wang = lab.person(names::CALIBRATOR).await;
    let mut tablet = Tablet::enrol(lab, &wang, 11).await;
    tablet.exchange(&wang, lab.now()).await;
    (wang, tablet)
}

// C-4.5.2: a calliper by a torque transducer in the slot of the gauge blocks.
on_both_engines!(a_standard_of_another_kind_is_not_put_in_a_slot, Lab::demo_on);
async fn a_standard_of_another_kind_is_not_put_in_a_slot(lab: Lab) {
    let (wang, mut tablet) = wangs_tablet(&lab).await;
    let now = lab.now();
    let hand = Hand::begin(&mut tablet, now, "HD-0001");
    let (record, standard) = (hand.record, snapshot(hand.tablet.pack(), "HZ-F-001"));
    let body = Body::Equipped { slot: "blocks".to_owned(), standard: standard.clone() };
    let again = Body::Reequipped { slot: "blocks".to_owned(), standard, reason: "the right one".to_owned() };
    for body in [&body, &again] {
        assert_eq!(tablet.make(Stream::record(record), now, body.clone()).unwrap_err(), "standard_other_kind");
    }
    let forced: Vec<_> = [body, again].map(|body| tablet.force(Stream::record(record), now, body)).into();
    tablet.exchange(&wang, now).await;
    let seen = view(&lab.person(names::CHECKER).await, record).await;
    for event in forced {
        assert_eq!(set_aside(&seen, event).as_deref(), Some("standard_other_kind"), "told on the tablet, kept by the server");
    }
    let office = lab.person(names::OFFICE).await;
    let refused = assign(&office, id("hengda_site_hd_calliper_2"), "wang", &["blocks", "transducer"]).await.problem();
    assert_eq!((refused.clause.as_deref(), found(&refused)), (Some("C-4.5.2"), vec![("standard_fits_no_slot", "standards/1")]));
}

// C-4.5.2: a standard out of its range cannot be used.
on_both_engines!(nothing_is_read_beyond_the_range_of_a_standard, Lab::demo_on);
async fn nothing_is_read_beyond_the_range_of_a_standard(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let shorter = |high: &'static str| {
        move |standard: &mut Standard| {
            standard.ranges = serde_json::from_value(json!([{"low": "0.5", "high": high, "unit": "mm"}])).expect("a range");
        }
    };
    change::<Standard>(&technical, "blocks", shorter("100")).await.success::<Written<Standard>>();
    let (wang, mut tablet) = wangs_tablet(&lab).await;
    let mut hand = Hand::begin(&mut tablet, lab.now(), "HD-0001");
    hand.looks_around();
    let record = hand.record;
    let at = |point: &str| enter(&reading(Stage::AsFound, point, "indication", 1), point, "mm");
    hand.make(at("100"));
    assert_eq!(tablet.make(Stream::record(record), lab.now(), at("150")).unwrap_err(), "standard_out_of_range");
    let forced = tablet.force(Stream::record(record), lab.now(), at("150"));
    tablet.exchange(&wang, lab.now()).await;
    let sun = lab.person(names::CHECKER).await;
    assert_eq!(set_aside(&view(&sun, record).await, forced).as_deref(), Some("standard_out_of_range"));
    change::<Standard>(&technical, "blocks", shorter("15")).await.success::<Written<Standard>>();
    let office = lab.person(names::OFFICE).await;
    let refused = assign(&office, id("hengda_site_hd_calliper_2"), "wang", &["blocks"]).await.problem();
    assert_eq!(found(&refused), [("standard_covers_nothing", "standards/0")]);
    // As the register says it now: the reading at 100 mm was beyond it.
    let seen = view(&sun, record).await;
    assert!(seen.findings.iter().any(|finding| finding.code == "standard_out_of_range" && finding.severity == Severity::Error));
}

// C-4.5.2: earlier entries are told what they do not say, and go on; what is saved in use says it.
on_both_engines!(what_a_standard_and_an_edition_do_not_say_is_asked_for_when_they_are_saved, Lab::demo_on);
async fn what_a_standard_and_an_edition_do_not_say_is_asked_for_when_they_are_saved(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    past::<Standard>(&lab, &technical, "blocks", |standard| {
        standard.as_object_mut().expect("an object").retain(|field, _| field != "kind" && field != "ranges");
    })
    .await;
    let moved = change::<Standard>(&technical, "blocks", |standard| standard.location = "shelf 2".to_owned()).await.problem();
    assert_eq!(found(&moved), [("required", "kind"), ("required", "ranges")]);
    let failed = change::<Standard>(&technical, "blocks", |standard| standard.status = StandardStatus::Failed).await;
    assert!(failed.status.is_success(), "it is never kept in use for that: {}", failed.text());
    let unsaid = |edition: &mut Edition| {
        edition.form.slots[0].kinds.clear();
        edition.form.slots[0].covers = None;
        edition.computation.decision.as_mut().expect("a decision").ratio = None;
    };
    let mut new: Edition = technical.get::<Row<Edition>>(&entry::<Edition>("calliper")).await.body;
    new.name = "2026".to_owned();
    unsaid(&mut new);
    let post = async |body: &Edition| {
        let put = Put { revision: 0, reason: String::new(), body: body.clone() };
        technical.send(Method::POST, &path::with(path::REGISTER, Edition::NOUN), &put).await
    };
    let refused = post(&new).await.problem();
    let asked = [
        ("slot_kinds_unsaid", "form/slots/0/kinds"),
        ("slot_covers_unsaid", "form/slots/0/covers"),
        ("ratio_unsaid", "computation/decision/ratio"),
    ];
    assert_eq!(found(&refused), asked);
    let draft: Written<Edition> = post(&Edition { status: EditionStatus::Draft, ..new }).await.success();
    assert_eq!(draft.findings.iter().filter(|finding| finding.severity == Severity::Warning).count(), 3, "a draft can be written");
    // One of before goes on, and ends.
    past::<Edition>(&lab, &technical, "calliper", |edition| {
        let mut body: Edition = serde_json::from_value(edition.clone()).expect("an edition");
        unsaid(&mut body);
        *edition = serde_json::to_value(&body).expect("an edition");
    })
    .await;
    let ends = change::<Edition>(&technical, "calliper", |edition| edition.validity.until = Some(Date::constant(2027, 1, 1))).await;
    assert!(ends.status.is_success(), "{}", ends.text());
}

// C-5.5.2: what can be recorded can be signed; how many points fit is told while the edition is written.
on_both_engines!(an_edition_that_no_record_could_hold_does_not_come_into_force, Lab::demo_on);
async fn an_edition_that_no_record_could_hold_does_not_come_into_force(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let mut large: Edition = technical.get::<Row<Edition>>(&entry::<Edition>("balance")).await.body;
    large.name = "2026 long".to_owned();
    large.form.quantities[0].readings = 2;
    let first = large.form.points[0].clone();
    large.form.points = (1..=610)
        .map(|n| Point { key: n.to_string(), nominal: DecimalText::parse(&n.to_string()).expect("a number"), ..first.clone() })
        .collect();
    let post = async |status: EditionStatus| {
        let put = Put { revision: 0, reason: String::new(), body: Edition { status, name: format!("{status:?}"), ..large.clone() } };
        technical.send(Method::POST, &path::with(path::REGISTER, Edition::NOUN), &put).await
    };
    let refused = post(EditionStatus::InForce).await.problem();
    assert_eq!(found(&refused), [("edition_too_large", "form/points")]);
    assert!(refused.findings[0].params["most"].parse::<usize>().is_ok_and(|most| most < 610), "{refused:?}");
    let draft: Written<Edition> = post(EditionStatus::Draft).await.success();
    assert!(draft.findings.iter().any(|finding| finding.code == "edition_too_large"));
}

// C-5.5.2: one that came into force before that was asked is neither assigned nor begun with; what was begun is kept.
on_both_engines!(work_that_nobody_could_sign_is_neither_assigned_nor_begun, Lab::demo_on);
async fn work_that_nobody_could_sign_is_neither_assigned_nor_begun(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    past::<Edition>(&lab, &technical, "balance", |edition| {
        let first = edition["form"]["points"][0].clone();
        let point = |n: usize| {
            let mut point = first.clone();
            (point["key"], point["nominal"]) = (json!(n.to_string()), json!(n.to_string()));
            point
        };
        edition["form"]["points"] = (1..=610).map(point).collect();
    })
    .await;
    let office = lab.person(names::OFFICE).await;
    let refused = assign(&office, id("hospital_site_hp_balance_1"), "wang", &["weights"]).await.problem();
    assert_eq!((refused.code.as_str(), refused.clause.as_deref()), ("edition_too_large", Some("C-5.5.2")));
    assert_eq!(refused.findings[0].params["points"], "610");
    let (wang, mut tablet) = wangs_tablet(&lab).await;
    let opening = hand::begins(tablet.pack(), "HP-0103");
    let (record, now) = (tablet.new_id::<kind::Record>(lab.now()), lab.now());
    assert_eq!(tablet.make(Stream::record(record), now, opening.clone()).unwrap_err(), "edition_too_large");
    // A tablet of before begins it all the same: it is kept as it was made.
    let begun = tablet.force(Stream::record(record), now, opening);
    tablet.exchange(&wang, now).await;
    assert_eq!(set_aside(&view(&lab.person(names::CHECKER).await, record).await, begun), None);
}

// What a record of before does not say is told to the checker, who checks it all the same.
on_both_engines!(a_record_whose_standard_says_no_kind_is_checked_with_a_word, Lab::new_on);
async fn a_record_whose_standard_says_no_kind_is_checked_with_a_word(lab: Lab) {
    let mut site = Site::new(&lab).await;
    employ(&lab, "wu", &[Role::Office, Role::TechnicalManager], None).await;
    let wu = lab.person("wu").await;
    let row: Row<Standard> = wu.get(&path::with2(path::REGISTER_ENTRY, Standard::NOUN, site.world.standard)).await;
    let mut old = serde_json::to_value(&row.body).expect("a standard");
    old.as_object_mut().expect("an object").retain(|field, _| field != "kind" && field != "ranges");
    put_over::<kind::Standard>(&lab, row.id, row.revision, old).await;
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let own = seen.findings.iter().filter(|finding| finding.code.ends_with("_unsaid"));
    let told: Vec<_> = own.map(|finding| (finding.code.as_ref(), finding.severity)).collect();
    assert_eq!(told, [("standard_kind_unsaid", Severity::Warning), ("standard_range_unsaid", Severity::Warning)]);
    let checked = check(&chen, record, seen.entries.len()).await;
    assert!(checked.status.is_success(), "{}", checked.text());
}

// C-5.4.1 m, JJF 1094: a pass is stated with an uncertainty as large as the tolerance, and everybody is told.
on_both_engines!(an_uncertainty_too_large_beside_the_tolerance_is_told_to_checker_and_signatory, Lab::new_on);
async fn an_uncertainty_too_large_beside_the_tolerance_is_told_to_checker_and_signatory(lab: Lab) {
    let mut site = certificate::Desk::site(&lab).await;
    let row: Row<Edition> = lab.person("chen").await.get(&path::with2(path::REGISTER_ENTRY, Edition::NOUN, site.world.edition)).await;
    let with = |tolerance: &str| {
        let mut body = row.body.clone();
        body.computation.decision.as_mut().expect("a decision").tolerance = tolerance.to_owned();
        serde_json::to_value(&body).expect("an edition")
    };
    for (n, (tolerance, code)) in [("0.03", "above_ratio"), ("0.01", "above_tolerance")].into_iter().enumerate() {
        put_over::<kind::Edition>(&lab, row.id, row.revision + n as u64, with(tolerance)).await;
        site.send(&lab).await;
        let record = site.submitted(&lab).await;
        let chen = lab.person("chen").await;
        let seen = view(&chen, record).await;
        let own = seen.findings.iter().filter(|finding| finding.code.starts_with("above_"));
        let told: Vec<_> = own.map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect();
        assert_eq!(told, [(code, "as_found/points/20")], "{tolerance}");
        assert_eq!(seen.recomputed.points[0].cautions.iter().map(|caution| caution.code()).collect::<Vec<_>>(), [code]);
        // Larger than the tolerance, it is answered in words before anybody signs; larger than its share, it is told.
        let checked = check(&chen, record, seen.entries.len()).await;
        assert_eq!(checked.status.is_success(), code == "above_ratio", "{}", checked.text());
        if code == "above_tolerance" {
            continue;
        }
        // Nothing is stated of conformity in this record: the signatory is told where it is.
        let draft: DraftView = lab.person("qian").await.get(&path::with(path::RECORD_DRAFT, record)).await;
        assert!(draft.missing.iter().all(|finding| finding.code != code));
    }
}
