//! Correlations, terms of the second order, steps of rounding, further outputs: as editions ask for them (C-5.5.3).

use serde_json::{Value as Json, json};

use super::tests::edition_examples::{Stated, edition, input, normal, number, refused, shown, with};
use super::{Caution, OutputCorrelation, PointResult, at_once};
use base::finding::Refusal;

fn t() -> Json {
    json!({"by": "t"})
}

fn at(edition: &Stated) -> PointResult {
    shown(edition, &at_once).unwrap().result
}

fn correlated(r: &'static str) -> impl FnOnce(&mut Json) {
    move |json| json["computation"]["correlations"] = json!([{"a": "x", "b": "y", "r": r}])
}

#[test]
fn correlations_count_in_the_budget_and_no_degrees_of_freedom_are_combined() {
    let inputs = [with(normal("x", "1", "0.3"), "degrees_of_freedom", "4"), normal("y", "1", "0.4")];
    let preview = shown(&edition("x - y", &inputs, &t(), correlated("0.5")), &at_once).unwrap();
    let outcome = preview.result.outcome.unwrap();
    // √(0.09 + 0.16 − 0.12)
    assert_eq!((outcome.standard_uncertainty.as_str(), outcome.degrees_of_freedom), ("0.361", None));
    assert_eq!(outcome.coverage_by, "normal");
    assert_eq!(preview.result.cautions, [Caution::DofNotCombined]);
    let budget = preview.budget.unwrap();
    assert_eq!((budget.correlations[0].r.as_str(), budget.correlations[0].share.as_str()), ("0.500", "-92.3"));
    let total: f64 = budget.lines.iter().map(|line| number(&line.share)).sum::<f64>() + number(&budget.correlations[0].share);
    assert!((total - 100.0).abs() < 0.2, "{total}");
}

#[test]
fn correlations_that_cannot_be_used_are_refused() {
    let inputs = [normal("x", "1", "0.3"), normal("y", "1", "0.3")];
    for rule in [json!({"by": "dominant_terms"}), json!({"by": "convolution"})] {
        assert_eq!(refused(&edition("x + y", &inputs, &rule, correlated("0.5"))).code(), "correlation_unusable");
    }
    assert_eq!(refused(&edition("x + y", &inputs, &t(), correlated("1.5"))).code(), "correlation_contradictory");
    assert_eq!(refused(&edition("x - y", &inputs, &t(), correlated("1"))).code(), "not_positive", "nothing is left");
}

// GUM 5.1.2 note: y = x² of a normal input has u² = 4x²u² + 2u⁴, and its mean lies u² beyond.
#[test]
fn terms_of_the_second_order_count_where_they_are_asked_for() {
    let inputs = [normal("x", "0.3", "0.2"), normal("z", "0", "0.01")];
    let second = |json: &mut Json| json["computation"]["second_order"] = json!(true);
    let asked = at(&edition("x^2 + z", &inputs, &t(), second)).outcome.unwrap();
    let expected = (4.0 * 0.09 * 0.04 + 2.0 * 0.0016 + 0.0001_f64).sqrt();
    assert!((number(&asked.standard_uncertainty) - expected).abs() < 5e-4, "{}", asked.standard_uncertainty);
    assert_eq!((asked.value.as_str(), asked.shift.as_deref()), ("0.09", Some("0.0400")));
    let first = at(&edition("x^2 + z", &inputs, &t(), |_| ()));
    assert_eq!(first.cautions, [Caution::Nonlinear]);
    assert_eq!(first.outcome.unwrap().shift, None);
}

#[test]
fn a_stated_sensitivity_has_no_second_order() {
    let second = |json: &mut Json| json["computation"]["second_order"] = json!(true);
    let inputs = [with(normal("x", "0.3", "0.2"), "sensitivity", "0.6")];
    let got = at(&edition("x^2", &inputs, &t(), second)).outcome.unwrap();
    assert_eq!((got.standard_uncertainty.as_str(), got.shift.as_deref()), ("0.120", Some("0.00")));
}

// GB/T 8170 5.1: to the nearest multiple, half to the even one, from the unrounded number.
#[test]
fn results_are_rounded_in_steps() {
    let fixed = json!({"by": "fixed", "k": "2"});
    let rounded = |x: &str, u: &str, digits: u8, step: u8, mode: &str| {
        let rounding = json!({"digits": digits, "mode": mode, "step": step});
        let got = at(&edition("x", &[normal("x", x, u)], &fixed, |json| json["computation"]["rounding"] = rounding)).outcome.unwrap();
        (got.value, got.expanded_uncertainty)
    };
    let pair = |value: &str, u: &str| (value.to_owned(), u.to_owned());
    assert_eq!(rounded("10.013", "0.0065", 2, 1, "half_even"), pair("10.013", "0.013"));
    assert_eq!(rounded("10.013", "0.0065", 2, 2, "half_even"), pair("10.012", "0.012"));
    assert_eq!(rounded("10.013", "0.0065", 2, 5, "half_even"), pair("10.015", "0.015"));
    assert_eq!(rounded("10.013", "0.0055", 2, 5, "half_even"), pair("10.015", "0.010"));
    assert_eq!(rounded("10.013", "0.0055", 2, 5, "up"), pair("10.015", "0.015"));
    // Less than half a step is no uncertainty of zero.
    assert_eq!(rounded("10.013", "0.0005", 1, 5, "half_even"), pair("10.015", "0.005"));
}

fn further(outputs: Json) -> impl FnOnce(&mut Json) {
    move |json| json["computation"]["further"] = outputs
}

// JCGM 102 6.2
#[test]
fn further_outputs_have_results_and_coefficients_of_correlation() {
    let inputs = [normal("x", "10", "0.3"), normal("y", "4", "0.4")];
    let name = json!({"zh": "", "en": ""});
    let outputs = json!([
        {"key": "difference", "measurand": name, "unit": "mV", "model": "(x - y) * 1000"},
        {"key": "nothing", "measurand": name, "unit": "V", "model": "sqrt(y - x)"},
    ]);
    let result = at(&edition("x + y", &inputs, &t(), further(outputs)));
    let stated = result.further[0].outcome.as_ref().unwrap();
    assert_eq!((stated.value.as_str(), stated.expanded_uncertainty.as_str(), stated.standard_uncertainty.as_str()), ("6000", "980", "500"));
    // (0.09 − 0.16)/0.25
    let r = OutputCorrelation { a: String::new(), b: "difference".to_owned(), r: "-0.280".to_owned() };
    assert_eq!(result.correlations, [r]);
    assert_eq!(result.further[1].refused.as_deref(), Some("not_finite"), "the others stand");
    assert_eq!(result.outcome.unwrap().value, "14.00");
}

#[test]
fn zeros_that_mean_nothing_are_a_power_of_ten() {
    let got = at(&edition("x", &[normal("x", "12345", "600")], &t(), |_| ())).outcome.unwrap();
    assert_eq!((got.value.as_str(), got.expanded_uncertainty.as_str()), ("12300", "1200"));
    let scaled = got.scaled.unwrap();
    assert_eq!((scaled.value.as_str(), scaled.expanded_uncertainty.as_str(), scaled.power), ("12.3", "1.2", 3));
    assert_eq!(at(&edition("x", &[normal("x", "12345", "6")], &t(), |_| ())).outcome.unwrap().scaled, None);
}

#[test]
fn few_readings_and_few_degrees_of_freedom_are_told() {
    let mut json =
        json!({"symbol": "V", "label": {"zh": "", "en": ""}, "unit": "V", "estimate": {"from": "readings", "quantity": "indication"}});
    json["uncertainty"] = json!({"type": "type_a", "quantity": "indication"});
    let resolution = input("r", "0", "0.01", json!({"shape": "rectangular"}));
    let cautions = |readings: &[&str]| {
        let edition = edition("V + r", &[json.clone(), resolution.clone()], &t(), |_| ());
        let readings = readings.iter().map(|text| base::decimal::DecimalText::parse(text).unwrap()).collect();
        let readings = [("indication".to_owned(), readings)].into();
        super::preview(edition.procedure(), "100", &super::Sample { readings, ..Default::default() }, &at_once).unwrap().result.cautions
    };
    assert_eq!(cautions(&["100.1", "100.4"]), [Caution::FewReadings, Caution::FewDegreesOfFreedom]);
    assert_eq!(cautions(&["100.1", "100.4", "100.2", "100.3"]), [Caution::FewDegreesOfFreedom]);
    assert_eq!(cautions(&["100.1", "100.1"]), [Caution::NoScatter]);
}
