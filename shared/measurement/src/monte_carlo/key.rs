//! The key by which a simulation's result is found again.

use std::fmt;

use base::hash::Hash as Sha256;
use serde::{Deserialize, Serialize};

use super::simulation::Simulation;
use crate::ENGINE_VERSION;

/// The same for the same order and engine, on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SimulationKey(Sha256);

impl fmt::Display for SimulationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Simulation {
    /// The key of its result.
    pub fn key(&self) -> SimulationKey {
        let order = serde_json::to_string(&self.order()).unwrap_or_default();
        SimulationKey(Sha256::of(format!("{ENGINE_VERSION}\n{order}").as_bytes()))
    }
}
