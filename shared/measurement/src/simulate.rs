//! Monte Carlo over the lines of a budget (JCGM 101).

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::correlation::Correlation;
use super::coverage;
use super::distribution::Shape;
use super::formula::Formula;
use super::line::Line;
use super::monte_carlo::{Kind, Run, Simulated, Simulation, SimulationKey, Variable, validate};
use super::number::Number;
use super::refusal::MeasurementError;
use crate::method::{Computation, Coverage, CoverageRule, IntervalKind};
use statistics::student;

/// Who gives the result of a simulation: works it out, has it from before, or says [`MeasurementError::Simulating`].
pub type Simulator<'a> = &'a dyn Fn(&Simulation) -> Result<Simulated, MeasurementError>;

/// Works a simulation out on the spot, all of it.
///
/// # Errors
/// As [`Simulation::run`].
pub fn at_once(simulation: &Simulation) -> Result<Simulated, MeasurementError> {
    simulation.run()
}

/// The simulations that a computation asks for, each once.
pub(super) fn asked(compute: impl FnOnce(Simulator<'_>)) -> Vec<(SimulationKey, Simulation)> {
    let found = RefCell::new((Vec::new(), BTreeSet::new()));
    compute(&|simulation| {
        let (order, seen) = &mut *found.borrow_mut();
        let key = simulation.key();
        if seen.insert(key) {
            order.push((key, simulation.clone()));
        }
        Err(MeasurementError::Simulating)
    });
    found.into_inner().0
}

/// The simulation of a model. A line with a stated sensitivity, or that the model does not name, adds by its sensitivity and its
/// symbol stays at its estimate: as in the law of propagation.
pub(super) fn simulation(
    model: &Formula,
    values: &[Number],
    lines: &[Line<'_>],
    pairs: &[Correlation],
    coverage: &Coverage,
) -> Result<Simulation, MeasurementError> {
    let CoverageRule::MonteCarlo { trials, seed, interval, digits } = &coverage.rule else { return Err(MeasurementError::Coverage) };
    let drawn = |symbol: &String| lines.iter().position(|line| line.input.symbol == *symbol && !line.stated);
    let mut variables = Vec::with_capacity(lines.len());
    let mut places = vec![None; lines.len()];
    for (n, (symbol, value)) in model.symbols().iter().zip(values).enumerate() {
        let line = drawn(symbol);
        variables.push(line.map_or(Variable::Constant(value.approx), |line| variable(value.approx, &lines[line])));
        if let Some(line) = line {
            places[line] = Some(n);
        }
    }
    let mut added = Vec::new();
    for (line, place) in lines.iter().zip(&mut places).filter(|(line, place)| place.is_none() && line.contribution() != 0.0) {
        *place = Some(variables.len());
        added.push((variables.len(), line.sensitivity));
        variables.push(variable(0.0, line));
    }
    let mut correlations = Vec::with_capacity(pairs.len());
    for pair in pairs {
        // A pair of which one does nothing, or is known exactly, changes nothing.
        let (Some(a), Some(b)) = (places[pair.a], places[pair.b]) else { continue };
        for line in [&lines[pair.a], &lines[pair.b]] {
            if line.shape != Shape::Normal {
                return Err(MeasurementError::CorrelationUnusable(line.input.symbol.clone()));
            }
        }
        correlations.push((a, b, pair.r));
    }
    let interval = match interval {
        IntervalKind::Symmetric => Kind::Symmetric,
        IntervalKind::Shortest => Kind::Shortest,
    };
    let probability = coverage.probability.to_f64();
    let run = Run {
        model,
        variables: &variables,
        correlations: &correlations,
        trials: *trials,
        seed: *seed,
        probability,
        interval,
        digits: *digits,
    };
    Simulation::new(&run)?.with_added(added)
}

/// Whether y ± U of the law of propagation, by t, is the simulation's interval to the digits of u that are asked for
/// (JCGM 101 clause 8).
pub(super) fn validated(computation: &Computation, value: f64, (u, dof): (f64, Option<f64>), simulated: &Simulated) -> bool {
    let asked = match &computation.coverage.rule {
        CoverageRule::MonteCarlo { digits, .. } => *digits,
        _ => None,
    };
    let digits = asked.unwrap_or(computation.rounding.digits);
    let factor = coverage::by_t(computation.coverage.probability.to_f64(), dof);
    factor.is_some_and(|factor| u > 0.0 && validate(value, u, factor.k * u, simulated, digits).validated)
}

/// How far the middle of a simulated interval lies from the mean by chance, three times over: a difference below that is no
/// asymmetry. The ends as those of a normal distribution; the shortest interval is found less well (cube root).
pub(super) fn chance(coverage: &Coverage, simulated: &Simulated) -> f64 {
    let probability = coverage.probability.to_f64();
    let (tail, trials) = ((1.0 - probability) / 2.0, simulated.trials as f64);
    let density = student::normal_factor(probability).map_or(0.05, |z| (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt());
    let middle = (tail * (1.0 - tail) / 2.0 / trials).sqrt() / density;
    let shortest = matches!(coverage.rule, CoverageRule::MonteCarlo { interval: IntervalKind::Shortest, .. });
    3.0 * simulated.u * if shortest { middle.max(1.0 / trials.cbrt()) } else { middle }
}

fn variable(mean: f64, line: &Line<'_>) -> Variable {
    let half = line.u * line.shape.divisor();
    let (low, high) = (mean - half, mean + half);
    match line.shape {
        Shape::Normal => Variable::Normal(mean, line.u),
        Shape::Student(dof) => Variable::Student(mean, line.u, dof),
        Shape::Rectangular => Variable::Uniform(low, high),
        Shape::Triangular => Variable::Triangular(low, high),
        Shape::Trapezoidal(beta) => Variable::Trapezoidal(low, high, beta),
        Shape::UShaped => Variable::Arcsine(low, high),
    }
}
