//! Cases of `descriptive.json`, `robust.json` and `kde.json`.

use crate::statistics::algorithm_a::{Stop, algorithm_a};
use crate::statistics::algorithm_s::algorithm_s;
use crate::statistics::descriptive::{QuantileRule, mean, median, quantile, sorted, standard_deviation};
use crate::statistics::hampel::q_hampel;
use crate::statistics::robust::{MADE_FACTOR, NIQR_FACTOR, huber_consistency, huber_location, made, niqr};
use crate::statistics::{StatisticsError, density, qn};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, Refused, input};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "summary" => summary(value),
        "made" => with(value, |case| Ok(json!({"made": made(&case.x, case.factor.unwrap_or(MADE_FACTOR))?}))),
        "niqr" => with(value, |case| Ok(json!({"niqr": niqr(&case.x, case.factor.unwrap_or(NIQR_FACTOR), case.rule()?)?}))),
        "qn" => with(value, |case| Ok(json!({"qn": qn::qn(&case.x, case.factor.unwrap_or(qn::FACTOR))?}))),
        "algorithm_a" => with(value, a),
        "huber_location_fixed_scale" => with(value, location),
        "huber_h15" => with(value, h15),
        "q_hampel" => groups(value),
        "algorithm_s" => pooled(value),
        "kernel_density" => kernel(value),
        _ => return None,
    })
}

#[derive(Deserialize)]
struct Sample {
    x: Vec<f64>,
    factor: Option<f64>,
    quantile: Option<String>,
    delta: Option<f64>,
    stop: Option<String>,
    k: Option<f64>,
}

impl Sample {
    fn rule(&self) -> Result<QuantileRule, Refused> {
        match self.quantile.as_deref() {
            None | Some("type7") => Ok(QuantileRule::Type7),
            Some("type6") => Ok(QuantileRule::Type6),
            Some(_) => Err(Refused("quantile_unknown".to_owned())),
        }
    }
}

fn with(value: &Value, f: impl FnOnce(&Sample) -> Outcome) -> Outcome {
    f(&input(value)?)
}

fn summary(value: &Value) -> Outcome {
    with(value, |case| {
        let values = sorted(&case.x)?;
        Ok(json!({
            "n": values.len(), "mean": mean(&case.x)?, "sd": standard_deviation(&case.x).ok(), "median": median(&case.x)?,
            "q1_type7": quantile(&values, 0.25, QuantileRule::Type7), "q3_type7": quantile(&values, 0.75, QuantileRule::Type7),
            "q1_type6": quantile(&values, 0.25, QuantileRule::Type6), "q3_type6": quantile(&values, 0.75, QuantileRule::Type6),
            "min": values.first(), "max": values.last(),
        }))
    })
}

fn a(case: &Sample) -> Outcome {
    let stop = match case.stop.as_deref() {
        None | Some("converged") => Stop::Converged,
        Some("iso13528_2022_3sf") => Stop::ThirdFigure,
        Some(_) => return Err(Refused("stop_unknown".to_owned())),
    };
    let got = algorithm_a(&case.x, case.factor.unwrap_or(1.134), case.delta.unwrap_or(1.5), stop)?;
    Ok(json!({"x_star": got.x, "s_star": got.s, "degenerate": got.degenerate, "iterations": got.updates}))
}

fn location(case: &Sample) -> Outcome {
    let scale = made(&case.x, case.factor.unwrap_or(MADE_FACTOR))?;
    if scale == 0.0 {
        return Err(StatisticsError::ZeroScale.into());
    }
    Ok(json!({"x_star": huber_location(&case.x, case.k.unwrap_or(1.5), scale)?, "scale": scale}))
}

fn h15(case: &Sample) -> Outcome {
    let k = case.k.unwrap_or(1.5);
    let got = algorithm_a(&case.x, huber_consistency(k), k, Stop::Converged)?;
    Ok(json!({"mu": got.x, "s": got.s, "degenerate": got.degenerate}))
}

#[derive(Deserialize)]
struct Groups {
    groups: Vec<Vec<f64>>,
}

fn groups(value: &Value) -> Outcome {
    let case: Groups = input(value)?;
    let (x, s) = q_hampel(&case.groups)?;
    Ok(json!({"x_star": x, "s_star": s}))
}

#[derive(Deserialize)]
struct Pooled {
    w: Vec<f64>,
    nu: u32,
}

fn pooled(value: &Value) -> Outcome {
    let case: Pooled = input(value)?;
    Ok(json!({"w_star": algorithm_s(&case.w, case.nu)?}))
}

#[derive(Deserialize)]
struct Kernel {
    x: Vec<f64>,
    bandwidth: f64,
    #[serde(default)]
    at: Vec<f64>,
}

fn kernel(value: &Value) -> Outcome {
    let case: Kernel = input(value)?;
    let at = case.at.iter().map(|at| density::density(&case.x, case.bandwidth, *at)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({"density": at, "mode": density::mode(&case.x, case.bandwidth)?}))
}
