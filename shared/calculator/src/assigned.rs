//! Cases of `assigned_value.json`, and every route to an assigned value (P-4.3.1).

use std::collections::BTreeMap;

use base::finding::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use statistics::StatisticsError;
use statistics::assigned::{Assigned, Parts, against_reference, from_reference, negligible};
use statistics::cleaned::mean_without_outliers;
use statistics::consensus::{Consensus, Route, consensus, consensus_with};
use statistics::qualitative::agreement;
use statistics::sigma::{sigma_from_precision, sigma_horwitz};

use super::call::{Outcome, Refused, with};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "u_xpt_combine" => with(value, |parts: Parts| Ok(json!({"u": parts.together()?}))),
        "reference_from_crm" => with(value, carried),
        "compare_with_reference" => with(value, compare),
        "assigned_value" => with(value, assigned),
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
struct Against {
    x_ref: f64,
    u_ref: f64,
    x_pt: f64,
    u_x_pt: f64,
}

fn compare(case: Against) -> Outcome {
    let got = against_reference((case.x_ref, case.u_ref), (case.x_pt, case.u_x_pt))?;
    Ok(json!({"x_diff": got.difference, "u_diff": got.u, "ratio": got.ratio, "consistent": got.consistent}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyRoute {
    assigned: Assigned,
    /// The participants' results, and their standard uncertainties for a weighted mean.
    #[serde(default)]
    x: Vec<f64>,
    #[serde(default)]
    u: Vec<f64>,
    /// For the acceptance criterion.
    sigma_pt: Option<f64>,
}

/// An assigned value by any route, with its uncertainty and the acceptance criterion (P-4.3.1).
fn assigned(case: AnyRoute) -> Outcome {
    let mut out = match (case.assigned.stated()?, case.assigned) {
        (Some(stated), _) => json!({"x_pt": stated.x, "u_x_pt": stated.u}),
        (None, Assigned::Participants { by }) => told(&consensus_with(&case.x, &case.u, by)?),
        (None, _) => return Err(StatisticsError::Missing("x").into()),
    };
    if let Some(sigma) = case.sigma_pt {
        if sigma.is_nan() || sigma <= 0.0 {
            return Err(StatisticsError::OutOfRange("sigma_pt").into());
        }
        let negligible = out["u_x_pt"].as_f64().is_some_and(|u| negligible(u, sigma));
        out["negligible"] = json!(negligible);
        out["score"] = json!(if negligible { "z" } else { "z_prime" });
    }
    Ok(out)
}

fn told(got: &Consensus) -> Value {
    json!({
        "x_pt": got.x, "s": got.s, "u_x_pt": got.u, "formula": got.formula, "removed_indices": got.removed,
        "cautions": got.cautions.iter().map(Refusal::code).collect::<Vec<_>>(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    x: Vec<f64>,
}

fn routes(case: Sample) -> Outcome {
    let mut cautions = BTreeMap::new();
    let mut by = |name: &'static str, route| {
        let got = consensus(&case.x, route)?;
        if !got.cautions.is_empty() {
            cautions.insert(name, got.cautions.iter().map(Refusal::code).collect::<Vec<_>>());
        }
        Ok::<_, Refused>(json!([got.x, got.s, got.u]))
    };
    let mut out = json!({
        "mean": by("mean", Route::Mean)?, "median_nIQR": by("median_nIQR", Route::MedianNiqr)?,
        "median_MADe": by("median_MADe", Route::MedianMade)?, "algorithm_a": by("algorithm_a", Route::AlgorithmA)?,
        "q_hampel": by("q_hampel", Route::QHampel)?,
    });
    out["cautions"] = json!(cautions);
    Ok(out)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
struct Counts {
    counts: BTreeMap<String, u64>,
    /// The order of the categories, for a median. Categories that are numbers have it of themselves.
    order: Option<Vec<String>>,
    /// What share the most frequent category must have, in percent.
    majority_percent: Option<f64>,
}

/// Categories with their counts, and whether they have an order.
type Ordered<'a> = (Vec<(&'a str, u64)>, bool);

impl Counts {
    /// Categories in their order, and whether they have one.
    fn ordered(&self) -> Result<Ordered<'_>, Refused> {
        let mut all: Vec<(&str, u64)> = self.counts.iter().map(|(category, count)| (category.as_str(), *count)).collect();
        if let Some(order) = &self.order {
            let named = order.iter().map(|name| self.counts.get_key_value(name).map(|(name, count)| (name.as_str(), *count)));
            let named = named.collect::<Option<BTreeMap<_, _>>>().filter(|named| named.len() == all.len() && order.len() == all.len());
            let place = |name: &str| order.iter().position(|other| other == name);
            named.ok_or(StatisticsError::OutOfRange("order"))?;
            all.sort_by_key(|(name, _)| place(name));
            return Ok((all, true));
        }
        let numbers = all.iter().map(|(name, _)| name.parse::<f64>().ok().filter(|n| n.is_finite())).collect::<Option<Vec<_>>>();
        if numbers.is_some() {
            let number = |name: &str| name.parse::<f64>().unwrap_or(0.0);
            all.sort_by(|a, b| number(a.0).total_cmp(&number(b.0)));
        }
        Ok((all, numbers.is_some()))
    }
}

/// `ordinal_median` is null without an order, and where half of the participants are on each side of two categories.
fn qualitative(case: Counts) -> Outcome {
    let (categories, ordered) = case.ordered()?;
    let counts: Vec<u64> = categories.iter().map(|(_, count)| *count).collect();
    let got = agreement(&counts)?;
    let name = |place: usize| categories.get(place).map(|(category, _)| *category);
    let modes: Vec<_> = got.modes.iter().map(|place| name(*place)).collect();
    let (low, high) = got.medians;
    let medians: Vec<_> =
        if ordered { [Some(low), Some(high).filter(|high| *high != low)].into_iter().flatten().map(name).collect() } else { Vec::new() };
    let median = if let [only] = medians.as_slice() { *only } else { None };
    let mut out = json!({"n": got.n, "modes": modes, "mode_percent": got.percent, "ordinal_median": median, "ordinal_medians": medians});
    if let Some(majority) = case.majority_percent {
        out["x_pt"] = json!(name(got.majority(majority)?));
    }
    Ok(out)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Horwitz {
    c: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Precision {
    #[serde(rename = "sigma_R")]
    reproducibility: f64,
    #[serde(rename = "sigma_r")]
    repeatability: f64,
    m: u32,
}
