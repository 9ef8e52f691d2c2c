//! What was seen is what is issued, whatever happens at the same moment (C-5.4.1, E19).

use axum::http::Method;
use backend::app::Error;
use backend::app::register::{Change, write};
use backend::store::{Tx, register};
use contract::api::certificate::{CertificateView, IssuedView};
use contract::api::path;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::order::Order;
use measurement::method::DecisionRule;
use serde_json::json;
use support::{Lab, on_both_engines};

use super::{Desk, change, issue};
use crate::record::{give_back, view};

/// The order of the record, accepted with or without a statement of conformity; written as agreed, whatever stood there before.
async fn agreed(lab: &Lab, desk: &Desk, conformity: bool) {
    let (id, at) = (desk.site.world.order, lab.now());
    let rule = conformity.then_some(DecisionRule::Simple);
    let written = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let rule = rule.clone();
        Box::pin(async move {
            let row = register::find::<Order>(tx, id).await?.ok_or_else(Error::not_found)?;
            let mut body = row.body;
            body.lines.iter_mut().for_each(|line| line.decision_rule.clone_from(&rule));
            // Each time another text, so that the last of them is always a change.
            body.notes.push('.');
            write(tx, Change { id, revision: row.revision, body: &body, at, by: None, reason: "" }).await
        })
    });
    written.await.expect("the order is written");
}

// C-5.4.1: a signature stands for the draft that was looked at.
on_both_engines!(another_draft_than_the_one_seen_is_not_issued, Lab::new_on);
async fn another_draft_than_the_one_seen_is_not_issued(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let seen = desk.draft().await;
    change(&desk.wu, desk.site.world.customer, json!({"contacts": [{"name": "Pan", "telephone": "123"}]})).await;
    let now = desk.draft().await;
    assert_eq!((seen.seen, seen.stated == now.stated), (now.seen, false), "the record is the same, the certificate is not");
    assert_eq!(issue(&desk.qian, desk.record, &seen, "original").await.refused("draft_changed").path, "stated");
    agreed(&lab, &desk, true).await;
    issue(&desk.qian, desk.record, &now, "original").await.refused("draft_changed");
    assert_eq!(desk.issued("original").await.row.number, "EC2026-00001", "what was refused took no number");
}

/// Conformity at every result exactly where the rule is stated: one and the same state of the office.
fn of_one_piece(certificate: &CertificateView) {
    let stated = &certificate.document.stated;
    let rows = stated.results.iter().flat_map(|results| &results.rows);
    assert!(rows.clone().all(|row| row.conformity.is_some() == stated.decision.is_some()), "{stated:?}");
}

// C-5.4.1 m: the office changes its mind in the very moment of the issue.
on_both_engines!(an_issue_and_a_change_at_once_give_a_certificate_of_one_piece_or_none, Lab::new_on);
async fn an_issue_and_a_change_at_once_give_a_certificate_of_one_piece_or_none(lab: Lab) {
    let desk = Desk::new(&lab).await;
    for round in 1..5 {
        let draft = desk.draft().await;
        let issuing = async { issue(&desk.qian, desk.record, &draft, "original").await };
        let (answer, ()) = tokio::join!(issuing, agreed(&lab, &desk, round % 2 == 1));
        if answer.status.is_success() {
            let issued: IssuedView = answer.success();
            let certificate = desk.certificate(&issued).await;
            assert_eq!(certificate.document.stated, draft.document.stated, "what was seen");
            of_one_piece(&certificate);
            return;
        }
        answer.refused("draft_changed");
    }
    of_one_piece(&desk.issued("original").await);
}

// E19: issued or returned, never both.
on_both_engines!(an_issue_and_a_return_at_once_exclude_each_other, Lab::new_on);
async fn an_issue_and_a_return_at_once_exclude_each_other(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let draft = desk.draft().await;
    let seen = usize::try_from(draft.seen).expect("few entries");
    let issuing = async { issue(&desk.qian, desk.record, &draft, "original").await };
    let (issued, returned) = tokio::join!(issuing, give_back(&desk.chen, desk.record, seen, "which jaw?"));
    assert_ne!(issued.status.is_success(), returned.status.is_success(), "{} {}", issued.text(), returned.text());
    if issued.status.is_success() {
        returned.refused("record_issued");
    } else {
        let code = issued.problem().code;
        assert!(["record_changed", "issue_not_checked"].contains(&code.as_str()), "{code}");
        desk.issue(&desk.qian, "original").await.refused("issue_not_checked");
    }
    let status = view(&desk.chen, desk.record).await.record.status;
    let record: contract::api::Page<contract::api::record::RecordRow> = desk.chen.get(path::RECORDS).await;
    assert_eq!(record.rows[0].certificate.is_empty(), status == domain::record::RecordStatus::Returned);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.4.2: one case at a time; and a supplement that is issued ends its case once, whoever withdraws it meanwhile.
on_both_engines!(cases_opened_and_ended_at_once_exclude_each_other, Lab::new_on);
async fn cases_opened_and_ended_at_once_exclude_each_other(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let (a, b) = tokio::join!(desk.open(&original, Origin::Office), desk.open(&original, Origin::Office));
    let (opened, refused) = if a.status.is_success() { (a, b) } else { (b, a) };
    let case: Correction = opened.success();
    refused.refused("correction_case_open");
    change(&desk.wu, desk.site.world.customer, json!({"contacts": [{"name": "Pan", "telephone": "123"}]})).await;
    desk.case_checked().await;
    let draft = desk.draft().await;
    let address = path::with(path::CORRECTION_WITHDRAW, case.id);
    // The registers differ from the certificate: a second person withdraws the case, and says why.
    let reason = json!({"reason": "the customer moved after the issue"});
    let issuing = async { issue(&desk.qian, desk.record, &draft, "supplement").await };
    let (issued, withdrawn) = tokio::join!(issuing, desk.qian.send(Method::POST, &address, &reason));
    assert_ne!(issued.status.is_success(), withdrawn.status.is_success(), "{} {}", issued.text(), withdrawn.text());
    if issued.status.is_success() {
        withdrawn.refused("correction_case_closed");
    } else {
        let code = issued.problem().code;
        assert!(["issue_already_issued", "draft_changed"].contains(&code.as_str()), "{code}");
    }
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}
