//! Off and on again, and dated back: what did not stand when the work began, and does by the time of the check.

use base::id::{Id, OrderId, RecordId, TaskId, kind};
use contract::api::path;
use contract::api::register::Row;
use domain::register::{Entry, Kept};
use serde_json::{Value, json};
use support::world::{both, put, put_over};
use support::{Client, Lab, hours, minutes, on_both_engines};

use super::changes::{answers, asked, asked_at_issue, check_with, codes, manager, recorded};
use crate::certificate::{Desk, change};
use crate::record::{check, view};

/// Writes an entry again with some fields changed, whatever the rules of its noun say.
pub(super) async fn rewritten<K: Kept>(lab: &Lab, reader: &Client, id: Id<K>, fields: Value) {
    let row: Row<K::Entry> = reader.get(&path::with2(path::REGISTER_ENTRY, K::Entry::NOUN, id)).await;
    let mut body = serde_json::to_value(&row.body).expect("JSON");
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
    put_over(lab, id, row.revision, body).await;
}

/// The checker is asked about this alone, and signs with words.
pub(super) async fn answered(lab: &Lab, record: RecordId, code: &str, clause: &str) {
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(codes(&open), [code]);
    let refused = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!((codes(&refused.findings), refused.clause.as_deref()), (vec![code], Some(clause)));
    assert!(check_with(&chen, record, answers(&open, "agreed by telephone that morning")).await.status.is_success());
}

// C-5.1.2: unplanned work under an order that is a draft, or declined, and is accepted afterwards.
on_both_engines!(an_order_that_is_accepted_after_the_work_is_answered_for, Lab::new_on);
async fn an_order_that_is_accepted_after_the_work_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let wu = lab.person("wu").await;
    site.arrive(&lab, true);
    for status in ["draft", "declined"] {
        let (id, world) = (lab.app.new_id::<kind::Order>(), &site.world);
        let line = json!({"item": world.item, "service": world.service, "edition": world.edition, "method_agreement": "consented",
            "range": "all of it"});
        let body = json!({"number": format!("O-{status}"), "customer": world.customer, "received_as": "written",
            "received_on": "2026-11-10", "lines": [line], "location": "site", "place": world.site, "status": status});
        put::<kind::Order>(&lab, id, body).await;
        lab.advance(minutes(10));
        let record = site.signed(&lab);
        lab.advance(minutes(10));
        rewritten(&lab, &wu, id, json!({"status": "accepted"})).await;
        // The site counts its records on, so that each gets a line of its own.
        site.send_only(&lab).await;
        site.world.order = id;
        site.world.place_under(&lab, record, 0).await;
        answered(&lab, record, "order_not_accepted_then", "C-5.1.2").await;
    }
}

// C-5.1.2: measured by an old job pack while the task was called off.
on_both_engines!(a_task_that_was_called_off_during_the_work_is_answered_for, Lab::new_on);
async fn a_task_that_was_called_off_during_the_work_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let world = &site.world;
    let (order, task): (OrderId, TaskId) = (lab.app.new_id(), lab.app.new_id());
    let line = json!({"item": world.item, "service": world.service, "edition": world.edition, "method_agreement": "consented",
        "range": "all of it", "received_on": "2026-11-18"});
    let body = json!({"number": "O-9", "customer": world.customer, "received_as": "written", "received_on": "2026-11-10",
        "lines": [line], "location": "laboratory", "place": world.laboratory, "status": "accepted"});
    put::<kind::Order>(&lab, order, body).await;
    let body = json!({"order": order, "line": 0, "item": world.item, "customer": world.customer, "service": world.service,
        "edition": world.edition, "calibrators": [world.lin]});
    put::<kind::Task>(&lab, task, body).await;
    site.send(&lab).await;
    let wu = lab.person("wu").await;
    lab.advance(minutes(10));
    rewritten(&lab, &wu, task, json!({"cancelled": true})).await;
    lab.advance(minutes(10));
    let record = recorded(&lab, &mut site, task);
    lab.advance(minutes(10));
    rewritten(&lab, &wu, task, json!({"cancelled": false})).await;
    site.send(&lab).await;
    answered(&lab, record, "task_cancelled_between", "C-5.1.2").await;
}

// C-4.2: withdrawn after the check, and in force again before the issue.
on_both_engines!(an_edition_that_was_withdrawn_and_put_back_is_answered_for, Lab::new_on);
async fn an_edition_that_was_withdrawn_and_put_back_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (fang, edition) = (manager(&lab).await, desk.site.world.edition);
    for status in ["withdrawn", "in_force"] {
        lab.advance(minutes(10));
        change::<kind::Edition>(&fang, edition, json!({ "status": status })).await;
    }
    asked_at_issue(&desk, "edition_withdrawn_between").await;
}

// C-4.2: the record begins with a draft, which is then put in force from that day on.
on_both_engines!(an_edition_that_is_put_in_force_after_the_work_is_answered_for, Lab::new_on);
async fn an_edition_that_is_put_in_force_after_the_work_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (wu, edition) = (lab.person("wu").await, site.world.edition);
    lab.advance(minutes(10));
    rewritten(&lab, &wu, edition, json!({"status": "draft"})).await;
    lab.advance(minutes(10));
    site.arrive(&lab, true);
    let record = site.signed(&lab);
    lab.advance(minutes(10));
    rewritten(&lab, &wu, edition, json!({"status": "in_force", "validity": {"from": "2026-11-20"}})).await;
    site.send(&lab).await;
    answered(&lab, record, "edition_entered_later", "C-4.2").await;
}

// C-4.3.1: measured by an old job pack while the task was another calibrator's, and assigned afterwards.
on_both_engines!(an_assignment_that_is_entered_after_the_work_is_answered_for, Lab::new_on);
async fn an_assignment_that_is_entered_after_the_work_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (_, task) = site.world.planned(&lab, "O-9").await;
    site.send(&lab).await;
    let (wu, lin, sun) = (lab.person("wu").await, site.world.lin, site.world.sun);
    lab.advance(minutes(10));
    rewritten(&lab, &wu, task, json!({"calibrators": [sun]})).await;
    lab.advance(minutes(10));
    let record = recorded(&lab, &mut site, task);
    lab.advance(minutes(10));
    rewritten(&lab, &wu, task, json!({"calibrators": [sun, lin]})).await;
    site.send(&lab).await;
    answered(&lab, record, "calibrator_assigned_later", "C-4.3.1").await;
}

// C-4.5.2: a standard whose certificate had expired, and whose range was too short, is made usable under that same certificate.
on_both_engines!(a_standard_is_not_made_usable_under_its_old_certificate_unasked, Lab::new_on);
async fn a_standard_is_not_made_usable_under_its_old_certificate_unasked(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (fang, standard) = (manager(&lab).await, site.world.standard);
    let usable = |until: &str, high: &str| {
        json!({"ranges": [{"low": "0.5", "high": high, "unit": "mm"}], "traceability": {"traced_to": both("中国计量院", "NIM"),
            "certificate": "CDjc2026", "validity": {"from": "2025-01-01", "until": until}}})
    };
    for (until, high, stood) in [("2026-11-18", "0.6", hours(25)), ("2027-11-18", "100", minutes(30))] {
        change::<kind::Standard>(&fang, standard, usable(until, high)).await;
        lab.advance(stood);
    }
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    let open = asked(&seen.conditions);
    let told = open.first().map(|finding| finding.params.clone()).unwrap_or_default();
    assert_eq!(told.get("before").map(String::as_str), Some("2025-01-01 … 2026-11-18; 0.5 … 0.6 mm"), "{open:?}");
    assert_eq!(told.get("after").map(String::as_str), Some("2025-01-01 … 2027-11-18; 0.5 … 100 mm"));
    answered(&lab, record, "certified_values_changed", "C-4.5.2").await;
}
