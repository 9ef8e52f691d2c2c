//! Monte Carlo as an edition's rule (JCGM 101, C-5.5.3).

use serde_json::json;

use super::tests::edition_examples::{edition, input, monte_carlo, normal, number, refused, result, shown, with};
use super::{Caution, MeasurementError, Outcome, at_once};
use base::finding::Refusal;

fn near(text: &str, expected: f64, within: f64) {
    assert!((number(text) - expected).abs() <= within, "{text} is not {expected} within {within}");
}

fn ends(outcome: &Outcome) -> (f64, f64) {
    let interval = outcome.interval.as_ref().unwrap();
    (number(&interval.low), number(&interval.high))
}

#[test]
fn a_skewed_result_states_its_mean_and_an_interval_that_holds_the_probability() {
    // Lognormal: mean exp(σ²/2), ends exp(∓1.96 σ).
    let got = result("exp(x)", &[normal("x", "0", "0.5")], &monte_carlo());
    near(&got.value, 1.1331, 0.05);
    near(&got.standard_uncertainty, 0.6039, 0.01);
    let (low, high) = ends(&got);
    assert!((low - 0.3753).abs() < 0.06 && (high - 2.6645).abs() < 0.06, "{low} {high}");
    // U is the larger side, so that value ± U holds no less than the interval does.
    near(&got.expanded_uncertainty, 2.6645 - 1.1331, 0.06);
    assert_eq!((got.coverage_by.as_str(), got.gum_validated), ("monte_carlo", Some(false)));
    near(&got.coverage_factor, number(&got.expanded_uncertainty) / number(&got.standard_uncertainty), 0.05);
}

#[test]
fn a_model_without_slope_at_the_estimates_has_a_result() {
    let preview = shown(&edition("x^2", &[normal("x", "0", "1")], &monte_carlo(), |_| ()), &at_once).unwrap();
    let got = preview.result.outcome.as_ref().unwrap();
    // χ² of one degree of freedom: mean 1, variance 2, ends of equal tails 0.00098 and 5.024.
    near(&got.value, 1.0, 0.06);
    near(&got.standard_uncertainty, std::f64::consts::SQRT_2, 0.02);
    let (low, high) = ends(got);
    assert!(low.abs() < 0.06 && (high - 5.024).abs() < 0.1, "{low} {high}");
    assert_eq!(preview.result.cautions, [Caution::NoSlope]);
    assert_eq!(preview.budget.unwrap().lines[0].share, "0.0");
}

#[test]
fn the_shortest_interval_can_be_asked_for() {
    let rule = json!({"by": "monte_carlo", "trials": 200_000, "seed": 7, "interval": "shortest"});
    let got = result("x^2", &[normal("x", "0", "1")], &rule);
    let (low, high) = ends(&got);
    assert!(low.abs() < 0.06 && (high - 3.8415).abs() < 0.1, "{low} {high}");
}

#[test]
fn a_linear_model_of_normal_inputs_stands_beside_the_law_of_propagation() {
    let inputs = [normal("x", "10", "0.03"), normal("y", "2", "0.04")];
    let got = result("x + y", &inputs, &monte_carlo());
    assert_eq!((got.value.as_str(), got.expanded_uncertainty.as_str(), got.gum_validated), ("12.000", "0.098", Some(true)));
    assert_eq!(got.interval, None, "an interval about the value is value ± U");
}

// Ten thousand trials place the middle of an interval to a fiftieth of u: that is no asymmetry.
#[test]
fn chance_makes_no_interval_of_its_own() {
    let inputs = [normal("x", "10", "0.03"), normal("y", "2", "0.04")];
    for seed in 0..40 {
        for interval in ["symmetric", "shortest"] {
            let rule = json!({"by": "monte_carlo", "trials": 10_000, "seed": seed, "interval": interval});
            assert_eq!(result("x + y", &inputs, &rule).interval, None, "{seed} {interval}");
        }
    }
}

#[test]
fn a_stated_sensitivity_counts_whether_or_not_the_model_names_the_input() {
    let inputs = [with(normal("x", "10", "0.1"), "sensitivity", "3"), with(normal("z", "0", "0.1"), "sensitivity", "4")];
    let got = result("x", &inputs, &monte_carlo());
    near(&got.standard_uncertainty, 0.5, 0.005);
    assert_eq!(got.gum_validated, Some(true));
}

#[test]
fn no_name_and_no_length_of_a_model_is_in_the_way() {
    let inputs = [normal("beside_0", "1", "0.3"), with(normal("z", "0", "0.4"), "sensitivity", "1")];
    near(&result("beside_0", &inputs, &monte_carlo()).standard_uncertainty, 0.5, 0.005);
    let long = format!("x{}", " ".repeat(1999));
    near(&result(&long, &[normal("x", "1", "0.3"), inputs[1].clone()], &monte_carlo()).standard_uncertainty, 0.5, 0.005);
}

#[test]
fn an_uncertainty_with_degrees_of_freedom_is_drawn_as_a_t() {
    // t of three degrees of freedom: 3.182 at 95 %, where a normal has 1.960.
    for distribution in [json!({"shape": "normal"}), json!({"shape": "expanded", "k": "1"})] {
        let x = with(input("x", "10", "0.1", distribution), "degrees_of_freedom", "3");
        near(&result("x", &[x], &monte_carlo()).expanded_uncertainty, 0.3182, 0.01);
    }
    let two = with(normal("x", "10", "0.1"), "degrees_of_freedom", "2");
    let preview = shown(&edition("x", &[two], &monte_carlo(), |_| ()), &at_once).unwrap();
    assert_eq!(preview.result.cautions, [Caution::NoFiniteUncertainty]);
}

#[test]
fn an_adaptive_run_says_when_it_has_not_settled() {
    let rule = |trials: u32, digits: u8| json!({"by": "monte_carlo", "trials": trials, "seed": 7, "digits": digits});
    let cautions = |trials, digits| {
        shown(&edition("x", &[normal("x", "10", "0.1")], &rule(trials, digits), |_| ()), &at_once).unwrap().result.cautions
    };
    assert_eq!(cautions(2_000_000, 1), []);
    assert_eq!(cautions(20_000, 2), [Caution::NotSettled]);
}

#[test]
fn correlated_inputs_are_drawn_correlated() {
    let r =
        |r: &'static str| move |json: &mut serde_json::Value| json["computation"]["correlations"] = json!([{"a": "x", "b": "z", "r": r}]);
    let inputs = [normal("x", "10", "0.3"), with(normal("z", "0", "0.4"), "sensitivity", "1")];
    let u = |rule: &serde_json::Value, correlation: &'static str| {
        let edition = edition("x", &inputs, rule, r(correlation));
        number(&shown(&edition, &at_once).unwrap().result.outcome.unwrap().standard_uncertainty)
    };
    // √(0.09 + 0.16 + 2·r·0.12): of an input that the model does not name as of one that it names.
    for (correlation, expected) in [("0.5", 0.6083), ("-0.5", 0.3606)] {
        assert!((u(&json!({"by": "t"}), correlation) - expected).abs() < 0.001);
        assert!((u(&monte_carlo(), correlation) - expected).abs() < 0.005);
    }
    let rectangular = [input("x", "10", "0.3", json!({"shape": "rectangular"})), inputs[1].clone()];
    assert_eq!(refused(&edition("x + z", &rectangular, &monte_carlo(), r("0.5"))).code(), "correlation_unusable");
}

#[test]
fn an_interval_below_the_capability_is_the_capability_s() {
    let cmc = |json: &mut serde_json::Value| json["computation"]["cmc"] = json!("3");
    let got = shown(&edition("exp(x)", &[normal("x", "0", "0.5")], &monte_carlo(), cmc), &at_once).unwrap().result.outcome.unwrap();
    assert_eq!((got.expanded_uncertainty.as_str(), got.raised_to_cmc, got.interval), ("3.0", true, None));
}

#[test]
fn a_simulation_that_is_not_there_yet_refuses_by_name() {
    let edition = edition("x", &[normal("x", "10", "0.1")], &monte_carlo(), |_| ());
    let waiting = shown(&edition, &|_| Err(MeasurementError::Simulating)).unwrap_err();
    assert_eq!(waiting.code(), "simulating");
}
