//! Entries that are written as they should not stand: each surfaced only after the work, on a certificate or in somebody's mailbox.

use axum::http::Method;
use backend::demo::{id, names};
use base::decimal::DecimalText;
use base::finding::Severity;
use base::id::{MethodId, kind};
use base::time::Date;
use contract::api::order::ReviewOrder;
use contract::api::register::{ImportView, Put, Row, Written};
use contract::api::{Problem, path};
use domain::library::body::Body;
use domain::library::edition::{Edition, EditionStatus};
use domain::library::method::{Method as CalibrationMethod, MethodKind};
use domain::library::person::Person;
use domain::library::standard::{Standard, StandardStatus};
use domain::order::customer::Customer;
use domain::order::noted::{Ability, Outcome};
use domain::order::{MethodAgreement, Order, OrderStatus};
use domain::register::Entry;
use measurement::method::{CoverageRule, DecisionRule};
use serde_json::json;
use support::world::{both, put, put_over};
use support::{Answer, Client, Lab, on_both_engines};

use crate::registers::{change, entry, preview};

fn number(text: &str) -> DecimalText {
    DecimalText::parse(text).expect("a number")
}

/// What stops an entry, by code and place.
#[track_caller]
fn stopped(answer: Answer) -> Vec<(String, String)> {
    let problem = answer.refused("entry_invalid");
    errors(&problem)
}

fn errors(problem: &Problem) -> Vec<(String, String)> {
    let errors = problem.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| (finding.code.to_string(), finding.path.clone())).collect()
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

fn named(view: &ImportView) -> Vec<(&str, &str)> {
    view.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect()
}

// C-4.5.2: with U = 0 the uncertainty of the results was too small and nobody was asked; a negative one showed at the issue.
on_both_engines!(certified_values_without_an_uncertainty_are_not_entered, Lab::demo_on);
async fn certified_values_without_an_uncertainty_are_not_entered(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let (u, k) = ("characteristics/0/expanded_uncertainty", "characteristics/0/coverage_factor");
    let states = async |uncertainty: &str, factor: &str| {
        let (uncertainty, factor) = (uncertainty.to_owned(), number(factor));
        let how = |standard: &mut Standard| {
            let value = &mut standard.characteristics[0];
            (value.expanded_uncertainty, value.coverage_factor) = (uncertainty, factor);
        };
        change::<Standard>(&technical, "gauge", how).await
    };
    for uncertainty in ["0", "-0.0004", "-1"] {
        assert_eq!(stopped(states(uncertainty, "2").await), one("not_positive", u), "{uncertainty}");
    }
    let nested = format!("{}1{}", "(".repeat(3000), ")".repeat(3000));
    assert_eq!(stopped(states(&nested, "2").await), one("formula_too_long", u));
    for factor in ["0", "0.5", "1e9"] {
        assert_eq!(stopped(states("0.0004", factor).await), one("coverage_factor_out_of_range", k), "{factor}");
    }
    states("0.0005", "1.96").await.success::<Written<Standard>>();
    // By a file, at its cell.
    let head = "number,name_en,kind,ranges,valid_from,calibrated_on,certified_values";
    let file = |values: &str, on: &str| format!("{head}\nNEW-1,Reference,thermometer,0; 100; °C,2026-01-01,{on},{values}\n");
    let told = preview(&technical, Standard::NOUN, file("t90; 0.010; 0; 2; °C", "2026-01-01")).await;
    assert_eq!(named(&told), [("not_positive", "2/certified_values")]);
    let told = preview(&technical, Standard::NOUN, file("t90; 0.010; 0.004; 2; °C", "2027-06-01")).await;
    assert_eq!(named(&told), [("day_to_come", "2/calibrated_on")]);
    // What stood there before goes out of use as it is, and comes back put right.
    let row: Row<Standard> = technical.get(&entry::<Standard>("gauge")).await;
    let mut earlier = serde_json::to_value(&row.body).expect("a standard");
    earlier["characteristics"][0]["expanded_uncertainty"] = json!("0");
    put_over::<kind::Standard>(&lab, row.id, row.revision, earlier).await;
    let sent = change::<Standard>(&technical, "gauge", |standard| standard.status = StandardStatus::AtCalibration).await;
    assert!(sent.success::<Written<Standard>>().findings.iter().any(|finding| finding.code == "not_positive"));
    let back = change::<Standard>(&technical, "gauge", |standard| standard.status = StandardStatus::InUse).await;
    assert_eq!(stopped(back), one("not_positive", u));
}

// C-4.5.2
on_both_engines!(a_standard_in_use_is_not_calibrated_on_a_day_to_come, Lab::demo_on);
async fn a_standard_in_use_is_not_calibrated_on_a_day_to_come(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let on = async |day: Date| change::<Standard>(&technical, "gauge", |standard| standard.traceability.calibrated_on = Some(day)).await;
    for day in [Date::constant(2026, 11, 21), Date::constant(2027, 6, 1)] {
        assert_eq!(stopped(on(day).await), one("day_to_come", "traceability/calibrated_on"), "{day}");
    }
    on(Date::constant(2026, 11, 20)).await.success::<Written<Standard>>();
}

// C-4.2: one change of its kind, and the method needed no review by experts.
on_both_engines!(a_method_with_editions_does_not_become_a_published_one, Lab::demo_on);
async fn a_method_with_editions_does_not_become_a_published_one(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let own: MethodId = lab.app.new_id();
    put(&lab, own, json!({"code": "OWN-1", "title": both("自编", "Own"), "kind": "own", "service": id::<kind::Service>("calliper")})).await;
    let becomes = async |kind: MethodKind| {
        let address = path::with2(path::REGISTER_ENTRY, CalibrationMethod::NOUN, own);
        let row: Row<CalibrationMethod> = technical.get(&address).await;
        let body = CalibrationMethod { kind, ..row.body };
        technical.send(Method::PUT, &address, &Put { revision: row.revision, reason: "a slip".to_owned(), body }).await
    };
    // Nothing hangs on it yet.
    for kind in [MethodKind::Published, MethodKind::Own] {
        becomes(kind).await.success::<Written<CalibrationMethod>>();
    }
    let known: Row<Edition> = technical.get(&entry::<Edition>("calliper")).await;
    let edition = Edition { method: own, code: "OWN-1".to_owned(), name: "1".to_owned(), status: EditionStatus::Draft, ..known.body };
    let written: Written<Edition> =
        technical.post(&path::with(path::REGISTER, Edition::NOUN), &Put { revision: 0, reason: String::new(), body: edition }).await;
    let refused = becomes(MethodKind::Published).await.refused("method_not_published");
    assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("kind", Some("C-4.2")));
    let address = path::with2(path::REGISTER_ENTRY, Edition::NOUN, written.id);
    let row: Row<Edition> = technical.get(&address).await;
    let body = Edition { status: EditionStatus::InForce, ..row.body };
    let in_force = technical.send(Method::PUT, &address, &Put { revision: row.revision, reason: String::new(), body }).await;
    assert_eq!(stopped(in_force), one("method_not_approved", "status"));
    // Any other change of it is made.
    becomes(MethodKind::Manufacturer).await.success::<Written<CalibrationMethod>>();
}

// C-5.4.1 j: one person put an edition in force whose results were stated with k = 0.00.
on_both_engines!(an_edition_with_a_coverage_that_covers_nothing_does_not_come_into_force, Lab::demo_on);
async fn an_edition_with_a_coverage_that_covers_nothing_does_not_come_into_force(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let known: Row<Edition> = technical.get(&entry::<Edition>("calliper")).await;
    let enters = async |name: &str, how: &dyn Fn(&mut Edition)| {
        let mut body = Edition { name: name.to_owned(), ..known.body.clone() };
        how(&mut body);
        let entry = Put { revision: 0, reason: String::new(), body };
        technical.send(Method::POST, &path::with(path::REGISTER, Edition::NOUN), &entry).await
    };
    for probability in ["0.0001", "0.49", "0.99999"] {
        let answer = enters("A", &|edition| edition.computation.coverage.probability = number(probability)).await;
        assert_eq!(stopped(answer), one("probability_out_of_range", "computation/coverage/probability"), "{probability}");
    }
    for k in ["0.001", "100"] {
        let answer = enters("B", &|edition| edition.computation.coverage.rule = CoverageRule::Fixed { k: number(k) }).await;
        assert_eq!(stopped(answer), one("coverage_factor_out_of_range", "computation/coverage/rule/k"), "{k}");
    }
    let odd: Written<Edition> = enters("C", &|edition| edition.computation.coverage.probability = number("0.9")).await.success();
    assert!(odd.findings.iter().any(|finding| finding.code == "probability_unusual"), "{:?}", odd.findings);
}

const ABLE: Ability = Ability { people: true, standards: true, method: true, environment: true };

async fn reviewed(office: &Client, outcome: Outcome, words: &str) -> Answer {
    let row: Row<Order> = office.get(&entry::<Order>("hengda_multimeter")).await;
    let command = ReviewOrder { revision: row.revision, outcome, able: ABLE, discussion: words.to_owned() };
    office.send(Method::POST, &path::with(path::ORDER_REVIEW, row.id), &command).await
}

// C-5.1.1, C-5.4.1 m: a guard band of -5 U showed only after the work.
on_both_engines!(an_order_has_no_terms_that_no_certificate_can_state, Lab::demo_on);
async fn an_order_has_no_terms_that_no_certificate_can_state(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let order = "hengda_multimeter";
    let guarded = |factor: &str| Some(DecisionRule::Guarded { factor: number(factor) });
    let negative = change::<Order>(&office, order, |order| order.lines[0].decision_rule = guarded("-5")).await;
    assert_eq!(stopped(negative), one("guard_factor_negative", "lines/0/decision_rule/factor"));
    let never = change::<Order>(&office, order, |order| order.lines[0].recalibration_months = Some(0)).await;
    assert_eq!(stopped(never), one("integer_out_of_range", "lines/0/recalibration_months"));
    for year in [2027, 2099] {
        let later = change::<Order>(&office, order, |order| order.received_on = Date::constant(year, 1, 1)).await;
        assert_eq!(stopped(later), one("day_to_come", "received_on"), "{year}");
    }
    let agreed = change::<Order>(&office, order, |order| {
        (order.lines[0].method_agreement, order.agreed_on) = (MethodAgreement::Consented, Some(Date::constant(2026, 11, 24)));
        (order.lines[0].decision_rule, order.lines[0].recalibration_months) = (guarded("0"), Some(1));
        order.received_on = Date::constant(2026, 11, 20);
    });
    agreed.await.success::<Written<Order>>();
    // As it was written down before anybody asked.
    let row: Row<Order> = office.get(&entry::<Order>(order)).await;
    let mut earlier = serde_json::to_value(&row.body).expect("an order");
    earlier["lines"][0]["decision_rule"]["factor"] = json!("-5");
    earlier["received_on"] = json!("2027-01-01");
    put_over::<kind::Order>(&lab, row.id, row.revision, earlier).await;
    let expected = [one("guard_factor_negative", "lines/0/decision_rule/factor"), one("day_to_come", "received_on")].concat();
    assert_eq!(stopped(reviewed(&office, Outcome::Accepted, "").await), expected);
    // C-5.1.3
    let refused = reviewed(&office, Outcome::Declined, "").await.refused("order_declined_without_words");
    assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("discussion", Some("C-5.1.3")));
    reviewed(&office, Outcome::Declined, "they went elsewhere").await.success::<Written<Order>>();
    let kept: Row<Order> = office.get(&entry::<Order>(order)).await;
    assert_eq!(kept.body.status, OrderStatus::Declined);
}

// C-4.1.2.2: letters about one customer's certificates went to a second mailbox.
on_both_engines!(a_mailbox_field_holds_one_address, Lab::demo_on);
async fn a_mailbox_field_holds_one_address(lab: Lab) {
    let (office, admin) = (lab.person(names::OFFICE).await, lab.person(names::ADMINISTRATOR).await);
    let two = || "a@b.example, evil@x.example".to_owned();
    let customer = change::<Customer>(&office, "hengda", |customer| customer.contacts[1].email = two()).await;
    assert_eq!(stopped(customer), one("email_malformed", "contacts/1/email"));
    assert_eq!(stopped(change::<Person>(&admin, "admin", |person| person.email = two()).await), one("email_malformed", "email"));
    assert_eq!(stopped(change::<Body>(&admin, "body", |body| body.email = two()).await), one("email_malformed", "email"));
    let file = "code,name_en,contact_name,contact_email\nNEW,New Customer,Li,\"a@b.example; evil@x.example\"\n";
    assert_eq!(named(&preview(&office, Customer::NOUN, file).await), [("email_malformed", "2/contact_email")]);
    change::<Customer>(&office, "hengda", |customer| customer.contacts[1].email = "hall-2+eq@hengda.example".to_owned())
        .await
        .success::<Written<Customer>>();
}

// C-5.4.1 a, b: what stands on every certificate.
on_both_engines!(certificates_have_plain_numbers_and_lead_to_a_page, Lab::demo_on);
async fn certificates_have_plain_numbers_and_lead_to_a_page(lab: Lab) {
    let admin = lab.person(names::ADMINISTRATOR).await;
    for pattern in ["../../{year}-{seq:3}", "HZ/\"'<b>{seq:2}"] {
        let answer = change::<Body>(&admin, "body", |body| body.number_pattern = pattern.to_owned()).await;
        assert_eq!(stopped(answer), one("number_pattern_sign", "number_pattern"), "{pattern}");
    }
    for website in ["javascript:alert(1)", "lab.example"] {
        let answer = change::<Body>(&admin, "body", |body| body.website = website.to_owned()).await;
        assert_eq!(stopped(answer), one("website_malformed", "website"), "{website}");
    }
    let plain = |body: &mut Body| {
        (body.number_pattern, body.website) = ("苏校字〔{year}〕{seq:4}号".to_owned(), "https://hengzhun.example/".to_owned());
    };
    change::<Body>(&admin, "body", plain).await.success::<Written<Body>>();
}
