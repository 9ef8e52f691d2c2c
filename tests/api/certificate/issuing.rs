//! Who issues what (C-3, C-4.3.2, C-5.4.1, E19, E21).

use axum::http::Method;
use shared::api::certificate::IssueCertificate;
use shared::api::path;
use shared::event::Hash;
use shared::id::Id;
use shared::library::body::Body;
use shared::register::Entry;
use support::{Lab, on_both_engines};

use super::{Desk, change, issue, text_of};

// C-3, C-5.4.1: what the signatory signed is what the customer gets.
on_both_engines!(a_checked_record_becomes_a_certificate_by_the_signatory, Lab::new_on);
async fn a_checked_record_becomes_a_certificate_by_the_signatory(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let draft = desk.draft().await;
    assert!(draft.missing.is_empty() && draft.refusals.is_empty(), "{:?} {:?}", draft.missing, draft.refusals);
    let preview = desk.qian.download(&path::with(path::RECORD_DRAFT_PDF, desk.record)).await;
    assert!(text_of(&preview).contains("(draft)"));
    let certificate = desk.issued("original").await;
    assert_eq!(certificate.row.number, "EC2026-00001");
    assert!(certificate.row.released);
    let pdf = desk.wu.download(&path::with(path::CERTIFICATE_PDF, certificate.row.id)).await;
    assert_eq!(Some(Hash::of(&pdf)), certificate.pdf_hash);
    let row = &certificate.document.stated.results[0].rows[0];
    let text = text_of(&pdf);
    for stated in ["EC2026-00001", "20.0", "7741", &row.expanded_uncertainty, &row.coverage_factor, "End of certificate"] {
        assert!(text.contains(stated), "{stated:?} is not in {text}");
    }
    let xml = desk.wu.download(&path::with(path::CERTIFICATE_XML, certificate.row.id)).await;
    assert!(String::from_utf8_lossy(&xml).contains("<number>EC2026-00001</number>"));
    let record = desk.wu.download(&path::with(path::RECORD_PDF, desk.record)).await;
    assert!(text_of(&record).contains("20.05"));
    desk.issue(&desk.qian, "original").await.refused("issue_already_issued");
}

// C-4.3.2: nobody but the authorised signatory, administrators included.
on_both_engines!(nobody_but_the_signatory_issues, Lab::new_on);
async fn nobody_but_the_signatory_issues(lab: Lab) {
    let desk = Desk::new(&lab).await;
    for other in [&lab.person("admin").await, &desk.site.lin, &desk.chen, &desk.wu, &desk.pan] {
        desk.issue(other, "original").await.refused("not_for_role");
    }
    let seen = desk.draft().await.seen;
    issue(&desk.qian, desk.record, seen - 1, "original").await.refused("record_changed");
    issue(&desk.qian, desk.record, seen, "supplement").await.refused("issue_other_kind");
    let wrong = IssueCertificate { seen, kind: "original".to_owned(), password: "not the password".to_owned() };
    desk.qian.send(Method::POST, &path::with(path::RECORD_ISSUE, desk.record), &wrong).await.refused("password_wrong");
    let admin = lab.person("admin").await;
    change(&admin, desk.site.world.qian, serde_json::json!({"authorisations": []})).await;
    assert_eq!(desk.issue(&desk.qian, "original").await.refused("issue_not_authorised").clause.as_deref(), Some("C-4.3.2"));
}

// C-5.4.1: what is missing is listed with where it is entered, and nothing is issued without it.
on_both_engines!(what_is_missing_is_listed_and_stops_the_issue, Lab::new_on);
async fn what_is_missing_is_listed_and_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let admin = lab.person("admin").await;
    let bodies: shared::api::Page<shared::api::register::Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    let id: Id<Body> = bodies.rows[0].id;
    change(&admin, id, serde_json::json!({"seal": {"zh": "", "en": ""}})).await;
    let missing = desk.draft().await.missing;
    assert_eq!((missing[0].code.as_ref(), missing[0].params["item"].as_str()), ("missing_seal", "b"));
    let problem = desk.issue(&desk.qian, "original").await.refused("issue_incomplete");
    assert_eq!(problem.findings, missing);
    change(&admin, id, serde_json::json!({"seal": {"zh": "章\u{1F600}", "en": "Seal"}})).await;
    desk.issue(&desk.qian, "original").await.refused("document_characters");
    change(&admin, id, serde_json::json!({"seal": {"zh": "章", "en": "Seal"}})).await;
    assert_eq!(desk.issued("original").await.row.number, "EC2026-00001", "what failed took no number");
}
