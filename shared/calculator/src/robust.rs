//! Cases of `descriptive.json`, `robust.json` and `kde.json`.

use base::finding::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use statistics::algorithm_a::{Stop, algorithm_a};
use statistics::algorithm_s::algorithm_s;
use statistics::centred::MADE_FACTOR;
use statistics::descriptive::{QuantileRule, mean, median, quantile, sorted, standard_deviation, variation_percent};
use statistics::hampel::q_hampel;
use statistics::robust::{NIQR_FACTOR, huber_consistency, huber_location, made, niqr};
use statistics::{StatisticsError, density, qn};

use super::call::{Outcome, Refused, with};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "summary" => with(value, summary),
        "spread" => with(value, spread),
        "made" => with(value, |case: Scaled| Ok(json!({"made": made(&case.x, case.factor.unwrap_or(MADE_FACTOR))?}))),
        "niqr" => with(value, interquartile),
        "qn" => with(value, pairwise),
        "algorithm_a" => with(value, a),
        "huber_location_fixed_scale" => with(value, location),
        "huber_h15" => with(value, h15),
        "q_hampel" => with(value, groups),
        "algorithm_s" => with(value, pooled),
        "kernel_density" => with(value, kernel),
        _ => return None,
    })
}

/// The only words that an option may have; `None` stands for the first.
fn one_of<T: Copy>(option: &str, given: Option<&str>, words: &[(&str, T)]) -> Result<T, Refused> {
    let found = match given {
        None => words.first(),
        Some(given) => words.iter().find(|(word, _)| *word == given),
    };
    found.map(|(_, meaning)| *meaning).ok_or_else(|| Refused::named(format!("{option}_unknown"), given.unwrap_or_default()))
}

fn rule(given: Option<&str>) -> Result<QuantileRule, Refused> {
    one_of("quantile", given, &[("type7", QuantileRule::Type7), ("type6", QuantileRule::Type6)])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    x: Vec<f64>,
}

fn summary(case: Sample) -> Outcome {
    let values = sorted(&case.x)?;
    // One value has no standard deviation; any other reason is one to refuse for.
    let sd = if values.len() < 2 { None } else { Some(standard_deviation(&case.x)?) };
    Ok(json!({
        "n": values.len(), "mean": mean(&case.x)?, "sd": sd, "median": median(&case.x)?, "cv_percent": variation_percent(&case.x).ok(),
        "q1_type7": quantile(&values, 0.25, QuantileRule::Type7), "q3_type7": quantile(&values, 0.75, QuantileRule::Type7),
        "q1_type6": quantile(&values, 0.25, QuantileRule::Type6), "q3_type6": quantile(&values, 0.75, QuantileRule::Type6),
        "min": values.first(), "max": values.last(),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spread {
    x: Vec<f64>,
    #[serde(default)]
    percentiles: Vec<f64>,
    quantile: Option<String>,
}

/// Measures of spread (P-4.3.2).
fn spread(case: Spread) -> Outcome {
    let (values, rule) = (sorted(&case.x)?, rule(case.quantile.as_deref())?);
    let percentile = |p: &f64| quantile(&values, p / 100.0, rule).ok_or(StatisticsError::OutOfRange("percentiles"));
    let percentiles = case.percentiles.iter().map(percentile).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "sd": standard_deviation(&case.x)?, "cv_percent": variation_percent(&case.x).ok(), "made": made(&case.x, MADE_FACTOR)?,
        "niqr": niqr(&case.x, NIQR_FACTOR, rule)?, "percentiles": percentiles,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scaled {
    x: Vec<f64>,
    factor: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Interquartile {
    x: Vec<f64>,
    factor: Option<f64>,
    quantile: Option<String>,
}

fn interquartile(case: Interquartile) -> Outcome {
    Ok(json!({"niqr": niqr(&case.x, case.factor.unwrap_or(NIQR_FACTOR), rule(case.quantile.as_deref())?)?}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairwise {
    x: Vec<f64>,
    factor: Option<f64>,
    h_rule: Option<String>,
}

fn pairwise(case: Pairwise) -> Outcome {
    one_of("h_rule", case.h_rule.as_deref(), &[("floor(p/2)+1", ())])?;
    Ok(json!({"qn": qn::qn(&case.x, case.factor.unwrap_or(qn::FACTOR))?}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct A {
    x: Vec<f64>,
    factor: Option<f64>,
    delta: Option<f64>,
    stop: Option<String>,
}

fn a(case: A) -> Outcome {
    let stop = one_of("stop", case.stop.as_deref(), &[("converged", Stop::Converged), ("iso13528_2022_3sf", Stop::ThirdFigure)])?;
    let got = algorithm_a(&case.x, case.factor.unwrap_or(1.134), case.delta.unwrap_or(1.5), stop)?;
    Ok(json!({"x_star": got.x, "s_star": got.s, "degenerate": got.degenerate, "iterations": got.updates}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Location {
    x: Vec<f64>,
    factor: Option<f64>,
    k: Option<f64>,
    scale: Option<By>,
}

/// A scale that is named, or one that is given.
#[derive(Deserialize)]
#[serde(untagged)]
enum By {
    Name(String),
    Number(f64),
}

fn location(case: Location) -> Outcome {
    let scale = match case.scale {
        Some(By::Number(scale)) if case.factor.is_none() => scale,
        Some(By::Number(_)) => return Err(StatisticsError::OutOfRange("factor").into()),
        named => {
            let name = named.map(|by| if let By::Name(name) = by { name } else { String::new() });
            one_of("scale", name.as_deref(), &[("MADe", ())])?;
            made(&case.x, case.factor.unwrap_or(MADE_FACTOR))?
        }
    };
    if scale == 0.0 {
        return Err(StatisticsError::ZeroScale.into());
    }
    Ok(json!({"x_star": huber_location(&case.x, case.k.unwrap_or(1.5), scale)?, "scale": scale}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct H15 {
    x: Vec<f64>,
    k: Option<f64>,
    consistency: Option<String>,
}

fn h15(case: H15) -> Outcome {
    one_of("consistency", case.consistency.as_deref(), &[("exact", ())])?;
    let k = case.k.unwrap_or(1.5);
    if !(k > 0.0 && k.is_finite()) {
        return Err(StatisticsError::OutOfRange("k").into());
    }
    let got = algorithm_a(&case.x, huber_consistency(k), k, Stop::Converged)?;
    Ok(json!({"mu": got.x, "s": got.s, "degenerate": got.degenerate}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    groups: Vec<Vec<f64>>,
}

fn groups(case: Groups) -> Outcome {
    let (x, s) = q_hampel(&case.groups)?;
    Ok(json!({"x_star": x, "s_star": s, "degenerate": s == 0.0}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pooled {
    w: Vec<f64>,
    nu: u32,
}

fn pooled(case: Pooled) -> Outcome {
    let got = algorithm_s(&case.w, case.nu)?;
    Ok(json!({"w_star": got.w, "degenerate": got.degenerate}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kernel {
    x: Vec<f64>,
    bandwidth: f64,
    #[serde(default)]
    at: Vec<f64>,
}

/// The density where it is asked for, and all modes; `mode` is null where several are equally high.
fn kernel(case: Kernel) -> Outcome {
    let at = case.at.iter().map(|at| density::density(&case.x, case.bandwidth, *at)).collect::<Result<Vec<_>, _>>()?;
    let modes: Vec<f64> = density::modes(&case.x, case.bandwidth)?.iter().map(|mode| mode.at).collect();
    let mode = density::mode(&case.x, case.bandwidth);
    let cautions: Vec<_> = mode.err().iter().map(Refusal::code).collect();
    Ok(json!({"density": at, "mode": mode.ok(), "modes": modes, "cautions": cautions}))
}
