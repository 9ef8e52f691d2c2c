//! Cases of `scores.json`: scores of one result, and scores together.

use base::finding::Refusal;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use statistics::StatisticsError;
use statistics::combined::{combine, combine_differences, combine_relative, percentiles, ranks};
use statistics::criteria::Class;
use statistics::criteria::{Criteria, ProgrammeCriteria};
use statistics::judgement::Judgement;
use statistics::score::{Logarithm, Score, difference, difference_percent, en, log_score, permitted_percent, score};

use super::call::{Outcome, with};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "scores" => with(value, scores),
        "score_D" | "score_D_percent" | "score_PA" | "score_z" | "score_z_prime" | "score_zeta" | "score_En" | "score_z_log" => {
            with(value, |case: Case| one(function, &case))
        }
        "combined_scores" => with(value, combined),
        "combined_differences" => with(value, combined_differences),
        "combined_relative" => with(value, combined_relative),
        "rank_percentile" => with(value, rank),
        "judgement" => with(value, judged),
        _ => return None,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
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
    logarithm: Option<Logarithm>,
    #[serde(default)]
    criteria: ProgrammeCriteria,
}

type Found = Result<(f64, Option<Class>), StatisticsError>;
type Rule = fn(&Case, &Criteria) -> Found;

/// Fields of the output, and what fills them.
const SCORES: [(&str, Rule); 8] =
    [("D", d), ("D_percent", d_percent), ("PA", pa), ("z", z), ("z_prime", z_prime), ("zeta", zeta), ("En", e_n), ("z_log", z_log)];

const fn classed(score: Score) -> (f64, Option<Class>) {
    (score.value, Some(score.class))
}

fn needed(value: Option<f64>, name: &'static str) -> Result<f64, StatisticsError> {
    value.ok_or(StatisticsError::Missing(name))
}

fn d(case: &Case, _: &Criteria) -> Found {
    Ok((difference(case.x, case.x_pt)?, None))
}

fn d_percent(case: &Case, _: &Criteria) -> Found {
    Ok((difference_percent(case.x, case.x_pt)?, None))
}

fn pa(case: &Case, _: &Criteria) -> Found {
    Ok((permitted_percent(case.x, case.x_pt, needed(case.permitted, "delta_E")?)?, None))
}

fn z(case: &Case, criteria: &Criteria) -> Found {
    score(case.x, case.x_pt, &[needed(case.sigma_pt, "sigma_pt")?], criteria).map(classed)
}

/// σ of zero has no z′ either: it would be a ζ of an exact result.
fn z_prime(case: &Case, criteria: &Criteria) -> Found {
    let (sigma, u) = (needed(case.sigma_pt, "sigma_pt")?, needed(case.u_x_pt, "u_x_pt")?);
    if sigma == 0.0 { Err(StatisticsError::ZeroScale) } else { score(case.x, case.x_pt, &[sigma, u], criteria).map(classed) }
}

fn zeta(case: &Case, criteria: &Criteria) -> Found {
    score(case.x, case.x_pt, &[needed(case.u_x, "u_x")?, needed(case.u_x_pt, "u_x_pt")?], criteria).map(classed)
}

fn e_n(case: &Case, criteria: &Criteria) -> Found {
    en(case.x, case.x_pt, &[needed(case.expanded, "U_x")?, needed(case.expanded_pt, "U_x_pt")?], criteria).map(classed)
}

fn z_log(case: &Case, criteria: &Criteria) -> Found {
    let logarithm = case.logarithm.ok_or(StatisticsError::Missing("logarithm"))?;
    log_score(case.x, case.x_pt, &[needed(case.sigma_pt, "sigma_pt")?], logarithm, criteria).map(classed)
}

/// The one that is asked for by name, with its difference.
fn one(function: &str, case: &Case) -> Outcome {
    let criteria = case.criteria.criteria()?;
    let mut out = Map::from_iter([("D".to_owned(), json!(difference(case.x, case.x_pt)?))]);
    for (name, score) in SCORES.iter().filter(|(name, _)| function.strip_prefix("score_") == Some(name)) {
        put(&mut out, name, score(case, &criteria)?);
    }
    Ok(Value::Object(out))
}

/// Every score that the input allows. What is refused is null, and `refusals` says why.
fn scores(case: Case) -> Outcome {
    let criteria = case.criteria.criteria()?;
    difference(case.x, case.x_pt)?;
    let (mut out, mut refusals) = (Map::new(), Map::new());
    for (name, score) in SCORES {
        match score(&case, &criteria) {
            Ok(found) => put(&mut out, name, found),
            Err(StatisticsError::Missing(_)) => {}
            Err(refusal) => {
                out.insert(name.to_owned(), Value::Null);
                refusals.insert(name.to_owned(), json!(refusal.code()));
            }
        }
    }
    if !refusals.is_empty() {
        out.insert("refusals".to_owned(), Value::Object(refusals));
    }
    Ok(Value::Object(out))
}

fn put(out: &mut Map<String, Value>, name: &str, (value, given): (f64, Option<Class>)) {
    out.insert(name.to_owned(), json!(value));
    if let Some(given) = given {
        out.insert(format!("class_{name}"), json!(class(given)));
    }
}

pub(super) const fn class(class: Class) -> &'static str {
    match class {
        Class::Acceptable => "acceptable",
        Class::Warning => "warning",
        Class::Action => "action",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scores {
    z: Vec<Option<f64>>,
    #[serde(default)]
    criteria: ProgrammeCriteria,
}

fn combined(case: Scores) -> Outcome {
    let got = combine(&case.z, &case.criteria.criteria()?)?;
    Ok(json!({
        "n": got.n, "n_missing": got.missing, "n_acceptable": got.acceptable, "n_warning": got.warning, "n_action": got.action,
        "acceptable_percent": got.acceptable_percent, "mean_z": got.mean, "mean_abs_z": got.mean_absolute, "sum_z": got.sum,
        "RSZ": got.rescaled_sum, "SSZ": got.squares, "rms_z": got.root_mean_square, "SSZ_p": got.squares_probability,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SameMeasurand {
    x: Vec<Option<f64>>,
    x_pt: Vec<f64>,
}

fn combined_differences(case: SameMeasurand) -> Outcome {
    let got = combine_differences(&case.x, &case.x_pt)?;
    Ok(json!({
        "n": got.n, "n_missing": got.missing, "mean_abs_D": got.mean_absolute, "sum_abs_D": got.sum_absolute, "sum_D_squared": got.squares,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DifferentMeasurands {
    x: Vec<Option<f64>>,
    x_pt: Vec<f64>,
    #[serde(rename = "delta_E")]
    permitted: Vec<f64>,
}

fn combined_relative(case: DifferentMeasurands) -> Outcome {
    let got = combine_relative(&case.x, &case.x_pt, &case.permitted)?;
    Ok(json!({
        "n": got.n, "n_missing": got.missing, "n_satisfactory": got.satisfactory, "satisfactory_percent": got.satisfactory_percent,
        "mean_relative_D": got.mean_relative,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    x: Vec<f64>,
}

fn rank(case: Sample) -> Outcome {
    Ok(json!({"rank_average": ranks(&case.x)?, "percentile_mean": percentiles(&case.x)?}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    x: f64,
    x_pt: f64,
    #[serde(default)]
    results: Vec<f64>,
    judgement: Judgement,
}

/// One result by a programme's judgement (P-4.3.3).
fn judged(case: Judged) -> Outcome {
    Ok(json!({"class": class(case.judgement.class(case.x, case.x_pt, &case.results)?)}))
}
