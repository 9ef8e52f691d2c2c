//! Cases of `outliers.json`, `precision.json` and `homogeneity.json`.

use base::finding::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use statistics::StatisticsError;
use statistics::caution::Caution;
use statistics::homogeneity::{expanded_factors, homogeneity};
use statistics::mandel::{judge_all, mandel_h_critical, mandel_k_critical};
use statistics::outliers::{
    Suspicion, cochran, cochran_critical, grubbs, grubbs_critical, grubbs_double, grubbs_double_critical, judge, judge_double,
};
use statistics::precision::precision;
use statistics::stability::stability;

use super::call::{Outcome, with};

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
struct Table {
    p: usize,
    n: usize,
    alpha: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Laboratories {
    p: usize,
    alpha: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    x: Vec<f64>,
}

const fn said(suspicion: Suspicion) -> &'static str {
    match suspicion {
        Suspicion::Ok => "ok",
        Suspicion::Straggler => "straggler",
        Suspicion::Outlier => "outlier",
    }
}

fn codes(cautions: &[Caution]) -> Vec<&'static str> {
    cautions.iter().map(Refusal::code).collect()
}

fn single(case: Sample) -> Outcome {
    let got = grubbs(&case.x)?;
    let critical = |alpha, sides| grubbs_critical(case.x.len(), alpha, sides);
    let (five, one) = (critical(0.05, 2)?, critical(0.01, 2)?);
    Ok(json!({
        "g_high": got.high, "g_low": got.low, "critical_5": five, "critical_1": one, "critical_5_one_sided": critical(0.05, 1)?,
        "critical_1_one_sided": critical(0.01, 1)?, "decision_high": said(judge(got.high, five, one)),
        "decision_low": said(judge(got.low, five, one)),
    }))
}

/// Beyond the table of ISO 5725-2 there is no critical value, and no decision.
fn double(case: Sample) -> Outcome {
    let got = grubbs_double(&case.x)?;
    let mut out = json!({"g_two_high": got.high, "g_two_low": got.low, "critical_5": null, "critical_1": null,
        "decision_high": null, "decision_low": null});
    if let Some((five, one)) = grubbs_double_critical(case.x.len()) {
        out["critical_5"] = json!(five);
        out["critical_1"] = json!(one);
        out["decision_high"] = json!(said(judge_double(got.high, five, one)));
        out["decision_low"] = json!(said(judge_double(got.low, five, one)));
    }
    Ok(out)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variances {
    variances: Vec<f64>,
    n: usize,
}

fn cochran_test(case: Variances) -> Outcome {
    let p = case.variances.len();
    let (c, five, one) = (cochran(&case.variances)?, cochran_critical(p, case.n, 0.05)?, cochran_critical(p, case.n, 0.01)?);
    Ok(json!({"c": c, "critical_5": five, "critical_1": one, "decision": said(judge(c, five, one))}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    groups: Vec<Vec<f64>>,
}

fn iso5725(case: Groups) -> Outcome {
    let got = precision(&case.groups)?;
    let mut out = json!({
        "p": got.laboratories, "mean": got.mean, "s_r": got.s_r, "s_L": got.s_l, "s_R": got.s_reproducibility, "s_L_clamped": got.clamped,
        "r_limit": got.r_limit, "R_limit": got.reproducibility_limit, "ms_between": got.between, "ms_within": got.within,
        "cautions": codes(&got.cautions),
    });
    let Some(replicates) = got.replicates else { return Ok(out) };
    let p = got.laboratories;
    let decided = |statistics: &Option<Vec<f64>>, critical: &dyn Fn(f64) -> Result<f64, StatisticsError>| {
        let (five, one) = (critical(0.05).ok()?, critical(0.01).ok()?);
        Some(judge_all(statistics.as_ref()?, five, one).into_iter().map(said).collect::<Vec<_>>())
    };
    out["h"] = json!(got.h);
    out["k"] = json!(got.k);
    out["h_decision"] = json!(decided(&got.h, &|alpha| mandel_h_critical(p, alpha)));
    out["k_decision"] = json!(decided(&got.k, &|alpha| mandel_k_critical(p, replicates, alpha)));
    Ok(out)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    samples: Vec<Vec<f64>>,
    sigma_pt: f64,
}

fn items(case: Items) -> Outcome {
    let got = homogeneity(&case.samples, case.sigma_pt)?;
    Ok(json!({
        "g": got.items, "m": got.replicates, "mean": got.mean, "s_x": got.s_x, "s_w": got.s_w, "s_s": got.s_s, "s_s_clamped": got.clamped,
        "criterion": got.criterion, "sufficient": got.sufficient, "F1": got.factors.0, "F2": got.factors.1,
        "expanded_criterion": got.expanded_criterion, "sufficient_expanded": got.sufficient_expanded,
        "sw_adequate": got.repeatability_adequate, "F": got.f, "F_critical": got.f_critical, "cochran_C": got.cochran,
        "cochran_critical_1": got.cochran_critical.0, "cochran_critical_5": got.cochran_critical.1,
        "cochran_decision": got.cochran_decision.map(said), "cautions": codes(&got.cautions),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Factors {
    g: usize,
    m: usize,
}

fn factors(case: Factors) -> Outcome {
    let (first, second) = expanded_factors(case.g, case.m)?;
    Ok(json!({"F1": first, "F2": second}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BeforeAndAfter {
    y1: Vec<f64>,
    y2: Vec<f64>,
    sigma_pt: f64,
    u_y1: Option<f64>,
    u_y2: Option<f64>,
}

fn before_and_after(case: BeforeAndAfter) -> Outcome {
    let u = match (case.u_y1, case.u_y2) {
        (None, None) => None,
        (Some(first), Some(second)) => Some((first, second)),
        (None, _) => return Err(StatisticsError::Missing("u_y1").into()),
        (_, None) => return Err(StatisticsError::Missing("u_y2").into()),
    };
    let got = stability(&case.y1, &case.y2, case.sigma_pt, u)?;
    let mut out = json!({
        "mean_1": got.first, "mean_2": got.second, "difference": got.difference, "criterion": got.criterion, "stable": got.stable,
    });
    if let Some((limit, stable)) = got.expanded {
        out["expanded_criterion"] = json!(limit);
        out["stable_expanded"] = json!(stable);
    }
    Ok(out)
}
