//! One point: from what is known there to value, budget and combined standard uncertainty.

use super::caution::Caution;
use super::correlation::{Correlation, Factor as Matrix};
use super::coverage::{self, Factor};
use super::distribution::Term;
use super::formula::Formula;
use super::gum::{self, Contribution};
use super::line::{Line, line};
use super::number::Number;
use super::output::Output;
use super::outputs::{SecondOrder, second_order};
use super::propagate::{Correlated, Known};
use super::refusal::MeasurementError;
use super::scope::{Scope, parse, value};
use super::simulate::{self, Simulator};
use super::situation::Situation;
use crate::method::{Computation, Coverage, CoverageRule, InputCorrelation};

/// What is known at a point of all inputs, for every output.
pub(super) struct Inputs<'a> {
    scope: Scope,
    lines: Vec<Line<'a>>,
    pairs: Vec<Correlation>,
    matrix: Matrix,
}

/// What comes out at a point, before rounding.
pub(super) struct Evaluation<'a> {
    pub(super) value: Number,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) pairs: Vec<Correlation>,
    /// The contributions as independent parts.
    pub(super) parts: Vec<f64>,
    /// Standard uncertainty as stated.
    pub(super) u: f64,
    /// Standard uncertainty of the first order: what the budget's shares are of.
    pub(super) first: f64,
    pub(super) dof: Option<f64>,
    pub(super) factor: Factor,
    /// The coverage interval, where it was found and not made of U.
    pub(super) interval: Option<Ends>,
    /// How far the mean of the result lies from the stated value, where the second order was asked for.
    pub(super) shift: Option<f64>,
    /// Whether the law of propagation stands beside the simulation (JCGM 101 clause 8).
    pub(super) validated: Option<bool>,
    pub(super) cautions: Vec<Caution>,
}

/// A simulated interval.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) low: f64,
    pub(super) high: f64,
    /// How far its middle may lie from the value by chance.
    pub(super) chance: f64,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(situation: &Situation<'a>) -> Result<Self, MeasurementError> {
        for quantity in &situation.procedure.form.quantities {
            let taken = situation.readings.get(quantity.key.as_str()).map_or(0, Vec::len);
            if taken < usize::from(quantity.readings) {
                return Err(MeasurementError::ReadingMissing(quantity.key.clone()));
            }
        }
        let computation = &situation.procedure.computation;
        let mut scope = Scope::of_situation(situation);
        let lines = computation.inputs.iter().map(|input| line(situation, &scope, input)).collect::<Result<Vec<_>, _>>()?;
        for line in &lines {
            scope.set(&line.input.symbol, line.estimate);
        }
        let pairs = pairs(computation)?;
        let matrix = Matrix::of(lines.len(), &pairs)?;
        Ok(Self { scope, lines, pairs, matrix })
    }

    /// The value of a formula over all symbols, that stands at `place`.
    pub(super) fn value(&self, place: &str, text: &str) -> Result<Number, MeasurementError> {
        self.scope.evaluate(place, text)
    }

    /// The places of the inputs without uncertainty.
    pub(super) fn certain(&self) -> Vec<usize> {
        self.lines.iter().enumerate().filter(|(_, line)| line.u <= 0.0).map(|(n, _)| n).collect()
    }
}

/// The correlations by the places of their inputs.
fn pairs(computation: &Computation) -> Result<Vec<Correlation>, MeasurementError> {
    let place = |symbol: &String| {
        let found = computation.inputs.iter().position(|input| input.symbol == *symbol);
        found.ok_or_else(|| MeasurementError::SymbolUnknown(symbol.clone()))
    };
    let pair = |c: &InputCorrelation| Ok(Correlation { a: place(&c.a)?, b: place(&c.b)?, r: c.r.to_f64() });
    let all = computation.correlations.iter().map(pair).collect::<Result<Vec<_>, MeasurementError>>()?;
    Ok(all.into_iter().filter(|pair| pair.r != 0.0).collect())
}

/// A model with the values of its symbols and what every input does to it.
struct At<'a, 'm> {
    model: &'m Formula,
    values: Vec<Number>,
    lines: Vec<Line<'a>>,
    /// An input that matters and by which the model has no derivative there.
    underived: Option<String>,
}

pub(super) fn evaluate<'a>(
    situation: &Situation<'a>,
    inputs: &Inputs<'a>,
    output: &Output<'_>,
    simulate: Simulator<'_>,
) -> Result<Evaluation<'a>, MeasurementError> {
    let model = parse("model", output.model)?;
    let values = inputs.scope.values(&model)?;
    let result = value("model", &model, &values)?;
    let at = at(inputs, output, &model, values)?;
    let coverage = &situation.procedure.computation.coverage;
    match &coverage.rule {
        CoverageRule::MonteCarlo { .. } => simulated(inputs, at, result, situation.procedure.computation, simulate),
        _ => match at.underived {
            Some(symbol) => Err(MeasurementError::NoDerivative(symbol)),
            None => propagated(inputs, at, result, situation.procedure.computation),
        },
    }
}

/// Stated sensitivities, else the model's partial derivatives; zero where the model does not name the input.
fn at<'a, 'm>(inputs: &Inputs<'a>, output: &Output<'_>, model: &'m Formula, values: Vec<Number>) -> Result<At<'a, 'm>, MeasurementError> {
    let approx: Vec<f64> = values.iter().map(|value| value.approx).collect();
    let (_, gradient) = model.derivatives(&approx).ok_or_else(|| MeasurementError::NotFinite("model".to_owned()))?;
    let mut lines = inputs.lines.clone();
    let mut underived = None;
    for line in &mut lines {
        let stated = line.input.sensitivity.as_ref().filter(|_| output.main);
        line.stated = stated.is_some();
        if let Some(formula) = stated {
            line.sensitivity = inputs.scope.evaluate(&line.input.symbol, formula)?.approx;
            continue;
        }
        let place = model.symbols().iter().position(|symbol| *symbol == line.input.symbol);
        let derivative = place.and_then(|n| gradient.get(n)).copied().unwrap_or(0.0);
        // Two like readings are a tie of min and max: what is known exactly needs no derivative there.
        if !derivative.is_finite() && line.u > 0.0 {
            underived = Some(line.input.symbol.clone());
        }
        line.sensitivity = if derivative.is_finite() { derivative } else { 0.0 };
    }
    Ok(At { model, values, lines, underived })
}

/// The law of propagation to the first order.
struct FirstOrder {
    u: f64,
    /// The contributions as independent parts.
    parts: Vec<f64>,
    dof: Option<f64>,
}

/// Combined standard uncertainty of the first order and its degrees of freedom; Welch–Satterthwaite holds for independent inputs only.
fn first_order(inputs: &Inputs<'_>, lines: &[Line<'_>], cautions: &mut Vec<Caution>) -> Result<FirstOrder, MeasurementError> {
    let contributions: Vec<_> = lines.iter().map(|line| Contribution { signed: line.contribution(), dof: line.dof }).collect();
    let parts = inputs.matrix.independent(&contributions.iter().map(|c| c.signed).collect::<Vec<_>>());
    let u = gum::root_of_squares(parts.iter().copied()).ok_or_else(|| MeasurementError::NotFinite("model".to_owned()))?;
    if inputs.pairs.is_empty() {
        let dof = if u > 0.0 { gum::effective_dof(&contributions, u) } else { None };
        return Ok(FirstOrder { u, parts, dof });
    }
    if contributions.iter().any(|c| c.signed != 0.0 && c.dof.is_some()) {
        cautions.push(Caution::DofNotCombined);
    }
    Ok(FirstOrder { u, parts, dof: None })
}

/// GUM: the law of propagation, and the factor by the edition's rule.
fn propagated<'a>(
    inputs: &Inputs<'a>,
    at: At<'a, '_>,
    value: Number,
    computation: &Computation,
) -> Result<Evaluation<'a>, MeasurementError> {
    let mut cautions = Vec::new();
    let FirstOrder { u: first, parts, dof } = first_order(inputs, &at.lines, &mut cautions)?;
    let (u, shift) = match higher(&at, first, &inputs.pairs) {
        found if computation.second_order => found.map(|(u, order)| (u, Some(order.shift)))?,
        // A series that does not serve is needed all the more.
        Ok((_, SecondOrder { needed: true, .. })) | Err(MeasurementError::NotPositive(_)) => {
            cautions.push(Caution::Nonlinear);
            (first, None)
        }
        _ => (first, None),
    };
    if u <= 0.0 {
        return Err(MeasurementError::NotPositive("combined_uncertainty".to_owned()));
    }
    let factor = factor(&computation.coverage, &at.lines, &inputs.pairs, (u, dof))?;
    Ok(Evaluation {
        value,
        lines: at.lines,
        pairs: inputs.pairs.clone(),
        parts,
        u,
        first,
        dof,
        factor,
        interval: None,
        shift,
        validated: None,
        cautions,
    })
}

/// The terms of the next order beside those of the first, which hold what the model does not name too.
fn higher(at: &At<'_, '_>, first: f64, pairs: &[Correlation]) -> Result<(f64, SecondOrder), MeasurementError> {
    let drawn = |symbol: &String| at.lines.iter().find(|line| line.input.symbol == *symbol && !line.stated);
    let known = |(symbol, value): (&String, &Number)| {
        let u = drawn(symbol).map_or(0.0, |line| line.u);
        Known { symbol: symbol.clone(), x: value.approx, u, dof: None }
    };
    let inputs: Vec<Known> = at.model.symbols().iter().zip(&at.values).map(known).collect();
    let named = |n: usize| at.lines.get(n).map(|line| &line.input.symbol).filter(|symbol| inputs.iter().any(|i| i.symbol == **symbol));
    let pair = |pair: &Correlation| Some((named(pair.a)?.clone(), named(pair.b)?.clone(), pair.r));
    let correlations: Vec<Correlated> = pairs.iter().filter_map(pair).collect();
    let order = second_order(at.model, &inputs, &correlations)?;
    let variance = first * first + (order.combined * order.combined - order.first * order.first);
    let negative = || MeasurementError::NotPositive("combined_uncertainty".to_owned());
    if variance >= 0.0 { Ok((variance.sqrt(), order)) } else { Err(negative()) }
}

/// JCGM 101: value, standard uncertainty and coverage interval are the simulation's; the law of propagation is compared with it.
fn simulated<'a>(
    inputs: &Inputs<'a>,
    at: At<'a, '_>,
    value: Number,
    computation: &Computation,
    simulate: Simulator<'_>,
) -> Result<Evaluation<'a>, MeasurementError> {
    let mut cautions = Vec::new();
    let FirstOrder { u: first, parts, dof } = first_order(inputs, &at.lines, &mut cautions)?;
    // How the degrees of freedom combine is no question here: a t is drawn as one.
    cautions.clear();
    let derived = at.underived.is_none() && first > 0.0;
    if !derived {
        cautions.push(Caution::NoSlope);
    }
    let simulation = simulate::simulation(at.model, &at.values, &at.lines, &inputs.pairs, &computation.coverage)?;
    let got = simulate(&simulation)?;
    if got.caution.is_some() {
        cautions.push(Caution::NoFiniteUncertainty);
    }
    if got.settled == Some(false) {
        cautions.push(Caution::NotSettled);
    }
    let positive = got.u > 0.0 && got.u.is_finite();
    if !positive {
        return Err(MeasurementError::NotPositive("combined_uncertainty".to_owned()));
    }
    let validated = derived && simulate::validated(computation, value.approx, (first, dof), &got);
    let half = (got.high - got.low) / 2.0;
    Ok(Evaluation {
        value: Number::binary(got.mean),
        lines: at.lines,
        pairs: inputs.pairs.clone(),
        parts,
        u: got.u,
        first,
        dof,
        factor: Factor { k: half / got.u, by: "monte_carlo" },
        interval: Some(Ends { low: got.low, high: got.high, chance: simulate::chance(&computation.coverage, &got) }),
        shift: None,
        validated: Some(validated),
        cautions,
    })
}

/// The coverage factor of the rules that look at contributions only. Shapes of sums are known for independent inputs.
fn factor(
    coverage: &Coverage,
    lines: &[Line<'_>],
    pairs: &[Correlation],
    (combined, dof): (f64, Option<f64>),
) -> Result<Factor, MeasurementError> {
    let probability = coverage.probability.to_f64();
    let terms = || lines.iter().map(|line| Term { u: line.contribution().abs(), shape: line.shape }).collect::<Vec<_>>();
    let found = match &coverage.rule {
        CoverageRule::DominantTerms | CoverageRule::Convolution if !pairs.is_empty() => {
            return Err(MeasurementError::CorrelationUnusable("coverage".to_owned()));
        }
        CoverageRule::Fixed { k } => Some(Factor { k: k.to_f64(), by: "fixed" }),
        CoverageRule::T => coverage::by_t(probability, dof),
        CoverageRule::DominantTerms => coverage::by_dominant_terms(probability, &terms(), dof),
        CoverageRule::Convolution => coverage::by_convolution(probability, &terms(), combined),
        CoverageRule::MonteCarlo { .. } => None,
    };
    found.filter(|factor| factor.k > 0.0 && factor.k.is_finite()).ok_or(MeasurementError::Coverage)
}
