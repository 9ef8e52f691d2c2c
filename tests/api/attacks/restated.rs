//! What the registers say otherwise after the work, so that a certificate states what nobody measured or agreed on: a standard's
//! certified values, its certificate, the order's place and days; and readings moved from a standard that failed.

use base::finding::{Finding, Severity};
use base::id::{RecordId, StandardId, kind};
use contract::api::certificate::CertificateView;
use contract::api::path;
use contract::api::record::AffectedView;
use contract::api::register::Row;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Stream;
use domain::event::body::Body;
use domain::library::edition::Edition;
use domain::order::Location;
use domain::order::noted::Outcome;
use domain::register::Entry;
use domain::visit::{CheckMoment, StandardCheck};
use serde_json::{Value, json};
use support::tablet::{enter, equip};
use support::world::{both, put};
use support::{Client, Lab, hours, minutes, on_both_engines};

use super::changes::{asked, asked_at_issue, codes, issue_with, manager, not_issued, order, planned, repaired, reviewed, signs_with_words};
use super::stood::rewritten;
use crate::certificate::{Desk, change};
use crate::record::{Site, check, give_back, view};

/// A certified length with this uncertainty.
fn certified(uncertainty: &str) -> Value {
    json!({"characteristics": [{"key": "length", "value": "0.02", "expanded_uncertainty": uncertainty, "coverage_factor": "2",
        "unit": "mm"}]})
}

/// A submitted record with a standard of this certified uncertainty, and who keeps the standard.
async fn measured_with(lab: &Lab, uncertainty: &str) -> (Site, RecordId, Client) {
    let mut site = Desk::site(lab).await;
    let fang = manager(lab).await;
    change(&fang, site.world.standard, certified(uncertainty)).await;
    lab.advance(minutes(5));
    site.send(lab).await;
    let record = site.submitted(lab).await;
    (site, record, fang)
}

/// The same people around a record that is checked already.
async fn desk(lab: &Lab, site: Site, record: RecordId) -> Desk {
    let (chen, qian) = (lab.person("chen").await, lab.person("qian").await);
    let (wu, pan) = (lab.person("wu").await, lab.person("pan").await);
    Desk { site, record, chen, qian, wu, pan }
}

// C-4.5.2, C-5.4.1 h: U ten times too small, and the register put right after the work: who signs says why the results stand, and what
// was answered of one value says nothing of the next.
on_both_engines!(certified_values_that_are_corrected_after_the_work_are_answered_for, Lab::new_on);
async fn certified_values_that_are_corrected_after_the_work_are_answered_for(lab: Lab) {
    let (site, record, fang) = measured_with(&lab, "0.0005").await;
    let standard = site.world.standard;
    let chen = lab.person("chen").await;
    assert_eq!(asked(&view(&chen, record).await.conditions), []);
    lab.advance(minutes(5));
    change(&fang, standard, certified("0.005")).await;
    let open = asked(&view(&chen, record).await.conditions);
    let told = open.first().map(|finding| finding.params.clone()).unwrap_or_default();
    assert!(told["before"].contains("U = 0.0005 mm") && told["after"].contains("U = 0.005 mm"), "{told:?}");
    assert_eq!(told["href"], format!("/office/standards/{standard}"));
    signs_with_words(&chen, record, &["standard_corrected_since"], "C-4.5.2").await;
    let desk = desk(&lab, site, record).await;
    assert_eq!(asked(&desk.draft().await.conditions), [], "what the checker answered stands");
    lab.advance(minutes(5));
    change(&fang, standard, certified("0.05")).await;
    asked_at_issue(&desk, "standard_corrected_since").await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

/// What the office is told of before it hands the certificate over.
async fn told(desk: &Desk, certificate: &CertificateView) -> Vec<Finding> {
    desk.wu.get::<CertificateView>(&path::with(path::CERTIFICATE, certificate.row.id)).await.no_longer_met
}

// C-4.5.2: one person writes another deviation and U under the certificate that the standard has, has something calibrated
// with it, and writes the old ones back once the certificate is issued.
on_both_engines!(certified_values_that_are_changed_for_an_hour_are_answered_for_and_told_of, Lab::new_on);
async fn certified_values_that_are_changed_for_an_hour_are_answered_for_and_told_of(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (fang, standard) = (manager(&lab).await, site.world.standard);
    for (uncertainty, stood) in [("0.005", hours(25)), ("0.0005", minutes(30))] {
        change(&fang, standard, certified(uncertainty)).await;
        lab.advance(stood);
    }
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let open = asked(&view(&chen, record).await.conditions);
    let found = open.first().map(|finding| finding.params.clone()).unwrap_or_default();
    assert!(found["before"].contains("U = 0.005 mm") && found["after"].contains("U = 0.0005 mm"), "{found:?}");
    assert_eq!(found["href"], format!("/office/standards/{standard}"));
    signs_with_words(&chen, record, &["certified_values_changed"], "C-4.5.2").await;
    let desk = desk(&lab, site, record).await;
    assert_eq!(asked(&desk.draft().await.conditions), [], "what the checker answered stands");
    let original = desk.issued("original").await;
    assert_eq!(told(&desk, &original).await, [], "the register says what the certificate rests on");
    lab.advance(minutes(5));
    change(&fang, standard, certified("0.005")).await;
    let notices = told(&desk, &original).await;
    assert_eq!((codes(&notices), notices[0].severity), (vec!["standard_corrected_since"], Severity::Notice));
    change(&fang, standard, certified("0.0005")).await;
    assert_eq!(told(&desk, &original).await, []);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// A correction that the checker has answered for is no news at the hand-over; the next one is.
on_both_engines!(what_was_answered_of_a_standard_is_not_told_again_at_the_hand_over, Lab::new_on);
async fn what_was_answered_of_a_standard_is_not_told_again_at_the_hand_over(lab: Lab) {
    let (site, record, fang) = measured_with(&lab, "0.0005").await;
    let standard = site.world.standard;
    lab.advance(minutes(5));
    change(&fang, standard, certified("0.005")).await;
    signs_with_words(&lab.person("chen").await, record, &["standard_corrected_since"], "C-4.5.2").await;
    let desk = desk(&lab, site, record).await;
    let original = desk.issued("original").await;
    assert_eq!(told(&desk, &original).await, []);
    lab.advance(minutes(5));
    change(&fang, standard, certified("0.05")).await;
    assert_eq!(codes(&told(&desk, &original).await), ["standard_corrected_since"]);
}

// C-5.4.1 h, C-5.4.2: a case of the office would state the standard with another uncertainty than the results have.
on_both_engines!(a_case_of_the_office_states_no_standard_that_the_results_were_not_computed_with, Lab::new_on);
async fn a_case_of_the_office_states_no_standard_that_the_results_were_not_computed_with(lab: Lab) {
    const CODE: &str = "standard_values_corrected";
    let mut site = Desk::site(&lab).await;
    let (fang, standard, edition) = (manager(&lab).await, site.world.standard, site.world.edition);
    change(&fang, standard, certified("0.0005")).await;
    let row: Row<Edition> = fang.get(&path::with2(path::REGISTER_ENTRY, Edition::NOUN, edition)).await;
    let mut computation = serde_json::to_value(&row.body.computation).expect("JSON");
    computation["inputs"][1]["uncertainty"] = json!({"type": "certificate", "slot": "blocks", "characteristic": "length"});
    rewritten(&lab, &fang, edition, json!({ "computation": computation })).await;
    lab.advance(minutes(5));
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let original = desk.issued("original").await;
    lab.advance(minutes(5));
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    change(&fang, standard, json!({"characteristic": "grade 0"})).await;
    change(&fang, standard, certified("0.005")).await;
    not_issued(&desk, CODE, "C-5.4.2").await;
    let refused = desk.check_case(&desk.chen).await.refused(CODE);
    assert!(refused.params["before"].contains("0.0005 mm") && refused.params["after"].contains("0.005 mm"), "{:?}", refused.params);
    // A mere text is corrected as before.
    change(&fang, standard, certified("0.0005")).await;
    desk.case_checked().await;
    let replacement = desk.issued("replacement").await;
    assert_eq!(replacement.document.stated.standards[0].characteristic, "grade 0");
}

// C-5.4.1 h: which standard it was.
on_both_engines!(a_standard_that_is_another_one_by_now_is_answered_for, Lab::new_on);
async fn a_standard_that_is_another_one_by_now_is_answered_for(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let fang = manager(&lab).await;
    for fields in [
        json!({"number": "S-77"}),
        json!({"number": "S-01", "model": "84"}),
        json!({"model": "83", "name": both("量规", "Gauges")}),
        json!({"name": both("量块", "Gauge blocks"), "characteristic": "grade 0"}),
    ] {
        lab.advance(minutes(5));
        change(&fang, desk.site.world.standard, fields.clone()).await;
        let open = asked(&desk.draft().await.conditions);
        assert_eq!(codes(&open), ["standard_corrected_since"], "{fields}");
    }
    lab.advance(minutes(5));
    // Calibrated anew, it is what it was.
    let mut renewed = repaired();
    renewed["characteristic"] = json!("grade 1");
    change(&fang, desk.site.world.standard, json!({"characteristic": "grade 1"})).await;
    change(&fang, desk.site.world.standard, renewed).await;
    assert_eq!(asked(&desk.draft().await.conditions), []);
    desk.site.send(&lab).await;
    desk.issued("original").await;
}

fn traced(certificate: &str, from: &str, until: &str) -> Value {
    let traced_to = both("中国计量院", "NIM");
    json!({"traceability": {"traced_to": traced_to, "certificate": certificate, "validity": {"from": from, "until": until}}})
}

// C-4.5.2: the number is changed together with the dates.
on_both_engines!(another_certificate_number_hides_no_certificate_that_did_not_count, Lab::new_on);
async fn another_certificate_number_hides_no_certificate_that_did_not_count(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (fang, standard) = (manager(&lab).await, desk.site.world.standard);
    lab.advance(minutes(5));
    change(&fang, standard, traced("CDjc2024", "2024-01-01", "2026-11-19")).await;
    not_issued(&desk, "standard_not_in_order", "C-4.5.2").await;
    lab.advance(minutes(5));
    // A later calibration beside it says nothing of that one.
    change(&fang, standard, traced("CDjc2026-B", "2026-06-01", "2030-01-01")).await;
    not_issued(&desk, "standard_not_in_order", "C-4.5.2").await;
    lab.advance(minutes(5));
    change(&fang, standard, traced("CDjc2024", "2024-01-01", "2030-01-01")).await;
    asked_at_issue(&desk, "standard_corrected_since").await;
}

// C-5.4.1 h, C-4.5.2: calibrated again since the certificate; in a case, readings are taken with the old entry that is still in the slot.
on_both_engines!(new_readings_of_a_case_with_an_old_entry_of_the_standard_are_answered_for, Lab::new_on);
async fn new_readings_of_a_case_with_an_old_entry_of_the_standard_are_answered_for(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    lab.advance(minutes(5));
    let mut renewed = traced("CDjc2027", "2026-11-20", "2031-01-01");
    renewed["characteristics"] = certified("0.005")["characteristics"].clone();
    change(&manager(&lab).await, desk.site.world.standard, renewed).await;
    lab.advance(minutes(5));
    let _: Correction = desk.open(&original, Origin::Record).await.success();
    lab.advance(minutes(5));
    desk.site.send(&lab).await;
    let extra = enter("as_found/points/20/indication/r3", "20.15", "mm");
    desk.site.make(&lab, desk.record, extra).expect("one more reading");
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    let asked = ["standard_changed_since", "observed_after_issue", "readings_struck"];
    signs_with_words(&desk.chen, desk.record, &asked, "C-5.4.1").await;
    desk.issued("replacement").await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

/// A further standard, S-03, which came along and arrived well.
async fn another(lab: &Lab, site: &mut Site) -> StandardId {
    let body = json!({"name": both("量块组", "Set of gauge blocks"), "number": "S-03", "model": "47", "kind": "gauge_blocks",
        "range": "1 mm to 100 mm", "ranges": [{"low": "1", "high": "100", "unit": "mm"}],
        "characteristic": "grade 2", "status": "in_use", "traceability": {"traced_to": both("中国计量院", "NIM"),
        "certificate": "CDjc2026-3", "validity": {"from": "2025-01-01", "until": "2030-01-01"}}});
    let standard = lab.app.new_id();
    put::<kind::Standard>(lab, standard, body).await;
    site.send(lab).await;
    for moment in [CheckMoment::Departure, CheckMoment::Arrival] {
        let (working, protected_or_settled, passed) = (true, true, true);
        let done = StandardCheck { standard, moment, working, protected_or_settled, passed, remark: String::new() };
        site.tablet.make(Stream::visit(site.world.visit), lab.now(), Body::StandardChecked(done)).expect("a check");
    }
    standard
}

/// Every reading of the record is bound to S-03 by an amendment that changes no number, and the record signed again.
async fn moved(lab: &Lab, site: &mut Site, record: RecordId) {
    site.send(lab).await;
    let finding = site.tablet.record(record).expect("the record").findings[0].finding.id;
    site.make(lab, record, Body::Answered { finding, text: "it was S-03".to_owned() }).expect("an answer");
    let Body::Equipped { slot, standard } = equip(site.tablet.pack(), "S-03") else { unreachable!("a standard in its slot") };
    site.make(lab, record, Body::Reequipped { slot, standard, reason: "the other box".to_owned() }).expect("another standard");
    let shown = site.tablet.record(record).expect("the record");
    for (path, cell) in shown.cells.iter().filter(|(path, _)| path.contains("/points/")) {
        let entry = cell.in_force().unwrap_or_else(|| panic!("a value at {path}"));
        let amended = Body::Amended { amends: entry.event, after: entry.value.clone(), reason: "the other box".to_owned() };
        site.make(lab, record, amended).expect("an amendment");
    }
    site.submit(lab, record).expect("a signature");
    site.send(lab).await;
}

// C-4.5.3, C-5.5.3: nothing was measured again.
on_both_engines!(readings_that_are_moved_from_a_standard_that_failed_are_answered_for, Lab::new_on);
async fn readings_that_are_moved_from_a_standard_that_failed_are_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    another(&lab, &mut site).await;
    let record = site.submitted(&lab).await;
    let (fang, chen, standard) = (manager(&lab).await, lab.person("chen").await, site.world.standard);
    lab.advance(minutes(30));
    change(&fang, standard, json!({"status": "failed"})).await;
    let entries = view(&chen, record).await.entries.len();
    assert_eq!(check(&chen, record, entries).await.problem().code, "standard_failed_since");
    assert!(give_back(&chen, record, entries, "S-01 has failed").await.status.is_success());
    lab.advance(minutes(5));
    moved(&lab, &mut site, record).await;
    signs_with_words(&chen, record, &["standard_exchanged_since"], "C-4.5.3").await;
    let listed: AffectedView = fang.get(&path::with(path::STANDARD_AFFECTED, standard)).await;
    assert_eq!(listed.records.iter().map(|row| row.record.id).collect::<Vec<_>>(), [record], "it was measured with it");
    let mut desk = desk(&lab, site, record).await;
    assert_eq!(asked(&desk.draft().await.conditions), [], "what the checker answered stands");
    desk.site.send(&lab).await;
    desk.issued("original").await;
    let listed: AffectedView = fang.get(&path::with(path::STANDARD_AFFECTED, standard)).await;
    assert!(listed.records.iter().all(|row| !row.record.certificate.is_empty()) && listed.records.len() == 1, "{listed:?}");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.5.2, C-5.5.3: read with one good standard, and stated with a better one that nobody measured with.
on_both_engines!(readings_that_are_moved_to_another_good_standard_are_answered_for, Lab::new_on);
async fn readings_that_are_moved_to_another_good_standard_are_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    another(&lab, &mut site).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let entries = view(&chen, record).await.entries.len();
    assert!(give_back(&chen, record, entries, "which box was it?").await.status.is_success());
    lab.advance(minutes(5));
    moved(&lab, &mut site, record).await;
    signs_with_words(&chen, record, &["standard_exchanged"], "C-4.5.2").await;
    let desk = desk(&lab, site, record).await;
    assert_eq!(asked(&desk.draft().await.conditions), [], "what the checker answered stands");
}

// C-4.5.3: the checker answered for one failure; it fails again after the check.
on_both_engines!(an_answer_to_one_failure_is_none_to_the_next, Lab::new_on);
async fn an_answer_to_one_failure_is_none_to_the_next(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (fang, chen, standard) = (manager(&lab).await, lab.person("chen").await, site.world.standard);
    let record = site.submitted(&lab).await;
    let fails_and_is_back = async |certificate: &str| {
        let mut back = repaired();
        back["traceability"]["certificate"] = json!(certificate);
        for becomes in [json!({"status": "failed"}), back] {
            lab.advance(minutes(30));
            change(&fang, standard, becomes).await;
        }
    };
    fails_and_is_back("CDjc2027").await;
    signs_with_words(&chen, record, &["standard_failed_between"], "C-4.5.3").await;
    let desk = desk(&lab, site, record).await;
    assert_eq!(asked(&desk.draft().await.conditions), []);
    fails_and_is_back("CDjc2028").await;
    asked_at_issue(&desk, "standard_failed_between").await;
}

// C-5.4.1 f: the certificate states the day of receipt; the checker saw another one.
on_both_engines!(a_day_of_receipt_that_is_changed_after_the_check_is_answered_for, Lab::new_on);
async fn a_day_of_receipt_that_is_changed_after_the_check_is_answered_for(lab: Lab) {
    let (mut desk, id, _) = planned(&lab).await;
    desk.site.world.order = id;
    let received = async |day: &str| {
        lab.advance(minutes(5));
        order(&desk, |order| order.lines[0].received_on = Some(day.parse().expect("a day"))).await;
    };
    received("2000-01-01").await;
    let draft = desk.draft().await;
    assert_eq!(codes(&asked(&draft.conditions)), ["received_long_before_order", "order_fact_changed_since"]);
    issue_with(&desk, &draft, Vec::new()).await.refused("conditions_unanswered");
    received("2026-11-18").await;
    assert_eq!(asked(&desk.draft().await.conditions), [], "as the checker saw it");
    received("2026-11-17").await;
    let certificate = asked_at_issue(&desk, "order_fact_changed_since").await;
    let day = certificate.document.stated.received_on.map(|day| day.to_string());
    assert_eq!(day.as_deref(), Some("2026-11-17"));
}

// C-5.4.1: the checker saw no annex.
on_both_engines!(an_annex_that_is_asked_for_after_the_check_is_answered_for, Lab::new_on);
async fn an_annex_that_is_asked_for_after_the_check_is_answered_for(lab: Lab) {
    let (mut desk, id, _) = planned(&lab).await;
    desk.site.world.order = id;
    lab.advance(minutes(5));
    order(&desk, |order| order.lines[0].budget_annex = true).await;
    reviewed(&desk, Outcome::Accepted).await;
    let certificate = asked_at_issue(&desk, "order_fact_changed_since").await;
    assert!(!certificate.document.stated.budgets.is_empty());
}

// C-5.1.2: accepted again, and the work was done under another agreement.
on_both_engines!(another_range_agreed_after_the_work_is_answered_for, Lab::new_on);
async fn another_range_agreed_after_the_work_is_answered_for(lab: Lab) {
    let (mut desk, id, _) = planned(&lab).await;
    desk.site.world.order = id;
    lab.advance(minutes(5));
    order(&desk, |order| order.lines[0].range = "0 mm to 10 mm".to_owned()).await;
    reviewed(&desk, Outcome::Accepted).await;
    let open = asked(&desk.draft().await.conditions);
    let told = open.first().map(|finding| finding.params.clone()).unwrap_or_default();
    assert_eq!((told["before"].as_str(), told["after"].as_str()), ("all of it", "0 mm to 10 mm"));
    asked_at_issue(&desk, "order_range_changed").await;
}

on_both_engines!(another_place_agreed_after_the_work_is_answered_for, Lab::new_on);
async fn another_place_agreed_after_the_work_is_answered_for(lab: Lab) {
    let (mut desk, id, _) = planned(&lab).await;
    desk.site.world.order = id;
    let site = desk.site.world.site;
    lab.advance(minutes(5));
    order(&desk, |order| (order.location, order.place) = (Location::Site, Some(site))).await;
    reviewed(&desk, Outcome::Accepted).await;
    asked_at_issue(&desk, "order_place_changed").await;
}
