//! What changed between the work and the signature: asked again at check and issue, refused or answered in words.

use axum::http::Method;
use serde_json::{Value, json};
use shared::access::Role;
use shared::api::certificate::{CertificateView, DraftView, IssueCertificate, IssuedView};
use shared::api::desk::DeskView;
use shared::api::order::{AssignTask, ReviewOrder};
use shared::api::path;
use shared::api::record::{AttachRecord, CheckRecord, TakeFacts};
use shared::api::register::{Put, Row, Written};
use shared::certificate::correction::{Correction, Origin};
use shared::conditions::{Answer, ConditionView, Weight};
use shared::event::Stream;
use shared::event::body::Body;
use shared::finding::{Finding, Severity};
use shared::id::Id;
use shared::library::edition::{DecisionRule, Edition};
use shared::library::method::Method as CalibrationMethod;
use shared::library::person::Person;
use shared::library::service::CalibrationService;
use shared::order::Order;
use shared::order::review::{Ability, Outcome};
use shared::order::task::Task;
use shared::record::{Record, RecordStatus};
use shared::register::Entry;
use support::lab::PASSWORD;
use support::tablet::{equip, opened, submission};
use support::world::{both, put};
use support::{Answer as Reply, Client, Lab, hours, minutes, on_both_engines};

use crate::certificate::{Desk, change, employ, issue};
use crate::record::{Site, check, give_back, view};

const ABLE: Ability = Ability { people: true, standards: true, method: true, environment: true };

/// Somebody who keeps the registers of standards and methods.
pub(super) async fn manager(lab: &Lab) -> Client {
    employ(lab, "fang", &[Role::TechnicalManager], None).await;
    lab.person("fang").await
}

/// In use again by a certificate that came after the failure.
pub(super) fn repaired() -> Value {
    let traceability = json!({"traced_to": both("中国计量院", "NIM"), "certificate": "CDjc2027", "validity": {"from": "2026-11-20"}});
    json!({"status": "in_use", "traceability": traceability})
}

/// What waits for an answer in words.
pub(super) fn asked(conditions: &[ConditionView]) -> Vec<Finding> {
    let found = conditions.iter().flat_map(|condition| &condition.found);
    let open = found.filter(|seen| seen.weight == Weight::Asks && seen.answered.is_none());
    open.map(|seen| seen.finding.clone()).collect()
}

pub(super) fn answers(findings: &[Finding], text: &str) -> Vec<Answer> {
    let answer = |finding: &Finding| {
        let Finding { code, path, params, .. } = finding.clone();
        Answer { code: code.into_owned(), path, params, text: text.to_owned() }
    };
    findings.iter().map(answer).collect()
}

pub(super) fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_ref()).collect()
}

/// Issues with these answers.
pub(super) async fn issue_with(desk: &Desk, draft: &DraftView, answers: Vec<Answer>) -> Reply {
    let (seen, stated, kind) = (draft.seen, draft.stated, "original".to_owned());
    let command = IssueCertificate { seen, stated, kind, password: PASSWORD.to_owned(), answers };
    desk.qian.send(Method::POST, &path::with(path::RECORD_ISSUE, desk.record), &command).await
}

pub(super) async fn check_with(client: &Client, record: Id<Record>, answers: Vec<Answer>) -> Reply {
    let seen = view(client, record).await.entries.len() as u64;
    let command = CheckRecord { seen, password: PASSWORD.to_owned(), answers };
    client.send(Method::POST, &path::with(path::RECORD_CHECK, record), &command).await
}

/// The issue is refused, and the screen says so before.
pub(super) async fn not_issued(desk: &Desk, code: &str, clause: &str) {
    let draft = desk.draft().await;
    assert!(codes(&draft.refusals).contains(&code), "{code}: the screen says {:?}", draft.refusals);
    let problem = desk.issue(&desk.qian, "original").await.refused(code);
    assert_eq!(problem.clause.as_deref(), Some(clause), "{code}");
}

/// The issue waits for words about this, and is made with them; they are kept.
pub(super) async fn asked_at_issue(desk: &Desk, code: &str) -> CertificateView {
    let draft = desk.draft().await;
    assert_eq!(draft.refusals, [], "nothing refuses it");
    let open = asked(&draft.conditions);
    assert_eq!(codes(&open), [code]);
    let problem = issue_with(desk, &draft, Vec::new()).await.refused("conditions_unanswered");
    assert_eq!(codes(&problem.findings), [code], "what waits is named");
    for no_words in [" ", ".", "ok", "—", "7"] {
        issue_with(desk, &draft, answers(&open, no_words)).await.refused("conditions_unanswered");
    }
    let elsewhere = vec![Answer { code: "something_else".to_owned(), ..answers(&open, "it stands").remove(0) }];
    issue_with(desk, &draft, elsewhere).await.refused("conditions_unanswered");
    let issued: IssuedView = issue_with(desk, &draft, answers(&open, "looked into: it stands")).await.success();
    let kept = view(&desk.qian, desk.record).await.answers;
    assert!(kept.iter().any(|kept| kept.answer.code == code && kept.answer.text == "looked into: it stands"), "{kept:?}");
    desk.certificate(&issued).await
}

// C-4.5.2, C-4.5.3: a standard that failed or whose certificate did not count after all: nothing is issued.
on_both_engines!(a_standard_that_fails_after_the_check_stops_the_issue, Lab::new_on);
async fn a_standard_that_fails_after_the_check_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (fang, standard) = (manager(&lab).await, desk.site.world.standard);
    lab.advance(hours(1));
    change(&fang, standard, json!({"status": "failed"})).await;
    not_issued(&desk, "standard_failed_since", "C-4.5.3").await;
    lab.advance(hours(1));
    // Repaired in between: nobody has said what that means for these readings, until somebody does.
    change(&fang, standard, repaired()).await;
    asked_at_issue(&desk, "standard_failed_between").await;
}

on_both_engines!(a_certificate_of_a_standard_that_never_counted_stops_the_issue, Lab::new_on);
async fn a_certificate_of_a_standard_that_never_counted_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let traced = json!({"traceability": {"traced_to": both("中国计量院", "NIM"), "certificate": "CDjc2026",
        "validity": {"from": "2025-01-01", "until": "2026-11-19"}}});
    change(&manager(&lab).await, desk.site.world.standard, traced).await;
    not_issued(&desk, "standard_not_in_order", "C-4.5.2").await;
}

// C-4.5.2: given up or sent away since: the readings may stand, on the signatory's word.
on_both_engines!(a_standard_that_left_use_after_the_check_is_answered_for, Lab::new_on);
async fn a_standard_that_left_use_after_the_check_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(hours(1));
    change(&manager(&lab).await, desk.site.world.standard, json!({"status": "retired"})).await;
    asked_at_issue(&desk, "standard_left_since").await;
}

// C-4.5.3: failed and repaired between reading and check: the checker answers, and the signatory is not asked again.
on_both_engines!(what_the_checker_answered_stands_for_the_issue, Lab::new_on);
async fn what_the_checker_answered_stands_for_the_issue(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let fang = manager(&lab).await;
    let record = site.submitted(&lab).await;
    for becomes in [json!({"status": "failed"}), repaired()] {
        lab.advance(hours(1));
        change(&fang, site.world.standard, becomes).await;
    }
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(codes(&open), ["standard_failed_between"]);
    let problem = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!((codes(&problem.findings), problem.clause.as_deref()), (vec!["standard_failed_between"], Some("C-4.5.3")));
    assert!(check_with(&chen, record, answers(&open, "the fault was the display alone")).await.status.is_success());
    let (qian, wu, pan) = (lab.person("qian").await, lab.person("wu").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    assert_eq!(asked(&desk.draft().await.conditions), []);
    desk.issued("original").await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
    support::attack::change_what_was_written_down(&lab).await;
}

/// Has the order of the record reviewed as it is now.
pub(super) async fn reviewed(desk: &Desk, outcome: Outcome) {
    let row: Row<Order> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, desk.site.world.order)).await;
    let command = ReviewOrder { revision: row.revision, outcome, able: ABLE, discussion: String::new() };
    desk.wu.post::<Written<Order>>(&path::with(path::ORDER_REVIEW, row.id), &command).await;
}

/// Changes the order of the record as the office does.
pub(super) async fn order(desk: &Desk, how: impl FnOnce(&mut Order)) {
    let row: Row<Order> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, desk.site.world.order)).await;
    let mut body = row.body;
    how(&mut body);
    let put = Put { revision: row.revision, reason: "asked for".to_owned(), body };
    desk.wu.put::<Written<Order>>(&path::with2(path::REGISTER_ENTRY, Order::NOUN, row.id), &put).await;
}

// C-5.1.2: changed, it is reviewed before anything is issued; declined, nothing is issued; and the rule is the one agreed now.
on_both_engines!(an_order_changed_or_declined_after_the_check_stops_the_issue, Lab::new_on);
async fn an_order_changed_or_declined_after_the_check_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    order(&desk, |order| order.lines[0].range = "0 mm to 100 mm".to_owned()).await;
    not_issued(&desk, "order_not_accepted", "C-5.1.2").await;
    reviewed(&desk, Outcome::Declined).await;
    not_issued(&desk, "order_declined", "C-5.1.2").await;
    order(&desk, |order| order.lines[0].decision_rule = Some(DecisionRule::Simple)).await;
    reviewed(&desk, Outcome::Accepted).await;
    let decision = desk.issued("original").await.document.stated.decision.expect("a statement of conformity");
    assert_eq!(decision.rule, DecisionRule::Simple, "the rule agreed now");
}

on_both_engines!(an_order_without_the_line_any_more_stops_the_issue, Lab::new_on);
async fn an_order_without_the_line_any_more_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let other = lab.app.new_id();
    let item = json!({"customer": desk.site.world.customer, "identification": "EC-2", "name": both("卡尺", "Calliper"), "model": "1",
        "manufacturer": "M", "serial_number": "1"});
    put::<shared::item::Item>(&lab, other, item).await;
    order(&desk, |order| order.lines.iter_mut().for_each(|line| line.item = other)).await;
    reviewed(&desk, Outcome::Accepted).await;
    not_issued(&desk, "order_line_gone", "C-5.1.2").await;
}

/// A record made for a task of an order of its own, checked.
pub(super) async fn planned(lab: &Lab) -> (Desk, Id<Order>, Id<Task>) {
    let mut site = Desk::site(lab).await;
    let world = &site.world;
    let (order, task): (Id<Order>, Id<Task>) = (lab.app.new_id(), lab.app.new_id());
    let line = json!({"item": world.item, "service": world.service, "edition": world.edition, "method_agreement": "consented",
        "range": "all of it", "received_on": "2026-11-18"});
    let body = json!({"number": "O-9", "customer": world.customer, "received_as": "written", "received_on": "2026-11-10",
        "lines": [line], "location": "laboratory", "place": world.laboratory, "agreed_on": "2026-11-20", "status": "accepted"});
    put::<Order>(lab, order, body).await;
    let body = json!({"order": order, "line": 0, "item": world.item, "customer": world.customer, "service": world.service,
        "edition": world.edition, "calibrators": [world.lin]});
    put::<Task>(lab, task, body).await;
    site.send(lab).await;
    lab.advance(minutes(5));
    let record = recorded(lab, &mut site, task);
    site.send(lab).await;
    (Desk::around(lab, site, record).await, order, task)
}

/// A record of the task in the laboratory, signed on the tablet.
pub(super) fn recorded(lab: &Lab, site: &mut Site, task: Id<Task>) -> Id<Record> {
    let record = site.tablet.new_id(lab.now());
    let pack = site.tablet.pack();
    let known = pack.tasks.iter().find(|known| known.id == task).expect("the task is in the pack").clone();
    let mut begun = opened(pack, None);
    begun.place = pack.place_of(Some(&known), None).expect("a place").snapshot.clone();
    (begun.task, begun.order) = (Some(task), Some(known.order));
    let standard = equip(site.tablet.pack(), "S-01");
    for body in [Body::Opened(Box::new(begun)), standard] {
        site.make(lab, record, body).expect("it begins");
    }
    site.fill(lab, record, "20.1");
    site.submit(lab, record).expect("a signature");
    record
}

// C-5.1.2: called off after the check.
on_both_engines!(a_task_called_off_after_the_check_stops_the_issue, Lab::new_on);
async fn a_task_called_off_after_the_check_stops_the_issue(lab: Lab) {
    let (desk, _, task) = planned(&lab).await;
    change(&desk.wu, task, json!({"cancelled": true})).await;
    not_issued(&desk, "task_cancelled", "C-5.1.2").await;
}

// C-5.1.2, C-5.4.1 m: the customer's rule is another one by now: the certificate states by that, and the signatory says so.
on_both_engines!(a_decision_rule_changed_after_the_work_is_answered_for_and_the_new_one_stated, Lab::new_on);
async fn a_decision_rule_changed_after_the_work_is_answered_for_and_the_new_one_stated(lab: Lab) {
    let (mut desk, order_id, _) = planned(&lab).await;
    desk.site.world.order = order_id;
    order(&desk, |order| order.lines[0].decision_rule = Some(DecisionRule::NonBinary)).await;
    not_issued(&desk, "order_not_accepted", "C-5.1.2").await;
    reviewed(&desk, Outcome::Accepted).await;
    let certificate = asked_at_issue(&desk, "order_rule_changed").await;
    assert_eq!(certificate.document.stated.decision.map(|decision| decision.rule), Some(DecisionRule::NonBinary));
}

// C-4.1.2.1, C-4.3.4: who signs has no interest of their own and no other employer.
on_both_engines!(a_signatory_with_a_conflict_or_another_employer_does_not_issue, Lab::new_on);
async fn a_signatory_with_a_conflict_or_another_employer_does_not_issue(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let (admin, qian) = (lab.person("admin").await, desk.site.world.qian);
    change(&admin, qian, json!({"conflicts": [{"customer": desk.site.world.customer, "reason": "my brother's"}]})).await;
    not_issued(&desk, "conflict_of_interest", "C-4.1.2.1").await;
    // Written as it stands there when it begins tomorrow and is looked at the day after.
    let employment = json!([{"employer": "Other", "calibration_body": true, "validity": {"from": "2026-11-21", "until": "2026-12-31"}}]);
    change(&admin, qian, json!({"conflicts": [], "employment": employment})).await;
    lab.advance(hours(16));
    desk.qian = lab.person("qian").await;
    not_issued(&desk, "signer_employed_elsewhere", "C-4.3.4").await;
}

// C-4.1.2.1: nor does who checks, a correction or a record.
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
    for answer in [desk.check_case(&desk.chen).await, check(&desk.chen, second, entries).await] {
        assert_eq!(answer.refused("conflict_of_interest").clause.as_deref(), Some("C-4.1.2.1"));
    }
}

// C-4.3.1: the checker's authorisation is taken back after the check, or the checker leaves, or has a conflict after all.
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

on_both_engines!(a_checker_who_declares_a_conflict_afterwards_is_answered_for, Lab::new_on);
async fn a_checker_who_declares_a_conflict_afterwards_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let conflicts = json!({"conflicts": [{"customer": desk.site.world.customer, "reason": ""}]});
    change(&lab.person("admin").await, desk.site.world.chen, conflicts).await;
    asked_at_issue(&desk, "checker_conflict_since").await;
}

// C-4.2: the edition is withdrawn between check and issue, or was not in force on the day after all.
on_both_engines!(an_edition_withdrawn_after_the_check_is_answered_for_or_stops_the_issue, Lab::new_on);
async fn an_edition_withdrawn_after_the_check_is_answered_for_or_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (fang, edition) = (manager(&lab).await, desk.site.world.edition);
    change(&fang, edition, json!({"status": "withdrawn", "validity": {"from": "2012-01-01", "until": "2026-11-19"}})).await;
    not_issued(&desk, "edition_not_in_force_then", "C-4.2").await;
    change(&fang, edition, json!({"status": "withdrawn", "validity": {"from": "2012-01-01", "until": "2026-11-20"}})).await;
    asked_at_issue(&desk, "edition_withdrawn_since").await;
}

// C-4.2: an approval that is to come approves nothing: neither an edition's coming into force nor work nor its certificate.
on_both_engines!(an_approval_in_the_future_approves_nothing, Lab::new_on);
async fn an_approval_in_the_future_approves_nothing(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let fang = manager(&lab).await;
    let approval = |on: &str| json!({"kind": "own", "approval": {"by": "Prof. Gu", "on": on, "reference": "R-1"}});
    let method = desk.site.world.method;
    let refused = changing(&fang, method, approval("2026-11-21")).await.refused("method_in_force");
    assert_eq!(refused.clause.as_deref(), Some("C-4.2"));
    let other: Id<CalibrationMethod> = lab.app.new_id();
    let mut body = json!({"code": "HZ-1", "title": both("自编", "Own"), "service": desk.site.world.service});
    body.as_object_mut().expect("an object").extend(approval("2026-11-21").as_object().expect("fields").clone());
    put(&lab, other, body).await;
    let row: Row<Edition> = fang.get(&path::with2(path::REGISTER_ENTRY, Edition::NOUN, desk.site.world.edition)).await;
    let fresh = Edition { method: other, code: "HZ-1".to_owned(), ..row.body };
    let put_in_force = Put { revision: 0, reason: String::new(), body: fresh };
    let problem = fang.send(Method::POST, &path::with(path::REGISTER, Edition::NOUN), &put_in_force).await.problem();
    assert!(codes(&problem.findings).contains(&"method_not_approved"), "{problem:?}");
    // By what is known now, the method of this work was approved the day after it.
    let known: Row<CalibrationMethod> = fang.get(&path::with2(path::REGISTER_ENTRY, CalibrationMethod::NOUN, method)).await;
    let mut later = serde_json::to_value(&known.body).expect("a method");
    later.as_object_mut().expect("an object").extend(approval("2026-11-21").as_object().expect("fields").clone());
    support::world::put_over(&lab, method, known.revision, later).await;
    not_issued(&desk, "method_not_approved_then", "C-4.2").await;
}

/// Writes a new version of an entry and gives back whatever comes.
async fn changing<T: Entry>(by: &Client, id: Id<T>, fields: Value) -> Reply {
    let row: Row<T> = by.get(&path::with2(path::REGISTER_ENTRY, T::NOUN, id)).await;
    let mut body = serde_json::to_value(&row.body).expect("an entry");
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
    let put = Put { revision: row.revision, reason: "changed".to_owned(), body: serde_json::from_value::<T>(body).expect("an entry") };
    by.send(Method::PUT, &path::with2(path::REGISTER_ENTRY, T::NOUN, id), &put).await
}

// C-5.1.2: after issue another rule is agreed with the customer: reviewed before the certificate is replaced.
on_both_engines!(another_decision_rule_after_issue_is_reviewed_before_it_is_certified, Lab::new_on);
async fn another_decision_rule_after_issue_is_reviewed_before_it_is_certified(lab: Lab) {
    let (mut desk, order_id, _) = planned(&lab).await;
    desk.site.world.order = order_id;
    let original = desk.issued("original").await;
    let stands: Row<Order> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, order_id)).await;
    assert_eq!(stands.body.status, shared::order::OrderStatus::Completed);
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    order(&desk, |order| order.lines[0].decision_rule = Some(DecisionRule::Simple)).await;
    desk.case_checked().await;
    not_issued(&desk, "order_not_accepted", "C-5.1.2").await;
    reviewed(&desk, Outcome::Accepted).await;
    let kind = desk.draft().await.difference.expect("a difference").kind;
    desk.issued(&kind).await;
}

// C-5.1.2: what is not offered is neither accepted nor assigned.
on_both_engines!(a_service_that_is_not_offered_is_neither_accepted_nor_assigned, Lab::new_on);
async fn a_service_that_is_not_offered_is_neither_accepted_nor_assigned(lab: Lab) {
    let (desk, _, task) = planned(&lab).await;
    change::<CalibrationService>(&manager(&lab).await, desk.site.world.service, json!({"offered": false})).await;
    let told = changing(&desk.wu, desk.site.world.order, json!({"notes": "again", "agreed_on": "2026-11-25"})).await;
    let told: Written<Order> = told.success();
    let row: Row<Order> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, desk.site.world.order)).await;
    let review = ReviewOrder { revision: row.revision, outcome: Outcome::Accepted, able: ABLE, discussion: String::new() };
    let refused = desk.wu.send(Method::POST, &path::with(path::ORDER_REVIEW, row.id), &review).await.refused("service_not_offered");
    assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("lines/0/service", Some("C-5.1.2")));
    let found: Vec<_> = told.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect();
    assert!(found.contains(&("service_not_offered", "lines/0/service")), "told before the review: {found:?}");
    let row: Row<Task> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Task::NOUN, task)).await;
    let calibrators = vec![desk.site.world.lin];
    let assign = AssignTask { revision: row.revision, calibrators, standards: vec![desk.site.world.standard], visit: None };
    let refused = desk.wu.send(Method::POST, &path::with(path::TASK_ASSIGN, task), &assign).await.refused("service_not_offered");
    assert_eq!(refused.clause.as_deref(), Some("C-5.1.2"));
}

// C-4.2, C-5.1.1: nothing is certified that nobody agreed on; the office puts the record under a line, and takes nothing else.
on_both_engines!(a_record_of_no_order_is_neither_checked_nor_issued_until_the_office_has_placed_it, Lab::new_on);
async fn a_record_of_no_order_is_neither_checked_nor_issued_until_the_office_has_placed_it(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    site.submit(&lab, record).expect("a signature");
    site.send_only(&lab).await;
    let (chen, wu) = (lab.person("chen").await, lab.person("wu").await);
    let seen = view(&chen, record).await;
    assert!(codes(&seen.findings).contains(&"order_missing") && seen.agreed.is_none() && !seen.lines.is_empty());
    let refused = check(&chen, record, seen.entries.len()).await.refused("order_missing");
    assert_eq!(refused.clause.as_deref(), Some("C-5.1.1"));
    let waits: DeskView = wu.get(path::DESK).await;
    assert_eq!(waits.to_place.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [record]);
    let place = async |by: &Client, order: Id<Order>, line: u16| {
        by.send(Method::POST, &path::with(path::RECORD_ORDER, record), &AttachRecord { order, line }).await
    };
    for other in [&chen, &site.lin] {
        place(other, site.world.order, 0).await.refused("not_for_role");
    }
    place(&wu, site.world.order, 9_999).await.refused("attach_other_work");
    let strange = lab.app.new_id();
    let customer = json!({"code": "X", "name": both("别家", "Other"), "address": both("", "")});
    put::<shared::order::customer::Customer>(&lab, lab.app.new_id(), customer).await;
    place(&wu, strange, 0).await.refused("not_found");
    assert!(place(&wu, site.world.order, 3).await.status.is_success());
    assert_eq!(view(&chen, record).await.agreed.map(|agreed| agreed.line), Some(3));
    let desk = Desk::around(&lab, site, record).await;
    desk.issued("original").await;
    place(&desk.wu, desk.site.world.order, 4).await.refused("record_issued");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.4.2: one original certificate for one piece of work, whoever recorded it twice.
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

// The same by the other way: two records that nobody planned under one line of an order.
on_both_engines!(two_records_under_one_line_give_one_certificate, Lab::new_on);
async fn two_records_under_one_line_give_one_certificate(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let second = desk.site.open(&lab);
    desk.site.fill(&lab, second, "20.1");
    desk.site.submit(&lab, second).expect("a signature");
    desk.site.send_only(&lab).await;
    desk.site.world.place_under(&lab, second, 0).await;
    let seen = view(&desk.chen, second).await.entries.len();
    assert!(check(&desk.chen, second, seen).await.status.is_success());
    asked_at_issue(&desk, "task_recorded_twice").await;
    let draft: DraftView = desk.qian.get(&path::with(path::RECORD_DRAFT, second)).await;
    issue(&desk.qian, second, &draft, "original").await.refused("work_certified");
}

// C-5.4.2: a certificate is not left over a record that is open, and the desk shows where one is.
on_both_engines!(a_withdrawn_case_leaves_no_certificate_over_an_open_record, Lab::new_on);
async fn a_withdrawn_case_leaves_no_certificate_over_an_open_record(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    let withdraw = path::with(path::CORRECTION_WITHDRAW, case.id);
    let refused = desk.wu.send(Method::POST, &withdraw, &json!({})).await.refused("correction_record_open");
    assert_eq!(refused.clause.as_deref(), Some("C-5.4.2"));
    // Withdrawn by an earlier version: the record is left open, and shown until a case is opened for it again.
    let (id, by, now) = (case.id, desk.wu.session().await.person, lab.now());
    let ended = lab.app.db.write::<_, backend::app::Error, _>(move |tx: &mut backend::store::Tx| {
        Box::pin(async move { Ok(backend::store::correction::end(tx, id, None, by, now).await?) })
    });
    ended.await.expect("the case is withdrawn");
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
    assert_eq!((shown.left_open.total, shown.corrections.total), (0, 0));
}

// C-5.4.1 f: the item's receipt, not the order's; received, calibrated, issued in this order.
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

// C-5.4.1 c, d: what the register says otherwise by now is shown to checker and signatory, and settled by the office's choice and
// the checker's words.
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
    // What is stated is another thing now: the earlier words do not stand for it.
    check_with(&chen, record, answers(&before, "moved last week")).await.refused("conditions_unanswered");
    let now = asked(&view(&chen, record).await.conditions);
    assert!(codes(&now).iter().all(|code| *code == "fact_taken_since"), "{now:?}");
    assert!(check_with(&chen, record, answers(&now, "read off the plate again")).await.status.is_success());
    let (qian, pan) = (lab.person("qian").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    let stated = desk.issued("original").await.document.stated;
    assert_eq!((stated.item.serial_number.as_str(), stated.customer.address.en.as_str()), ("7742", "Shanghai"));
}

// C-5.5.2: results other than those signed stop the check until the checker answers, or the calibrator signs anew.
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
    // Returned and signed again, nothing is left to ask.
    assert!(give_back(&chen, record, seen.entries.len(), "what was signed?").await.status.is_success());
    site.send(&lab).await;
    let finding = site.tablet.record(record).expect("the record").findings[0].finding.id;
    site.make(&lab, record, Body::Answered { finding, text: "an old tablet".to_owned() }).expect("an answer");
    // The words are the product's: another statement signs nothing.
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

// C-5.4.1: a warning is looked at and stops nothing; the screen's button follows the same severities.
on_both_engines!(a_warning_about_the_draft_does_not_stop_the_issue, Lab::new_on);
async fn a_warning_about_the_draft_does_not_stop_the_issue(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    // A method's title stands in the record and is not entered again: told, not stopping.
    change(&manager(&lab).await, site.world.edition, json!({"title": both("通用卡尺", "")})).await;
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let missing = desk.draft().await.missing;
    let found: Vec<_> = missing.iter().map(|finding| (finding.code.as_ref(), finding.severity)).collect();
    assert_eq!(found, [("missing_translation", Severity::Warning)]);
    desk.issued("original").await;
}
