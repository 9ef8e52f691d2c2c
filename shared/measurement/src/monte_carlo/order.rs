//! What a simulation is made from: its request, as it travels to whoever works it out.

use serde::{Deserialize, Serialize};

use super::run::Kind;
use super::variable::Variable;

/// Everything that a simulation's result follows from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SimulationOrder"))]
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
