//! The format of the reference cases and how a result is compared with what is expected.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::call::{FUNCTION_UNKNOWN, Simulator};
use super::lenient::lenient;

/// The form of the files.
const SCHEMA: &str = "statistics-cases/1";
/// Relative tolerance where a case states none.
const RELATIVE: f64 = 1e-9;

/// A file of cases.
#[derive(Debug)]
pub struct Cases {
    schema: Option<String>,
    /// How many the file says there are.
    said: Option<usize>,
    cases: Vec<Result<Case, Unreadable>>,
}

/// A case that is none.
#[derive(Debug)]
struct Unreadable {
    /// Its name, as far as there is one.
    name: String,
    why: String,
}

#[derive(Deserialize)]
struct File {
    schema: Option<String>,
    n_cases: Option<usize>,
    cases: Vec<Value>,
}

impl Cases {
    /// Reads a file. A case that is none is told by name and stops no other; a number that is none ("NaN", 1e400) is a text to the
    /// case that has it.
    ///
    /// # Errors
    /// Where the file is not JSON, or has no list of cases.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        let file: File = serde_json::from_str(&lenient(text))?;
        let cases = file.cases.into_iter().enumerate().map(|(n, value)| Case::read(n, value)).collect();
        Ok(Self { schema: file.schema, said: file.n_cases, cases })
    }

    /// What is odd about the file itself: another form, cases missing or more than there should be, two of one name.
    pub fn oddities(&self) -> Vec<String> {
        let mut odd = Vec::new();
        if let Some(schema) = self.schema.as_ref().filter(|schema| *schema != SCHEMA) {
            odd.push(format!("schema: {schema}, read as {SCHEMA}"));
        }
        if let Some(said) = self.said.filter(|said| *said != self.cases.len()) {
            odd.push(format!("n_cases: {said}, and {} are there", self.cases.len()));
        }
        let mut seen = BTreeSet::new();
        for case in self.cases.iter().flatten() {
            if !seen.insert((&case.function, &case.id)) {
                odd.push(format!("{} {}: there twice", case.function, case.id));
            }
        }
        odd
    }
}

/// One case.
#[derive(Debug, Deserialize)]
pub struct Case {
    id: String,
    function: String,
    input: Value,
    #[serde(default)]
    expected: Value,
    #[serde(default)]
    tolerance: Value,
}

/// The same file with what the engine computes in the place of `expected`.
#[derive(Debug, Serialize)]
pub struct Computed<'a> {
    schema: &'a str,
    n_cases: usize,
    cases: Vec<Value>,
}

impl Cases {
    /// Every case with its result.
    pub fn computed(&self, simulator: Simulator<'_>) -> Computed<'_> {
        let case = |case: &Result<Case, Unreadable>| match case {
            Ok(case) => {
                let expected = super::compute_by(&case.function, &case.input, simulator);
                json!({"id": case.id, "function": case.function, "input": case.input, "expected": expected})
            }
            Err(unreadable) => json!({"id": unreadable.name, "expected": {"error": unreadable.why}}),
        };
        let schema = self.schema.as_deref().unwrap_or(SCHEMA);
        Computed { schema, n_cases: self.cases.len(), cases: self.cases.iter().map(case).collect() }
    }
}

impl Cases {
    /// A line for every case that does not come out as expected.
    pub fn failures(&self, simulator: Simulator<'_>) -> Vec<String> {
        let failure = |case: &Result<Case, Unreadable>| match case {
            Ok(case) => case.failure(simulator),
            Err(unreadable) => Some(format!("{}: {}", unreadable.name, unreadable.why)),
        };
        self.cases.iter().filter_map(failure).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }
}

impl Case {
    fn read(place: usize, value: Value) -> Result<Self, Unreadable> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let name = format!("{} {} (case {})", text("function"), text("id"), place + 1);
        Self::deserialize(value).map_err(|error| Unreadable { name: name.trim_start().to_owned(), why: error.to_string() })
    }

    /// What is wrong with the computed result; `None` where it is as expected.
    fn failure(&self, simulator: Simulator<'_>) -> Option<String> {
        let got = super::compute_by(&self.function, &self.input, simulator);
        let nothing = self.expected.as_object().is_some_and(serde_json::Map::is_empty);
        let wrong = if nothing { Some("nothing is expected".to_owned()) } else { self.difference("", &self.expected, &got) }?;
        Some(format!("{} {}: {wrong}", self.function, self.id))
    }

    fn difference(&self, field: &str, expected: &Value, got: &Value) -> Option<String> {
        match (expected, got) {
            // The wording of a reason is free.
            (Value::Object(expected), got) if expected.contains_key("error") => {
                let refused = got.get("error").is_some_and(|code| code != FUNCTION_UNKNOWN);
                (!refused).then(|| format!("an error was expected, got {got}"))
            }
            (Value::Object(expected), got) => expected.iter().find_map(|(key, expected)| {
                let field = if field.is_empty() { key } else { field };
                match got.get(key) {
                    Some(got) => self.difference(field, expected, got),
                    None => Some(format!("{key} is missing in {got}")),
                }
            }),
            (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
                expected.iter().zip(got).find_map(|(expected, got)| self.difference(field, expected, got))
            }
            (Value::Number(expected), Value::Number(got)) if expected.is_i64() && got.is_i64() => {
                (expected != got).then(|| format!("{field}: expected {expected}, got {got}"))
            }
            (Value::Number(expected), Value::Number(got)) => {
                let (expected, got) = (expected.as_f64()?, got.as_f64()?);
                let within = (got - expected).abs() <= self.allowed(field, expected);
                (!within).then(|| format!("{field}: expected {expected}, got {got}"))
            }
            (expected, got) => (expected != got).then(|| format!("{field}: expected {expected}, got {got}")),
        }
    }

    fn allowed(&self, field: &str, expected: f64) -> f64 {
        let part = |name: &str| match self.tolerance.get(name) {
            Some(Value::Object(fields)) => fields.get(field).and_then(Value::as_f64),
            Some(value) => value.as_f64(),
            None => None,
        };
        match (part("rel"), part("abs")) {
            (None, None) => RELATIVE * expected.abs(),
            (relative, absolute) => absolute.unwrap_or(0.0).max(relative.unwrap_or(0.0) * expected.abs()),
        }
    }
}
