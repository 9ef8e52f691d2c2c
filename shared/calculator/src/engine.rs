//! Cases of `gum.json`, `monte_carlo.json`, `rounding.json` and `conformity.json`.

use std::collections::BTreeMap;

use base::finding::Refusal;
use measurement::conformity::{self, Judged};
use measurement::formula::Formula;
use measurement::gum::truncated;
use measurement::method::{DecisionRule, RoundingMode};
use measurement::monte_carlo::{self, Kind, Run, Variable};
use measurement::propagate::{self, Known};
use measurement::{Caution, ConformityVerdict, MeasurementError, coverage, risk, rounding};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use statistics::regression;

use super::call::{Outcome, Pair, Refused, Written, correlated, input, reserved};

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
#[serde(deny_unknown_fields)]
struct Estimate {
    x: f64,
    u: f64,
    #[serde(default)]
    dof: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lpu {
    model: String,
    inputs: BTreeMap<String, Estimate>,
    correlations: Option<Vec<Pair>>,
    p: f64,
}

fn lpu(value: &Value) -> Outcome {
    let case: Lpu = input(value)?;
    let model = Formula::parse(&case.model)?;
    reserved(case.inputs.keys())?;
    if !(case.p > 0.0 && case.p < 1.0) {
        return Err(MeasurementError::Coverage.into());
    }
    let known = |(symbol, e): (&String, &Estimate)| Known { symbol: symbol.clone(), x: e.x, u: e.u, dof: e.dof };
    let inputs: Vec<Known> = case.inputs.iter().map(known).collect();
    let correlations = correlated(case.correlations.as_deref());
    let got = propagate::propagate(&model, &inputs, &correlations)?;
    let by_symbol = |values: &[f64]| inputs.iter().zip(values).map(|(input, v)| (input.symbol.clone(), json!(v))).collect::<Map<_, _>>();
    let contributions: Vec<f64> = got.contributions.iter().map(|c| c.abs()).collect();
    let mut out = json!({
        "y": got.value, "u_c": got.combined, "nu_eff": got.dof,
        "sensitivities": by_symbol(&got.sensitivities), "contributions": by_symbol(&contributions),
        "U_k2": 2.0 * got.combined,
    });
    if propagate::independent(&correlations) {
        out["nu_eff_truncated"] = json!(got.dof.map(truncated));
        let factors = [
            ("truncated", coverage::by_t(case.p, got.dof).map(|factor| factor.k)),
            ("interpolated", coverage::interpolated(case.p, got.dof)),
        ];
        for (name, k) in factors {
            // Below one degree of freedom there is no factor; value and uncertainty stand.
            let undefined = || json!({"error": MeasurementError::Coverage.code()});
            out[format!("k_{name}")] = k.map_or_else(undefined, |k| json!(k));
            out[format!("U_{name}")] = k.map_or_else(undefined, |k| json!(k * got.combined));
        }
    }
    if model.symbols().iter().any(|symbol| case.inputs[symbol].u > 0.0) && got.combined == 0.0 {
        out["cautions"] = json!([Caution::NoSlope.code()]);
    }
    Ok(out)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Factor {
    p: f64,
    dof: Option<f64>,
}

fn coverage_factor(value: &Value) -> Outcome {
    let case: Factor = input(value)?;
    let k = coverage::interpolated(case.p, case.dof).ok_or(MeasurementError::Coverage)?;
    Ok(json!({ "k": k }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Calibration {
    x: Vec<f64>,
    y: Vec<f64>,
    x0: Option<f64>,
    predict_at: Option<f64>,
}

fn line(value: &Value) -> Outcome {
    let case: Calibration = input(value)?;
    let line = regression::fit(&case.x, &case.y, case.x0.unwrap_or_default())?;
    let mut out = json!({
        "intercept": line.intercept, "slope": line.slope, "u_intercept": line.u_intercept, "u_slope": line.u_slope,
        "correlation": line.correlation, "s_residual": line.residual, "dof": line.dof,
    });
    if let Some(at) = case.predict_at {
        let (predicted, u) = line.predict(at)?;
        out["predicted"] = json!(predicted);
        out["u_predicted"] = json!(u);
    }
    Ok(out)
}

#[derive(Deserialize)]
#[serde(tag = "dist", rename_all = "snake_case", deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
struct Simulation {
    model: String,
    inputs: BTreeMap<String, Drawn>,
    correlations: Option<Vec<Pair>>,
    p: f64,
    interval: String,
    #[serde(default = "million")]
    trials: u64,
    #[serde(default)]
    seed: u64,
    /// Digits of u that must have settled.
    digits: Option<u8>,
}

const fn million() -> u64 {
    1_000_000
}

pub(super) fn simulate(value: &Value, simulator: super::Simulator<'_>) -> Outcome {
    let case: Simulation = input(value)?;
    let model = Formula::parse(&case.model)?;
    reserved(case.inputs.keys())?;
    let unknown = |symbol: &String| MeasurementError::SymbolUnknown(symbol.clone());
    let find = |symbol: &String| case.inputs.get(symbol).map(Drawn::variable).ok_or_else(|| unknown(symbol));
    let mut variables = model.symbols().iter().map(find).collect::<Result<Vec<_>, _>>()?;
    // An input that only a correlation names stands behind those of the model, as in the law of propagation.
    let mut symbols = model.symbols().to_vec();
    let mut pairs = Vec::new();
    for pair in case.correlations.as_deref().unwrap_or_default() {
        let mut place = |symbol: &String| -> Result<usize, Refused> {
            if let Some(place) = symbols.iter().position(|other| other == symbol) {
                return Ok(place);
            }
            variables.push(find(symbol)?);
            symbols.push(symbol.clone());
            Ok(symbols.len() - 1)
        };
        let between = (place(&pair.a)?, place(&pair.b)?, pair.r);
        // A coefficient of nought is none.
        if pair.r != 0.0 {
            pairs.push(between);
        }
    }
    let interval = match case.interval.as_str() {
        "symmetric" => Kind::Symmetric,
        "shortest" => Kind::Shortest,
        _ => return Err(Refused::named("interval_unknown", case.interval)),
    };
    let run = Run {
        model: &model,
        variables: &variables,
        correlations: &pairs,
        trials: u32::try_from(case.trials).unwrap_or(u32::MAX),
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
    if let Some(caution) = got.caution {
        out["cautions"] = json!([caution.code()]);
    }
    Ok(out)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decimals {
    value: Written,
    decimals: i32,
}

fn round_decimals(value: &Value) -> Outcome {
    let case: Decimals = input(value)?;
    Ok(json!(rounding::to_places(&case.value.0, case.decimals)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Significant {
    value: Written,
    digits: u8,
}

fn round_significant(value: &Value) -> Outcome {
    let case: Significant = input(value)?;
    Ok(json!(rounding::to_significant(&case.value.0, case.digits, RoundingMode::HalfEven)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Interval {
    value: Written,
    interval: Written,
}

fn round_interval(value: &Value) -> Outcome {
    let case: Interval = input(value)?;
    Ok(json!(rounding::to_interval(&case.value.0, &case.interval.0)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WithUncertainty {
    value: Written,
    #[serde(rename = "U")]
    uncertainty: Written,
    digits: u8,
    #[serde(rename = "U_mode")]
    mode: RoundingMode,
}

fn round_result(value: &Value) -> Outcome {
    let case: WithUncertainty = input(value)?;
    let rounded = rounding::result(&case.value.0, &case.uncertainty.0, case.digits, case.mode)?;
    Ok(json!({"value": rounded.value, "U": rounded.expanded_uncertainty, "decimals": rounded.places}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    value: Written,
    #[serde(rename = "U")]
    uncertainty: Written,
    digits: u8,
    #[serde(rename = "U_mode")]
    mode: RoundingMode,
    unit: base::unit::Unit,
}

fn express(value: &Value) -> Outcome {
    let case: Stated = input(value)?;
    let rounded = rounding::result(&case.value.0, &case.uncertainty.0, case.digits, case.mode)?;
    Ok(json!(measurement::express::expressed(&rounded, case.unit)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    y: Written,
    lower: Option<Written>,
    upper: Option<Written>,
    #[serde(rename = "U")]
    uncertainty: Written,
    k: Written,
    rule: String,
    /// Of U; asked for where the rule is guarded.
    guard_factor: Option<Written>,
}

fn decide(value: &Value) -> Outcome {
    let case: Decision = input(value)?;
    let rule = match (case.rule.as_str(), case.guard_factor) {
        ("simple", _) => DecisionRule::Simple,
        ("guarded", Some(Written(factor))) => DecisionRule::Guarded { factor },
        ("guarded", None) => return Err(Refused::plain("guard_factor_missing")),
        ("nonbinary", _) => DecisionRule::NonBinary,
        _ => return Err(Refused::named("rule_unknown", case.rule)),
    };
    let k = case.k.0.to_f64();
    if !(k > 0.0 && k.is_finite()) {
        return Err(MeasurementError::NotPositive("k".to_owned()).into());
    }
    let judged = Judged {
        value: &case.y.0,
        lower: case.lower.as_ref().map(|limit| &limit.0),
        upper: case.upper.as_ref().map(|limit| &limit.0),
        expanded_uncertainty: &case.uncertainty.0,
        standard_uncertainty: case.uncertainty.0.to_f64() / k,
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
        "acceptance_low": got.acceptance_low,
        "acceptance_high": got.acceptance_high,
        "acceptance_interval_empty": got.acceptance_empty,
        "conformance_probability": got.probability,
        "risk_specific": got.specific_risk,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Global {
    process_mean: Option<f64>,
    process_sigma: f64,
    measurement_u: f64,
    lower: Option<f64>,
    upper: Option<f64>,
    acceptance_lower: Option<f64>,
    acceptance_upper: Option<f64>,
}

fn global_risk(value: &Value) -> Outcome {
    let case: Global = input(value)?;
    let got = risk::global(&risk::Process {
        mean: case.process_mean.unwrap_or_default(),
        sigma: case.process_sigma,
        u: case.measurement_u,
        tolerance: (case.lower, case.upper),
        acceptance: (case.acceptance_lower, case.acceptance_upper),
    })?;
    Ok(json!({"PFA": got.false_acceptance, "PFR": got.false_rejection, "PFA_conditional": got.false_acceptance_of_accepted}))
}
