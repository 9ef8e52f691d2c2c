//! Reference cases: a function's name and its input as JSON, so that the engine can be held against published and independent
//! results (`tests/reference/statistics/README.md`).

mod assigned;
mod call;
mod case;
mod dispersion;
mod engine;
mod lenient;
mod outputs;
mod robust;
mod rounds;
mod scores;
#[cfg(test)]
mod tests;

pub use case::{Case, Cases, Computed};

pub use call::Simulator;
use call::{FUNCTION_UNKNOWN, Refused};
use serde_json::Value;

/// The result of a function, or `{"error": code}`; simulations block by block.
pub fn compute(function: &str, input: &Value) -> Value {
    compute_by(function, input, &|simulation| simulation.run())
}

/// The same with simulations by whoever it is given.
pub fn compute_by(function: &str, input: &Value, simulator: Simulator<'_>) -> Value {
    let families = [engine::call, robust::call, dispersion::call, assigned::call, scores::call, rounds::call];
    let outcome = match function {
        "monte_carlo" => engine::simulate(input, simulator),
        _ => families.iter().find_map(|call| call(function, input)).unwrap_or_else(|| Err(Refused::plain(FUNCTION_UNKNOWN))),
    };
    outcome.unwrap_or_else(Refused::told)
}
