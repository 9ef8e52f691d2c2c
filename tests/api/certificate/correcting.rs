//! Supplement and replacement (C-5.4.2, E23).

use axum::http::Method;
use contract::api::certificate::{CertificateState, CertificateView, NoteRecall};
use contract::api::path;
use contract::api::portal::{PublicCheck, PublicCheckView};
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::body::Body;
use serde_json::json;
use support::tablet::number;
use support::{Lab, on_both_engines};

use super::{Desk, change, text_of};
use crate::record::READING;

async fn public(lab: &Lab, certificate: &CertificateView) -> PublicCheckView {
    let envelope = &certificate.document.envelope;
    let ask = PublicCheck { number: envelope.number.clone(), code: envelope.check_code.clone() };
    lab.nobody().post(path::PUBLIC_CHECK, &ask).await
}

// C-5.4.2.1, C-5.4.2.2: what was missing is supplemented; what was wrong is replaced, and both before it are void at once.
on_both_engines!(office_facts_are_supplemented_then_replaced, Lab::new_on);
async fn office_facts_are_supplemented_then_replaced(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    assert_eq!(case.closed_by, None);
    desk.open(&original, Origin::Office).await.refused("correction_case_open");
    desk.issue(&desk.qian, "supplement").await.refused("issue_nothing_differs");
    change(&desk.wu, desk.site.world.customer, json!({"contacts": [{"name": "Pan", "telephone": "123"}]})).await;
    let difference = desk.draft().await.difference.expect("a difference");
    assert_eq!((difference.kind.as_str(), difference.added[0].path.as_str()), ("supplement", "customer/contact"));
    desk.issue(&desk.qian, "replacement").await.refused("issue_other_kind");
    desk.case_checked().await;
    let supplement = desk.issued("supplement").await;
    let pdf = desk.wu.download(&path::with(path::CERTIFICATE_PDF, supplement.row.id)).await;
    assert!(text_of(&pdf).contains("Supplement to calibration certificate No. EC2026-00001."));
    let seen = public(&lab, &original).await;
    assert_eq!((seen.state, seen.followed_by.as_deref()), (CertificateState::Supplemented, Some("EC2026-00002")));
    desk.open(&original, Origin::Office).await.refused("correction_of_supplemented");

    let _: Correction = desk.open(&supplement, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    let refused = desk.issue(&desk.qian, "supplement").await.refused("supplement_changes_value");
    assert_eq!(refused.path, "item/serial_number");
    desk.case_checked().await;
    let replacement = desk.issued("replacement").await;
    let pdf = desk.wu.download(&path::with(path::CERTIFICATE_PDF, replacement.row.id)).await;
    assert!(
        text_of(&pdf).contains("This certificate replaces calibration certificate No. EC2026-00002; certificate No. EC2026-00002 is void.")
    );
    for old in [&original, &supplement] {
        let seen = public(&lab, old).await;
        assert_eq!((seen.state, seen.followed_by.as_deref()), (CertificateState::Void, Some("EC2026-00003")));
    }
    desk.open(&supplement, Origin::Office).await.refused("correction_of_void");
    let note = |text: &str| NoteRecall { note: text.to_owned() };
    let recall = |id| path::with(path::CERTIFICATE_RECALL, id);
    desk.wu.send(Method::POST, &recall(replacement.row.id), &note("back")).await.refused("recall_not_asked");
    assert!(desk.wu.send(Method::POST, &recall(original.row.id), &note("the original, torn")).await.status.is_success());
    desk.wu.send(Method::POST, &recall(original.row.id), &note("again")).await.refused("recall_came_back");
    let old: CertificateView = desk.wu.get(&path::with(path::CERTIFICATE, original.row.id)).await;
    assert!(old.row.recall.is_some_and(|recall| recall.returned_at.is_some()));
}

// C-5.4.2.2, C-5.5.4: an error in the record goes back to who made the observation, and is checked and issued again.
on_both_engines!(an_error_in_the_record_is_amended_by_its_calibrator_and_replaced, Lab::new_on);
async fn an_error_in_the_record_is_amended_by_its_calibrator_and_replaced(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let _: Correction = desk.open(&original, Origin::Record).await.success();
    desk.issue(&desk.qian, "replacement").await.refused("issue_not_checked");
    // A new address of the customer is no error of this certificate: it stays as stated.
    change(&desk.wu, desk.site.world.customer, json!({"address": {"zh": "上海", "en": "Shanghai"}})).await;
    desk.site.send(&lab).await;
    let shown = desk.site.tablet.record(desk.record).expect("the record");
    let amends = shown.cells[READING].entries[0].event;
    let amended = Body::Amended { amends, after: number("20.45", "mm"), reason: "misread".to_owned() };
    desk.site.make(&lab, desk.record, amended).expect("an amendment");
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    desk.checked().await;
    let difference = desk.draft().await.difference.expect("a difference");
    assert!(difference.changed.iter().all(|change| change.path.starts_with("results/")), "{:?}", difference.changed);
    let replacement = desk.issued("replacement").await;
    assert_eq!(replacement.document.stated.customer, original.document.stated.customer);
    assert_eq!(public(&lab, &original).await.state, CertificateState::Void);
    let record = desk.wu.download(&path::with(path::RECORD_PDF, desk.record)).await;
    assert!(text_of(&record).contains("20.00 20.45"), "struck beside the new one");
}
