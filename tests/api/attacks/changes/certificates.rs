//! One certificate for one piece of work, and none over a record that is open.

use axum::http::Method;
use base::finding::{Finding, Severity};
use base::id::kind;
use contract::api::certificate::{CertificateView, DraftView};
use contract::api::desk::DeskView;
use contract::api::path;
use domain::case::By;
use domain::certificate::correction::{Correction, CorrectionCase, Fact};
use domain::certificate::origin::Origin;
use domain::event::Stream;
use domain::order::noted::Outcome;
use domain::record::RecordStatus;
use domain::visit::CheckMoment;
use measurement::method::DecisionRule;
use serde_json::json;
use support::case::written;
use support::{Lab, hours, on_both_engines};

use super::{asked_at_issue, codes, manager, order, planned, recorded, repaired, reviewed};
use crate::certificate::{Desk, change, issue};
use crate::record::{check, checked, give_back, view};

// C-5.4.2: one piece of work gets one original certificate, even if it was recorded twice.
on_both_engines!(two_records_of_one_task_give_one_certificate, Lab::new_on);
async fn two_records_of_one_task_give_one_certificate(lab: Lab) {
    let (mut desk, _, task) = planned(&lab).await;
    let second = recorded(&lab, &mut desk.site, task);
    desk.site.send(&lab).await;
    // While both stand, the signatory says which one counts.
    let certificate = asked_at_issue(&desk, "task_recorded_twice").await;
    let seen = view(&desk.chen, second).await;
    let refused = check(&desk.chen, second, seen.entries.len()).await.refused("work_certified");
    assert_eq!((refused.params["number"].as_str(), refused.clause.as_deref()), (certificate.row.number.as_str(), Some("C-5.4.2")));
    let draft: DraftView = desk.qian.get(&path::with(path::RECORD_DRAFT, second)).await;
    assert!(codes(&draft.refusals).contains(&"work_certified"), "{:?}", draft.refusals);
    assert!(!issue(&desk.qian, second, &draft, "original").await.status.is_success());
}

// The same for two records that nobody planned, placed under one line of an order.
on_both_engines!(two_records_under_one_line_give_one_certificate, Lab::new_on);
async fn two_records_under_one_line_give_one_certificate(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let second = desk.site.signed(&lab);
    desk.site.send_only(&lab).await;
    desk.site.world.place_under(&lab, second, 0).await;
    let seen = view(&desk.chen, second).await.entries.len();
    assert!(check(&desk.chen, second, seen).await.status.is_success());
    asked_at_issue(&desk, "task_recorded_twice").await;
    let draft: DraftView = desk.qian.get(&path::with(path::RECORD_DRAFT, second)).await;
    issue(&desk.qian, second, &draft, "original").await.refused("work_certified");
}

// C-5.4.2: no certificate is left standing over an open record, and the desk shows where one is.
on_both_engines!(a_withdrawn_case_leaves_no_certificate_over_an_open_record, Lab::new_on);
async fn a_withdrawn_case_leaves_no_certificate_over_an_open_record(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    let withdraw = path::with(path::CORRECTION_WITHDRAW, case.id);
    let refused = desk.wu.send(Method::POST, &withdraw, &json!({})).await.refused("correction_record_open");
    assert_eq!(refused.clause.as_deref(), Some("C-5.4.2"));
    // An earlier version allowed the withdrawal: the record stays open, and the desk shows it until a case is opened again.
    let by = By::Person { person: desk.wu.session().await.person };
    written::<CorrectionCase>(&lab, case.id.cast(), by, Fact::Withdrawn { reason: String::new() }).await;
    let shown: DeskView = desk.wu.get(path::DESK).await;
    assert_eq!(shown.left_open.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [desk.record]);
    desk.site.send(&lab).await;
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    let seen = view(&desk.chen, desk.record).await;
    assert_eq!(seen.record.status, RecordStatus::Submitted);
    check(&desk.chen, desk.record, seen.entries.len()).await.refused("correction_case_missing");
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    assert!(give_back(&desk.chen, desk.record, 0, "?").await.problem().code == "record_changed");
    desk.site.send(&lab).await;
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    desk.checked().await;
    let withdraw = path::with(path::CORRECTION_WITHDRAW, case.id);
    assert!(desk.wu.send(Method::POST, &withdraw, &json!({})).await.status.is_success());
    let shown: DeskView = desk.wu.get(path::DESK).await;
    assert!(shown.left_open.rows.is_empty() && shown.corrections.rows.is_empty());
}

async fn no_longer_met(desk: &Desk, certificate: &CertificateView) -> Vec<Finding> {
    desk.wu.get::<CertificateView>(&path::with(path::CERTIFICATE, certificate.row.id)).await.no_longer_met
}

/// The standard is checked after the return.
async fn returned(desk: &mut Desk, lab: &Lab, good: bool) {
    lab.advance(hours(1));
    let check = checked(&desk.site.world, CheckMoment::Return, good);
    desk.site.tablet.make(Stream::visit(desk.site.world.visit), lab.now(), check).expect("a check after the return");
    desk.site.send(lab).await;
}

// C-4.5.3, C-5.1.2: what turned false after the issue is told before the certificate is handed over; that refuses nothing.
on_both_engines!(what_holds_no_more_for_an_issued_certificate_is_told_before_it_is_handed_over, Lab::new_on);
async fn what_holds_no_more_for_an_issued_certificate_is_told_before_it_is_handed_over(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    assert_eq!(no_longer_met(&desk, &original).await, []);
    returned(&mut desk, &lab, false).await;
    let told = no_longer_met(&desk, &original).await;
    assert_eq!((codes(&told), told[0].severity), (vec!["standard_failed_since"], Severity::Notice));
    assert_eq!(told[0].params["href"], format!("/office/standards/{}", desk.site.world.standard));
    order(&desk, |order| order.lines[0].decision_rule = Some(DecisionRule::Simple)).await;
    reviewed(&desk, Outcome::Declined).await;
    let told = no_longer_met(&desk, &original).await;
    assert_eq!(codes(&told), ["order_declined", "standard_failed_since"]);
    drop(desk.pan.download(&path::with(path::PORTAL_PDF, original.row.id)).await);
    drop(desk.wu.download(&path::with(path::CERTIFICATE_PDF, original.row.id)).await);
    // Put right, nothing is told any more.
    order(&desk, |order| order.lines[0].decision_rule = None).await;
    reviewed(&desk, Outcome::Accepted).await;
    change::<kind::Standard>(&manager(&lab).await, desk.site.world.standard, repaired()).await;
    assert_eq!(no_longer_met(&desk, &original).await, []);
}

// C-4.5.3: what was measured before the last good check stands, and nobody is alarmed about it.
on_both_engines!(a_standard_that_was_good_once_more_before_it_failed_alarms_nobody, Lab::new_on);
async fn a_standard_that_was_good_once_more_before_it_failed_alarms_nobody(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    returned(&mut desk, &lab, true).await;
    returned(&mut desk, &lab, false).await;
    assert_eq!(no_longer_met(&desk, &original).await, []);
}
