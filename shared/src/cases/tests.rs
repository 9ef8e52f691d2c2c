use super::Cases;

macro_rules! reference {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            let text = include_str!(concat!("../../../tests/reference/statistics/", stringify!($name), ".json"));
            let failures = serde_json::from_str::<Cases>(text).unwrap().failures(&|simulation| simulation.run());
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
    let failures = |expected: &str| serde_json::from_str::<Cases>(&file(expected)).unwrap().failures(&|simulation| simulation.run());
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
