//! Changes between the work and the signature: check and issue ask again, and refuse or want an answer in words.

mod certificates;
mod method;
mod orders;
mod people;
mod standards;
mod stated;

use axum::http::Method;
use base::finding::Finding;
use base::id::{Id, OrderId, RecordId, TaskId};
use contract::api::certificate::{CertificateView, DraftView, IssueCertificate, IssuedView};
use contract::api::order::ReviewOrder;
use contract::api::path;
use contract::api::record::CheckRecord;
use contract::api::register::{Put, Row, Written};
use domain::access::Role;
use domain::conditions::{Answer, ConditionView, Weight};
use domain::event::body::Body;
use domain::order::Order;
use domain::order::noted::{Ability, Outcome};
use domain::pack::JobPack;
use domain::register::{Entry, Kept};
use serde_json::{Value, json};
use support::lab::PASSWORD;
use support::tablet::opened;
use support::world::both;
use support::{Answer as Reply, Client, Lab, minutes};

use crate::certificate::{Desk, employ};
use crate::record::{Site, check, view};

pub(super) const ABLE: Ability = Ability { people: true, standards: true, method: true, environment: true };

/// Somebody who keeps the registers of standards and methods.
pub(super) async fn manager(lab: &Lab) -> Client {
    employ(lab, "fang", &[Role::TechnicalManager], None).await;
    lab.person("fang").await
}

/// In use again, with a certificate from after the failure.
pub(super) fn repaired() -> Value {
    let traceability = json!({"traced_to": both("中国计量院", "NIM"), "certificate": "CDjc2027", "validity": {"from": "2026-11-20"}});
    json!({"status": "in_use", "traceability": traceability})
}

/// The findings that still want an answer in words.
pub(crate) fn asked(conditions: &[ConditionView]) -> Vec<Finding> {
    let found = conditions.iter().flat_map(|condition| &condition.found);
    let open = found.filter(|seen| seen.weight == Weight::Asks && seen.answered.is_none());
    open.map(|seen| seen.finding.clone()).collect()
}

pub(crate) fn answers(findings: &[Finding], text: &str) -> Vec<Answer> {
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

pub(super) async fn check_with(client: &Client, record: RecordId, answers: Vec<Answer>) -> Reply {
    let seen = view(client, record).await.entries.len() as u64;
    let command = CheckRecord { seen, password: PASSWORD.to_owned(), answers };
    client.send(Method::POST, &path::with(path::RECORD_CHECK, record), &command).await
}

/// The checker is asked about these alone, and signs with words.
pub(super) async fn signs_with_words(chen: &Client, record: RecordId, found: &[&str], clause: &str) {
    let seen = view(chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(codes(&open), found);
    let refused = check(chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!((codes(&refused.findings), refused.clause.as_deref()), (found.to_vec(), Some(clause)));
    let checked = check_with(chen, record, answers(&open, "looked into: it stands")).await;
    assert!(checked.status.is_success(), "{}", checked.text());
}

/// The issue is refused, and the draft on the screen has already said so.
pub(super) async fn not_issued(desk: &Desk, code: &str, clause: &str) {
    let draft = desk.draft().await;
    assert!(codes(&draft.refusals).contains(&code), "{code}: the screen says {:?}", draft.refusals);
    let problem = desk.issue(&desk.qian, "original").await.refused(code);
    assert_eq!(problem.clause.as_deref(), Some(clause), "{code}");
}

/// The issue wants an answer about this, goes through once it has one in words, and the answer is kept.
pub(super) async fn asked_at_issue(desk: &Desk, code: &str) -> CertificateView {
    let draft = desk.draft().await;
    assert_eq!(draft.refusals, [], "nothing refuses it");
    let open = asked(&draft.conditions);
    assert_eq!(codes(&open), [code]);
    let problem = issue_with(desk, &draft, Vec::new()).await.refused("conditions_unanswered");
    assert_eq!(codes(&problem.findings), [code], "what waits is named");
    issue_with(desk, &draft, answers(&open, " ")).await.refused("conditions_unanswered");
    for no_words in [".", "ok", "—", "7"] {
        issue_with(desk, &draft, answers(&open, no_words)).await.refused("answer_without_words");
    }
    let elsewhere = vec![Answer { code: "something_else".to_owned(), ..answers(&open, "it stands").remove(0) }];
    issue_with(desk, &draft, elsewhere).await.refused("conditions_unanswered");
    let issued: IssuedView = issue_with(desk, &draft, answers(&open, "looked into: it stands")).await.success();
    let kept = view(&desk.qian, desk.record).await.answers;
    assert!(kept.iter().any(|kept| kept.answer.code == code && kept.answer.text == "looked into: it stands"), "{kept:?}");
    desk.certificate(&issued).await
}

/// Reviews the order of the record as it is now.
pub(super) async fn reviewed(desk: &Desk, outcome: Outcome) {
    let row: Row<Order> = desk.wu.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, desk.site.world.order)).await;
    let command = ReviewOrder { revision: row.revision, outcome, able: ABLE, discussion: "by telephone".to_owned() };
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

/// Writes a new version of an entry and returns the answer, whether it succeeds or not.
pub(super) async fn changing<K: Kept>(by: &Client, id: Id<K>, fields: Value) -> Reply {
    let row: Row<K::Entry> = by.get(&path::with2(path::REGISTER_ENTRY, K::Entry::NOUN, id)).await;
    let mut body = serde_json::to_value(&row.body).expect("an entry");
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
    let put =
        Put { revision: row.revision, reason: "changed".to_owned(), body: serde_json::from_value::<K::Entry>(body).expect("an entry") };
    by.send(Method::PUT, &path::with2(path::REGISTER_ENTRY, K::Entry::NOUN, id), &put).await
}

/// A checked record of a task, which has an order of its own.
pub(super) async fn planned(lab: &Lab) -> (Desk, OrderId, TaskId) {
    let mut site = Desk::site(lab).await;
    let (order, task) = site.world.planned(lab, "O-9").await;
    site.send(lab).await;
    lab.advance(minutes(5));
    let record = recorded(lab, &mut site, task);
    site.send(lab).await;
    (Desk::around(lab, site, record).await, order, task)
}

/// A record of the task, made in the laboratory and signed on the tablet.
pub(super) fn recorded(lab: &Lab, site: &mut Site, task: TaskId) -> RecordId {
    let record = site.begin(lab, of_task(site.tablet.pack(), task), "S-01");
    site.fill_and_sign(lab, record);
    record
}

/// The beginning of a record of the task, in the laboratory.
pub(super) fn of_task(pack: &JobPack, task: TaskId) -> Body {
    let known = pack.tasks.iter().find(|known| known.id == task).expect("the task is in the pack").clone();
    let mut begun = opened(pack, None);
    begun.place = pack.place_of(Some(&known), None).expect("a place").snapshot.clone();
    (begun.task, begun.order) = (Some(task), Some(known.order));
    Body::Opened(Box::new(begun))
}
