//! What an entry of a register is refused or warned of.

use super::*;
use crate::library::body::CertificateLanguage;
use crate::order::tests::example::{order, standard};
use crate::register::Entry;

fn told(findings: Vec<Finding>) -> Vec<(String, String)> {
    let wrong = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    wrong.map(|finding| (finding.code.into_owned(), finding.path)).collect()
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

fn with(status: StandardStatus, uncertainty: &str, factor: &str) -> Standard {
    let value = serde_json::json!({"key": "length", "value": "0.02", "expanded_uncertainty": uncertainty, "coverage_factor": factor,
        "unit": "mm"});
    let range = serde_json::json!({"low": "0", "high": "1", "unit": "mm"});
    let (characteristics, ranges) = (vec![serde_json::from_value(value).unwrap()], vec![serde_json::from_value(range).unwrap()]);
    Standard { kind: "gauge_blocks".to_owned(), ranges, characteristics, status, ..standard() }
}

// C-5.3.3: a text that must be given shows something.
#[test]
fn a_text_of_which_nobody_sees_anything_is_not_given() {
    for nothing in ["", " ", "\u{3164}", "\u{200b}", "\u{2800}\u{3000}", "\u{301}"] {
        let mut findings = Vec::new();
        required(&mut findings, "number", nothing);
        assert_eq!(told(findings), one("required", "number"), "{nothing:?}");
        let nameless = Standard { number: nothing.to_owned(), ..standard() };
        assert!(told(nameless.all_findings()).contains(&("required".to_owned(), "number".to_owned())), "{nothing:?}");
    }
    for something in ["S-1", "7", "甲", "."] {
        let mut findings = Vec::new();
        required(&mut findings, "number", something);
        assert_eq!(findings, [], "{something}");
    }
}

// C-4.5.2
#[test]
fn a_certified_value_has_an_uncertainty_and_a_coverage_factor() {
    let nested = format!("{}1{}", "(".repeat(3000), ")".repeat(3000));
    let within = format!("{}1{}", "(".repeat(500), ")".repeat(500));
    let (u, k) = ("characteristics/0/expanded_uncertainty", "characteristics/0/coverage_factor");
    for (uncertainty, factor) in
        [("0.06", "2"), ("2e-5 * abs(nominal)", "2.00"), ("mpe_weight / 3", "1.65"), ("max(0.06, 0.001 * nominal)", "1"), ("1e-9", "10")]
    {
        assert_eq!(told(with(StandardStatus::InUse, uncertainty, factor).findings()), [], "{uncertainty} {factor}");
    }
    for (uncertainty, factor, expected) in [
        ("0", "2", one("not_positive", u)),
        ("-0.0004", "2", one("not_positive", u)),
        ("0.5 - 1", "2", one("not_positive", u)),
        ("1 / 0", "2", one("not_positive", u)),
        // By a formula, over the range from 0 mm to 1 mm.
        ("nominal - nominal", "2", one("not_positive", u)),
        ("0 - nominal", "2", one("not_positive", u)),
        ("nominal - 0.5", "2", one("not_positive", u)),
        ("sqrt(nominal - 1)", "2", one("not_positive", u)),
        ("0.01 / nominal", "2", one("not_positive", u)),
        ("0,06", "2", one("formula_unexpected", u)),
        (nested.as_str(), "2", one("formula_too_long", u)),
        (within.as_str(), "2", one("formula_too_deep", u)),
        ("0.06", "0", one("coverage_factor_out_of_range", k)),
        ("0.06", "-2", one("coverage_factor_out_of_range", k)),
        ("0.06", "1e9", one("coverage_factor_out_of_range", k)),
    ] {
        assert_eq!(told(with(StandardStatus::InUse, uncertainty, factor).findings()), expected, "{uncertainty} {factor}");
        let failed = with(StandardStatus::Failed, uncertainty, factor);
        assert_eq!(told(failed.findings()), [], "that it failed is written down whatever else is entered");
    }
}

// C-4.5.2
#[test]
fn an_uncertainty_relative_to_the_value_is_told_that_it_vanishes_at_zero() {
    let told = |uncertainty: &str| {
        let findings = with(StandardStatus::InUse, uncertainty, "2").findings();
        findings.into_iter().map(|finding| (finding.code.into_owned(), finding.severity)).collect::<Vec<_>>()
    };
    assert_eq!(told("2e-5 * abs(nominal)"), [("uncertainty_zero_at_zero".to_owned(), Severity::Warning)]);
    // Over the ranges of its own quantity: a temperature says nothing of a length.
    let mut of_two = with(StandardStatus::InUse, "1.5 - nominal", "2");
    of_two.ranges.push(serde_json::from_value(serde_json::json!({"low": "18", "high": "22", "unit": "\u{b0}C"})).unwrap());
    assert_eq!(of_two.findings(), []);
    // What only the point of an edition gives a value is looked at there.
    for sound in ["0.0001 + 2e-5 * nominal", "mpe_weight / 3", "mpe_weight - mpe_weight"] {
        assert_eq!(told(sound), [], "{sound}");
    }
}

// C-4.5.2
#[test]
fn a_certificate_that_counts_before_its_calibration_or_for_years_is_asked_about() {
    let told = |calibrated_on: Option<&str>, from: &str, until: Option<&str>| {
        let mut standard = with(StandardStatus::InUse, "0.06", "2");
        let day = |text: &str| text.parse::<Date>().unwrap();
        standard.traceability.calibrated_on = calibrated_on.map(day);
        standard.traceability.validity = Validity { from: day(from), until: until.map(day) };
        standard.findings().into_iter().map(|finding| (finding.code.into_owned(), finding.severity)).collect::<Vec<_>>()
    };
    let asked = |codes: &[&str]| codes.iter().map(|&code| (code.to_owned(), Severity::Warning)).collect::<Vec<_>>();
    for (calibrated_on, from, until, codes) in [
        (Some("2026-01-10"), "2026-01-10", Some("2027-01-09"), &[][..]),
        (Some("2026-01-10"), "2026-02-01", Some("2031-01-10"), &[]),
        (None, "2026-01-10", Some("2031-01-10"), &[]),
        (Some("2026-01-10"), "2026-01-10", None, &[]),
        (Some("2026-01-10"), "2020-01-01", Some("2025-01-01"), &["valid_before_calibration"]),
        (Some("1900-01-01"), "2026-01-10", Some("2027-01-09"), &["valid_for_long"]),
        (None, "2026-01-10", Some("2099-01-01"), &["valid_for_long"]),
        (Some("2026-01-10"), "2026-01-09", Some("2031-01-10"), &["valid_before_calibration", "valid_for_long"]),
    ] {
        assert_eq!(told(calibrated_on, from, until), asked(codes), "{calibrated_on:?} {from} {until:?}");
    }
}

fn body() -> Body {
    let name = Bilingual::new("衡准", "Hengzhun");
    Body {
        name: name.clone(),
        address: name.clone(),
        telephone: String::new(),
        email: "lab@hengzhun.example".to_owned(),
        website: "https://hengzhun.example".to_owned(),
        seal: name,
        permits: String::new(),
        number_pattern: "EC{year}-{seq:5}".to_owned(),
        certificate_language: CertificateLanguage::Bilingual,
        time_zone: "Asia/Shanghai".to_owned(),
    }
}

// C-5.4.1 a, b
#[test]
fn what_certificates_show_of_the_body_leads_nowhere_else() {
    assert_eq!(told(body().findings()), []);
    let bare = Body { email: String::new(), website: String::new(), ..body() };
    assert_eq!(told(bare.findings()), [], "a body that has neither yet");
    for (spoilt, code, path) in [
        (Body { email: "lab@hengzhun.example, evil@x.example".to_owned(), ..body() }, "email_malformed", "email"),
        (Body { website: "javascript:alert(1)".to_owned(), ..body() }, "website_malformed", "website"),
        (Body { number_pattern: "../../{year}-{seq:3}".to_owned(), ..body() }, "number_pattern_sign", "number_pattern"),
        (Body { number_pattern: "HZ/\"'<b>{seq:2}".to_owned(), ..body() }, "number_pattern_sign", "number_pattern"),
        (Body { number_pattern: "EC{year}".to_owned(), ..body() }, "number_pattern_without_sequence", "number_pattern"),
        (Body { number_pattern: "EC{month}{seq}".to_owned(), ..body() }, "number_pattern_placeholder", "number_pattern"),
    ] {
        assert_eq!(told(spoilt.findings()), one(code, path));
    }
}

// C-5.1.1
#[test]
fn an_orders_form_says_what_is_wrong_with_its_terms() {
    let mut order = order();
    order.lines[0].recalibration_months = Some(0);
    assert_eq!(told(order.findings()), one("integer_out_of_range", "lines/0/recalibration_months"));
}
