//! The API describes itself, and what it says is so: every answer of every story is held against it (`support::described`).

use std::collections::BTreeSet;

use contract::api::path;
use domain::access::wing::Wing;
use serde_json::Value;
use support::{Lab, described, on_both_engines};

on_both_engines!(what_is_served_is_what_the_stories_are_held_against, Lab::empty_on);
async fn what_is_served_is_what_the_stories_are_held_against(lab: Lab) {
    let served: Value = lab.nobody().get(path::OPENAPI).await;
    assert_eq!(served, backend::http::description(&Wing::finished()));
    assert_eq!(served["openapi"], "3.1.0");
}

fn operations() -> impl Iterator<Item = (&'static str, &'static str, Value)> {
    let listed = backend::http::routes().listed().to_vec();
    let mut described = backend::http::description(&Wing::ALL);
    listed.into_iter().map(move |(verb, path)| (verb.method(), path, described["paths"][path][verb.method().to_ascii_lowercase()].take()))
}

#[test]
fn every_route_says_who_may_call_it_what_it_takes_and_what_it_answers() {
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations() {
        for field in ["operationId", "summary", "description"] {
            assert!(operation[field].is_string(), "{method} {path} has no {field}");
        }
        assert!(names.insert(operation["operationId"].as_str().map(str::to_owned)), "{method} {path}: its name is another's");
        let answers = operation["responses"].as_object().expect("answers");
        assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path} answers nothing");
        let parameters: Vec<&Value> = operation["parameters"].as_array().expect("parameters").iter().collect();
        let named = parameters.iter().filter(|parameter| parameter["in"] == "path").count();
        assert_eq!(named, path.matches('{').count(), "{method} {path}: parts of the path");
        for schema in [&answers.get("200").unwrap_or(&Value::Null)["content"], &operation["requestBody"]["content"]] {
            let schema = &schema["application/json"]["schema"];
            let says = schema.is_null() || path == path::OPENAPI || schema.as_object().is_some_and(|schema| !schema.is_empty());
            assert!(says, "{method} {path} says nothing of its JSON: {schema}");
        }
    }
}

// A type whose name is another's would be numbered, by the order of the routes: a client made from it would change with that.
#[test]
fn every_type_has_a_name_of_its_own() {
    let description = backend::http::description(&Wing::ALL);
    let schemas = description["components"]["schemas"].as_object().expect("schemas");
    let numbered: Vec<&String> = schemas.keys().filter(|name| name.ends_with(|c: char| c.is_ascii_digit())).collect();
    assert!(schemas.len() > 100 && numbered.is_empty(), "{numbered:?}");
}

// The guard itself: an answer that is not what was described is found.
#[test]
#[should_panic(expected = "is not what the description says")]
fn an_answer_that_was_not_described_fails_its_story() {
    described::success("GET", path::SETUP, None, (200, br#"{"needed": "perhaps"}"#));
}

#[test]
#[should_panic(expected = "is not described")]
fn a_status_that_was_not_described_fails_its_story() {
    described::success("GET", path::SETUP, None, (202, b""));
}
