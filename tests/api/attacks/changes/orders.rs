//! An order, its line, its task or its decision rule changed, and a record that belongs to no order.

use axum::http::Method;
use base::id::{OrderId, kind};
use contract::api::desk::DeskView;
use contract::api::order::{AssignTask, ReviewOrder};
use contract::api::path;
use contract::api::record::AttachRecord;
use contract::api::register::{Row, Written};
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::order::Order;
use domain::order::noted::Outcome;
use domain::order::task::Task;
use domain::register::Entry;
use measurement::method::DecisionRule;
use serde_json::json;
use support::world::{both, put};
use support::{Client, Lab, minutes, on_both_engines};

use super::{ABLE, answers, asked, asked_at_issue, changing, check_with, codes, manager, not_issued, order, planned, recorded, reviewed};
use crate::certificate::{Desk, change};
use crate::record::{check, view};

// C-5.1.2: a changed order is reviewed before anything is issued, nothing is issued for a declined one, and the decision rule
// is the one agreed now.
on_both_engines!(an_order_changed_or_declined_after_the_check_stops_the_issue, Lab::new_on);
async fn an_order_changed_or_declined_after_the_check_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    order(&desk, |order| order.lines[0].range = "0 mm to 100 mm".to_owned()).await;
    not_issued(&desk, "order_not_accepted", "C-5.1.2").await;
    reviewed(&desk, Outcome::Declined).await;
    not_issued(&desk, "order_declined", "C-5.1.2").await;
    order(&desk, |order| order.lines[0].decision_rule = Some(DecisionRule::Simple)).await;
    reviewed(&desk, Outcome::Accepted).await;
    let decision = desk.issued("original").await.document.stated.decision.expect("a statement of conformity");
    assert_eq!(decision.rule, DecisionRule::Simple, "the rule agreed now");
}

on_both_engines!(an_order_without_the_line_any_more_stops_the_issue, Lab::new_on);
async fn an_order_without_the_line_any_more_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let other = lab.app.new_id();
    let item = json!({"customer": desk.site.world.customer, "identification": "EC-2", "name": both("卡尺", "Calliper"), "model": "1",
        "manufacturer": "M", "serial_number": "1"});
    put::<kind::Item>(&lab, other, item).await;
    order(&desk, |order| order.lines.iter_mut().for_each(|line| line.item = other)).await;
    reviewed(&desk, Outcome::Accepted).await;
    not_issued(&desk, "order_line_gone", "C-5.1.2").await;
}

// C-5.1.2: the task is called off after the check.
on_both_engines!(a_task_called_off_after_the_check_stops_the_issue, Lab::new_on);
async fn a_task_called_off_after_the_check_stops_the_issue(lab: Lab) {
    let (desk, _, task) = planned(&lab).await;
    change(&desk.wu, task, json!({"cancelled": true})).await;
    not_issued(&desk, "task_cancelled", "C-5.1.2").await;
}

// C-5.1.2, C-5.4.1 m: the customer has agreed to another decision rule since: the certificate applies it, and the signatory
// confirms that in words.
on_both_engines!(a_decision_rule_changed_after_the_work_is_answered_for_and_the_new_one_stated, Lab::new_on);
async fn a_decision_rule_changed_after_the_work_is_answered_for_and_the_new_one_stated(lab: Lab) {
    let (mut desk, order_id, _) = planned(&lab).await;
    desk.site.world.order = order_id;
    order(&desk, |order| order.lines[0].decision_rule = Some(DecisionRule::NonBinary)).await;
    not_issued(&desk, "order_not_accepted", "C-5.1.2").await;
    reviewed(&desk, Outcome::Accepted).await;
    let certificate = asked_at_issue(&desk, "order_rule_changed").await;
    assert_eq!(certificate.document.stated.decision.map(|decision| decision.rule), Some(DecisionRule::NonBinary));
}

// C-5.1.2: another decision rule agreed after the issue is reviewed before the certificate is replaced.
on_both_engines!(another_decision_rule_after_issue_is_reviewed_before_it_is_certified, Lab::new_on);
async fn another_decision_rule_after_issue_is_reviewed_before_it_is_certified(lab: Lab) {
    let (mut desk, order_id, _) = planned(&lab).await;
    desk.site.world.order = order_id;
    let original = desk.issued("original").await;
    let stands: Row<Order> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, order_id)).await;
    assert_eq!(stands.body.status, domain::order::OrderStatus::Completed);
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    order(&desk, |order| order.lines[0].decision_rule = Some(DecisionRule::Simple)).await;
    desk.case_checked().await;
    not_issued(&desk, "order_not_accepted", "C-5.1.2").await;
    reviewed(&desk, Outcome::Accepted).await;
    let kind = desk.draft().await.difference.expect("a difference").kind;
    desk.issued(&kind).await;
}

// C-5.1.2: work that the body no longer offers is neither accepted nor assigned.
on_both_engines!(a_service_that_is_not_offered_is_neither_accepted_nor_assigned, Lab::new_on);
async fn a_service_that_is_not_offered_is_neither_accepted_nor_assigned(lab: Lab) {
    let (desk, _, task) = planned(&lab).await;
    change::<kind::Service>(&manager(&lab).await, desk.site.world.service, json!({"offered": false})).await;
    let told = changing(&desk.wu, desk.site.world.order, json!({"notes": "again", "agreed_on": "2026-11-25"})).await;
    let told: Written<Order> = told.success();
    let row: Row<Order> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, desk.site.world.order)).await;
    let review = ReviewOrder { revision: row.revision, outcome: Outcome::Accepted, able: ABLE, discussion: String::new() };
    let refused = desk.wu.send(Method::POST, &path::with(path::ORDER_REVIEW, row.id), &review).await.refused("service_not_offered");
    assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("lines/0/service", Some("C-5.1.2")));
    let found: Vec<_> = told.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect();
    assert!(found.contains(&("service_not_offered", "lines/0/service")), "told before the review: {found:?}");
    let row: Row<Task> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Task::NOUN, task)).await;
    let calibrators = vec![desk.site.world.lin];
    let assign = AssignTask { revision: row.revision, calibrators, standards: vec![desk.site.world.standard], visit: None };
    let refused = desk.wu.send(Method::POST, &path::with(path::TASK_ASSIGN, task), &assign).await.refused("service_not_offered");
    assert_eq!(refused.clause.as_deref(), Some("C-5.1.2"));
}

// C-5.1.2: who checks and who issues answer for work under a service that was withdrawn meanwhile, also if it is offered again.
on_both_engines!(a_service_withdrawn_after_the_assignment_is_answered_for, Lab::new_on);
async fn a_service_withdrawn_after_the_assignment_is_answered_for(lab: Lab) {
    let (mut desk, _, task) = planned(&lab).await;
    let (fang, service) = (manager(&lab).await, desk.site.world.service);
    lab.advance(minutes(5));
    change::<kind::Service>(&fang, service, json!({"offered": false})).await;
    let second = recorded(&lab, &mut desk.site, task);
    desk.site.send(&lab).await;
    let open = asked(&view(&desk.chen, second).await.conditions);
    assert_eq!(codes(&open), ["service_withdrawn_since"]);
    assert_eq!(open[0].params["href"], format!("/office/services/{service}"));
    check_with(&desk.chen, second, Vec::new()).await.refused("conditions_unanswered");
    // It is offered again, and withdrawn once more: an answer to the first time does not cover the next.
    lab.advance(minutes(5));
    change::<kind::Service>(&fang, service, json!({"offered": true})).await;
    assert_eq!(asked(&view(&desk.chen, second).await.conditions), open);
    lab.advance(minutes(5));
    change::<kind::Service>(&fang, service, json!({"offered": false})).await;
    check_with(&desk.chen, second, answers(&open, "agreed with the customer")).await.refused("conditions_unanswered");
    let now = asked(&view(&desk.chen, second).await.conditions);
    assert!(check_with(&desk.chen, second, answers(&now, "agreed with the customer")).await.status.is_success());
    // The first record was checked before that: the signatory is asked.
    let open = asked(&desk.draft().await.conditions);
    assert_eq!(codes(&open), ["service_withdrawn_since", "task_recorded_twice"]);
}

// C-4.2, C-5.1.1: nothing is certified without an agreement; only the office places the record, and only under a line that fits.
on_both_engines!(a_record_of_no_order_is_neither_checked_nor_issued_until_the_office_has_placed_it, Lab::new_on);
async fn a_record_of_no_order_is_neither_checked_nor_issued_until_the_office_has_placed_it(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.signed(&lab);
    site.send_only(&lab).await;
    let (chen, wu) = (lab.person("chen").await, lab.person("wu").await);
    let seen = view(&chen, record).await;
    assert!(codes(&seen.findings).contains(&"order_missing") && seen.agreed.is_none() && !seen.lines.is_empty());
    let refused = check(&chen, record, seen.entries.len()).await.refused("order_missing");
    assert_eq!(refused.clause.as_deref(), Some("C-5.1.1"));
    let waits: DeskView = wu.get(path::DESK).await;
    assert_eq!(waits.to_place.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [record]);
    let place = async |by: &Client, order: OrderId, line: u16| {
        by.send(Method::POST, &path::with(path::RECORD_ORDER, record), &AttachRecord { order, line }).await
    };
    for other in [&chen, &site.lin] {
        place(other, site.world.order, 0).await.refused("not_for_role");
    }
    place(&wu, site.world.order, 9_999).await.refused("attach_other_work");
    let strange = lab.app.new_id();
    let customer = json!({"code": "X", "name": both("别家", "Other"), "address": both("", "")});
    put::<kind::Customer>(&lab, lab.app.new_id(), customer).await;
    place(&wu, strange, 0).await.refused("not_found");
    assert!(place(&wu, site.world.order, 3).await.status.is_success());
    assert_eq!(view(&chen, record).await.agreed.map(|agreed| agreed.line), Some(3));
    let desk = Desk::around(&lab, site, record).await;
    desk.issued("original").await;
    place(&desk.wu, desk.site.world.order, 4).await.refused("record_issued");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}
