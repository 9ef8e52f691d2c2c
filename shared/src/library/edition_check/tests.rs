use serde_json::{Value, json};

use super::findings;
use crate::finding::Severity;
use crate::library::edition::Edition;

const SOUND: &str = include_str!("../../../../backend/demo/editions/thermometer.json");

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
        include_str!("../../../../backend/demo/editions/calliper.json"),
        include_str!("../../../../backend/demo/editions/multimeter.json"),
        include_str!("../../../../backend/demo/editions/pressure_gauge.json"),
        include_str!("../../../../backend/demo/editions/balance.json"),
        include_str!("../../../../backend/demo/editions/torque_wrench.json"),
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
        ("/computation/rounding/digits", json!(3), "digits_out_of_range", "computation/rounding/digits"),
    ] {
        let found = changed(pointer, value);
        assert!(found.contains(&(code.to_owned(), path.to_owned())), "{pointer}: {found:?}");
    }
}

#[test]
fn an_input_that_changes_nothing_is_pointed_out() {
    let found = changed("/computation/model", json!("t_x - t_s"));
    assert!(found.contains(&("input_without_influence".to_owned(), "computation/inputs/2/sensitivity".to_owned())), "{found:?}");
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
