//! A correction of office facts is checked by a second person before it is issued (C-5.4.2, E23).

use base::id::PersonId;
use contract::api::certificate::{CheckCorrection, CorrectionRow};
use contract::api::{Page, path};
use domain::access::Role;
use domain::certificate::correction::Correction;
use domain::certificate::document::SignatureRole;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::json;
use support::lab::PASSWORD;
use support::{Answer, Client, Lab, minutes, on_both_engines};

use super::{Desk, change, check_case, employ};

/// Gives somebody of the office these roles, and the authorisation to check.
async fn lets_check(lab: &Lab, desk: &Desk, who: PersonId, roles: &[Role], also: &[&str]) {
    let service = desk.site.world.service;
    let held = |activity: &&str| json!({"service": service, "activity": activity, "validity": {"from": "2020-01-01"}});
    let authorisations: Vec<_> = ["check"].iter().chain(also).map(held).collect();
    let fields = json!({"roles": roles, "title_level": "senior", "authorisations": authorisations});
    change(&lab.person("admin").await, who, fields).await;
}

async fn refused(answer: Answer, code: &str, clause: &str) {
    assert_eq!(answer.refused(code).clause.as_deref(), Some(clause), "{code}");
}

// C-5.4.2, C-4.3.1: who opened the case, changed a fact, calibrated or is not authorised does not check; who checks does not
// issue; and what is changed afterwards is checked again.
on_both_engines!(a_correction_of_office_facts_needs_a_second_person, Lab::new_on);
async fn a_correction_of_office_facts_needs_a_second_person(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    lab.advance(minutes(5));
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    employ(&lab, "zhu", &[Role::Office], None).await;
    let zhu = lab.person("zhu").await;
    change(&zhu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    let draft = desk.draft().await;
    assert!(draft.refusals.iter().any(|finding| finding.code == "correction_not_checked"), "{:?}", draft.refusals);
    refused(desk.issue(&desk.qian, "replacement").await, "correction_not_checked", "C-5.4.2").await;

    for other in [&desk.wu, &desk.site.lin, &desk.pan, &lab.person("admin").await] {
        check_case(other, &draft).await.refused("not_for_role");
    }
    let (wu, zhu_id) = (desk.wu.session().await.person, zhu.session().await.person);
    lets_check(&lab, &desk, wu, &[Role::Office, Role::Checker], &[]).await;
    lets_check(&lab, &desk, zhu_id, &[Role::Office, Role::Checker], &[]).await;
    lets_check(&lab, &desk, desk.site.world.lin, &[Role::Calibrator, Role::Checker], &["calibrate"]).await;
    refused(desk.check_case(&lab.person("wu").await).await, "correction_checker_opened", "C-5.4.2").await;
    refused(desk.check_case(&lab.person("zhu").await).await, "correction_checker_changed", "C-5.4.2").await;
    refused(desk.check_case(&lab.person("lin").await).await, "checker_is_calibrator", "C-5.4.2").await;
    employ(&lab, "fan", &[Role::Checker], None).await;
    refused(desk.check_case(&lab.person("fan").await).await, "correction_checker_not_authorised", "C-4.3.1").await;
    let case = draft.check.as_ref().expect("a correction of office facts").case;
    let asks = async |by: &Client, stated: Hash, password: &str| {
        let command = CheckCorrection { stated, password: password.to_owned(), answers: Vec::new() };
        by.send(axum::http::Method::POST, &path::with(path::CORRECTION_CHECK, case), &command).await
    };
    asks(&desk.chen, draft.stated, "not the password").await.refused("password_wrong");
    asks(&desk.chen, Hash::ZERO, PASSWORD).await.refused("draft_changed");

    // Whoever checks is not the one to issue.
    lets_check(&lab, &desk, desk.site.world.qian, &[Role::Signatory, Role::Checker], &["sign"]).await;
    let qian = lab.person("qian").await;
    assert!(desk.check_case(&qian).await.status.is_success());
    desk.check_case(&desk.chen).await.refused("correction_checked");
    desk.issue(&qian, "replacement").await.refused("issue_own_check");
    // What is changed after a check is another draft.
    change(&zhu, desk.site.world.item, json!({"serial_number": "7743"})).await;
    desk.issue(&qian, "replacement").await.refused("correction_not_checked");
    desk.case_checked().await;
    let seen = desk.draft().await.check.expect("a correction of office facts");
    assert_eq!((seen.by.map(|name| name.en), seen.at), (Some("chen".to_owned()), Some(lab.now())));
    let replacement = desk.issued("replacement").await;
    assert_eq!(replacement.document.stated.item.serial_number, "7743");
    let checkers = replacement.document.envelope.signatures.iter().filter(|s| s.role == SignatureRole::Checker);
    assert_eq!(checkers.map(|s| (s.person, s.at)).collect::<Vec<_>>().len(), 2, "who checked the record, and who the correction");
    let cases: Page<CorrectionRow> = desk.wu.get(path::CORRECTIONS).await;
    assert!(cases.rows[0].checked);
    asks(&desk.chen, draft.stated, PASSWORD).await.refused("correction_case_closed");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
    support::attack::change_what_was_written_down(&lab).await;
}

// C-5.4.2.2: an error in the record is checked with the record.
on_both_engines!(a_correction_of_the_record_is_checked_there, Lab::new_on);
async fn a_correction_of_the_record_is_checked_there(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    let draft = desk.draft().await;
    assert_eq!(draft.check, None);
    let command = CheckCorrection { stated: draft.stated, password: PASSWORD.to_owned(), answers: Vec::new() };
    let answer = desk.chen.send(axum::http::Method::POST, &path::with(path::CORRECTION_CHECK, case.id), &command).await;
    answer.refused("correction_checked_in_record");
}
