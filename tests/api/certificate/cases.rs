//! Correction cases that are withdrawn, follow one another, or meet a clock that was set back (C-5.4.2).

use contract::api::certificate::{CertificateState, CertificateView, CorrectionRow, WithdrawCorrection};
use contract::api::portal::PortalItem;
use contract::api::{Page, path};
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Stream;
use domain::event::body::Body;
use domain::record::RecordStatus;
use serde_json::json;
use support::tablet::number;
use support::{Answer, Client, Lab, days, minutes, on_both_engines};

use super::{Desk, change};
use crate::record::{READING, give_back, set_aside, view};

async fn withdraw(desk: &Desk, case: &Correction) {
    let answer = desk.wu.send(axum::http::Method::POST, &path::with(path::CORRECTION_WITHDRAW, case.id), &json!({})).await;
    assert!(answer.status.is_success(), "{}", answer.text());
}

/// The calibrator amends the reading of the record that was opened again, and signs.
async fn amends(desk: &mut Desk, lab: &Lab, text: &str) {
    desk.site.send(lab).await;
    let shown = desk.site.tablet.record(desk.record).expect("the record");
    let amends = shown.cells[READING].in_force().expect("a value").event;
    let amended = Body::Amended { amends, after: number(text, "mm"), reason: "misread".to_owned() };
    desk.site.make(lab, desk.record, amended).expect("an amendment");
    desk.site.submit(lab, desk.record).expect("a signature");
    desk.site.send(lab).await;
}

/// The record that was opened again is signed as it is and checked.
async fn checked_again(desk: &mut Desk, lab: &Lab) {
    desk.site.send(lab).await;
    desk.site.submit(lab, desk.record).expect("signed as it is");
    desk.site.send(lab).await;
    desk.checked().await;
}

async fn withdrawing(desk: &Desk, case: &Correction) -> Answer {
    desk.wu.send(axum::http::Method::POST, &path::with(path::CORRECTION_WITHDRAW, case.id), &json!({})).await
}

// C-5.4.2, C-5.5.2: opened by mistake, it is withdrawn once the record is checked again and says what the certificate says; until
// then the case stands on the desk. The record of a certificate is never given up, and opened again by a case alone.
on_both_engines!(a_case_is_withdrawn_when_its_record_is_checked_again, Lab::new_on);
async fn a_case_is_withdrawn_when_its_record_is_checked_again(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    desk.open(&original, Origin::Office).await.refused("correction_case_open");
    withdrawing(&desk, &case).await.refused("correction_record_open");
    lab.advance(minutes(1));
    desk.site.send(&lab).await;
    let give_up = Body::Abandoned { reason: "too much trouble".to_owned() };
    assert_eq!(desk.site.make(&lab, desk.record, give_up.clone()), Err("record_issued".to_owned()));
    let forced = desk.site.tablet.force(Stream::record(desk.record), lab.now(), give_up);
    checked_again(&mut desk, &lab).await;
    assert_eq!(set_aside(&view(&desk.chen, desk.record).await, forced).as_deref(), Some("record_issued"));
    withdraw(&desk, &case).await;
    let seen = view(&desk.chen, desk.record).await;
    assert_eq!(seen.record.status, RecordStatus::Checked);
    give_back(&desk.chen, desk.record, seen.entries.len(), "what of it?").await.refused("record_issued");
    desk.issue(&desk.qian, "original").await.refused("issue_already_issued");
    lab.advance(minutes(1));

    let second: Correction = desk.open(&original, Origin::Record).await.success();
    amends(&mut desk, &lab, "20.45").await;
    withdrawing(&desk, &second).await.refused("correction_record_open");
    desk.checked().await;
    // What was corrected is issued, not left.
    assert_eq!(withdrawing(&desk, &second).await.refused("correction_record_differs").clause.as_deref(), Some("C-5.4.2"));
    let replacement = desk.issued("replacement").await;
    assert_eq!(replacement.row.number, "EC2026-00002");
    assert_eq!(view(&desk.chen, desk.record).await.record.reopened.len(), 2);
    let cases: Page<CorrectionRow> = desk.wu.get(path::CORRECTIONS).await;
    assert_eq!(cases.rows.iter().map(|row| row.withdrawn).collect::<Vec<_>>(), [false, true]);
    assert_eq!(cases.rows[0].closed_by.as_deref(), Some("EC2026-00002"));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.4.2: withdrawn by a second person after something was corrected: nothing is issued, and the next case finds the correction.
on_both_engines!(what_was_corrected_for_a_withdrawn_case_is_found_by_the_next, Lab::new_on);
async fn what_was_corrected_for_a_withdrawn_case_is_found_by_the_next(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    let reason = WithdrawCorrection { reason: "the plate was misread, the certificate is right".to_owned() };
    let left = desk.qian.send(axum::http::Method::POST, &path::with(path::CORRECTION_WITHDRAW, case.id), &reason).await;
    assert!(left.status.is_success(), "{}", left.text());
    desk.issue(&desk.qian, "replacement").await.refused("issue_already_issued");
    let gone: CertificateView = desk.wu.get(&path::with(path::CERTIFICATE, original.row.id)).await;
    assert!(gone.correction.is_none() && gone.row.state == CertificateState::Valid);
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    assert_eq!(desk.draft().await.difference.expect("a difference").changed[0].path, "item/serial_number");
    // A check belongs to its case.
    desk.issue(&desk.qian, "replacement").await.refused("correction_not_checked");
    desk.case_checked().await;
    desk.issued("replacement").await;
}

// C-5.4.2.1: what the record lacked and nothing of what it said: a supplement, on the calibrator's word.
on_both_engines!(a_remark_added_to_the_record_makes_a_supplement, Lab::new_on);
async fn a_remark_added_to_the_record_makes_a_supplement(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let _: Correction = desk.open(&original, Origin::Record).await.success();
    desk.site.send(&lab).await;
    let remark = Body::Remarked { path: "certificate".to_owned(), text: "Jaws slightly worn".to_owned() };
    let made = desk.site.make(&lab, desk.record, remark).expect("a remark");
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    desk.checked().await;
    let draft = desk.draft().await;
    assert!(draft.check.is_none(), "checked with the record");
    let difference = draft.difference.expect("a difference");
    assert_eq!((difference.kind.as_str(), difference.changed.len()), ("supplement", 0));
    let supplement = desk.issued("supplement").await;
    assert_eq!(supplement.document.stated.remarks, ["Jaws slightly worn"]);
    let pdf = desk.wu.download(&path::with(path::CERTIFICATE_PDF, supplement.row.id)).await;
    assert!(super::text_of(&pdf).contains("Jaws slightly worn"));
    // C-5.5.4: taken back by who wrote it, it is gone from the next certificate and legible in the record.
    let _: Correction = desk.open(&supplement, Origin::Record).await.success();
    desk.site.send(&lab).await;
    let taken_back = Body::Withdrawn { amends: made, reason: "another calliper".to_owned() };
    desk.site.make(&lab, desk.record, taken_back).expect("struck through");
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    desk.checked().await;
    assert!(desk.issued("replacement").await.document.stated.remarks.is_empty());
    let record = super::text_of(&desk.wu.download(&path::with(path::RECORD_PDF, desk.record)).await);
    assert!(record.contains("Jaws slightly worn") && record.contains("another calliper"), "{record}");
}

async fn last_of_item(pan: &Client) -> Option<String> {
    pan.get::<Vec<PortalItem>>(path::PORTAL_ITEMS).await[0].certificate.clone()
}

// C-5.4.2: certificates stand in the order in which they follow one another, whatever the server's clock says.
on_both_engines!(a_clock_set_back_changes_nothing_of_what_follows_what, Lab::new_on);
async fn a_clock_set_back_changes_nothing_of_what_follows_what(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    lab.advance(-days(2));
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.customer, json!({"contacts": [{"name": "Pan", "telephone": "123"}]})).await;
    desk.case_checked().await;
    let supplement = desk.issued("supplement").await;
    assert_eq!(last_of_item(&desk.pan).await.as_deref(), Some("EC2026-00002"));
    desk.site.send(&lab).await;
    let last = desk.site.tablet.pack().last_certificates.iter().find(|last| last.item == desk.site.world.item);
    assert_eq!(last.map(|last| last.number.as_str()), Some("EC2026-00002"));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);

    lab.advance(-days(1));
    desk.open(&original, Origin::Office).await.refused("correction_of_supplemented");
    let _: Correction = desk.open(&supplement, Origin::Office).await.success();
    let difference = desk.draft().await.difference;
    assert!(difference.is_none_or(|difference| difference.number == "EC2026-00002" && difference.changed.is_empty()));
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    let replacement = desk.issued("replacement").await;
    for old in [&original, &supplement] {
        let old: CertificateView = desk.wu.get(&path::with(path::CERTIFICATE, old.row.id)).await;
        assert_eq!((old.row.state, old.row.followed_by.as_deref()), (CertificateState::Void, Some("EC2026-00003")));
    }
    assert_eq!(desk.wu.get::<CertificateView>(&path::with(path::CERTIFICATE, replacement.row.id)).await.row.state, CertificateState::Valid);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}
