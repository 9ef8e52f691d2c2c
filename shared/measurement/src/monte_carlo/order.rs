//! A simulation on its way to whoever works it out, and the key by which its result is found again.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Kind, Run, Simulation, Variable};
use crate::ENGINE_VERSION;
use crate::formula::Formula;
use crate::refusal::MeasurementError;
use base::hash::Hash as Sha256;

/// Everything that a simulation's result follows from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The model.
    pub model: String,
    /// Its symbols' variables in its order, then those that add to its value.
    pub variables: Vec<Variable>,
    /// Correlations: two places and r.
    pub correlations: Vec<(usize, usize, f64)>,
    /// Variables that add to the model's value: place and factor.
    pub added: Vec<(usize, f64)>,
    /// Trials, or the most of them.
    pub trials: u32,
    /// Seed.
    pub seed: u64,
    /// Coverage probability.
    pub probability: f64,
    /// Interval.
    pub interval: Kind,
    /// Digits of u that must have settled.
    pub digits: Option<u8>,
}

/// The same for the same order and engine, on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SimulationKey(Sha256);

impl fmt::Display for SimulationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
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

    /// The key of its result.
    pub fn key(&self) -> SimulationKey {
        let order = serde_json::to_string(&self.order()).unwrap_or_default();
        SimulationKey(Sha256::of(format!("{ENGINE_VERSION}\n{order}").as_bytes()))
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
