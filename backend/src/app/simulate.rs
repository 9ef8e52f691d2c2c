//! Simulations on as many threads as the machine has. Who works out which block does not change the result.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::record::Record;
use measurement::monte_carlo::{Collected, Simulated, Simulation, SimulationKey};
use measurement::{Derivation, MeasurementError, Results, compute_with, derivations_with};

use super::{Error, Result as Answer};

/// Results that are kept: some fifty bytes each.
const KEPT: usize = 20_000;

/// What was worked out since the start.
static KNOWN: Mutex<BTreeMap<SimulationKey, Simulated>> = Mutex::new(BTreeMap::new());
/// Held by the one simulation that runs: it takes all threads, and 80 MB where it makes the most trials.
static RUNNING: Mutex<()> = Mutex::new(());

/// A record's results, away from the threads that answer requests: an edition may ask for ten million trials at each point.
/// Not for a write transaction.
pub async fn results(record: Record) -> Answer<Results> {
    tokio::task::spawn_blocking(move || compute_with(&record.observations(), &known)).await.map_err(Error::corrupt)
}

/// The same with how each result came about.
pub async fn derived(record: Record) -> Answer<(Results, Vec<Derivation>)> {
    let work = move || {
        let observations = record.observations();
        (compute_with(&observations, &known), derivations_with(&observations, &known))
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::corrupt)
}

/// The result of a simulation, worked out once: the same order gives the same result.
///
/// # Errors
/// As [`simulate`].
pub fn known(simulation: &Simulation) -> Result<Simulated, MeasurementError> {
    let key = simulation.key();
    let found = || KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(&key).copied();
    if let Some(known) = found() {
        return Ok(known);
    }
    let _one = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = found() {
        return Ok(known);
    }
    let simulated = simulate(simulation)?;
    let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if known.len() >= KEPT {
        known.clear();
    }
    known.insert(key, simulated);
    Ok(simulated)
}

/// Runs a simulation (JCGM 101).
///
/// # Errors
/// As [`Simulation::block`] and [`Collected::finish`].
pub fn simulate(simulation: &Simulation) -> Result<Simulated, MeasurementError> {
    on_threads(simulation, std::thread::available_parallelism().map_or(1, usize::from))
}

fn on_threads(simulation: &Simulation, threads: usize) -> Result<Simulated, MeasurementError> {
    let (next, collected) = (AtomicU32::new(0), Mutex::new(Ok(Collected::new(simulation))));
    let lock = || collected.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while lock().as_ref().is_ok_and(|collected| !collected.is_done()) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= simulation.blocks() {
                        return;
                    }
                    let block = simulation.block(number);
                    let mut collected = lock();
                    match (collected.as_mut(), block) {
                        (Ok(collected), Ok(block)) => collected.merge(block),
                        (Ok(_), Err(error)) => *collected = Err(error),
                        (Err(_), _) => return,
                    }
                }
            });
        }
    });
    collected.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)?.finish()
}

#[cfg(test)]
mod tests {
    use measurement::formula::Formula;
    use measurement::monte_carlo::{Kind, Run, Variable};

    use super::*;

    fn simulation(model: &str, digits: Option<u8>) -> Simulation {
        let model = Formula::parse(model).unwrap();
        let variables = [Variable::Normal(2.0, 0.1), Variable::Uniform(1.0, 2.0)];
        let interval = Kind::Symmetric;
        let run =
            Run { model: &model, variables: &variables, correlations: &[], trials: 300_000, seed: 9, probability: 0.95, interval, digits };
        Simulation::new(&run).unwrap()
    }

    #[test]
    fn any_number_of_threads_gives_the_same_result() {
        for digits in [None, Some(1)] {
            let simulation = simulation("x*y", digits);
            let one = simulation.run().unwrap();
            for threads in [1, 2, 7] {
                assert_eq!(on_threads(&simulation, threads), Ok(one), "{threads}");
            }
        }
    }

    #[test]
    fn what_was_worked_out_once_is_known() {
        let simulation = simulation("x + 2*y", None);
        let first = known(&simulation).unwrap();
        assert_eq!(KNOWN.lock().unwrap().get(&simulation.key()), Some(&first));
        assert_eq!((known(&simulation), simulation.run()), (Ok(first), Ok(first)));
    }

    #[test]
    fn a_model_without_value_is_refused_on_threads_too() {
        assert_eq!(simulate(&simulation("sqrt(x - y - 1)", None)), Err(MeasurementError::NotFinite("model".to_owned())));
    }
}
