//! The whole way, through the API: from an order to a certificate in the customer's hands, supplemented, replaced.

use axum::http::Method;
use backend::demo::{id, names};
use base::id::{CertificateId, RecordId, TaskId};
use base::time::Date;
use contract::api::certificate::{CertificateState, CheckCorrection, DraftView, IssueCertificate, IssuedView, OpenCorrection};
use contract::api::order::{AssignTask, AssignedView, ReviewOrder, TasksView};
use contract::api::path;
use contract::api::portal::{PortalCertificate, PublicCheck, PublicCheckView};
use contract::api::record::{CheckRecord, RecordView};
use contract::api::register::{Row, Written};
use domain::certificate::origin::Origin;
use domain::event::Stream;
use domain::event::body::{Body, Calibrator, Opened, Value};
use domain::item::Item;
use domain::order::noted::{Ability, Outcome};
use domain::order::task::Task;
use domain::order::{MethodAgreement, Order};
use domain::pack::JobPack;
use domain::record::snapshot::{CustomerSnapshot, ItemSnapshot, StandardSnapshot};
use support::tablet::{enter, submission};
use support::{Client, Lab, Tablet, hours, on_both_engines};

use crate::registers::{change, entry};

const ORDER: &str = "hengda_multimeter";
const ANNEX: &str = "Annex: uncertainty budgets";
const AT_100_V: &str = "as_found/points/100/indication/r1";

on_both_engines!(from_a_tablet_without_network_to_a_certificate, Lab::demo_on);
async fn from_a_tablet_without_network_to_a_certificate(lab: Lab) {
    let task = the_office_prepares_an_order(&lab).await;

    let chen = lab.person(names::SECOND_CALIBRATOR).await;
    let mut tablet = Tablet::enrol(&lab, &chen, 7).await;
    tablet.exchange(&chen, lab.now()).await;
    // No network: the tablet is on its own, and is switched off and on once.
    lab.advance(hours(2));
    let record = observes(&mut tablet, &lab, task);
    tablet.restart();
    tablet.exchange(&chen, lab.now()).await;

    let original = check_and_issue(&lab, record, "original").await;
    the_customer_holds_it(&lab, &original).await;

    // C-5.4.2.1: the customer wants the interval stated and the budgets annexed; nothing that is stated changes.
    let office = lab.person(names::OFFICE).await;
    open_case(&office, original.id, "the interval was to be stated").await;
    let wished = change::<Order>(&office, ORDER, |order| {
        order.lines[0].recalibration_months = Some(12);
        order.lines[0].budget_annex = true;
    });
    wished.await.success::<Written<Order>>();
    let supplement = check_and_issue(&lab, record, "supplement").await;
    let (before, after) = (pdf_text(&lab, &original).await, pdf_text(&lab, &supplement).await);
    assert!(!before.contains(ANNEX) && after.contains(ANNEX), "{after}");
    assert_eq!(portal(&lab, &original).await.state, CertificateState::Supplemented);

    // C-5.4.2.2: the serial number was wrong; the new certificate takes the place of the old one.
    open_case(&office, supplement.id, "the serial number was misread").await;
    change::<Item>(&office, "hd_multimeter_1", |item| item.serial_number = "CORRECTED-1".into()).await.success::<Written<Item>>();
    let replacement = check_and_issue(&lab, record, "replacement").await;
    let old = portal(&lab, &supplement).await;
    assert_eq!((old.state, old.followed_by.as_deref()), (CertificateState::Void, Some(replacement.number.as_str())));
    let text = pdf_text(&lab, &replacement).await;
    assert!(text.contains("CORRECTED-1") && text.contains(&supplement.number), "{text}");

    anyone_can_check(&lab, &supplement, CertificateState::Void).await;
    anyone_can_check(&lab, &replacement, CertificateState::Valid).await;
    let attacked = support::attack::change_what_was_written_down(&lab).await;
    assert!(["events", "ledger", "certificates"].iter().all(|table| attacked.iter().any(|done| done == table)), "{attacked:?}");
    // F25: what was written down is whole, and a byte changed since would be named.
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
    crate::backup::it_survives(&lab).await;
    crate::tampering::whatever_byte_is_changed_is_named(&lab, 40).await;
}

/// C-5.1.1, C-4.2, C-4.3.1, C-4.5.2
async fn the_office_prepares_an_order(lab: &Lab) -> TaskId {
    let office = lab.person(names::OFFICE).await;
    let complete = change::<Order>(&office, ORDER, |order| {
        order.lines[0].method_agreement = MethodAgreement::Consented;
        order.agreed_on = Some(Date::constant(2026, 11, 24));
    });
    complete.await.success::<Written<Order>>();
    let order: Row<Order> = office.get(&entry::<Order>(ORDER)).await;
    let able = Ability { people: true, standards: true, method: true, environment: true };
    let review = ReviewOrder { revision: order.revision, outcome: Outcome::Accepted, able, discussion: String::new() };
    office.send(Method::POST, &path::with(path::ORDER_REVIEW, order.id), &review).await.success::<Written<Order>>();
    let made: TasksView = office.post(&path::with(path::ORDER_TASKS, order.id), &()).await;
    let task = made.tasks[0];
    let row: Row<Task> = office.get(&path::with2(path::REGISTER_ENTRY, "tasks", task)).await;
    let assign = AssignTask { revision: row.revision, calibrators: vec![id("chen")], standards: vec![id("calibrator")], visit: None };
    let _: AssignedView = office.post(&path::with(path::TASK_ASSIGN, task), &assign).await;
    task
}

/// C-5.5.3, C-5.5.4: as observed, on the spot; what was misread is struck through.
fn observes(tablet: &mut Tablet, lab: &Lab, task: TaskId) -> RecordId {
    let record: RecordId = tablet.new_id(lab.now());
    let opened = opening(tablet.pack(), task);
    let standard = tablet.pack().standards.iter().find(|known| known.body.number == "HZ-E-001").expect("the calibrator is in the pack");
    let standard = Box::new(StandardSnapshot { id: standard.id, standard: standard.body.clone() });
    let mut make = |body: Body| tablet.make(Stream::record(record), lab.now(), body).expect("the rules allow it");
    make(opened);
    make(Body::Equipped { slot: "calibrator".into(), standard });
    let environment = |moment: &str| {
        let of = |quantity: &str, value: &str, unit: &str| enter(&format!("environment/{moment}/{quantity}"), value, unit);
        [of("temperature", "20.1", "°C"), of("humidity", "50", "% RH")]
    };
    for looked in environment("start") {
        make(looked);
    }
    for (field, key) in [("appearance", "good"), ("display", "works")] {
        make(Body::Entered { path: format!("inspection/{field}"), value: Value::Choice { key: key.into() } });
    }
    for (point, value) in [("1", "1.001"), ("10", "10.00"), ("minus_100", "-100.0"), ("500", "500.1")] {
        make(enter(&format!("as_found/points/{point}/indication/r1"), value, "V"));
    }
    let misread = make(enter(AT_100_V, "100.2", "V"));
    make(Body::Amended { amends: misread, after: support::tablet::number("100.1", "V"), reason: "misread".into() });
    for looked in environment("end") {
        make(looked);
    }
    let shown = tablet.record(record).expect("the record");
    tablet.make(Stream::record(record), lab.now(), submission(&shown)).expect("a signature");
    record
}

fn opening(pack: &JobPack, task: TaskId) -> Body {
    let planned = pack.tasks.iter().find(|known| known.id == task).expect("the task is in the pack");
    let item = pack.items.iter().find(|known| known.id == planned.task.item).expect("its item");
    let edition = pack.editions.iter().find(|known| known.id == planned.task.edition).expect("its method");
    let customer = pack.customers.iter().find(|known| known.id == planned.task.customer).expect("its customer");
    let place = pack.place_of(Some(planned), None).expect("the laboratory");
    let contact = customer.body.contacts.first().map(|contact| format!("{} {}", contact.name, contact.telephone)).unwrap_or_default();
    Body::Opened(Box::new(Opened {
        edition_id: edition.id,
        edition: edition.body.clone(),
        item: ItemSnapshot { id: item.id, item: item.body.clone() },
        place: place.snapshot.clone(),
        customer: CustomerSnapshot { id: customer.id, name: customer.body.name.clone(), address: customer.body.address.clone(), contact },
        order: Some(planned.order.clone()),
        task: Some(task),
        visit: None,
        calibrators: vec![Calibrator { person: pack.person.id, name: pack.person.body.name.clone() }],
        instead_of: None,
    }))
}

/// C-5.2-A, C-4.3.2: another person checks, unless that is done; a third one issues.
async fn check_and_issue(lab: &Lab, record: RecordId, kind: &str) -> IssuedView {
    lab.advance(hours(1));
    let (checker, signatory) = (lab.person(names::CHECKER).await, lab.person(names::SIGNATORY).await);
    let view: RecordView = checker.get(&path::with(path::RECORD, record)).await;
    if view.record.check.is_none() {
        let check = CheckRecord { seen: view.entries.len() as u64, password: names::PASSWORD.into(), answers: Vec::new() };
        let checked = checker.send(Method::POST, &path::with(path::RECORD_CHECK, record), &check).await;
        assert!(checked.status.is_success(), "{}", checked.text());
    }
    let draft: DraftView = signatory.get(&path::with(path::RECORD_DRAFT, record)).await;
    if let Some(correction) = &draft.check {
        // C-5.4.2: what the office corrected is checked by a second person too.
        let check = CheckCorrection { stated: draft.stated, password: names::PASSWORD.into(), answers: Vec::new() };
        let checked = checker.send(Method::POST, &path::with(path::CORRECTION_CHECK, correction.case), &check).await;
        assert!(checked.status.is_success(), "{}", checked.text());
    }
    let draft: DraftView = signatory.get(&path::with(path::RECORD_DRAFT, record)).await;
    assert_eq!((&draft.missing, &draft.refusals), (&vec![], &vec![]), "nothing of C-5.4.1 is missing");
    let issue = IssueCertificate {
        seen: draft.seen,
        stated: draft.stated,
        kind: kind.into(),
        password: names::PASSWORD.into(),
        answers: Vec::new(),
    };
    signatory.post(&path::with(path::RECORD_ISSUE, record), &issue).await
}

async fn open_case(office: &Client, certificate: CertificateId, reason: &str) {
    let case = OpenCorrection { reason: reason.into(), origin: Origin::Office };
    let opened = office.send(Method::POST, &path::with(path::CERTIFICATE_CORRECT, certificate), &case).await;
    assert!(opened.status.is_success(), "{}", opened.text());
}

/// EA-4/02, S9: the amended reading, its error, U and k (C-5.4.1 j).
async fn the_customer_holds_it(lab: &Lab, issued: &IssuedView) {
    assert_eq!(portal(lab, issued).await.state, CertificateState::Valid);
    let text = pdf_text(lab, issued).await;
    for stated in [issued.number.as_str(), "100.1", "0.05", "1.65"] {
        assert!(text.contains(stated), "{stated} is not stated:\n{text}");
    }
    // C-4.1.2.2: another customer's people do not see it.
    let stranger = lab.person(names::SECOND_CUSTOMER).await;
    let asked = stranger.bytes(Method::GET, &path::with(path::PORTAL_PDF, issued.id), None).await;
    assert_eq!(asked.problem().status, 404);
}

async fn portal(lab: &Lab, issued: &IssuedView) -> PortalCertificate {
    let customer = lab.person(names::CUSTOMER).await;
    let page: Vec<PortalCertificate> = customer.get(path::PORTAL_CERTIFICATES).await;
    page.into_iter().find(|row| row.number == issued.number).expect("the customer sees it")
}

async fn pdf_text(lab: &Lab, issued: &IssuedView) -> String {
    let customer = lab.person(names::CUSTOMER).await;
    let pdf = customer.download(&path::with(path::PORTAL_PDF, issued.id)).await;
    support::pdf::text(&pdf)
}

async fn anyone_can_check(lab: &Lab, issued: &IssuedView, expected: CertificateState) {
    let signatory = lab.person(names::SIGNATORY).await;
    let view: contract::api::certificate::CertificateView = signatory.get(&path::with(path::CERTIFICATE, issued.id)).await;
    let code = view.document.envelope.check_code;
    let pair = PublicCheck { number: issued.number.clone(), code };
    let answer: PublicCheckView = lab.nobody().post(path::PUBLIC_CHECK, &pair).await;
    assert_eq!(answer.state, expected);
    let wrong = PublicCheck { number: issued.number.clone(), code: "AAAAAAAAAA".into() };
    lab.nobody().send(Method::POST, path::PUBLIC_CHECK, &wrong).await.refused("certificate_not_found");
}
