use serde_json::json;

use super::{Cases, compute};

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

// GUM 5.1.2: what has no uncertainty needs no derivative.
#[test]
fn exact_inputs() {
    let text = include_str!("../../../tests/reference/field/exact_inputs.json");
    let failures = Cases::read(text).unwrap().failures(&|simulation| simulation.run());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

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
        let got = compute(function, &serde_json::from_str(input).unwrap());
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
    compute(function, &input).get("error").and_then(|code| code.as_str()).map(str::to_owned)
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
    assert_eq!(compute("decision", &fine)["decision"], json!("fail"));
}

// GUM G.4.1: below one degree of freedom there is no factor, but a value and its uncertainty.
#[test]
fn few_degrees_of_freedom_leave_value_and_uncertainty() {
    let got = compute("gum_lpu", &json!({"model": "a", "inputs": {"a": {"x": 1.0, "u": 0.1, "dof": 0.5}}, "p": 0.95}));
    assert_eq!((&got["y"], &got["u_c"], &got["nu_eff_truncated"]), (&json!(1.0), &json!(0.1), &json!(0.0)), "{got}");
    assert_eq!(got["k_truncated"], json!({"error": "coverage_undefined"}));
    assert!(got["k_interpolated"].is_number(), "{got}");
}

// JCGM 101: an input that the model does not name counts as in the law of propagation: not at all, but its correlation is checked.
#[test]
fn correlations_with_inputs_that_the_model_does_not_name() {
    let simulate = |r: f64, other: &str| {
        compute(
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
    assert_eq!(compute("monte_carlo", &few)["cautions"], json!(["u_not_finite"]));
    for trials in [0_u64, 9_999, 10_000_001, 1 << 40] {
        let mut run = few.clone();
        run["trials"] = json!(trials);
        assert_eq!(compute("monte_carlo", &run)["error"], json!("trials_out_of_range"), "{trials}");
    }
}

// P-4.3.1: far from zero, the digits of the scatter count as they do near it.
#[test]
fn a_sample_far_from_zero_scatters_as_it_does_near_it() {
    let near = [0.1, 0.2, 0.2, 0.3, 0.1, 0.4];
    for function in ["made", "niqr", "algorithm_a", "huber_h15"] {
        let at = |offset: &str| {
            let x: Vec<_> = near.iter().map(|value| format!("{offset}{}", &value.to_string()[1..])).collect();
            compute(function, &serde_json::from_str(&format!(r#"{{"x": [{}]}}"#, x.join(", "))).unwrap())
        };
        for scale in ["made", "niqr", "s_star", "s"] {
            let (here, far) = (at("0"), at("100000000000"));
            let (here, far) = (here[scale].as_f64().unwrap_or_default(), far[scale].as_f64().unwrap_or_default());
            assert!((here - far).abs() <= 1e-12 * here, "{function} {scale}: {here} and {far}");
        }
    }
}

// Nothing that is asked for is passed over in silence, and a refusal says what it speaks of.
#[test]
fn refusals_name_what_they_speak_of() {
    let estimate = json!({"x": 1, "u": 0.1});
    let lpu = |model: &str, p: f64, r: f64| json!({"model": model, "inputs": {"a": estimate, "b": estimate}, "correlations": [{"a": "a", "b": "b", "r": r}], "p": p});
    for (function, input, code, name) in [
        ("stability", json!({"y1": [1], "y2": [1], "sigma_pt": 1, "u_y1": 0.1}), "input_missing", "u_y2"),
        ("decision", json!({"y": "x", "U": "1", "k": "2", "rule": "simple"}), "input_malformed: decimal_character", "y"),
        ("decision", json!({"y": "1", "U": "1", "k": "2", "rule": "any"}), "rule_unknown", "any"),
        ("gum_lpu", json!({"model": "pi", "inputs": {"pi": estimate}, "p": 0.95}), "symbol_reserved", "pi"),
        ("gum_lpu", json!({"model": "a + c", "inputs": {"a": estimate}, "p": 0.95}), "symbol_unknown", "c"),
        ("qn", json!({"x": [1, 2], "h_rule": "other"}), "h_rule_unknown", "other"),
    ] {
        let got = compute(function, &input);
        assert_eq!((got["error"].as_str(), got["params"]["name"].as_str()), (Some(code), Some(name)), "{function} {input}");
    }
    assert_eq!(compute("gum_lpu", &lpu("a + b", 1.5, 0.5))["error"], "coverage_undefined");
    assert_eq!(compute("made", &json!([[1, 2, 4], 1.483]))["error"], "input_malformed: no object");
    // A coefficient of nought is none; a model without a slope says so.
    assert!(compute("gum_lpu", &lpu("a + b", 0.95, 0.0))["k_truncated"].is_number());
    assert_eq!(compute("gum_lpu", &lpu("(a - 1)**2 + (b - 1)**2", 0.95, 0.0))["cautions"], json!(["no_slope"]));
}

#[test]
fn a_file_that_is_not_what_it_says_is_named() {
    let case = r#"{"id": "a", "function": "made", "input": {"x": [1, 2, 4]}, "expected": EXPECTED, "tolerance": {"rel": 0.5}}"#;
    let file = |expected: &str, head: &str| {
        let case = case.replace("EXPECTED", expected);
        Cases::read(&format!(r#"{{{head} "cases": [{case}, {case}]}}"#)).unwrap()
    };
    let odd = file("{}", r#""schema": "other/9", "n_cases": 9,"#);
    let expected = ["schema: other/9, read as statistics-cases/1", "n_cases: 9, and 2 are there", "made a: there twice"];
    assert_eq!(odd.oddities(), expected);
    assert_eq!(odd.failures(&|simulation| simulation.run()), ["made a: nothing is expected"; 2]);
    let unknown = Cases::read(r#"{"cases": [{"id": "a", "function": "mode", "input": {}, "expected": {"error": "any"}}]}"#).unwrap();
    assert_eq!(unknown.failures(&|simulation| simulation.run()).len(), 1, "no refusal of the engine's");
    let counted =
        r#"{"cases": [{"id": "a", "function": "summary", "input": {"x": [1, 2, 3]}, "expected": {"n": 4}, "tolerance": {"rel": 0.5}}]}"#;
    assert_eq!(Cases::read(counted).unwrap().failures(&|simulation| simulation.run()).len(), 1, "whole numbers are compared exactly");
}

// ISO 13528 C.4: with too many zeros there is one fixed point, zero, and nothing is known of the scatter.
#[test]
fn algorithm_s_says_that_it_collapsed() {
    for (w, nu) in [(json!([0, 0.1]), 5), (json!([0, 0, 0.1, 0.2, 0.3]), 10), (json!([0, 0, 5, 5]), 500)] {
        assert_eq!(compute("algorithm_s", &json!({"w": w, "nu": nu})), json!({"w_star": 0.0, "degenerate": true}), "{w}");
    }
}
