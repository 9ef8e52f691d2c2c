//! From a record to its results.

use serde_json::{Value as Json, json};

use super::Record;
use crate::certificate::tests::samples;
use measurement::method::Stage;
use measurement::monte_carlo::{Simulated, Simulation};
use measurement::{MeasurementError, Results, at_once, compute, compute_with, derivation_with, simulations};

/// A record of the demo's multimeter with some cells, `path → value`.
fn record(cells: &[(&str, Json)], change: impl FnOnce(&mut Json)) -> Record {
    let mut json = serde_json::to_value(samples::record()).unwrap();
    json["opened"]["edition"] = serde_json::from_str(include_str!("../../../../backend/demo/editions/multimeter.json")).unwrap();
    let template = json["cells"]["as_found/points/p1/readings/r1"].clone();
    json["cells"] = json!({});
    for (path, value) in cells {
        let mut cell = template.clone();
        cell["entries"][0]["value"] = value.clone();
        cell["entries"][0]["equipment"] = json!({"calibrator": json["equipment"][1]["event"]});
        json["cells"][path] = cell;
    }
    for equipped in json["equipment"].as_array_mut().unwrap() {
        equipped["slot"] = json!("calibrator");
        equipped["standard"]["standard"]["characteristics"] = json!([
            {"key": "dc_voltage", "value": "0", "expanded_uncertainty": "2e-5 * abs(nominal)", "coverage_factor": "2", "unit": "V"}
        ]);
    }
    change(&mut json);
    serde_json::from_value(json).unwrap()
}

fn number(text: &str, unit: &str) -> Json {
    json!({"kind": "number", "text": text, "unit": unit})
}

fn refusals(results: &Results) -> Vec<(&str, &str)> {
    results.points.iter().filter_map(|point| Some((point.point.as_str(), point.refused.as_deref()?))).collect()
}

const AT_100: &str = "as_found/points/100/indication/r1";

// C-5.5.3, C-5.4.1 j
#[test]
fn a_record_has_a_result_for_every_stage_and_point_with_readings() {
    let cells = [(AT_100, number("100.1", "V")), ("as_left/points/100/indication/r1", number("100.0", "V"))];
    let results = compute(&record(&cells, |_| ()).observations());
    let stated: Vec<_> = results.points.iter().map(|p| (p.stage, p.point.as_str(), p.outcome.as_ref().unwrap().value.as_str())).collect();
    assert_eq!(stated, [(Stage::AsFound, "100", "0.10"), (Stage::AsLeft, "100", "0.00")]);
    assert_eq!(results.points[0].means[0].value, "100.1");
}

#[test]
fn readings_in_other_units_are_converted() {
    let results = compute(&record(&[(AT_100, number("100100", "mV"))], |_| ()).observations());
    let outcome = results.points[0].outcome.as_ref().unwrap();
    assert_eq!((outcome.value.as_str(), outcome.expanded_uncertainty.as_str()), ("0.10", "0.05"));
    assert_eq!(refusals(&compute(&record(&[(AT_100, number("100.1", "mm"))], |_| ()).observations())), [("100", "reading_unit")]);
}

#[test]
fn what_cannot_be_computed_is_refused_with_a_code() {
    let not_observed = json!({"kind": "not_observed", "reason": "display dark"});
    assert_eq!(refusals(&compute(&record(&[(AT_100, not_observed)], |_| ()).observations())), [("100", "not_observed")]);
    let reading = [(AT_100, number("100.1", "V"))];
    let refused = |change: fn(&mut Json)| compute(&record(&reading, change).observations()).points[0].refused.clone();
    assert_eq!(refused(|_| ()), None);
    assert_eq!(refused(|json| json["equipment"] = json!([])).as_deref(), Some("standard_missing"));
    let without = |json: &mut Json| {
        for equipped in json["equipment"].as_array_mut().unwrap() {
            equipped["standard"]["standard"]["characteristics"] = json!([]);
        }
    };
    assert_eq!(compute(&record(&reading, without).observations()).points[0].refused.as_deref(), Some("characteristic_missing"));
    let more = |json: &mut Json| json["opened"]["edition"]["form"]["quantities"][0]["readings"] = json!(2);
    assert_eq!(compute(&record(&reading, more).observations()).points[0].refused.as_deref(), Some("reading_missing"));
    let undefined = |json: &mut Json| json["opened"]["edition"]["computation"]["model"] = json!("sqrt(V_s - V_ix)");
    assert_eq!(compute(&record(&reading, undefined).observations()).points[0].refused.as_deref(), Some("not_finite"));
}

#[test]
fn a_struck_reading_does_not_count() {
    let strike = |json: &mut Json| {
        let entry = &mut json["cells"][AT_100]["entries"][0];
        entry["struck"] = json!({"event": entry["event"], "by": entry["by"], "at": 0, "reason": "wrong range"});
    };
    assert_eq!(compute(&record(&[(AT_100, number("100.1", "V"))], strike).observations()), Results::default());
}

#[test]
fn the_uncertainty_is_never_below_the_capability() {
    let reading = [(AT_100, number("100.1", "V"))];
    let cmc = |formula: &'static str| move |json: &mut Json| json["opened"]["edition"]["computation"]["cmc"] = json!(formula);
    let outcome = compute(&record(&reading, cmc("0.0025 * nominal / 5")).observations()).points[0].outcome.clone().unwrap();
    assert_eq!((outcome.expanded_uncertainty.as_str(), outcome.raised_to_cmc), ("0.05", true));
    // 0.052 to one digit would be 0.05: below what the body can claim, so it goes up.
    let outcome = compute(&record(&reading, cmc("0.052")).observations()).points[0].outcome.clone().unwrap();
    assert_eq!((outcome.expanded_uncertainty.as_str(), outcome.raised_to_cmc), ("0.06", true));
}

// C-5.4.1 m: the order's decision rule goes before the edition's.
#[test]
fn conformity_is_stated_by_the_rule_of_the_order() {
    let reading = [(AT_100, number("100.68", "V"))];
    let verdict = |rule: Json| {
        let ordered = move |json: &mut Json| json["opened"]["order"]["decision_rule"] = rule;
        serde_json::to_value(
            compute(&record(&reading, ordered).observations()).points[0].outcome.as_ref().unwrap().conformity.as_ref().unwrap().verdict,
        )
        .unwrap()
    };
    assert_eq!(verdict(Json::Null), json!("fail"), "guarded, by the edition");
    assert_eq!(verdict(json!({"rule": "simple"})), json!("pass"));
    assert_eq!(verdict(json!({"rule": "non_binary"})), json!("conditional_pass"));
}

#[test]
fn readings_with_two_standards_are_not_mixed() {
    let cells = [(AT_100, number("100.1", "V")), ("as_found/points/100/indication/r2", number("100.1", "V"))];
    let swap = |json: &mut Json| {
        json["equipment"][0]["standard"]["id"] = json!("019aaaaa-0000-7000-8000-000000000001");
        json["cells"]["as_found/points/100/indication/r2"]["entries"][0]["equipment"] =
            json!({"calibrator": json["equipment"][0]["event"]});
    };
    assert_eq!(refusals(&compute(&record(&cells, swap).observations())), [("100", "standards_mixed")]);
}

#[test]
fn the_budget_of_a_point_can_be_shown() {
    let record = record(&[(AT_100, number("100.1", "V"))], |_| ());
    let steps = derivation_with(&record.observations(), Stage::AsFound, "100", &at_once).unwrap();
    let table = &steps.budget;
    let lines: Vec<_> = table.lines.iter().map(|l| (l.symbol.as_str(), l.kind.as_str(), l.standard_uncertainty.as_str())).collect();
    assert_eq!(lines, [("V_ix", "exact", "0.00"), ("V_s", "b", "0.00100"), ("dV_ix", "b", "0.0289"), ("dV_s", "b", "0.00635")]);
    assert_eq!(table.lines[2].share, "95.3");
    assert_eq!(derivation_with(&record.observations(), Stage::AsFound, "7", &at_once), Err(MeasurementError::PointUnknown("7".to_owned())));
    assert!(derivation_with(&record.observations(), Stage::AsLeft, "100", &at_once).is_err());
}

/// The record of the multimeter with Monte Carlo for a rule.
fn simulated(json: &mut Json) {
    json["opened"]["edition"]["computation"]["coverage"]["rule"] = json!({"by": "monte_carlo", "trials": 20_000, "seed": 3});
}

#[test]
fn the_simulations_of_a_record_can_be_made_elsewhere_and_travel_as_json() {
    let cells = [(AT_100, number("100.1", "V")), ("as_left/points/100/indication/r1", number("100.0", "V"))];
    let record = record(&cells, simulated);
    let asked = simulations(&record.observations());
    assert_eq!(asked.len(), 2, "one for each stage");
    assert_eq!(
        refusals(&compute_with(&record.observations(), &|_| Err(MeasurementError::Simulating))),
        [("100", "simulating"), ("100", "simulating")]
    );
    let mut known = std::collections::BTreeMap::new();
    for (key, simulation) in asked {
        let travelled: Simulation = serde_json::from_str(&serde_json::to_string(&simulation).unwrap()).unwrap();
        assert_eq!(travelled.key(), key);
        let back = serde_json::to_string(&travelled.run().unwrap()).unwrap();
        known.insert(key, serde_json::from_str::<Simulated>(&back).unwrap());
    }
    let from_elsewhere =
        compute_with(&record.observations(), &|simulation| known.get(&simulation.key()).copied().ok_or(MeasurementError::Simulating));
    assert_eq!(from_elsewhere, compute(&record.observations()));
    assert_eq!(from_elsewhere.points[0].refused, None);
    assert!(simulations(&self::record(&cells, |_| ()).observations()).is_empty(), "only where they are asked for");
}

#[test]
fn another_seed_or_reading_is_another_simulation() {
    let keys = |cells: &[(&str, Json)], seed: u64| {
        let seeded = move |json: &mut Json| {
            simulated(json);
            json["opened"]["edition"]["computation"]["coverage"]["rule"]["seed"] = json!(seed);
        };
        simulations(&record(cells, seeded).observations()).into_iter().map(|(key, _)| key.to_string()).collect::<Vec<_>>()
    };
    let one = keys(&[(AT_100, number("100.1", "V"))], 3);
    assert_eq!(one, keys(&[(AT_100, number("100.1", "V"))], 3));
    assert_ne!(one, keys(&[(AT_100, number("100.1", "V"))], 4));
    assert_ne!(one, keys(&[(AT_100, number("100.2", "V"))], 3));
}
