//! Cases of `scores.json`.

use crate::statistics::combined::{combine, percentiles, ranks};
use crate::statistics::score::{Class, EnCriterion, difference, difference_percent, en, permitted_percent, score};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, input};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "scores" | "score_z" | "score_zeta" | "score_En" | "score_D_percent" => scores(function, value),
        "combined_scores" => combined(value),
        "rank_percentile" => rank(value),
        _ => return None,
    })
}

#[derive(Deserialize)]
struct Case {
    x: f64,
    x_pt: f64,
    sigma_pt: Option<f64>,
    u_x: Option<f64>,
    u_x_pt: Option<f64>,
    #[serde(rename = "U_x")]
    expanded: Option<f64>,
    #[serde(rename = "U_x_pt")]
    expanded_pt: Option<f64>,
    #[serde(rename = "delta_E")]
    permitted: Option<f64>,
}

/// Every score that the input allows, or the one that is asked for.
fn scores(function: &str, value: &Value) -> Outcome {
    let case: Case = input(value)?;
    let asked = |name: &str| function == "scores" || function == name;
    let mut out = json!({"D": difference(case.x, case.x_pt)?});
    if asked("score_D_percent") {
        out["D_percent"] = json!(difference_percent(case.x, case.x_pt)?);
    }
    if let Some(permitted) = case.permitted {
        out["PA"] = json!(permitted_percent(case.x, case.x_pt, permitted)?);
    }
    if let Some(sigma) = case.sigma_pt.filter(|_| asked("score_z")) {
        let z = score(case.x, case.x_pt, &[sigma])?;
        out["z"] = json!(z.value);
        out["class_z"] = json!(class(z.class));
    }
    if let Some((sigma, u)) = case.sigma_pt.zip(case.u_x_pt).filter(|_| asked("score_z_prime")) {
        let z = score(case.x, case.x_pt, &[sigma, u])?;
        out["z_prime"] = json!(z.value);
        out["class_z_prime"] = json!(class(z.class));
    }
    if let Some((u, u_pt)) = case.u_x.zip(case.u_x_pt).filter(|_| asked("score_zeta")) {
        let zeta = score(case.x, case.x_pt, &[u, u_pt])?;
        out["zeta"] = json!(zeta.value);
        out["class_zeta"] = json!(class(zeta.class));
    }
    if let Some((u, u_pt)) = case.expanded.zip(case.expanded_pt).filter(|_| asked("score_En")) {
        let got = en(case.x, case.x_pt, &[u, u_pt], EnCriterion::Iso13528)?;
        out["En"] = json!(got.value);
        out["class_En"] = json!(class(got.class));
    }
    Ok(out)
}

const fn class(class: Class) -> &'static str {
    match class {
        Class::Acceptable => "acceptable",
        Class::Warning => "warning",
        Class::Action => "action",
    }
}

#[derive(Deserialize)]
struct Round {
    z: Vec<Option<f64>>,
}

fn combined(value: &Value) -> Outcome {
    let case: Round = input(value)?;
    let got = combine(&case.z)?;
    Ok(json!({
        "n": got.n, "n_missing": got.missing, "n_acceptable": got.acceptable, "n_warning": got.warning, "n_action": got.action,
        "mean_abs_z": got.mean_absolute, "sum_z": got.sum, "RSZ": got.rescaled_sum, "SSZ": got.squares,
        "rms_z": got.root_mean_square, "SSZ_p": got.squares_probability,
    }))
}

#[derive(Deserialize)]
struct Sample {
    x: Vec<f64>,
}

fn rank(value: &Value) -> Outcome {
    let case: Sample = input(value)?;
    Ok(json!({"rank_average": ranks(&case.x)?, "percentile_mean": percentiles(&case.x)?}))
}
