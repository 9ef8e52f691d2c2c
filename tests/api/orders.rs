//! From a requirement to an assigned task, and every rule on the way.

use axum::http::Method;
use backend::app::Error;
use backend::app::order::{Touched, review_again};
use backend::app::pack::build;
use backend::demo::{id, names};
use base::decimal::DecimalText;
use base::id::{TaskId, kind};
use base::time::Date;
use contract::api::order::{AssignTask, AssignedView, ReviewOrder, TasksView};
use contract::api::register::{Row, Written};
use contract::api::{Page, Problem, path};
use domain::library::edition::{Edition, EditionStatus};
use domain::library::person::Person;
use domain::order::noted::{Ability, Outcome};
use domain::order::noted::{Unplanned, What};
use domain::order::task::Task;
use domain::order::{Location, MethodAgreement, Order, OrderStatus};
use domain::pack::JobPack;
use domain::visit::Visit;
use measurement::method::DecisionRule;
use support::{Answer, Client, Lab, on_both_engines};

use crate::registers::{change, entry, list};

const ABLE: Ability = Ability { people: true, standards: true, method: true, environment: true };

async fn review(client: &Client, order: &str, outcome: Outcome, able: Ability) -> Answer {
    let row: Row<Order> = client.get(&entry::<Order>(order)).await;
    let command = ReviewOrder { revision: row.revision, outcome, able, discussion: "by telephone".into() };
    client.send(Method::POST, &path::with(path::ORDER_REVIEW, row.id), &command).await
}

async fn assign(client: &Client, task: TaskId, people: &[&str], standards: &[&str]) -> Answer {
    let row: Row<Task> = client.get(&path::with2(path::REGISTER_ENTRY, "tasks", task)).await;
    let command = AssignTask {
        revision: row.revision,
        calibrators: people.iter().map(|name| id::<kind::Person>(name)).collect(),
        standards: standards.iter().map(|name| id::<kind::Standard>(name)).collect(),
        visit: None,
    };
    client.send(Method::POST, &path::with(path::TASK_ASSIGN, task), &command).await
}

fn refusals(problem: &Problem) -> Vec<(&str, &str)> {
    problem.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect()
}

/// The draft order of the demo, completed with what C-5.1.1 asks for.
async fn complete(office: &Client) {
    let completed = change::<Order>(office, "hengda_multimeter", |order| {
        order.lines[0].method_agreement = MethodAgreement::Consented;
        order.agreed_on = Some(Date::constant(2026, 11, 24));
    });
    completed.await.success::<Written<Order>>();
}

on_both_engines!(an_order_becomes_an_assigned_task, Lab::demo_on);
async fn an_order_becomes_an_assigned_task(lab: Lab) {
    // C-5.1.1, C-5.1.2, C-4.3.1, C-4.5.2
    let office = lab.person(names::OFFICE).await;
    complete(&office).await;
    review(&office, "hengda_multimeter", Outcome::Accepted, ABLE).await.success::<Written<Order>>();
    let make = path::with(path::ORDER_TASKS, id::<kind::Order>("hengda_multimeter"));
    let made: TasksView = office.post(&make, &()).await;
    assert_eq!(made.tasks, office.post::<TasksView>(&make, &()).await.tasks, "asked again, the same tasks");
    let assigned: AssignedView = assign(&office, made.tasks[0], &["chen"], &["calibrator"]).await.success();
    assert_eq!((assigned.revision, assigned.findings), (2, vec![]));
    let kept: Row<Order> = office.get(&entry::<Order>("hengda_multimeter")).await;
    // C-5.1.3: what was discussed stays with the order.
    assert_eq!(kept.body.review.expect("a review").discussion, "by telephone");
}

on_both_engines!(acceptance_waits_for_what_is_missing, Lab::demo_on);
async fn acceptance_waits_for_what_is_missing(lab: Lab) {
    // C-5.1.1, C-4.2, C-5.1.2
    let office = lab.person(names::OFFICE).await;
    let lacking = Ability { standards: false, ..ABLE };
    let problem = review(&office, "hengda_multimeter", Outcome::Accepted, lacking).await.problem();
    assert_eq!((problem.status, problem.clause.as_deref()), (422, Some("C-5.1.1")));
    let expected = [
        ("order_requirement_missing", "agreed_on"),
        ("method_not_agreed", "lines/0/method_agreement"),
        ("order_not_able", "able/standards"),
    ];
    assert_eq!(refusals(&problem), expected);
}

on_both_engines!(acceptance_asks_for_a_range_in_words_and_a_place_of_the_kind_that_is_ordered, Lab::demo_on);
async fn acceptance_asks_for_a_range_in_words_and_a_place_of_the_kind_that_is_ordered(lab: Lab) {
    // C-5.1.1
    let office = lab.person(names::OFFICE).await;
    change::<Order>(&office, "hengda_site", |order| order.lines[0].range = ".".into()).await.success::<Written<Order>>();
    let problem = review(&office, "hengda_site", Outcome::Accepted, ABLE).await.problem();
    assert_eq!(refusals(&problem), [("order_requirement_missing", "lines/0/range")]);
    let range = |order: &mut Order| order.lines[0].range = "0 mm to 200 mm".into();
    let contradictions = [(Location::Laboratory, "hengda_hall2"), (Location::Site, "lab")];
    for (location, place) in contradictions {
        let placed = |order: &mut Order| {
            range(order);
            (order.location, order.place) = (location, Some(id::<kind::Place>(place)));
        };
        // Said when it is written down, refused when it is accepted.
        let written: Written<Order> = change::<Order>(&office, "hengda_site", placed).await.success();
        let told = written.findings.iter().filter(|finding| finding.code == "order_place_not_of_location").count();
        assert_eq!(told, 1, "{:?}", written.findings);
        let problem = review(&office, "hengda_site", Outcome::Accepted, ABLE).await.problem();
        let at = (problem.code.as_str(), problem.path.as_str(), problem.clause.as_deref());
        assert_eq!(at, ("order_place_not_of_location", "place", Some("C-5.1.1")));
    }
    let factor = DecisionRule::Guarded { factor: DecimalText::parse("1e9").expect("a number") };
    let problem = change::<Order>(&office, "hengda_site", |order| order.lines[0].decision_rule = Some(factor.clone())).await.problem();
    assert_eq!(refusals(&problem)[0], ("guard_factor_too_large", "lines/0/decision_rule/factor"));
}

on_both_engines!(nobody_writes_an_order_into_being_accepted, Lab::demo_on);
async fn nobody_writes_an_order_into_being_accepted(lab: Lab) {
    // C-5.1.2
    let office = lab.person(names::OFFICE).await;
    let problem = change::<Order>(&office, "hengda_multimeter", |order| order.status = OrderStatus::Accepted).await.problem();
    assert_eq!(problem.code, "order_status_by_review");
    let make = path::with(path::ORDER_TASKS, id::<kind::Order>("hengda_multimeter"));
    assert_eq!(office.send(Method::POST, &make, &()).await.problem().code, "order_not_accepted");
}

on_both_engines!(a_changed_order_stops_assignment_until_it_is_reviewed_again, Lab::demo_on);
async fn a_changed_order_stops_assignment_until_it_is_reviewed_again(lab: Lab) {
    // C-5.1.2
    let office = lab.person(names::OFFICE).await;
    change::<Order>(&office, "hengda_site", |order| order.lines[0].range = "0 mm to 200 mm".into()).await.success::<Written<Order>>();
    let task = id::<kind::Task>("hengda_site_hd_calliper_1");
    let problem = assign(&office, task, &["wang"], &["blocks"]).await.problem();
    assert_eq!((problem.code.as_str(), problem.clause.as_deref()), ("order_not_accepted", Some("C-5.1.2")));
    let waiting: Page<Row<Order>> = office.get(&list::<Order>("status=review_again")).await;
    assert!(waiting.rows.iter().any(|row| row.code == "HZ-O-1001"));
    review(&office, "hengda_site", Outcome::Accepted, ABLE).await.success::<Written<Order>>();
    assign(&office, task, &["wang"], &["blocks"]).await.success::<AssignedView>();
}

on_both_engines!(assignment_names_every_rule_that_stands_against_it, Lab::demo_on);
async fn assignment_names_every_rule_that_stands_against_it(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let task = id::<kind::Task>("pujiang_lab_pj_multimeter_1");
    // C-4.3.1, C-4.1.2.1
    let problem = assign(&office, task, &["wang", "liu", "sun"], &["calibrator"]).await.problem();
    let expected =
        [("person_not_authorised", "calibrators/0"), ("conflict_of_interest", "calibrators/1"), ("person_not_calibrator", "calibrators/2")];
    assert_eq!((problem.clause.as_deref(), refusals(&problem)), (Some("C-4.3.1"), expected.to_vec()));
    // C-4.5.2
    let problem = assign(&office, task, &["chen"], &["blocks_2", "gauge_2", "weights_f1"]).await.problem();
    let expected =
        [("standard_out_of_date", "standards/0"), ("standard_not_in_use", "standards/1"), ("standard_not_in_use", "standards/2")];
    assert_eq!((problem.clause.as_deref(), refusals(&problem)), (Some("C-4.5.2"), expected.to_vec()));
    // C-4.2
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let withdrawn = change::<Edition>(&technical, "multimeter", |edition| edition.status = EditionStatus::Withdrawn).await;
    withdrawn.success::<Written<Edition>>();
    let problem = assign(&office, task, &["chen"], &["calibrator"]).await.problem();
    assert_eq!((problem.code.as_str(), problem.clause.as_deref()), ("edition_not_in_force", Some("C-4.2")));
}

on_both_engines!(a_service_short_of_calibrators_is_warned_of, Lab::demo_on);
async fn a_service_short_of_calibrators_is_warned_of(lab: Lab) {
    // C-4.3.1
    let (office, administrator) = (lab.person(names::OFFICE).await, lab.person(names::ADMINISTRATOR).await);
    change::<Person>(&administrator, "liu", |person| person.active = false).await.success::<Written<Person>>();
    let assigned: AssignedView =
        assign(&office, id::<kind::Task>("pujiang_lab_pj_multimeter_1"), &["chen"], &["calibrator"]).await.success();
    assert_eq!(assigned.findings[0].code, "fewer_than_two_calibrators");
}

on_both_engines!(tasks_are_not_edited_by_hand, Lab::demo_on);
async fn tasks_are_not_edited_by_hand(lab: Lab) {
    // C-4.3.1: no way round the rules of assignment.
    let office = lab.person(names::OFFICE).await;
    let task = "pujiang_lab_pj_multimeter_1";
    let problem = change::<Task>(&office, task, |task| task.calibrators = vec![id("wang")]).await.problem();
    assert_eq!(problem.code, "task_by_assignment");
    assert!(change::<Task>(&office, task, |task| task.cancelled = true).await.status.is_success());
}

async fn pack(lab: &Lab, person: &str) -> JobPack {
    let (person, now) = (id::<kind::Person>(person), lab.now());
    lab.app.db.read::<_, Error, _>(move |tx| Box::pin(async move { build(tx, person, now).await })).await.expect("a job pack")
}

on_both_engines!(a_job_pack_holds_what_a_tablet_needs_alone, Lab::demo_on);
async fn a_job_pack_holds_what_a_tablet_needs_alone(lab: Lab) {
    let pack = pack(&lab, "wang").await;
    assert_eq!((pack.tasks.len(), pack.visits.len(), pack.customers.len()), (11, 2, 2));
    assert_eq!(pack.items.len(), 14, "all items of both customers, for what was not planned");
    assert_eq!(pack.editions.len(), 6, "editions of the services this person is authorised for");
    assert!(pack.standards.iter().all(|standard| standard.id != id("gauge_2")));
    let site = pack.places.iter().find(|place| place.place.id == id::<kind::Place>("hengda_hall2")).expect("the site");
    assert_eq!(site.snapshot.offset_minutes, 480);
    // C-4.1.2.2: of other customers it holds nothing.
    assert!(pack.places.iter().all(|place| place.place.id != id::<kind::Place>("pujiang_lab")));
    assert!(pack.colleagues.iter().all(|colleague| colleague.body.employment.is_empty()));
}

on_both_engines!(a_job_pack_changes_when_the_office_changes_something, Lab::demo_on);
async fn a_job_pack_changes_when_the_office_changes_something(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let before = pack(&lab, "wang").await.version;
    lab.advance(60_000);
    assert_eq!(pack(&lab, "wang").await.version, before, "time alone changes nothing");
    change::<Visit>(&office, "hengda_today", |visit| visit.starts = "10:00".into()).await.success::<Written<Visit>>();
    assert_ne!(pack(&lab, "wang").await.version, before);
    lab.advance(support::days(3));
    assert!(pack(&lab, "wang").await.visits.is_empty(), "visits go from yesterday on");
}

on_both_engines!(what_was_not_planned_opens_the_order_for_review_again, Lab::demo_on);
async fn what_was_not_planned_opens_the_order_for_review_again(lab: Lab) {
    // C-5.1.2
    let office = lab.person(names::OFFICE).await;
    let found = Unplanned { what: What::ItemFound { item: id("hd_calliper_2") }, by: id("wang"), at: lab.now() };
    for (customer, touched) in [
        ("hengda", Touched::Visit(id("hengda_today"))),
        ("jinggong", Touched::Item(id("jg_torque_1"))),
        ("hospital", Touched::Order(id("hospital_site"))),
    ] {
        let found = found.clone();
        let noting = lab.app.db.write::<_, Error, _>(move |tx| {
            let found = found.clone();
            Box::pin(async move { review_again(tx, id::<kind::Customer>(customer), touched, &found).await })
        });
        noting.await.expect("it is noted");
    }
    let waiting: Page<Row<Order>> = office.get(&list::<Order>("status=review_again")).await;
    let numbers: Vec<_> = waiting.rows.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(numbers, ["HZ-O-1007", "HZ-O-1003", "HZ-O-1002", "HZ-O-1001"]);
    assert_eq!(pack(&lab, "wang").await.tasks.len(), 11, "the work on site goes on meanwhile");
}
