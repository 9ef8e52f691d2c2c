//! Each method of the demo body from the tablet to the paper; the documents stay in `target/documents` for looking at.

use axum::http::Method;
use backend::demo::names;
use base::id::RecordId;
use contract::api::certificate::{CertificateView, DraftView, IssueCertificate, IssuedView};
use contract::api::path;
use contract::api::record::CheckRecord;
use domain::event::body::{Body, Value};
use domain::record::path::reading;
use measurement::method::Stage;
use support::tablet::number;
use support::{Hand, Lab, Tablet, hours, minutes, on_both_engines};

use super::text_of;
use crate::attacks::changes::{answers, asked};

// E21, C-5.4.1 j: every method's certificate states each result with U and k; before and after an adjustment.
on_both_engines!(every_method_ends_in_a_certificate_that_states_its_results, Lab::demo_on);
async fn every_method_ends_in_a_certificate_that_states_its_results(lab: Lab) {
    let mut records = on_site(&lab).await;
    records.extend(in_the_laboratory(&lab).await);
    let mut languages = ["bilingual", "chinese", "english"].into_iter().cycle();
    for (name, record) in records {
        super::language(&lab, languages.next().unwrap_or_default()).await;
        let certificate = checked_and_issued(&lab, record).await;
        let office = lab.person(names::OFFICE).await;
        let pdf = office.download(&path::with(path::CERTIFICATE_PDF, certificate.row.id)).await;
        support::pdf::keep(&format!("method-{name}.pdf"), &pdf);
        let original = office.download(&path::with(path::RECORD_PDF, record)).await;
        support::pdf::keep(&format!("record-{name}.pdf"), &original);
        states_everything(&certificate, &text_of(&pdf));
        states_what_ea_4_02_says(name, &certificate, &text_of(&pdf));
    }
}

fn states_everything(certificate: &CertificateView, text: &str) {
    let stated = &certificate.document.stated;
    assert!(text.contains(&certificate.row.number), "{text}");
    for row in stated.results.iter().flat_map(|results| &results.rows).filter(|row| !row.value.is_empty()) {
        let line = [&row.value, &row.expanded_uncertainty, &row.coverage_factor].map(|text| text.replace('-', "\u{2212}")).join(" ");
        assert!(text.contains(&line), "{line:?} of {} is not in {text}", row.point);
    }
    let adjusted = !stated.adjustments.is_empty();
    assert_eq!(stated.results.len(), if adjusted { 2 } else { 1 }, "results before and after an adjustment");
    assert!(stated.adjustments.iter().all(|adjustment| text.contains(&adjustment.seal)));
}

/// EA-4/02 S9: the published indication, error, U, k and shape, in one row, digit for digit; the calliper's trapezoid likewise.
fn states_what_ea_4_02_says(name: &str, certificate: &CertificateView, text: &str) {
    let (point, row, shape) = match name {
        "multimeter" => ("100", "100.1 0.10 0.05 1.65", "rectangular"),
        "calliper" => ("150", "150.10 0.100 0.012 1.83", "trapezoidal"),
        _ => return,
    };
    assert!(text.contains(row), "{row:?} is not in {text}");
    let sentence = format!("derived from the assumed {shape} probability distribution for a coverage probability of 95 %");
    assert!(text.contains(&sentence), "{sentence:?} is not in {text}");
    let stated = &certificate.document.stated.results[0];
    let found = stated.rows.iter().find(|row| row.point == point).expect("the point");
    let of = (found.means[0].value.as_str(), found.value.as_str(), found.expanded_uncertainty.as_str(), found.coverage_factor.as_str());
    let digits: Vec<&str> = row.split(' ').collect();
    assert_eq!([of.0, of.1, of.2, of.3], digits[..]);
    assert_eq!((found.coverage_by.as_str(), stated.unit.symbol()), (shape, if name == "multimeter" { "V" } else { "mm" }));
}

async fn on_site(lab: &Lab) -> Vec<(&'static str, RecordId)> {
    let wang = lab.person(names::CALIBRATOR).await;
    let mut tablet = Tablet::enrol(lab, &wang, 11).await;
    tablet.exchange(&wang, lab.now()).await;
    lab.advance(hours(1));
    let now = lab.now();
    let mut records = vec![("calliper", calliper(&mut tablet, now)), ("gauge", gauge(&mut tablet, now))];
    records.push(("torque", torque(&mut tablet, now)));
    for (name, item) in [("digital_thermometer", "HP-0101"), ("balance", "HP-0103")] {
        let mut hand = Hand::begin(&mut tablet, now, item);
        hand.looks_around();
        hand.reads(Stage::AsFound, 0);
        records.push((name, hand.signs()));
    }
    // What was amended is seven minutes younger than the rest.
    lab.advance(minutes(10));
    tablet.exchange(&wang, lab.now()).await;
    records
}

async fn in_the_laboratory(lab: &Lab) -> Vec<(&'static str, RecordId)> {
    let chen = lab.person(names::SECOND_CALIBRATOR).await;
    let mut tablet = Tablet::enrol(lab, &chen, 12).await;
    tablet.exchange(&chen, lab.now()).await;
    let mut hand = Hand::begin(&mut tablet, lab.now(), "PJ-0301");
    hand.looks_around();
    hand.reads(Stage::AsFound, 1);
    let shown = hand.tablet.record(hand.record).expect("the record");
    let misread = shown.cells[&reading(Stage::AsFound, "100", "indication", 1)].entries[0].event;
    hand.make(Body::Amended { amends: misread, after: number("100.1", "V"), reason: "看错 misread".to_owned() });
    let record = hand.signs();
    tablet.exchange(&chen, lab.now()).await;
    vec![("multimeter", record)]
}

/// With a misread value, a remark, a deviation and the customer's signature.
fn calliper(tablet: &mut Tablet, now: base::time::Instant) -> RecordId {
    let mut hand = Hand::begin(tablet, now, "HD-0001");
    hand.looks_around();
    hand.reads(Stage::AsFound, -1);
    hand.now = now.plus_millis(minutes(7));
    let shown = hand.tablet.record(hand.record).expect("the record");
    let misread = shown.cells[&reading(Stage::AsFound, "150", "indication", 1)].entries[0].event;
    hand.make(Body::Amended { amends: misread, after: number("150.10", "mm"), reason: "看错一格 misread by two divisions".to_owned() });
    hand.make(Body::Remarked { path: "record".to_owned(), text: "量爪轻微磨损 slight wear of the jaws".to_owned() });
    let (what, consent) = ("仅校准外测量爪 outside jaws only".to_owned(), "马俊 Ma Jun".to_owned());
    hand.make(Body::Deviation { what, consent, path: String::new() });
    let signature = "80,300 160,120 240,290 320,140 420,260;470,240 560,90 640,300 760,160 900,210".to_owned();
    hand.make(Body::CustomerConfirmed { name: "马俊".to_owned(), signature });
    hand.signs()
}

/// Adjusted, with readings before and after.
fn gauge(tablet: &mut Tablet, now: base::time::Instant) -> RecordId {
    let mut hand = Hand::begin(tablet, now, "HD-0003");
    hand.looks_around();
    hand.reads(Stage::AsFound, 3);
    let consent = "马俊 Ma Jun".to_owned();
    hand.make(Body::Adjusted { consent, what: "调整指针零位 pointer set to zero".to_owned(), seal: "HZ-S-0117".to_owned() });
    hand.reads(Stage::AsLeft, 0);
    hand.signs()
}

/// With a point that could not be observed.
fn torque(tablet: &mut Tablet, now: base::time::Instant) -> RecordId {
    let mut hand = Hand::begin(tablet, now, "HD-0005");
    hand.looks_around();
    let last = hand.form.points.pop().expect("points");
    hand.reads(Stage::AsFound, -20);
    for n in 1..=3 {
        let value = Value::NotObserved { reason: "棘轮打滑 the ratchet slips".to_owned() };
        hand.make(Body::Entered { path: reading(Stage::AsFound, &last.key, "torque", n), value });
    }
    hand.signs()
}

async fn checked_and_issued(lab: &Lab, record: RecordId) -> CertificateView {
    let (sun, qian) = (lab.person(names::CHECKER).await, lab.person(names::SIGNATORY).await);
    let view = crate::record::view(&sun, record).await;
    assert_eq!(view.record.set_aside, [], "everything counts");
    let seen = view.entries.len() as u64;
    // The point at which the wrench slips is the only thing to answer for.
    let answers = answers(&asked(&view.conditions), "the wrench slips there: returned for repair");
    let check = CheckRecord { seen, password: names::PASSWORD.to_owned(), answers };
    let checked = sun.send(Method::POST, &path::with(path::RECORD_CHECK, record), &check).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    let draft: DraftView = qian.get(&path::with(path::RECORD_DRAFT, record)).await;
    assert_eq!((&draft.missing, &draft.refusals), (&vec![], &vec![]));
    let issue = IssueCertificate {
        seen: draft.seen,
        stated: draft.stated,
        kind: "original".to_owned(),
        password: names::PASSWORD.to_owned(),
        answers: Vec::new(),
    };
    let issued: IssuedView = qian.post(&path::with(path::RECORD_ISSUE, record), &issue).await;
    qian.get(&path::with(path::CERTIFICATE, issued.id)).await
}
