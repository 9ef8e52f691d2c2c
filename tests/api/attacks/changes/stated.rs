//! What the certificate states: the day of receipt, the facts of item and customer, the results that were signed.

use axum::http::Method;
use base::finding::Severity;
use contract::api::path;
use contract::api::record::TakeFacts;
use domain::event::Stream;
use domain::event::body::Body;
use serde_json::json;
use support::tablet::{opened, submission};
use support::world::both;
use support::{Lab, minutes, on_both_engines};

use super::{answers, asked, check_with, codes, manager, order, planned};
use crate::certificate::{Desk, change};
use crate::record::{check, give_back, view};

// C-5.4.1 f: the certificate states when the item was received, not the order. Receipt comes before the work, and that before
// the issue.
on_both_engines!(the_day_of_receipt_is_the_items_and_comes_before_the_work, Lab::new_on);
async fn the_day_of_receipt_is_the_items_and_comes_before_the_work(lab: Lab) {
    let (mut desk, order_id, _) = planned(&lab).await;
    desk.site.world.order = order_id;
    order(&desk, |order| order.lines[0].received_on = None).await;
    let missing = desk.draft().await.missing;
    assert_eq!(codes(&missing), ["missing_receipt_date"]);
    assert_eq!(missing[0].params["href"], format!("/office/orders/{order_id}"));
    desk.issue(&desk.qian, "original").await.refused("issue_incomplete");
    order(&desk, |order| order.lines[0].received_on = Some("2026-11-21".parse().expect("a day"))).await;
    let missing = desk.draft().await.missing;
    assert_eq!((codes(&missing), missing[0].path.as_str()), (vec!["dates_out_of_order"], "received_on"));
    desk.issue(&desk.qian, "original").await.refused("issue_incomplete");
    order(&desk, |order| order.lines[0].received_on = Some("2026-11-19".parse().expect("a day"))).await;
    let stated = desk.issued("original").await.document.stated;
    assert_eq!(stated.received_on.map(|day| day.to_string()).as_deref(), Some("2026-11-19"), "entering it needs no review");
}

// C-5.4.1 c, d: checker and signatory see where the register has changed since the record began; the office chooses what is
// stated, and the checker answers for it.
on_both_engines!(facts_that_changed_since_the_record_began_are_settled, Lab::new_on);
async fn facts_that_changed_since_the_record_began_are_settled(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    let (chen, wu) = (lab.person("chen").await, lab.person("wu").await);
    change(&wu, site.world.item, json!({"serial_number": "7742"})).await;
    change(&wu, site.world.customer, json!({"address": both("上海", "Shanghai")})).await;
    let before = asked(&view(&chen, record).await.conditions);
    let places: Vec<_> = before.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect();
    assert_eq!(places, [("fact_changed_since", "customer/address"), ("fact_changed_since", "item/serial_number")]);
    assert_eq!((before[1].params["before"].as_str(), before[1].params["after"].as_str()), ("7741", "7742"));
    check_with(&chen, record, answers(&before[..1], "moved last week")).await.refused("conditions_unanswered");
    let settle = path::with(path::RECORD_FACTS, record);
    chen.send(Method::POST, &settle, &TakeFacts { afresh: true }).await.refused("not_for_role");
    assert!(wu.send(Method::POST, &settle, &TakeFacts { afresh: true }).await.status.is_success());
    // Other facts are stated now, so the earlier answer does not cover them.
    check_with(&chen, record, answers(&before, "moved last week")).await.refused("conditions_unanswered");
    let now = asked(&view(&chen, record).await.conditions);
    assert!(codes(&now).iter().all(|code| *code == "fact_taken_since"), "{now:?}");
    assert!(check_with(&chen, record, answers(&now, "read off the plate again")).await.status.is_success());
    let (qian, pan) = (lab.person("qian").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    let stated = desk.issued("original").await.document.stated;
    assert_eq!((stated.item.serial_number.as_str(), stated.customer.address.en.as_str()), ("7742", "Shanghai"));
}

// C-5.4.1 c: another contact for some minutes, and the record begins with it half an hour later.
on_both_engines!(a_contact_that_the_customer_had_for_a_while_is_answered_for, Lab::new_on);
async fn a_contact_that_the_customer_had_for_a_while_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let wu = lab.person("wu").await;
    for (name, telephone) in [("黑客", "+1 555"), ("Pan", "123")] {
        change(&wu, site.world.customer, json!({"contacts": [{"name": name, "telephone": telephone}]})).await;
        lab.advance(minutes(10));
    }
    site.send(&lab).await;
    site.arrive(&lab, true);
    for (contact, expected) in [("Pan 123", vec![]), ("黑客 +1 555", vec!["fact_changed_since"])] {
        let mut begun = opened(site.tablet.pack(), Some(site.world.visit));
        contact.clone_into(&mut begun.customer.contact);
        let record = site.begin(&lab, Body::Opened(Box::new(begun)), "S-01");
        site.fill_and_sign(&lab, record);
        site.send(&lab).await;
        let chen = lab.person("chen").await;
        let seen = view(&chen, record).await;
        let open = asked(&seen.conditions);
        assert_eq!(codes(&open), expected, "{contact}");
        if let Some(first) = open.first() {
            assert_eq!((first.path.as_str(), first.params["after"].as_str()), ("customer/contact", "Pan 123"));
            check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
        } else {
            assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
        }
    }
}

// C-5.5.2: results that differ from those signed stop the check until the checker answers or the calibrator signs again.
on_both_engines!(results_other_than_those_signed_stop_the_check, Lab::new_on);
async fn results_other_than_those_signed_stop_the_check(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let Body::Submitted { head, mut results, engine_version, statement } = submission(&site.tablet.record(record).expect("the record"))
    else {
        unreachable!("a submission")
    };
    results.points[0].outcome.as_mut().expect("a result").value = "0.00".to_owned();
    let forged = Body::Submitted { head, results: results.clone(), engine_version: engine_version.clone(), statement };
    site.make(&lab, record, forged).expect("a signature over other results");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!((codes(&open), open[0].path.as_str()), (vec!["result_differs"], "as_found/points/20"));
    check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    // Once it is returned and signed again, nothing is left to ask.
    assert!(give_back(&chen, record, seen.entries.len(), "what was signed?").await.status.is_success());
    site.send(&lab).await;
    let finding = site.tablet.record(record).expect("the record").findings[0].finding.id;
    site.make(&lab, record, Body::Answered { finding, text: "an old tablet".to_owned() }).expect("an answer");
    // The wording of the statement is fixed: a submission with any other is refused or set aside.
    let shown = site.tablet.record(record).expect("the record");
    let odd = Body::Submitted { head: shown.head, results, engine_version, statement: "I am not sure of this".to_owned() };
    assert_eq!(site.make(&lab, record, odd.clone()), Err("statement_unknown".to_owned()));
    let forced = site.tablet.force(Stream::record(record), lab.now(), odd);
    site.send(&lab).await;
    assert_eq!(crate::record::set_aside(&view(&chen, record).await, forced).as_deref(), Some("statement_unknown"));
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let seen = view(&chen, record).await;
    assert_eq!(asked(&seen.conditions), []);
    assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
}

// C-5.4.1: a warning is shown and stops nothing; the button on the screen follows the same severities.
on_both_engines!(a_warning_about_the_draft_does_not_stop_the_issue, Lab::new_on);
async fn a_warning_about_the_draft_does_not_stop_the_issue(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    // The method's title is part of the record and cannot be filled in later, so this only warns.
    change(&manager(&lab).await, site.world.edition, json!({"title": both("通用卡尺", "")})).await;
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let missing = desk.draft().await.missing;
    let found: Vec<_> = missing.iter().map(|finding| (finding.code.as_ref(), finding.severity)).collect();
    assert_eq!(found, [("missing_translation", Severity::Warning)]);
    desk.issued("original").await;
}
