//! How a function of a case is called: its typed input, its result or why there is none.

use std::collections::BTreeMap;

use base::decimal::DecimalText;
use base::finding::Refusal;
use measurement::MeasurementError;
use measurement::formula::Formula;
use measurement::monte_carlo::{Simulated, Simulation};
use measurement::propagate::Correlated;
use serde::Deserialize;
use serde_json::{Value, json};

/// What a case is told whose function nobody knows.
pub(crate) const FUNCTION_UNKNOWN: &str = "function_unknown";

/// Why a case has no result: a code, and what it speaks of.
pub(crate) struct Refused {
    code: String,
    params: BTreeMap<String, String>,
}

impl Refused {
    /// A code that says everything.
    pub(crate) fn plain(code: impl Into<String>) -> Self {
        Self { code: code.into(), params: BTreeMap::new() }
    }

    /// A code about a field or symbol.
    pub(crate) fn named(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { code: code.into(), params: BTreeMap::from([("name".to_owned(), name.into())]) }
    }

    pub(crate) fn told(self) -> Value {
        if self.params.is_empty() { json!({ "error": self.code }) } else { json!({ "error": self.code, "params": self.params }) }
    }
}

impl<R: Refusal> From<R> for Refused {
    fn from(refusal: R) -> Self {
        Self { code: refusal.code().to_owned(), params: refusal.params() }
    }
}

pub(crate) type Outcome = Result<Value, Refused>;

/// Who works out the blocks of a simulation: one thread here, several on the server.
pub type Simulator<'a> = &'a dyn Fn(&Simulation) -> Result<Simulated, MeasurementError>;

/// Most digits of a decimal in a case: what a computation prints can be longer than what a person writes.
const MAX_DIGITS: usize = 1_000;

/// A decimal in a case.
pub(crate) struct Written(pub(crate) DecimalText);

impl<'de> serde::Deserialize<'de> for Written {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DecimalText::parse_up_to(&text, MAX_DIGITS).map(Self).map_err(serde::de::Error::custom)
    }
}

/// A function of its typed input.
pub(crate) fn with<T: serde::de::DeserializeOwned>(value: &Value, f: impl FnOnce(T) -> Outcome) -> Outcome {
    f(input(value)?)
}

/// The typed input of a function; what is wrong is told with the field it stands in.
pub(crate) fn input<T: serde::de::DeserializeOwned>(input: &Value) -> Result<T, Refused> {
    if !input.is_object() {
        return Err(Refused::plain("input_malformed: no object"));
    }
    serde_path_to_error::deserialize(input).map_err(|error| {
        let (why, path) = (format!("input_malformed: {}", error.inner()), error.path().to_string());
        if path == "." { Refused::plain(why) } else { Refused::named(why, path) }
    })
}

/// Two inputs that correlate.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pair {
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) r: f64,
}

/// Pairs as the engine takes them; none where there are none.
pub(crate) fn correlated(pairs: Option<&[Pair]>) -> Vec<Correlated> {
    pairs.unwrap_or_default().iter().map(|pair| (pair.a.clone(), pair.b.clone(), pair.r)).collect()
}

/// A name that formulas have for a number of their own gives none to an input.
pub(crate) fn reserved<'a>(mut symbols: impl Iterator<Item = &'a String>) -> Result<(), Refused> {
    match symbols.find(|symbol| Formula::is_constant(symbol)) {
        Some(symbol) => Err(Refused::named("symbol_reserved", symbol)),
        None => Ok(()),
    }
}
