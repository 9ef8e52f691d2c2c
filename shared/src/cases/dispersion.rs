//! Cases of `outliers.json`, `precision.json` and `homogeneity.json`.

use crate::statistics::homogeneity::{expanded_factors, homogeneity, stability};
use crate::statistics::outliers::{Suspicion, cochran, cochran_critical, grubbs, grubbs_critical, grubbs_double, judge};
use crate::statistics::precision::{mandel_h_critical, mandel_k_critical, precision};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, input};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "grubbs_critical" => with(value, |c: Critical| Ok(json!({"critical": grubbs_critical(c.n, c.alpha, c.sides)?}))),
        "cochran_critical" => with(value, |c: Table| Ok(json!({"critical": cochran_critical(c.p, c.n, c.alpha)?}))),
        "mandel_k_critical" => with(value, |c: Table| Ok(json!({"k": mandel_k_critical(c.p, c.n, c.alpha)?}))),
        "mandel_h_critical" => with(value, |c: Laboratories| Ok(json!({"h": mandel_h_critical(c.p, c.alpha)?}))),
        "grubbs_single" => with(value, single),
        "grubbs_double" => with(value, double),
        "cochran_test" => with(value, cochran_test),
        "iso5725_precision" => with(value, iso5725),
        "homogeneity" => with(value, items),
        "expanded_factors" => with(value, factors),
        "stability" => with(value, before_and_after),
        _ => return None,
    })
}

fn with<T: serde::de::DeserializeOwned>(value: &Value, f: impl FnOnce(T) -> Outcome) -> Outcome {
    f(input(value)?)
}

#[derive(Deserialize)]
struct Critical {
    n: usize,
    alpha: f64,
    #[serde(default = "two")]
    sides: u8,
}

const fn two() -> u8 {
    2
}

#[derive(Deserialize)]
struct Table {
    p: usize,
    n: usize,
    alpha: f64,
}

#[derive(Deserialize)]
struct Laboratories {
    p: usize,
    alpha: f64,
}

#[derive(Deserialize)]
struct Sample {
    x: Vec<f64>,
}

fn single(case: Sample) -> Outcome {
    let got = grubbs(&case.x)?;
    let critical = |alpha, sides| grubbs_critical(case.x.len(), alpha, sides);
    let (five, one) = (critical(0.05, 2)?, critical(0.01, 2)?);
    let said = |statistic| match judge(statistic, five, one) {
        Suspicion::Ok => "ok",
        Suspicion::Straggler => "straggler",
        Suspicion::Outlier => "outlier",
    };
    Ok(json!({
        "g_high": got.high, "g_low": got.low, "critical_5": five, "critical_1": one, "critical_5_one_sided": critical(0.05, 1)?,
        "critical_1_one_sided": critical(0.01, 1)?, "decision_high": said(got.high), "decision_low": said(got.low),
    }))
}

fn double(case: Sample) -> Outcome {
    let got = grubbs_double(&case.x)?;
    Ok(json!({"g_two_high": got.high, "g_two_low": got.low}))
}

#[derive(Deserialize)]
struct Variances {
    variances: Vec<f64>,
    n: usize,
}

fn cochran_test(case: Variances) -> Outcome {
    let p = case.variances.len();
    Ok(json!({
        "c": cochran(&case.variances)?, "critical_5": cochran_critical(p, case.n, 0.05)?, "critical_1": cochran_critical(p, case.n, 0.01)?,
    }))
}

#[derive(Deserialize)]
struct Groups {
    groups: Vec<Vec<f64>>,
}

fn iso5725(case: Groups) -> Outcome {
    let got = precision(&case.groups)?;
    let mut out = json!({
        "p": got.laboratories, "mean": got.mean, "s_r": got.s_r, "s_L": got.s_l, "s_R": got.s_reproducibility, "s_L_clamped": got.clamped,
        "r_limit": got.r_limit, "R_limit": got.reproducibility_limit, "ms_between": got.between, "ms_within": got.within,
    });
    if let Some((h, k)) = got.consistency {
        out["h"] = json!(h);
        out["k"] = json!(k);
    }
    Ok(out)
}

#[derive(Deserialize)]
struct Items {
    samples: Vec<Vec<f64>>,
    sigma_pt: f64,
}

fn items(case: Items) -> Outcome {
    let got = homogeneity(&case.samples, case.sigma_pt)?;
    Ok(json!({
        "g": got.items, "m": got.replicates, "mean": got.mean, "s_x": got.s_x, "s_w": got.s_w, "s_s": got.s_s,
        "criterion": got.criterion, "sufficient": got.sufficient, "F1": got.factors.0, "F2": got.factors.1,
        "expanded_criterion": got.expanded_criterion, "sufficient_expanded": got.sufficient_expanded,
        "sw_adequate": got.repeatability_adequate, "F": got.f, "F_critical": got.f_critical, "cochran_C": got.cochran,
        "cochran_critical_1": got.cochran_critical.0, "cochran_critical_5": got.cochran_critical.1,
    }))
}

#[derive(Deserialize)]
struct Factors {
    g: usize,
    m: usize,
}

fn factors(case: Factors) -> Outcome {
    let (first, second) = expanded_factors(case.g, case.m)?;
    Ok(json!({"F1": first, "F2": second}))
}

#[derive(Deserialize)]
struct BeforeAndAfter {
    y1: Vec<f64>,
    y2: Vec<f64>,
    sigma_pt: f64,
    u_y1: Option<f64>,
    u_y2: Option<f64>,
}

fn before_and_after(case: BeforeAndAfter) -> Outcome {
    let got = stability(&case.y1, &case.y2, case.sigma_pt, case.u_y1.zip(case.u_y2))?;
    let mut out = json!({
        "mean_1": got.first, "mean_2": got.second, "difference": got.difference, "criterion": got.criterion, "stable": got.stable,
    });
    if let Some((limit, stable)) = got.expanded {
        out["expanded_criterion"] = json!(limit);
        out["stable_expanded"] = json!(stable);
    }
    Ok(out)
}
