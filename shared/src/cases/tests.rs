use serde_json::json;

use super::Cases;

macro_rules! reference {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            let text = include_str!(concat!("../../../tests/reference/statistics/", stringify!($name), ".json"));
            let failures = Cases::read(text).unwrap().failures(&|simulation| simulation.run());
            assert!(failures.is_empty(), "{}", failures.join("\n"));
        }
    )*};
}

reference!(assigned_value, conformity, descriptive, gum, homogeneity, kde, monte_carlo, outliers, precision, robust, rounding, scores,);

#[test]
fn a_wrong_number_a_missing_field_and_a_missing_error_are_told() {
    let file = |expected: &str| {
        format!(r#"{{"cases": [{{"id": "a", "function": "made", "input": {{"x": [1, 2, 4]}}, "expected": {expected}}}]}}"#)
    };
    let failures = |expected: &str| Cases::read(&file(expected)).unwrap().failures(&|simulation| simulation.run());
    assert_eq!(failures(r#"{"made": 1.483}"#), Vec::<String>::new());
    assert_eq!(failures(r#"{"made": 1.484}"#), ["made a: made: expected 1.484, got 1.483"]);
    assert_eq!(failures(r#"{"other": 1}"#).len(), 1);
    assert_eq!(failures(r#"{"error": "any"}"#).len(), 1);
}

#[test]
fn what_cannot_be_read_is_an_error_never_a_panic() {
    for (function, input) in [("made", "{}"), ("unheard_of", "{}"), ("gum_lpu", r#"{"model": "((", "inputs": {}, "p": 0.95}"#)] {
        let got = super::compute(function, &serde_json::from_str(input).unwrap());
        assert!(got.get("error").is_some(), "{function}: {got}");
    }
}

#[test]
fn a_case_that_is_none_stops_no_other() {
    let text = r#"{"cases": [
        {"id": "one", "function": "made", "input": {"x": [1, NaN, 4]}, "expected": {"error": "no number"}},
        {"function": "made", "input": {"x": [1, 2, 4]}, "expected": {"made": 1.483}},
        {"id": "big", "function": "made", "input": {"x": [1, 1e400, -Infinity]}, "expected": {"made": 1}},
        {"id": "good", "function": "made", "input": {"x": [1, 2, 4]}, "expected": {"made": 1.483}},
        17
    ]}"#;
    let cases = Cases::read(text).unwrap();
    let failures = cases.failures(&|simulation| simulation.run());
    assert_eq!((cases.len(), failures.len()), (5, 3), "{failures:?}");
    assert!(failures[0].starts_with("made  (case 2): missing field `id`"), "{failures:?}");
    assert!(failures[1].starts_with("made big: made is missing in"), "{failures:?}");
    assert!(failures[2].starts_with("(case 5)"), "{failures:?}");
    let computed = serde_json::to_value(cases.computed(&|simulation| simulation.run())).unwrap();
    assert!(computed["cases"][4]["expected"]["error"].is_string(), "{computed}");
    assert!(Cases::read("{").is_err() && Cases::read("{}").is_err());
}

#[test]
fn numbers_are_read_to_the_last_bit() {
    for text in ["0.1", "9007199254740993", "2.2250738585072011e-308", "17.000000000000004", "1.7976931348623157e308", "8.41e-21"] {
        let file = format!(r#"{{"cases": [{{"id": "a", "function": "summary", "input": {{"x": [{text}]}}}}]}}"#);
        let computed = serde_json::to_value(Cases::read(&file).unwrap().computed(&|simulation| simulation.run())).unwrap();
        assert_eq!(computed["cases"][0]["expected"]["min"].as_f64(), text.parse::<f64>().ok(), "{text}");
    }
}

fn error(function: &str, input: serde_json::Value) -> Option<String> {
    super::compute(function, &input).get("error").and_then(|code| code.as_str()).map(str::to_owned)
}

#[test]
fn what_is_not_asked_for_is_refused() {
    let inputs = json!({"a": {"x": 1.0, "u": 0.1}});
    let lpu = json!({"model": "a", "inputs": inputs, "p": 0.95});
    let with = |mut input: serde_json::Value, key: &str, value: serde_json::Value| {
        input[key] = value;
        input
    };
    assert_eq!(error("gum_lpu", lpu.clone()), None);
    assert!(error("gum_lpu", with(lpu.clone(), "correlation", json!([]))).is_some_and(|code| code.starts_with("input_malformed")));
    assert_eq!(error("gum_lpu", with(lpu, "correlations", json!(null))), None);
    let output = json!({"models": ["a"], "inputs": {"a": {"x": 1.0, "U": 0.2, "k": 2.0, "v": 3}}});
    assert!(error("gum_outputs", output).is_some());
    let drawn =
        json!({"model": "a", "inputs": {"a": {"dist": "normal", "mean": 0.0, "u": 1.0, "dof": 3}}, "p": 0.95, "interval": "symmetric"});
    assert!(error("monte_carlo", drawn).is_some());
    let line = json!({"x": [1.0, 2.0, 3.0], "y": [1.0, 2.5, 3.0], "x0": null});
    assert_eq!(error("linear_calibration", line), None);
}

#[test]
fn a_decision_that_makes_no_sense_is_refused_by_name() {
    let decision = |change: &[(&str, serde_json::Value)]| {
        let mut input = json!({"y": "1", "lower": "0", "upper": "2", "U": "0.1", "k": "2", "rule": "simple"});
        change.iter().for_each(|(key, value)| input[*key] = value.clone());
        error("decision", input)
    };
    assert_eq!(decision(&[]), None, "a guard factor is asked for by the guarded rule only");
    assert_eq!(decision(&[("rule", json!("guarded"))]).as_deref(), Some("guard_factor_missing"));
    assert_eq!(decision(&[("lower", json!("3"))]).as_deref(), Some("limits_crossed"));
    assert_eq!(decision(&[("lower", json!(null)), ("upper", json!(null))]).as_deref(), Some("limits_missing"));
    assert_eq!(decision(&[("k", json!("0"))]).as_deref(), Some("not_positive"));
    assert_eq!(decision(&[("y", json!("1e99"))]), None);
    let fine = json!({"y": "1.0000000000000000000000000001e-1", "lower": null, "upper": "0.1", "U": "0.1", "k": "2", "rule": "simple"});
    assert_eq!(super::compute("decision", &fine)["decision"], json!("fail"));
}

// GUM G.4.1: below one degree of freedom there is no factor, but a value and its uncertainty.
#[test]
fn few_degrees_of_freedom_leave_value_and_uncertainty() {
    let got = super::compute("gum_lpu", &json!({"model": "a", "inputs": {"a": {"x": 1.0, "u": 0.1, "dof": 0.5}}, "p": 0.95}));
    assert_eq!((&got["y"], &got["u_c"], &got["nu_eff_truncated"]), (&json!(1.0), &json!(0.1), &json!(0.0)), "{got}");
    assert_eq!(got["k_truncated"], json!({"error": "coverage_undefined"}));
    assert!(got["k_interpolated"].is_number(), "{got}");
}

// JCGM 101: an input that the model does not name counts as in the law of propagation: not at all, but its correlation is checked.
#[test]
fn correlations_with_inputs_that_the_model_does_not_name() {
    let simulate = |r: f64, other: &str| {
        super::compute(
            "monte_carlo",
            &json!({"model": "a", "p": 0.95, "interval": "symmetric", "trials": 20_000,
                "inputs": {"a": {"dist": "normal", "mean": 1.0, "u": 1.0}, "b": {"dist": "normal", "mean": 0.0, "u": 1.0}},
                "correlations": [{"a": "a", "b": other, "r": r}]}),
        )
    };
    assert!(simulate(0.5, "b")["u"].is_number());
    assert_eq!(simulate(1.5, "b")["error"], json!("correlation_contradictory"));
    assert_eq!(simulate(0.5, "c")["error"], json!("symbol_unknown"));
    let few = json!({"model": "a", "inputs": {"a": {"dist": "t", "mean": 0.0, "scale": 1.0, "dof": 2.0}}, "p": 0.95, "interval": "symmetric", "trials": 10_000});
    assert_eq!(super::compute("monte_carlo", &few)["cautions"], json!(["u_not_finite"]));
    for trials in [0_u64, 9_999, 10_000_001, 1 << 40] {
        let mut run = few.clone();
        run["trials"] = json!(trials);
        assert_eq!(super::compute("monte_carlo", &run)["error"], json!("trials_out_of_range"), "{trials}");
    }
}
