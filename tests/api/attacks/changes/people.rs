//! A checker or signatory with a conflict of interest, another employer or an authorisation that is gone.

use axum::http::Method;
use contract::api::order::ReviewOrder;
use contract::api::path;
use contract::api::register::Row;
use domain::access::Role;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::library::person::Person;
use domain::order::Order;
use domain::order::noted::Outcome;
use domain::register::Entry;
use serde_json::json;
use support::{Lab, authority, hours, minutes, on_both_engines};

use super::{ABLE, answers, asked, asked_at_issue, check_with, codes, not_issued, order};
use crate::certificate::{Desk, change, employ};
use crate::record::{check, give_back, view};

// C-4.1.2.1, C-4.3.4: nobody signs with a conflict of interest or while employed by another calibration body.
on_both_engines!(a_signatory_with_a_conflict_or_another_employer_does_not_issue, Lab::new_on);
async fn a_signatory_with_a_conflict_or_another_employer_does_not_issue(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let (admin, qian) = (lab.person("admin").await, desk.site.world.qian);
    change(&admin, qian, json!({"conflicts": [{"customer": desk.site.world.customer, "reason": "my brother's"}]})).await;
    not_issued(&desk, "conflict_of_interest", "C-4.1.2.1").await;
    // The employment is entered today and begins tomorrow: by then it stops the issue.
    let employment = json!([{"employer": "Other", "calibration_body": true, "validity": {"from": "2026-11-21", "until": "2026-12-31"}}]);
    change(&admin, qian, json!({"conflicts": [], "employment": employment})).await;
    lab.advance(hours(16));
    desk.qian = lab.person("qian").await;
    not_issued(&desk, "signer_employed_elsewhere", "C-4.3.4").await;
}

// C-4.1.2.1: the same for whoever checks a record or a correction.
on_both_engines!(a_checker_with_a_conflict_checks_neither_record_nor_correction, Lab::new_on);
async fn a_checker_with_a_conflict_checks_neither_record_nor_correction(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let second = desk.site.submitted(&lab).await;
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    let conflicts = json!({"conflicts": [{"customer": desk.site.world.customer, "reason": ""}]});
    change(&lab.person("admin").await, desk.site.world.chen, conflicts).await;
    let entries = view(&desk.chen, second).await.entries.len();
    let returned = give_back(&desk.chen, second, entries, "the first point looks wrong").await;
    for answer in [desk.check_case(&desk.chen).await, check(&desk.chen, second, entries).await, returned] {
        assert_eq!(answer.refused("conflict_of_interest").clause.as_deref(), Some("C-4.1.2.1"));
    }
}

// C-4.1.2.1, C-5.1.2: nor does whoever reviews the customer's order, under another entry of that customer either.
on_both_engines!(who_declared_a_conflict_reviews_no_order_of_that_customer, Lab::new_on);
async fn who_declared_a_conflict_reviews_no_order_of_that_customer(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (admin, wu) = (lab.person("admin").await, desk.wu.session().await.person);
    order(&desk, |order| order.lines[0].range = "half of it".to_owned()).await;
    let route = path::with(path::ORDER_REVIEW, desk.site.world.order);
    let review = async || {
        let entry = path::with2(path::REGISTER_ENTRY, Order::NOUN, desk.site.world.order);
        let revision = desk.wu.get::<Row<Order>>(&entry).await.revision;
        let review = ReviewOrder { revision, outcome: Outcome::Accepted, able: ABLE, discussion: String::new() };
        desk.wu.send(Method::POST, &route, &review).await
    };
    change(&admin, wu, json!({"conflicts": [{"customer": desk.site.world.customer, "reason": "my sister works there"}]})).await;
    let refused = review().await.refused("conflict_of_interest");
    assert_eq!((refused.clause.as_deref(), refused.params["person"].as_str()), (Some("C-4.1.2.1"), "wu"));
    change(&admin, wu, json!({"conflicts": []})).await;
    assert!(review().await.status.is_success());
}

// C-4.3.1: after the check the checker loses the authorisation, leaves, or declares a conflict.
on_both_engines!(a_check_by_somebody_who_was_not_authorised_after_all_stops_the_issue, Lab::new_on);
async fn a_check_by_somebody_who_was_not_authorised_after_all_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (admin, chen) = (lab.person("admin").await, desk.site.world.chen);
    let row: Row<Person> = admin.get(&path::with2(path::REGISTER_ENTRY, Person::NOUN, chen)).await;
    change(&admin, chen, json!({"authorisations": []})).await;
    not_issued(&desk, "checker_not_authorised_then", "C-4.3.1").await;
    change(&admin, chen, json!({"authorisations": row.body.authorisations, "active": false})).await;
    asked_at_issue(&desk, "checker_gone_since").await;
}

// C-4.1.2.1: whoever declared a conflict neither gives the customer's records up nor settles them, nor ends a case; anybody may open one.
on_both_engines!(who_declared_a_conflict_decides_nothing_about_a_record, Lab::new_on);
async fn who_declared_a_conflict_decides_nothing_about_a_record(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    lab.advance(minutes(1));
    let loose = desk.site.open(&lab);
    desk.site.send_only(&lab).await;
    employ(&lab, "fang", &[Role::Office, Role::TechnicalManager], None).await;
    employ(&lab, "gao", &[Role::TechnicalManager], None).await;
    let (admin, fang, gao) = (lab.person("admin").await, lab.person("fang").await, lab.person("gao").await);
    let conflicts = json!([{"customer": desk.site.world.customer, "reason": "my brother works there"}]);
    let declared = json!({"title_level": "senior", "conflicts": conflicts});
    authority::give(&admin, Some(&gao), fang.session().await.person, declared).await;
    let ended = json!({"seen": view(&fang, loose).await.entries.len(), "reason": "nobody goes on with it"});
    let under = json!({"order": desk.site.world.order, "line": 1});
    let case: Correction = fang
        .send(Method::POST, &path::with(path::CERTIFICATE_CORRECT, original.row.id), &json!({"reason": "told", "origin": "office"}))
        .await
        .success();
    for (route, body) in [
        (path::with(path::RECORD_GIVE_UP, loose), &ended),
        (path::with(path::RECORD_ORDER, loose), &under),
        (path::with(path::RECORD_FACTS, loose), &json!({"afresh": true})),
        (path::with(path::CORRECTION_WITHDRAW, case.id), &json!({})),
    ] {
        let refused = fang.send(Method::POST, &route, body).await.refused("conflict_of_interest");
        assert_eq!(refused.clause.as_deref(), Some("C-4.1.2.1"), "{route}");
    }
    let withdrawn = desk.wu.send(Method::POST, &path::with(path::CORRECTION_WITHDRAW, case.id), &json!({})).await;
    assert!(withdrawn.status.is_success(), "{}", withdrawn.text());
}

// C-4.3.1: nobody can ask the calibrator any more what was observed.
on_both_engines!(a_calibrator_who_has_left_since_is_answered_for, Lab::new_on);
async fn a_calibrator_who_has_left_since_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    change(&lab.person("admin").await, desk.site.world.lin, json!({"active": false})).await;
    let certificate = asked_at_issue(&desk, "calibrator_gone_since").await;
    // What is certified is asked about once.
    lab.advance(minutes(5));
    assert!(desk.open(&certificate, Origin::Office).await.status.is_success());
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    assert_eq!(codes(&asked(&desk.draft().await.conditions)), Vec::<String>::new());
}

on_both_engines!(a_checker_who_declares_a_conflict_afterwards_is_answered_for, Lab::new_on);
async fn a_checker_who_declares_a_conflict_afterwards_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let conflicts = json!({"conflicts": [{"customer": desk.site.world.customer, "reason": ""}]});
    change(&lab.person("admin").await, desk.site.world.chen, conflicts).await;
    asked_at_issue(&desk, "checker_conflict_since").await;
}

// C-4.1.2.1: the checker answered for one withdrawal; the conflict is declared and withdrawn again after the check.
on_both_engines!(an_answer_to_one_withdrawal_is_none_to_the_next, Lab::new_on);
async fn an_answer_to_one_withdrawal_is_none_to_the_next(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    let (admin, lin, customer) = (lab.person("admin").await, site.world.lin, site.world.customer);
    let declared_and_withdrawn = async || {
        for conflicts in [json!([{"customer": customer, "reason": "my brother's"}]), json!([])] {
            lab.advance(minutes(5));
            change(&admin, lin, json!({"conflicts": conflicts})).await;
        }
    };
    declared_and_withdrawn().await;
    let chen = lab.person("chen").await;
    let open = asked(&view(&chen, record).await.conditions);
    assert_eq!(codes(&open), ["conflict_withdrawn_since"]);
    let checked = check_with(&chen, record, answers(&open, "another customer of that name was meant")).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    let (qian, wu, pan) = (lab.person("qian").await, lab.person("wu").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    assert_eq!(asked(&desk.draft().await.conditions), [], "what the checker answered stands");
    declared_and_withdrawn().await;
    asked_at_issue(&desk, "conflict_withdrawn_since").await;
}
