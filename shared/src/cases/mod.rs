//! Reference cases: a function's name and its input as JSON, so that the engine can be held against published and independent
//! results (`tests/reference/statistics/README.md`).

mod assigned;
mod case;
mod dispersion;
mod measurement;
mod outputs;
mod robust;
mod scores;
#[cfg(test)]
mod tests;

pub use case::{Case, Cases, Computed};

use serde_json::Value;

use crate::finding::Refusal;
use crate::measurement::MeasurementError;
use crate::measurement::monte_carlo::{Simulated, Simulation};

/// Why a case has no result: a code.
struct Refused(String);

impl<R: Refusal> From<R> for Refused {
    fn from(refusal: R) -> Self {
        Self(refusal.code().to_owned())
    }
}

type Outcome = Result<Value, Refused>;

/// Who works out the blocks of a simulation: one thread here, several on the server.
pub type Simulator<'a> = &'a dyn Fn(&Simulation) -> Result<Simulated, MeasurementError>;

/// The result of a function, or `{"error": code}`; simulations block by block.
pub fn compute(function: &str, input: &Value) -> Value {
    compute_by(function, input, &|simulation| simulation.run())
}

/// The same with simulations by whoever it is given.
pub fn compute_by(function: &str, input: &Value, simulator: Simulator<'_>) -> Value {
    let families = [measurement::call, robust::call, dispersion::call, assigned::call, scores::call];
    let outcome = match function {
        "monte_carlo" => measurement::simulate(input, simulator),
        _ => families.iter().find_map(|call| call(function, input)).unwrap_or_else(|| Err(Refused("function_unknown".to_owned()))),
    };
    outcome.unwrap_or_else(|Refused(code)| serde_json::json!({ "error": code }))
}

/// The typed input of a function.
fn input<T: serde::de::DeserializeOwned>(input: &Value) -> Result<T, Refused> {
    serde_json::from_value(input.clone()).map_err(|error| Refused(format!("input_malformed: {error}")))
}
