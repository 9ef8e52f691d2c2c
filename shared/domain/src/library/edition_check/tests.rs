use serde_json::{Value, json};

use super::findings;
use crate::library::edition::Edition;
use base::finding::Severity;

const SOUND: &str = include_str!("../../../../../backend/demo/editions/thermometer.json");

/// The findings of a sound edition with the value at a JSON pointer replaced.
fn changed(pointer: &str, value: Value) -> Vec<(String, String)> {
    let mut json: Value = serde_json::from_str(SOUND).unwrap();
    *json.pointer_mut(pointer).unwrap() = value;
    let edition: Edition = serde_json::from_value(json).unwrap();
    findings(&edition).into_iter().map(|f| (f.code.into_owned(), f.path)).collect()
}

#[test]
fn the_demo_editions_are_sound() {
    for text in [
        SOUND,
        include_str!("../../../../../backend/demo/editions/calliper.json"),
        include_str!("../../../../../backend/demo/editions/multimeter.json"),
        include_str!("../../../../../backend/demo/editions/pressure_gauge.json"),
        include_str!("../../../../../backend/demo/editions/balance.json"),
        include_str!("../../../../../backend/demo/editions/torque_wrench.json"),
        include_str!("../../../../../backend/demo/editions/digital_thermometer.json"),
    ] {
        let edition: Edition = serde_json::from_str(text).unwrap();
        assert_eq!(findings(&edition), [], "{}", edition.code);
    }
}

#[test]
fn each_mistake_is_found_where_it_is() {
    for (pointer, value, code, path) in [
        ("/form/points/1/key", json!("0"), "key_duplicate", "form/points/1/key"),
        ("/form/points/1/key", json!("a/b"), "key_malformed", "form/points/1/key"),
        ("/form/quantities/0/symbol", json!("2x"), "symbol_malformed", "form/quantities/0/symbol"),
        ("/form/quantities/0/readings", json!(0), "readings_out_of_range", "form/quantities/0/readings"),
        ("/form/quantities/0/plausible", json!("1 +"), "formula_ends_early", "form/quantities/0/plausible"),
        ("/form/environment/0/low", json!("99"), "low_above_high", "form/environment/0"),
        ("/form/inspections/0/choices", json!([]), "required", "form/inspections/0/choices"),
        ("/form/points", json!([]), "required", "form/points"),
        ("/form/points/2/parameters", json!([]), "symbol_unknown", "form/points/2"),
        ("/computation/model", json!("t_x - t_s + $"), "formula_unexpected", "computation/model"),
        ("/computation/cmc", json!("unheard_of"), "symbol_unknown", "computation/cmc"),
        ("/computation/inputs/0/symbol", json!("t_s"), "symbol_duplicate", "computation/inputs/0/symbol"),
        ("/computation/inputs/0/unit", json!("mm"), "unit_mismatch", "computation/inputs/0/estimate"),
        ("/computation/inputs/0/estimate/quantity", json!("none"), "quantity_unknown", "computation/inputs/0/estimate"),
        ("/computation/inputs/2/uncertainty/slot", json!("none"), "slot_unknown", "computation/inputs/2/uncertainty"),
        (
            "/computation/inputs/3/uncertainty/distribution",
            json!({"shape": "t"}),
            "distribution_incomplete",
            "computation/inputs/3/uncertainty/distribution",
        ),
        ("/computation/coverage/probability", json!("1"), "probability_out_of_range", "computation/coverage/probability"),
        ("/computation/coverage/rule", json!({"by": "fixed", "k": "0"}), "not_positive", "computation/coverage/rule/k"),
        (
            "/computation/coverage/rule",
            json!({"by": "monte_carlo", "trials": 5, "seed": 1}),
            "trials_out_of_range",
            "computation/coverage/rule/trials",
        ),
        (
            "/computation/coverage/rule",
            json!({"by": "monte_carlo", "trials": 10_000, "seed": 1, "digits": 3}),
            "digits_out_of_range",
            "computation/coverage/rule/digits",
        ),
        ("/computation/rounding/digits", json!(3), "digits_out_of_range", "computation/rounding/digits"),
        ("/computation/rounding", json!({"digits": 2, "mode": "up", "step": 3}), "step_out_of_range", "computation/rounding/step"),
        ("/computation/rounding", json!({"digits": 1, "mode": "up", "step": 5}), "step_coarse", "computation/rounding/step"),
    ] {
        let found = changed(pointer, value);
        assert!(found.contains(&(code.to_owned(), path.to_owned())), "{pointer}: {found:?}");
    }
}

// C-5.4.1 j: with 0.0001 the uncertainty was stated with k = 0.00.
#[test]
fn the_coverage_is_one_that_an_uncertainty_can_be_stated_with() {
    let found = |status: &str, coverage: Value| {
        let mut json: Value = serde_json::from_str(SOUND).unwrap();
        json["status"] = json!(status);
        json["computation"]["coverage"] = coverage;
        let found = findings(&serde_json::from_value::<Edition>(json).unwrap());
        found.into_iter().map(|f| (f.code.into_owned(), f.severity)).collect::<Vec<_>>()
    };
    let probability = |p: &str| json!({"rule": {"by": "t"}, "probability": p});
    let fixed = |k: &str| json!({"rule": {"by": "fixed", "k": k}, "probability": "0.95"});
    for usual in ["0.95", "0.9545", "0.99", "0.9973", "0.997"] {
        assert_eq!(found("in_force", probability(usual)), [], "{usual}");
    }
    for unusual in ["0.5", "0.68", "0.90", "0.9999"] {
        assert_eq!(found("in_force", probability(unusual)), [("probability_unusual".to_owned(), Severity::Warning)], "{unusual}");
    }
    for k in ["1.65", "2", "3.00", "10"] {
        assert_eq!(found("in_force", fixed(k)), [], "{k}");
    }
    assert_eq!(found("in_force", fixed("1")), [("coverage_factor_one".to_owned(), Severity::Warning)]);
    let wrong = [("probability_out_of_range", ["0.0001", "0.4999", "0.99991"].map(probability))];
    let factors = [("coverage_factor_out_of_range", ["0.001", "0.99", "15"].map(fixed))];
    for (code, coverages) in wrong.into_iter().chain(factors) {
        for coverage in coverages {
            assert_eq!(found("in_force", coverage.clone()), [(code.to_owned(), Severity::Error)], "{coverage}");
            let withdrawn = found("withdrawn", coverage.clone());
            assert!(withdrawn.contains(&(code.to_owned(), Severity::Warning)), "what was in force can be withdrawn: {withdrawn:?}");
            assert!(withdrawn.iter().all(|(_, severity)| *severity < Severity::Error), "{coverage}: {withdrawn:?}");
        }
    }
}

#[test]
fn an_input_that_changes_nothing_is_pointed_out() {
    let found = changed("/computation/model", json!("t_x - t_s"));
    assert!(found.contains(&("input_without_influence".to_owned(), "computation/inputs/2/sensitivity".to_owned())), "{found:?}");
}

/// The findings of the sound edition with correlations and whatever else is changed.
fn with(correlations: Value, change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let mut json: Value = serde_json::from_str(SOUND).unwrap();
    json["computation"]["correlations"] = correlations;
    json["computation"]["coverage"]["rule"] = json!({"by": "t"});
    change(&mut json);
    let edition: Edition = serde_json::from_value(json).unwrap();
    findings(&edition).into_iter().map(|f| (f.code.into_owned(), f.path)).collect()
}

// C-5.5.3, GUM 5.2
#[test]
fn correlations_are_checked_as_a_whole() {
    let symbols: Value = serde_json::from_str::<Value>(SOUND).unwrap()["computation"]["inputs"].clone();
    let symbol = |n: usize| symbols[n]["symbol"].clone();
    let pair = |a: usize, b: usize, r: &str| json!({"a": symbol(a), "b": symbol(b), "r": r});
    assert_eq!(with(json!([pair(0, 1, "0.5")]), |_| ()), []);
    for (correlations, code, path) in [
        (json!([pair(0, 0, "0.5")]), "correlation_with_itself", "computation/correlations/0/b"),
        (json!([pair(0, 1, "0.5"), pair(1, 0, "0.5")]), "correlation_twice", "computation/correlations/1/b"),
        (json!([pair(0, 1, "1.5")]), "correlation_out_of_range", "computation/correlations/0/r"),
        (json!([{"a": "none", "b": symbol(0), "r": "0"}]), "symbol_unknown", "computation/correlations/0/a"),
        // 0 agrees with 1 and 1 with 2, but 0 with the opposite of 2: some sum would have a negative variance.
        (json!([pair(0, 1, "0.9"), pair(1, 2, "0.9"), pair(0, 2, "-0.9")]), "correlations_contradict", "computation/correlations"),
    ] {
        let found = with(correlations, |_| ());
        assert!(found.contains(&(code.to_owned(), path.to_owned())), "{code}: {found:?}");
    }
    let rules = [("dominant_terms", "coverage_needs_independence"), ("convolution", "coverage_needs_independence")];
    for (rule, code) in rules {
        let found = with(json!([pair(0, 1, "0.5")]), |json| json["computation"]["coverage"]["rule"] = json!({"by": rule}));
        assert!(found.iter().any(|(found, _)| found == code), "{rule}: {found:?}");
    }
    let simulated = json!({"by": "monte_carlo", "trials": 10_000, "seed": 1});
    let found = with(json!([pair(0, 1, "0.5")]), |json| json["computation"]["coverage"]["rule"] = simulated);
    assert!(found.iter().any(|(code, _)| code == "correlation_not_normal"), "{found:?}");
    assert_eq!(with(json!([pair(0, 1, "0.5")]), |json| json["computation"]["second_order"] = json!(true)), []);
}

#[test]
fn further_outputs_are_checked_like_the_first() {
    let name = json!({"zh": "", "en": ""});
    let output = |key: &str, model: &str| json!({"key": key, "measurand": name, "unit": "°C", "model": model});
    let found = |outputs: Value| with(json!([]), |json| json["computation"]["further"] = outputs);
    assert_eq!(found(json!([output("sum", "t_x + t_s")])), []);
    for (outputs, code, path) in [
        (json!([output("a", "t_x +")]), "formula_ends_early", "computation/further/0/model"),
        (json!([output("a", "t_x"), output("a", "t_s")]), "key_duplicate", "computation/further/1/key"),
        (json!([output("a", "unheard_of")]), "symbol_unknown", "computation/further/0/model"),
        (json!([output("a", "t_x / 0")]), "further_without_result", "form/points/0"),
    ] {
        let found = found(outputs);
        assert!(found.contains(&(code.to_owned(), path.to_owned())), "{code}: {found:?}");
    }
}

// Ten million trials at each point would stop the editor at every key, and the register's only writer.
#[test]
fn checking_an_edition_makes_no_simulation() {
    let mut json: Value = serde_json::from_str(SOUND).unwrap();
    json["computation"]["coverage"]["rule"] = json!({"by": "monte_carlo", "trials": 10_000_000, "seed": 1});
    json["computation"]["coverage"]["probability"] = json!("0.99");
    let edition: Edition = serde_json::from_value(json).unwrap();
    for _ in 0..20 {
        assert_eq!(findings(&edition), []);
    }
}

#[test]
fn a_draft_can_be_saved_with_mistakes() {
    let mut edition: Edition = serde_json::from_str(SOUND).unwrap();
    edition.computation.model = "t_x -".to_owned();
    assert!(findings(&edition).iter().any(|f| f.severity == Severity::Error));
    edition.status = crate::library::edition::EditionStatus::Draft;
    assert!(findings(&edition).iter().all(|f| f.severity < Severity::Error));
}

// C-5.5.3
#[test]
fn units_that_do_not_fit_together_are_warned_of() {
    for (pointer, value) in [
        ("/computation/inputs/3/unit", json!("mK")),
        ("/computation/unit", json!("K")),
        ("/computation/model", json!("t_x - (t_s + c_s) + d_reading + d_bath - d_drift*d_drift")),
        ("/computation/model", json!("t_x - (t_s + c_s) + d_reading + d_bath - d_drift - 0.01")),
    ] {
        let mut json: Value = serde_json::from_str(SOUND).unwrap();
        *json.pointer_mut(pointer).unwrap() = value.clone();
        let found = findings(&serde_json::from_value(json).unwrap());
        let warned = found.iter().any(|f| f.code == "units_differ" && f.path == "computation/model" && f.severity == Severity::Warning);
        // °C and K differ by their zero, not in what is added.
        assert_eq!(warned, value != json!("K"), "{pointer} {value}: {found:?}");
    }
}
