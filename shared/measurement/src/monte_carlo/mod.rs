//! Propagation of distributions (JCGM 101): seeded, so that tablet and server draw the same trials, and in blocks, each with its
//! own stream of random numbers, so that any number of threads, or a worker that can be cancelled between two blocks, gives the
//! same result. Nothing here starts a thread: [`Simulation::block`] works out one block, [`Collected`] takes them in any order.

mod collect;
mod key;
mod mixing;
mod order;
mod quantile;
mod run;
mod simulation;
#[cfg(test)]
mod tests;
mod validate;
mod variable;

pub use collect::Collected;
pub use key::SimulationKey;
pub use order::Order;
pub use run::{Caution, Kind, MAX_TRIALS, MIN_TRIALS, Run, Simulated};
pub use simulation::{Block, Simulation};
pub use validate::{Validation, tolerance, validate};
pub use variable::Variable;

use super::refusal::MeasurementError;

/// Runs all blocks, one after the other.
///
/// # Errors
/// As [`Simulation::new`], [`Simulation::block`] and [`Collected::finish`].
pub fn run(run: &Run<'_>) -> Result<Simulated, MeasurementError> {
    Simulation::new(run)?.run()
}

impl Simulation {
    /// Works out the blocks one after the other.
    ///
    /// # Errors
    /// As [`Simulation::block`] and [`Collected::finish`].
    pub fn run(&self) -> Result<Simulated, MeasurementError> {
        let mut collected = Collected::new(self);
        for n in 0..self.blocks() {
            if collected.is_done() {
                break;
            }
            collected.merge(self.block(n)?);
        }
        collected.finish()
    }
}
