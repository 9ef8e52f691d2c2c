//! Cases of `assigned_value.json`.

use std::collections::BTreeMap;

use crate::statistics::assigned::{
    Route, against_reference, combined_uncertainty, consensus, from_reference, mean_without_outliers, sigma_from_precision, sigma_horwitz,
};
use crate::statistics::qualitative::agreement;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, input};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "u_xpt_combine" => with(value, combine),
        "reference_from_crm" => with(value, carried),
        "compare_with_reference" => with(value, compare),
        "consensus" => with(value, routes),
        "consensus_mean_grubbs" => with(value, cleaned),
        "qualitative_consensus" => with(value, qualitative),
        "sigma_horwitz" => with(value, |case: Horwitz| Ok(json!({"sigma": sigma_horwitz(case.c)?}))),
        "sigma_from_precision" => {
            with(value, |case: Precision| Ok(json!({"sigma_pt": sigma_from_precision(case.reproducibility, case.repeatability, case.m)?})))
        }
        _ => return None,
    })
}

fn with<T: serde::de::DeserializeOwned>(value: &Value, f: impl FnOnce(T) -> Outcome) -> Outcome {
    f(input(value)?)
}

#[derive(Deserialize)]
struct Parts {
    u_char: f64,
    #[serde(default)]
    u_hom: f64,
    #[serde(default)]
    u_trans: f64,
    #[serde(default)]
    u_stab: f64,
}

fn combine(case: Parts) -> Outcome {
    Ok(json!({"u": combined_uncertainty(&[case.u_char, case.u_hom, case.u_trans, case.u_stab])?}))
}

#[derive(Deserialize)]
struct Reference {
    x_crm: f64,
    u_crm: f64,
    differences: Vec<f64>,
}

fn carried(case: Reference) -> Outcome {
    let got = from_reference(case.x_crm, case.u_crm, &case.differences)?;
    Ok(json!({"x_pt": got.x, "u_d": got.u_difference, "u_x_pt": got.u}))
}

#[derive(Deserialize)]
struct Against {
    x_ref: f64,
    u_ref: f64,
    x_pt: f64,
    u_x_pt: f64,
}

fn compare(case: Against) -> Outcome {
    let (difference, u, ratio) = against_reference((case.x_ref, case.u_ref), (case.x_pt, case.u_x_pt))?;
    Ok(json!({"x_diff": difference, "u_diff": u, "ratio": ratio}))
}

#[derive(Deserialize)]
struct Sample {
    x: Vec<f64>,
}

fn routes(case: Sample) -> Outcome {
    let by = |route| consensus(&case.x, route).map(|got| json!([got.x, got.s, got.u]));
    Ok(json!({
        "mean": by(Route::Mean)?, "median_nIQR": by(Route::MedianNiqr)?, "median_MADe": by(Route::MedianMade)?,
        "algorithm_a": by(Route::AlgorithmA)?, "q_hampel": by(Route::QHampel)?,
    }))
}

#[derive(Deserialize)]
struct Cleaned {
    x: Vec<f64>,
    alpha: f64,
    sides: u8,
    min_n: usize,
}

fn cleaned(case: Cleaned) -> Outcome {
    let got = mean_without_outliers(&case.x, case.alpha, case.sides, case.min_n)?;
    Ok(json!({"mean": got.mean, "sd": got.sd, "removed_indices": got.removed, "n": got.n}))
}

#[derive(Deserialize)]
struct Counts {
    counts: BTreeMap<String, u64>,
}

/// Categories that are numbers stand in the order of the numbers.
fn qualitative(case: Counts) -> Outcome {
    let mut categories: Vec<(&String, u64)> = case.counts.iter().map(|(category, count)| (category, *count)).collect();
    if categories.iter().all(|(category, _)| category.parse::<f64>().is_ok()) {
        let number = |category: &str| category.parse::<f64>().unwrap_or(0.0);
        categories.sort_by(|a, b| number(a.0).total_cmp(&number(b.0)));
    }
    let counts: Vec<u64> = categories.iter().map(|(_, count)| *count).collect();
    let got = agreement(&counts)?;
    let name = |place: usize| categories.get(place).map(|(category, _)| *category);
    let modes: Vec<_> = got.modes.iter().map(|place| name(*place)).collect();
    Ok(json!({"n": got.n, "modes": modes, "mode_percent": got.percent, "ordinal_median": name(got.median)}))
}

#[derive(Deserialize)]
struct Horwitz {
    c: f64,
}

#[derive(Deserialize)]
struct Precision {
    #[serde(rename = "sigma_R")]
    reproducibility: f64,
    #[serde(rename = "sigma_r")]
    repeatability: f64,
    m: u32,
}
