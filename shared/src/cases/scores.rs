//! Cases of `scores.json`.

use crate::finding::Refusal;
use crate::statistics::assigned::Route;
use crate::statistics::caution::Caution;
use crate::statistics::combined::{combine, percentiles, ranks};
use crate::statistics::criteria::CriteriaSet;
use crate::statistics::round::{Assigned, Participant, Round, Scale};
use crate::statistics::score::{Class, difference, difference_percent, en, permitted_percent, score};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, input};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "scores" | "score_z" | "score_zeta" | "score_En" | "score_D_percent" => scores(function, value),
        "combined_scores" => combined(value),
        "rank_percentile" => rank(value),
        "score_round" => round(value),
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
    #[serde(default)]
    criteria: CriteriaSet,
}

/// Every score that the input allows, or the one that is asked for.
fn scores(function: &str, value: &Value) -> Outcome {
    let case: Case = input(value)?;
    let criteria = case.criteria.criteria();
    let asked = |name: &str| function == "scores" || function == name;
    let mut out = json!({"D": difference(case.x, case.x_pt)?});
    if asked("score_D_percent") {
        out["D_percent"] = json!(difference_percent(case.x, case.x_pt)?);
    }
    if let Some(permitted) = case.permitted {
        out["PA"] = json!(permitted_percent(case.x, case.x_pt, permitted)?);
    }
    if let Some(sigma) = case.sigma_pt.filter(|_| asked("score_z")) {
        let z = score(case.x, case.x_pt, &[sigma], &criteria)?;
        out["z"] = json!(z.value);
        out["class_z"] = json!(class(z.class));
    }
    if let Some((sigma, u)) = case.sigma_pt.zip(case.u_x_pt).filter(|_| asked("score_z_prime")) {
        let z = score(case.x, case.x_pt, &[sigma, u], &criteria)?;
        out["z_prime"] = json!(z.value);
        out["class_z_prime"] = json!(class(z.class));
    }
    if let Some((u, u_pt)) = case.u_x.zip(case.u_x_pt).filter(|_| asked("score_zeta")) {
        let zeta = score(case.x, case.x_pt, &[u, u_pt], &criteria)?;
        out["zeta"] = json!(zeta.value);
        out["class_zeta"] = json!(class(zeta.class));
    }
    if let Some((u, u_pt)) = case.expanded.zip(case.expanded_pt).filter(|_| asked("score_En")) {
        let got = en(case.x, case.x_pt, &[u, u_pt], &criteria)?;
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
struct Scores {
    z: Vec<Option<f64>>,
    #[serde(default)]
    criteria: CriteriaSet,
}

fn combined(value: &Value) -> Outcome {
    let case: Scores = input(value)?;
    let got = combine(&case.z, &case.criteria.criteria())?;
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

#[derive(Deserialize)]
struct WholeRound {
    x: Vec<Option<f64>>,
    #[serde(default)]
    assigned: By,
    #[serde(default)]
    scale: By,
    x_pt: Option<f64>,
    #[serde(default)]
    u_x_pt: f64,
    sigma_pt: Option<f64>,
    #[serde(default)]
    criteria: CriteriaSet,
}

#[derive(Deserialize, Clone, Copy, Default)]
enum By {
    #[default]
    #[serde(rename = "mean")]
    Mean,
    #[serde(rename = "median_nIQR")]
    MedianNiqr,
    #[serde(rename = "median_MADe")]
    MedianMade,
    #[serde(rename = "algorithm_a")]
    AlgorithmA,
    #[serde(rename = "q_hampel")]
    QHampel,
}

impl By {
    const fn route(self) -> Route {
        match self {
            Self::Mean => Route::Mean,
            Self::MedianNiqr => Route::MedianNiqr,
            Self::MedianMade => Route::MedianMade,
            Self::AlgorithmA => Route::AlgorithmA,
            Self::QHampel => Route::QHampel,
        }
    }
}

/// A round as a whole; `x_pt` and `sigma_pt` where they come from outside.
fn round(value: &Value) -> Outcome {
    let case: WholeRound = input(value)?;
    let round = Round {
        results: &case.x,
        assigned: case.x_pt.map_or(Assigned::Consensus(case.assigned.route()), |x| Assigned::Known(x, case.u_x_pt)),
        scale: case.sigma_pt.map_or(Scale::Participants(case.scale.route()), Scale::Known),
        criteria: case.criteria.criteria(),
    };
    let got = round.scored()?;
    let codes = |cautions: &[Caution]| cautions.iter().map(Refusal::code).collect::<Vec<_>>();
    let each = |f: &dyn Fn(&Participant) -> Value| got.participants.iter().map(|p| p.as_ref().map(f)).collect::<Vec<_>>();
    Ok(json!({
        "x_pt": got.x, "u_x_pt": got.u, "sigma_pt": got.sigma, "n": got.n,
        "z": each(&|p| json!(p.z)), "class": each(&|p| json!(p.class.map(class))),
        "cautions": codes(&got.cautions), "participant_cautions": each(&|p| json!(codes(&p.cautions))),
    }))
}
