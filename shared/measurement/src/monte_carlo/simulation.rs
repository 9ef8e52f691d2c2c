//! Blocks of trials.

use serde::{Deserialize, Serialize};

use super::mixing::Mixing;
use super::order::Order;
use super::quantile::interval;
use super::run::{Caution, Kind, MAX_TRIALS, MIN_TRIALS, Run, Simulated};
use super::variable::Variable;
use crate::formula::Formula;
use crate::random::Generator;
use crate::refusal::MeasurementError;

/// Trials worked out at once: their columns fit a processor's nearest memory.
const CHUNK: usize = 1000;
/// Fewest trials of a block (JCGM 101 7.9.4 b).
const BLOCK: usize = 10_000;
/// Trials of a glance.
const GLANCE: usize = 1000;

/// A run that was checked. It travels to a worker as its [`Order`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Order", into = "Order")]
pub struct Simulation {
    pub(super) model: Formula,
    pub(super) variables: Vec<Variable>,
    pub(super) correlations: Vec<(usize, usize, f64)>,
    /// Variables that add to the model's value: place and factor.
    pub(super) added: Vec<(usize, f64)>,
    mixing: Mixing,
    pub(super) trials: usize,
    block: usize,
    pub(super) seed: u64,
    pub(super) probability: f64,
    pub(super) kind: Kind,
    pub(super) digits: Option<u8>,
    pub(super) caution: Option<Caution>,
}

/// The values of one block, and what an adaptive run looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub(super) number: u32,
    pub(super) values: Vec<f64>,
    pub(super) mean: f64,
    /// Sum of squared deviations from the mean.
    pub(super) squares: f64,
    /// Ends of the block's own interval; only where the run is adaptive.
    pub(super) ends: Option<(f64, f64)>,
}

impl Simulation {
    /// Checks a run.
    ///
    /// # Errors
    /// [`MeasurementError::Trials`], [`MeasurementError::Coverage`] for a probability outside 0 to 1 or too few trials for it, [`MeasurementError::SymbolUnknown`]
    /// for a symbol without variable, [`MeasurementError::NotPositive`] for an impossible variable, [`MeasurementError::Correlation`].
    pub fn new(run: &Run<'_>) -> Result<Self, MeasurementError> {
        if !(MIN_TRIALS..=MAX_TRIALS).contains(&run.trials) {
            return Err(MeasurementError::Trials);
        }
        let sound = run.probability > 0.0 && run.probability < 1.0;
        if !sound || run.digits.is_some_and(|digits| !(1..=4).contains(&digits)) {
            return Err(MeasurementError::Coverage);
        }
        if let Some(symbol) = run.model.symbols().get(run.variables.len()) {
            return Err(MeasurementError::SymbolUnknown(symbol.clone()));
        }
        if let Some(n) = run.variables.iter().position(|variable| !variable.is_sound()) {
            let symbol = run.model.symbols().get(n).map_or("correlation", String::as_str);
            return Err(MeasurementError::NotPositive(symbol.to_owned()));
        }
        let unbounded = !run.variables.iter().take(run.model.symbols().len()).all(|variable| variable.has_deviation());
        let trials = usize::try_from(run.trials).unwrap_or(usize::MAX);
        Ok(Self {
            model: run.model.clone(),
            variables: run.variables.to_vec(),
            correlations: run.correlations.to_vec(),
            added: Vec::new(),
            mixing: Mixing::of(run.variables, run.correlations)?,
            trials,
            block: block(run.probability, trials),
            seed: run.seed,
            probability: run.probability,
            kind: run.interval,
            digits: run.digits,
            caution: unbounded.then_some(Caution::NoStandardUncertainty),
        })
    }

    /// The same with variables that add to the model's value, each by a factor: what has influence without a place in the model.
    ///
    /// # Errors
    /// [`MeasurementError::NotPositive`] for an impossible variable, [`MeasurementError::NotFinite`] for a factor that is none.
    pub fn with_added(mut self, added: Vec<(usize, f64)>) -> Result<Self, MeasurementError> {
        for (place, factor) in &added {
            let variable = self.variables.get(*place).filter(|variable| variable.is_sound());
            let variable = variable.ok_or_else(|| MeasurementError::NotPositive("added".to_owned()))?;
            if !variable.has_deviation() {
                self.caution = Some(Caution::NoStandardUncertainty);
            }
            if !factor.is_finite() {
                return Err(MeasurementError::NotFinite("added".to_owned()));
            }
        }
        self.added = added;
        Ok(self)
    }

    /// The same with no more than so many trials, or as few as the probability allows: a first look while somebody types.
    #[must_use]
    pub fn shortened(&self, trials: u32) -> Self {
        let fewest = (100.0 / (1.0 - self.probability)).ceil() as usize;
        let wanted = usize::try_from(trials).unwrap_or(usize::MAX).max(fewest);
        let trials = self.trials.min(wanted);
        Self { trials, block: block(self.probability, trials), digits: None, ..self.clone() }
    }

    /// A thousand trials, with the smallest and the largest value for an interval: whether there is a result at all.
    ///
    /// # Errors
    /// As [`Simulation::block`].
    pub fn glance(&self) -> Result<Simulated, MeasurementError> {
        let trials = GLANCE;
        let block = Self { trials, block: trials, digits: None, ..self.clone() }.block(0)?;
        let low = block.values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = block.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Ok(Simulated {
            mean: block.mean,
            u: (block.squares / (trials as f64 - 1.0)).sqrt(),
            low,
            high,
            trials,
            settled: None,
            caution: self.caution,
        })
    }

    /// How many blocks there are at most.
    pub fn blocks(&self) -> u32 {
        u32::try_from(self.trials.div_ceil(self.block)).unwrap_or(u32::MAX)
    }

    /// Works out a block, the same whoever does it and when.
    ///
    /// # Errors
    /// [`MeasurementError::NotFinite`] where the model has no value.
    pub fn block(&self, number: u32) -> Result<Block, MeasurementError> {
        let before = usize::try_from(number).unwrap_or(usize::MAX).saturating_mul(self.block);
        let length = self.block.min(self.trials.saturating_sub(before));
        let mut generator = Generator::new(self.seed, number);
        let mut values = Vec::with_capacity(length);
        while values.len() < length {
            let chunk = CHUNK.min(length - values.len());
            let draw = |variable: &Variable| self.mixing.drawn(*variable).draw(&mut generator, chunk);
            let mut columns: Vec<Vec<f64>> = self.variables.iter().map(draw).collect();
            self.mixing.apply(&self.variables, &mut columns);
            if columns.is_empty() {
                columns.push(vec![0.0; chunk]);
            }
            let before = values.len();
            values.extend(self.model.values(&columns));
            for (place, factor) in &self.added {
                let column = columns.get(*place).into_iter().flatten();
                values[before..].iter_mut().zip(column).for_each(|(value, x)| *value += factor * x);
            }
        }
        let (mean, squares) = moments(&values);
        if !(mean.is_finite() && values.iter().all(|value| value.is_finite())) {
            return Err(MeasurementError::NotFinite("model".to_owned()));
        }
        let ends = match self.digits {
            Some(_) => interval(&[values.as_slice()], self.probability, self.kind),
            None => None,
        };
        Ok(Block { number, values, mean, squares, ends })
    }
}

/// 100/(1 − p), so that a block's own tails hold a hundred trials.
fn block(probability: f64, trials: usize) -> usize {
    ((100.0 / (1.0 - probability)).ceil() as usize).clamp(BLOCK.min(trials), trials)
}

/// Mean and sum of squared deviations.
fn moments(values: &[f64]) -> (f64, f64) {
    let first = values.first().copied().unwrap_or(0.0);
    let mean = first + total(values, |value| value - first) / values.len() as f64;
    (mean, total(values, |value| (value - mean) * (value - mean)))
}

/// A sum in lanes, which a processor adds side by side.
fn total(values: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0; 4];
    let chunks = values.chunks_exact(4);
    let rest: f64 = chunks.remainder().iter().map(|value| f(*value)).sum();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += f(*value);
        }
    }
    rest + lanes.iter().sum::<f64>()
}

impl Simulation {
    /// What it was made from.
    pub fn order(&self) -> Order {
        Order {
            model: self.model.text().to_owned(),
            variables: self.variables.clone(),
            correlations: self.correlations.clone(),
            added: self.added.clone(),
            trials: u32::try_from(self.trials).unwrap_or(u32::MAX),
            seed: self.seed,
            probability: self.probability,
            interval: self.kind,
            digits: self.digits,
        }
    }
}

impl From<Simulation> for Order {
    fn from(simulation: Simulation) -> Self {
        simulation.order()
    }
}

impl TryFrom<Order> for Simulation {
    type Error = MeasurementError;

    fn try_from(order: Order) -> Result<Self, Self::Error> {
        let model = Formula::parse(&order.model).map_err(|error| MeasurementError::Formula("model".to_owned(), error))?;
        let run = Run {
            model: &model,
            variables: &order.variables,
            correlations: &order.correlations,
            trials: order.trials,
            seed: order.seed,
            probability: order.probability,
            interval: order.interval,
            digits: order.digits,
        };
        Self::new(&run)?.with_added(order.added)
    }
}
