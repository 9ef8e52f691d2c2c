//! Reference cases: a function's name and its input as JSON, so that the engine can be held against published and independent
//! results (`tests/reference/statistics/README.md`).

mod assigned;
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

use std::collections::BTreeMap;

use serde_json::{Value, json};

use base::decimal::DecimalText;
use base::finding::Refusal;
use measurement::MeasurementError;
use measurement::monte_carlo::{Simulated, Simulation};

/// Why a case has no result: a code, and what it speaks of.
struct Refused {
    code: String,
    params: BTreeMap<String, String>,
}

impl Refused {
    /// A code that says everything.
    fn plain(code: impl Into<String>) -> Self {
        Self { code: code.into(), params: BTreeMap::new() }
    }

    /// A code about a field or symbol.
    fn named(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { code: code.into(), params: BTreeMap::from([("name".to_owned(), name.into())]) }
    }

    fn told(self) -> Value {
        if self.params.is_empty() { json!({ "error": self.code }) } else { json!({ "error": self.code, "params": self.params }) }
    }
}

impl<R: Refusal> From<R> for Refused {
    fn from(refusal: R) -> Self {
        Self { code: refusal.code().to_owned(), params: refusal.params() }
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
    let families = [engine::call, robust::call, dispersion::call, assigned::call, scores::call, rounds::call];
    let outcome = match function {
        "monte_carlo" => engine::simulate(input, simulator),
        _ => families.iter().find_map(|call| call(function, input)).unwrap_or_else(|| Err(Refused::plain(FUNCTION_UNKNOWN))),
    };
    outcome.unwrap_or_else(Refused::told)
}

/// What a case is told whose function nobody knows.
const FUNCTION_UNKNOWN: &str = "function_unknown";

/// Most digits of a decimal in a case: what a computation prints can be longer than what a person writes.
const MAX_DIGITS: usize = 1_000;

/// A decimal in a case.
struct Written(DecimalText);

impl<'de> serde::Deserialize<'de> for Written {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DecimalText::parse_up_to(&text, MAX_DIGITS).map(Self).map_err(serde::de::Error::custom)
    }
}

/// A function of its typed input.
fn with<T: serde::de::DeserializeOwned>(value: &Value, f: impl FnOnce(T) -> Outcome) -> Outcome {
    f(input(value)?)
}

/// The typed input of a function; what is wrong is told with the field it stands in.
fn input<T: serde::de::DeserializeOwned>(input: &Value) -> Result<T, Refused> {
    if !input.is_object() {
        return Err(Refused::plain("input_malformed: no object"));
    }
    serde_path_to_error::deserialize(input).map_err(|error| {
        let (why, path) = (format!("input_malformed: {}", error.inner()), error.path().to_string());
        if path == "." { Refused::plain(why) } else { Refused::named(why, path) }
    })
}
