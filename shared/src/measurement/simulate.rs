//! Monte Carlo over the lines of a budget.

use super::coverage::Factor;
use super::distribution::Shape;
use super::evaluate::Line;
use super::formula::Formula;
use super::monte_carlo::{Kind, Run, Variable, run};
use super::number::Number;
use super::refusal::MeasurementError;
use crate::library::edition::CoverageRule;

/// k from the coverage interval of a simulation: its half-width in units of the combined standard uncertainty. A line that the
/// model does not name adds by its stated sensitivity.
pub(super) fn factor(
    rule: &CoverageRule,
    probability: f64,
    model: &Formula,
    values: &[Number],
    lines: &[Line<'_>],
    combined: f64,
) -> Result<Option<Factor>, MeasurementError> {
    let CoverageRule::MonteCarlo { trials, seed } = rule else { return Ok(None) };
    let beside: Vec<&Line<'_>> = lines.iter().filter(|line| !model.symbols().contains(&line.input.symbol)).collect();
    let mut text = format!("({})", model.text());
    for n in 0..beside.len() {
        text.push_str(&format!(" + beside_{n}"));
    }
    let whole = Formula::parse(&text).map_err(|error| MeasurementError::Formula("model".to_owned(), error))?;
    let of_model = model.symbols().iter().zip(values).map(|(symbol, value)| {
        let line = lines.iter().find(|line| line.input.symbol == *symbol);
        line.map_or(Variable::Constant(value.approx), |line| variable(value.approx, line.u, line.shape))
    });
    let of_beside = beside.iter().map(|line| variable(0.0, line.contribution().abs(), line.shape));
    let variables: Vec<Variable> = of_model.chain(of_beside).collect();
    let simulated = run(&Run {
        model: &whole,
        variables: &variables,
        correlations: &[],
        trials: *trials,
        seed: *seed,
        probability,
        interval: Kind::Symmetric,
        digits: None,
    })?;
    Ok(Some(Factor { k: (simulated.high - simulated.low) / 2.0 / combined, by: "monte_carlo" }))
}

fn variable(mean: f64, u: f64, shape: Shape) -> Variable {
    let half = u * shape.divisor();
    let (low, high) = (mean - half, mean + half);
    match shape {
        Shape::Normal => Variable::Normal(mean, u),
        Shape::Student(dof) => Variable::Student(mean, u, dof),
        Shape::Rectangular => Variable::Uniform(low, high),
        Shape::Triangular => Variable::Triangular(low, high),
        Shape::Trapezoidal(beta) => Variable::Trapezoidal(low, high, beta),
        Shape::UShaped => Variable::Arcsine(low, high),
    }
}
