//! Cases of `gum.json`, `monte_carlo.json`, `rounding.json` and `conformity.json`.

use std::collections::BTreeMap;

use crate::decimal::DecimalText;
use crate::library::edition::{DecisionRule, RoundingMode};
use crate::measurement::conformity::{self, Judged};
use crate::measurement::formula::Formula;
use crate::measurement::monte_carlo::{self, Kind, Run, Variable};
use crate::measurement::propagate::{self, Correlated, Known};
use crate::measurement::{ConformityVerdict, coverage, risk, rounding};
use crate::statistics::regression;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Outcome, Refused, input};

pub(super) fn call(function: &str, value: &Value) -> Option<Outcome> {
    Some(match function {
        "gum_lpu" => lpu(value),
        "gum_outputs" | "gum_second_order" => super::outputs::call(function, value)?,
        "coverage_factor" => coverage_factor(value),
        "linear_calibration" => line(value),
        "round_decimals" | "no_successive_rounding" => round_decimals(value),
        "round_significant" => round_significant(value),
        "round_interval" => round_interval(value),
        "express" => express(value),
        "round_result_uncertainty" => round_result(value),
        "decision" => decide(value),
        "global_risk" => global_risk(value),
        _ => return None,
    })
}

#[derive(Deserialize)]
pub(super) struct Pair {
    pub(super) a: String,
    pub(super) b: String,
    pub(super) r: f64,
}

#[derive(Deserialize)]
struct Estimate {
    x: f64,
    u: f64,
    #[serde(default)]
    dof: Option<f64>,
}

#[derive(Deserialize)]
struct Lpu {
    model: String,
    inputs: BTreeMap<String, Estimate>,
    #[serde(default)]
    correlations: Vec<Pair>,
    p: f64,
}

fn lpu(value: &Value) -> Outcome {
    let case: Lpu = input(value)?;
    let model = Formula::parse(&case.model)?;
    let known = |(symbol, e): (&String, &Estimate)| Known { symbol: symbol.clone(), x: e.x, u: e.u, dof: e.dof };
    let inputs: Vec<Known> = case.inputs.iter().map(known).collect();
    let correlations: Vec<Correlated> = case.correlations.iter().map(|pair| (pair.a.clone(), pair.b.clone(), pair.r)).collect();
    let got = propagate::propagate(&model, &inputs, &correlations)?;
    let by_symbol = |values: &[f64]| inputs.iter().zip(values).map(|(input, v)| (input.symbol.clone(), json!(v))).collect::<Map<_, _>>();
    let contributions: Vec<f64> = got.contributions.iter().map(|c| c.abs()).collect();
    let mut out = json!({
        "y": got.value, "u_c": got.combined, "nu_eff": got.dof,
        "sensitivities": by_symbol(&got.sensitivities), "contributions": by_symbol(&contributions),
        "U_k2": 2.0 * got.combined,
    });
    if correlations.is_empty() {
        let truncated = got.dof.map(crate::measurement::gum::truncated);
        let k = coverage::by_t(case.p, truncated).ok_or(crate::measurement::MeasurementError::Coverage)?.k;
        let interpolated = coverage::interpolated(case.p, got.dof).ok_or(crate::measurement::MeasurementError::Coverage)?;
        out["nu_eff_truncated"] = json!(truncated);
        out["k_truncated"] = json!(k);
        out["U_truncated"] = json!(k * got.combined);
        out["k_interpolated"] = json!(interpolated);
        out["U_interpolated"] = json!(interpolated * got.combined);
    }
    Ok(out)
}

#[derive(Deserialize)]
struct Factor {
    p: f64,
    dof: Option<f64>,
}

fn coverage_factor(value: &Value) -> Outcome {
    let case: Factor = input(value)?;
    let k = coverage::interpolated(case.p, case.dof).ok_or(crate::measurement::MeasurementError::Coverage)?;
    Ok(json!({ "k": k }))
}

#[derive(Deserialize)]
struct Calibration {
    x: Vec<f64>,
    y: Vec<f64>,
    #[serde(default)]
    x0: f64,
    #[serde(default)]
    predict_at: Option<f64>,
}

fn line(value: &Value) -> Outcome {
    let case: Calibration = input(value)?;
    let line = regression::fit(&case.x, &case.y, case.x0)?;
    let mut out = json!({
        "intercept": line.intercept, "slope": line.slope, "u_intercept": line.u_intercept, "u_slope": line.u_slope,
        "correlation": line.correlation, "s_residual": line.residual, "dof": line.dof,
    });
    if let Some(at) = case.predict_at {
        let (predicted, u) = line.predict(at - case.x0);
        out["predicted"] = json!(predicted);
        out["u_predicted"] = json!(u);
    }
    Ok(out)
}

#[derive(Deserialize)]
#[serde(tag = "dist", rename_all = "snake_case")]
enum Drawn {
    Constant { value: f64 },
    Normal { mean: f64, u: f64 },
    T { mean: f64, scale: f64, dof: f64 },
    Uniform { a: f64, b: f64 },
    Triangular { a: f64, b: f64 },
    Trapezoidal { a: f64, b: f64, beta: f64 },
    Arcsine { a: f64, b: f64 },
    Ctrap { a: f64, b: f64, d: f64 },
}

impl Drawn {
    const fn variable(&self) -> Variable {
        match *self {
            Self::Constant { value } => Variable::Constant(value),
            Self::Normal { mean, u } => Variable::Normal(mean, u),
            Self::T { mean, scale, dof } => Variable::Student(mean, scale, dof),
            Self::Uniform { a, b } => Variable::Uniform(a, b),
            Self::Triangular { a, b } => Variable::Triangular(a, b),
            Self::Trapezoidal { a, b, beta } => Variable::Trapezoidal(a, b, beta),
            Self::Arcsine { a, b } => Variable::Arcsine(a, b),
            Self::Ctrap { a, b, d } => Variable::CurvilinearTrapezoid(a, b, d),
        }
    }
}

#[derive(Deserialize)]
struct Simulation {
    model: String,
    inputs: BTreeMap<String, Drawn>,
    #[serde(default)]
    correlations: Vec<Pair>,
    p: f64,
    interval: String,
    #[serde(default = "million")]
    trials: u32,
    #[serde(default)]
    seed: u64,
    /// Digits of u that must have settled.
    digits: Option<u8>,
}

const fn million() -> u32 {
    1_000_000
}

pub(super) fn simulate(value: &Value, simulator: super::Simulator<'_>) -> Outcome {
    let case: Simulation = input(value)?;
    let model = Formula::parse(&case.model)?;
    let unknown = || Refused("symbol_unknown".to_owned());
    let find = |symbol: &String| case.inputs.get(symbol).map(Drawn::variable).ok_or_else(unknown);
    let variables = model.symbols().iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let place = |symbol: &String| model.symbols().iter().position(|other| other == symbol).ok_or_else(unknown);
    let pairs = case.correlations.iter().map(|pair| Ok((place(&pair.a)?, place(&pair.b)?, pair.r))).collect::<Result<Vec<_>, Refused>>()?;
    let interval = match case.interval.as_str() {
        "symmetric" => Kind::Symmetric,
        "shortest" => Kind::Shortest,
        _ => return Err(Refused("interval_unknown".to_owned())),
    };
    let run = Run {
        model: &model,
        variables: &variables,
        correlations: &pairs,
        trials: case.trials,
        seed: case.seed,
        probability: case.p,
        interval,
        digits: case.digits,
    };
    let got = simulator(&monte_carlo::Simulation::new(&run)?)?;
    let mut out = json!({"mean": got.mean, "u": got.u, "low": got.low, "high": got.high, "trials": got.trials});
    if let Some(settled) = got.settled {
        out["settled"] = json!(settled);
    }
    Ok(out)
}

#[derive(Deserialize)]
struct Decimals {
    value: DecimalText,
    decimals: i32,
}

fn round_decimals(value: &Value) -> Outcome {
    let case: Decimals = input(value)?;
    Ok(json!(rounding::to_places(&case.value, case.decimals)?))
}

#[derive(Deserialize)]
struct Significant {
    value: DecimalText,
    digits: u8,
}

fn round_significant(value: &Value) -> Outcome {
    let case: Significant = input(value)?;
    Ok(json!(rounding::to_significant(&case.value, case.digits, RoundingMode::HalfEven)?))
}

#[derive(Deserialize)]
struct Interval {
    value: DecimalText,
    interval: DecimalText,
}

fn round_interval(value: &Value) -> Outcome {
    let case: Interval = input(value)?;
    Ok(json!(rounding::to_interval(&case.value, &case.interval)?))
}

#[derive(Deserialize)]
struct WithUncertainty {
    value: DecimalText,
    #[serde(rename = "U")]
    uncertainty: DecimalText,
    digits: u8,
    #[serde(rename = "U_mode")]
    mode: RoundingMode,
}

fn round_result(value: &Value) -> Outcome {
    let case: WithUncertainty = input(value)?;
    let rounded = rounding::result(&case.value, &case.uncertainty, case.digits, case.mode)?;
    Ok(json!({"value": rounded.value, "U": rounded.expanded_uncertainty, "decimals": rounded.places}))
}

#[derive(Deserialize)]
struct Stated {
    value: DecimalText,
    #[serde(rename = "U")]
    uncertainty: DecimalText,
    digits: u8,
    #[serde(rename = "U_mode")]
    mode: RoundingMode,
    unit: crate::unit::Unit,
}

fn express(value: &Value) -> Outcome {
    let case: Stated = input(value)?;
    let rounded = rounding::result(&case.value, &case.uncertainty, case.digits, case.mode)?;
    Ok(json!(crate::measurement::express::expressed(&rounded, case.unit)?))
}

#[derive(Deserialize)]
struct Decision {
    y: DecimalText,
    lower: Option<DecimalText>,
    upper: Option<DecimalText>,
    #[serde(rename = "U")]
    uncertainty: DecimalText,
    k: DecimalText,
    rule: String,
    guard_factor: DecimalText,
}

fn decide(value: &Value) -> Outcome {
    let case: Decision = input(value)?;
    let rule = match case.rule.as_str() {
        "simple" => DecisionRule::Simple,
        "guarded" => DecisionRule::Guarded { factor: case.guard_factor },
        "nonbinary" => DecisionRule::NonBinary,
        _ => return Err(Refused("rule_unknown".to_owned())),
    };
    let judged = Judged {
        value: &case.y,
        lower: case.lower.as_ref(),
        upper: case.upper.as_ref(),
        expanded_uncertainty: &case.uncertainty,
        standard_uncertainty: case.uncertainty.to_f64() / case.k.to_f64(),
    };
    let got = conformity::judge(&judged, &rule)?;
    let verdict = match got.verdict {
        ConformityVerdict::Pass => "pass",
        ConformityVerdict::ConditionalPass => "conditional_pass",
        ConformityVerdict::ConditionalFail => "conditional_fail",
        ConformityVerdict::Fail => "fail",
    };
    Ok(json!({
        "decision": verdict,
        "acceptance_low": got.acceptance_low.map(|limit| limit.to_string()),
        "acceptance_high": got.acceptance_high.map(|limit| limit.to_string()),
        "acceptance_interval_empty": got.acceptance_empty,
        "conformance_probability": got.probability,
        "risk_specific": got.specific_risk,
    }))
}

#[derive(Deserialize)]
struct Global {
    #[serde(default)]
    process_mean: f64,
    process_sigma: f64,
    measurement_u: f64,
    lower: f64,
    upper: f64,
    acceptance_lower: f64,
    acceptance_upper: f64,
}

fn global_risk(value: &Value) -> Outcome {
    let case: Global = input(value)?;
    let got = risk::global(&risk::Process {
        mean: case.process_mean,
        sigma: case.process_sigma,
        u: case.measurement_u,
        tolerance: (case.lower, case.upper),
        acceptance: (case.acceptance_lower, case.acceptance_upper),
    })?;
    Ok(json!({"PFA": got.false_acceptance, "PFR": got.false_rejection, "PFA_conditional": got.false_acceptance_of_accepted}))
}
