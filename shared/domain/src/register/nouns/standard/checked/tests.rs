//! What a standard is refused or warned of.

use super::*;
use crate::order::tests::example::standard;
use crate::register::Entry;
use base::time::Validity;

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
        standard.all_findings().into_iter().map(|finding| (finding.code.into_owned(), finding.severity)).collect::<Vec<_>>()
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
