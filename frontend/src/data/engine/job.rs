//! What the thread beside the screen is asked, and what it says.

use measurement::monte_carlo::{Simulated, Simulation, SimulationKey};
use serde::{Deserialize, Serialize};

/// Work for the thread.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job(pub Vec<Simulation>);

/// What the thread says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Said {
    /// It listens.
    Ready,
    /// So many blocks of so many at most.
    Progress(u32, u32),
    /// A simulation's result, or the code of why there is none.
    Found(SimulationKey, Result<Simulated, String>),
    /// Everything that was asked is said.
    Done,
    /// The program did not start, or broke down.
    Failed,
}
