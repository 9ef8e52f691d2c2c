//! Who issues what (C-3, C-4.3.2, C-5.4.1, E19, E21).

use axum::http::Method;
use base::id::{BodyId, ServiceId};
use contract::api::certificate::{DraftView, IssueCertificate};
use contract::api::path;
use domain::event::Hash;
use domain::event::body::Body as Event;
use domain::library::body::Body;
use domain::register::Entry;
use serde_json::json;
use support::world::{both, put};
use support::{Lab, on_both_engines};

use super::{Desk, change, issue, text_of};
use crate::record::give_back;

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
    let draft = desk.draft().await;
    let earlier = DraftView { seen: draft.seen - 1, ..draft.clone() };
    issue(&desk.qian, desk.record, &earlier, "original").await.refused("record_changed");
    issue(&desk.qian, desk.record, &draft, "supplement").await.refused("issue_other_kind");
    let (seen, stated) = (draft.seen, draft.stated);
    let wrong =
        IssueCertificate { seen, stated, kind: "original".to_owned(), password: "not the password".to_owned(), answers: Vec::new() };
    desk.qian.send(Method::POST, &path::with(path::RECORD_ISSUE, desk.record), &wrong).await.refused("password_wrong");
    let admin = lab.person("admin").await;
    change(&admin, desk.site.world.qian, serde_json::json!({"authorisations": []})).await;
    assert_eq!(desk.issue(&desk.qian, "original").await.refused("issue_not_authorised").clause.as_deref(), Some("C-4.3.2"));
}

// C-4.3.2, C-5.4.1 e: the role alone is not enough; three people sign, each once, in scope and in date. (A title that is too low
// makes no signatory at all: the register refuses it.)
on_both_engines!(a_signatory_out_of_scope_out_of_date_or_with_a_hand_in_the_record_does_not_issue, Lab::new_on);
async fn a_signatory_out_of_scope_out_of_date_or_with_a_hand_in_the_record_does_not_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let admin = lab.person("admin").await;
    let world = &desk.site.world;
    let sign =
        |service: String, until: &str| json!({"service": service, "activity": "sign", "validity": {"from": "2020-01-01", "until": until}});
    let service = world.service.to_string();
    let calibrates = json!({"service": service, "activity": "calibrate", "validity": {"from": "2020-01-01"}});
    let (ever, checks) = ("2030-01-01", json!({"service": service, "activity": "check", "validity": {"from": "2020-01-01"}}));
    let other: ServiceId = lab.app.new_id();
    put(&lab, other, json!({"code": "P-01", "name": both("压力表", "Pressure gauges"), "offered": true})).await;
    let cases = [
        (
            world.lin,
            json!({"roles": ["calibrator", "signatory"], "authorisations": [calibrates, sign(service.clone(), ever)]}),
            "issue_own_calibration",
        ),
        (
            world.chen,
            json!({"roles": ["checker", "signatory"], "authorisations": [checks.clone(), sign(service.clone(), ever)]}),
            "issue_own_check",
        ),
        (world.qian, json!({"authorisations": [sign(other.to_string(), ever)]}), "issue_not_authorised"),
        (world.qian, json!({"authorisations": [checks]}), "issue_not_authorised"),
        (world.qian, json!({"authorisations": [sign(service.clone(), "2026-11-19")]}), "issue_not_authorised"),
    ];
    for (person, fields, code) in cases {
        change(&admin, person, fields.clone()).await;
        let name = if person == world.lin {
            "lin"
        } else if person == world.chen {
            "chen"
        } else {
            "qian"
        };
        let client = lab.person(name).await;
        let draft: DraftView = client.get(&path::with(path::RECORD_DRAFT, desk.record)).await;
        assert!(draft.refusals.iter().any(|finding| finding.code == code), "{fields}: the screen says {:?}", draft.refusals);
        desk.issue(&client, "original").await.refused(code);
    }
    // The last day counts, and so does an ability assessed as equivalent.
    change(&admin, world.qian, json!({"authorisations": [sign(service, "2026-11-20")], "title_level": "equivalent"})).await;
    assert_eq!(desk.issued("original").await.row.number, "EC2026-00001", "what was refused took no number");
}

// E19: returned by the signatory, the record is checked anew before anything is issued.
on_both_engines!(a_return_by_the_signatory_voids_the_check, Lab::new_on);
async fn a_return_by_the_signatory_voids_the_check(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let seen = desk.draft().await.seen;
    assert!(give_back(&desk.qian, desk.record, usize::try_from(seen).unwrap_or_default(), "which jaw?").await.status.is_success());
    desk.issue(&desk.qian, "original").await.refused("issue_not_checked");
    desk.site.send(&lab).await;
    let finding = desk.site.tablet.record(desk.record).expect("the record").findings[0].finding.id;
    desk.site.make(&lab, desk.record, Event::Answered { finding, text: "the outside jaws".to_owned() }).expect("an answer");
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    desk.issue(&desk.qian, "original").await.refused("issue_not_checked");
    desk.checked().await;
    assert_eq!(desk.issued("original").await.row.number, "EC2026-00001");
}

// C-5.4.1: what is missing is listed with where it is entered, and nothing is issued without it.
on_both_engines!(what_is_missing_is_listed_and_stops_the_issue, Lab::new_on);
async fn what_is_missing_is_listed_and_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let admin = lab.person("admin").await;
    let bodies: contract::api::Page<contract::api::register::Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    let id: BodyId = bodies.rows[0].id;
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
