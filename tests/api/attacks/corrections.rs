//! Correction cases that are left, checked by whoever brought what they correct, or used for other work (C-5.4.2).

use axum::http::Method;
use contract::api::certificate::{CertificateState, CertificateView, WithdrawCorrection};
use contract::api::path;
use domain::access::Role;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::body::Body;
use serde_json::json;
use support::tablet::enter;
use support::{Answer, Client, Lab, minutes, on_both_engines};

use super::changes::{answers, asked, check_with, codes};
use crate::certificate::{Desk, change, employ};
use crate::record::view;

async fn withdraws(by: &Client, case: &Correction, reason: &str) -> Answer {
    let command = WithdrawCorrection { reason: reason.to_owned() };
    by.send(Method::POST, &path::with(path::CORRECTION_WITHDRAW, case.id), &command).await
}

// The fact is put right in the register and the case withdrawn: the certificate stays valid with what is known to be wrong.
on_both_engines!(a_case_is_not_left_over_a_fact_that_its_keeper_has_put_right, Lab::new_on);
async fn a_case_is_not_left_over_a_fact_that_its_keeper_has_put_right(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    employ(&lab, "zhu", &[Role::Office], None).await;
    let zhu = lab.person("zhu").await;
    let why = "the plate was misread, the certificate is right";
    // Opened by mistake: nothing differs, and whoever opened it withdraws it.
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    assert!(withdraws(&desk.wu, &case, "").await.status.is_success());

    lab.advance(minutes(5));
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    change(&zhu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    for (who, reason) in [(&desk.wu, ""), (&desk.wu, why), (&zhu, why)] {
        let refused = withdraws(who, &case, reason).await.refused("correction_facts_differ");
        assert_eq!(refused.clause.as_deref(), Some("C-5.4.2"));
    }
    for no_reason in ["", " ", "."] {
        let refused = withdraws(&desk.qian, &case, no_reason).await.refused("correction_withdrawal_unexplained");
        assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("reason", Some("C-5.4.2")));
    }
    // Put back as it was, nothing differs any more.
    change(&zhu, desk.site.world.item, json!({"serial_number": "7741"})).await;
    assert!(withdraws(&desk.wu, &case, "").await.status.is_success());

    // The fact can also be changed first and the case opened afterwards; a second person leaves it and says why.
    lab.advance(minutes(5));
    change(&zhu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    withdraws(&desk.wu, &case, "").await.refused("correction_facts_differ");
    assert!(withdraws(&desk.qian, &case, why).await.status.is_success());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// A fact is changed before the issue, and the certificate states what the record says: the person who changed it does not check the
// correction that takes it.
on_both_engines!(who_changed_a_fact_before_the_issue_does_not_check_it_afterwards, Lab::new_on);
async fn who_changed_a_fact_before_the_issue_does_not_check_it_afterwards(lab: Lab) {
    let desk = Desk::new(&lab).await;
    employ(&lab, "zhu", &[Role::Office], None).await;
    let zhu = lab.person("zhu").await;
    lab.advance(minutes(5));
    change(&zhu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    lab.advance(minutes(5));
    let original = desk.issued_with_words("original").await;
    assert_eq!(original.document.stated.item.serial_number, "7741", "the record's");
    lab.advance(minutes(5));
    let held = json!([{"service": desk.site.world.service, "activity": "check", "validity": {"from": "2020-01-01"}}]);
    let fields = json!({"roles": [Role::Office, Role::Checker], "title_level": "senior", "authorisations": held});
    change(&lab.person("admin").await, zhu.session().await.person, fields).await;
    let zhu = lab.person("zhu").await;
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    let refused = desk.check_case(&zhu).await.refused("correction_checker_changed");
    assert_eq!(refused.clause.as_deref(), Some("C-5.4.2"));
    // Saved again by somebody else, the value is still hers.
    change(&desk.wu, desk.site.world.item, json!({"name": {"zh": "游标卡尺", "en": "Calliper, vernier"}})).await;
    desk.check_case(&zhu).await.refused("correction_checker_changed");
    desk.case_checked().await;
    assert_eq!(desk.issued("replacement").await.document.stated.item.serial_number, "7742");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.4.2.1, C-5.5.3: the item is adjusted and measured again after the certificate, and the record says so in a case. The certificate
// without the adjustment stood beside a supplement with it, and nothing said which was earlier.
on_both_engines!(work_done_after_the_issue_is_answered_for_and_replaces_the_certificate, Lab::new_on);
async fn work_done_after_the_issue_is_answered_for_and_replaces_the_certificate(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    lab.advance(minutes(5));
    let _: Correction = desk.open(&original, Origin::Record).await.success();
    lab.advance(minutes(5));
    desk.site.send(&lab).await;
    let consent = "Ms Pan, by telephone".to_owned();
    let adjusted = Body::Adjusted { consent, what: "zero set".to_owned(), seal: "HZ-1".to_owned() };
    desk.site.make(&lab, desk.record, adjusted).expect("an adjustment");
    for reading in ["r1", "r2"] {
        let read = enter(&format!("as_left/points/20/indication/{reading}"), "20.00", "mm");
        desk.site.make(&lab, desk.record, read).expect("a reading as left");
    }
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    let open = asked(&view(&desk.chen, desk.record).await.conditions);
    assert_eq!(codes(&open), ["observed_after_issue"]);
    let told = ["certificate", "readings", "adjustments", "clause"].map(|name| open[0].params[name].as_str());
    assert_eq!(told, [original.row.number.as_str(), "2", "1", "C-5.4.2.1"]);
    check_with(&desk.chen, desk.record, Vec::new()).await.refused("conditions_unanswered");
    let checked = check_with(&desk.chen, desk.record, answers(&open, "measured on the spot, before it went back")).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    let draft = desk.draft().await;
    assert_eq!(asked(&draft.conditions), [], "what the checker answered stands");
    assert_eq!(draft.difference.map(|difference| difference.kind).as_deref(), Some("replacement"));
    let refused = desk.issue(&desk.qian, "supplement").await.refused("supplement_changes_value");
    assert_eq!((refused.params["path"].as_str(), refused.clause.as_deref()), ("adjustments/[zero set]/seal", Some("C-5.4.2.1")));
    let replacement = desk.issued("replacement").await;
    assert_eq!(replacement.document.stated.adjustments.len(), 1);
    let old: CertificateView = desk.wu.get(&path::with(path::CERTIFICATE, original.row.id)).await;
    assert_eq!((old.row.state, old.row.followed_by), (CertificateState::Void, Some(replacement.row.number)));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}
