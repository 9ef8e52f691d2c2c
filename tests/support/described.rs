//! The API's own description, held against everything that is asked and answered: a schema that lies fails the story that meets it.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use domain::access::wing::Wing;
use jsonschema::Validator;
use serde_json::{Value, json};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| backend::http::description(&Wing::ALL));
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// A JSON request that was answered with success, and its answer, are what the description says of the route.
#[track_caller]
pub fn success(method: &str, uri: &str, asked: Option<&[u8]>, (status, answered): (u16, &[u8])) {
    let Some((path, operation)) = operation(method, uri) else { return };
    let responses = &operation["responses"];
    let Some(answer) = responses.get(status.to_string()) else { panic!("{method} {path}: {status} is not described") };
    let place = format!("{method} {path}");
    if let Some(schema) = answer["content"].get("application/json") {
        fits(&format!("{place} answer"), &schema["schema"], answered);
    }
    if let (Some(schema), Some(asked)) = (operation["requestBody"]["content"].get("application/json"), asked) {
        fits(&format!("{place} request"), &schema["schema"], asked);
    }
}

/// A refusal is the problem that the description names.
#[track_caller]
pub fn problem(method: &str, uri: &str, answered: &[u8]) {
    let Some((_, operation)) = operation(method, uri) else { return };
    fits("problem", &operation["responses"]["default"]["content"]["application/problem+json"]["schema"], answered);
}

#[track_caller]
fn fits(place: &str, schema: &Value, text: &[u8]) {
    let value: Value = serde_json::from_slice(text).unwrap_or_else(|error| panic!("{place}: {error}"));
    let validator = validator(place, schema);
    let faults: Vec<String> = validator.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{place} is not what the description says: {faults:#?}\n{value:#}");
}

fn validator(place: &str, schema: &Value) -> Arc<Validator> {
    let mut known = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let made = known.entry(place.to_owned()).or_insert_with(|| {
        let root = json!({ "allOf": [schema], "components": DOCUMENT["components"] });
        Arc::new(jsonschema::draft202012::new(&root).unwrap_or_else(|error| panic!("{place}: {error}")))
    });
    made.clone()
}

/// The operation that a request calls, with its path as it is described: the one with the most parts that are no parameters.
fn operation(method: &str, uri: &str) -> Option<(&'static str, &'static Value)> {
    let asked: Vec<&str> = uri.split('?').next().unwrap_or_default().split('/').collect();
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let fitting = paths.iter().filter_map(|(path, item)| {
        let operation = item.get(method.to_ascii_lowercase())?;
        Some((literals(path, &asked)?, path.as_str(), operation))
    });
    fitting.max_by_key(|(literals, _, _)| *literals).map(|(_, path, operation)| (path, operation))
}

/// How many parts of a path are the same, where the others are its parameters.
fn literals(path: &str, asked: &[&str]) -> Option<usize> {
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
    let whole = parts.len() == asked.len() && parts.iter().zip(asked).all(fits);
    whole.then(|| parts.iter().filter(|part| !part.starts_with('{')).count())
}
