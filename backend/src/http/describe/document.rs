//! The description as one JSON document.

use contract::access::table::{Allow, Rule, Verb, find};
use contract::api::{Problem, REQUEST_HEADER};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::operation::Operation;
use crate::http::routes::{Routes, Told};

/// Where components stand that several routes name.
const COMPONENTS: &str = "#/components/schemas/";

/// The description of these routes.
pub(in crate::http) fn document(routes: &Routes) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = COMPONENTS.trim_start_matches('#').trim_end_matches('/').to_owned().into();
    settings.meta_schema = None;
    let mut schemas = settings.into_generator();
    let problem = schemas.subschema_for::<Problem>().to_value();
    let mut paths = Map::new();
    for ((verb, path), told) in routes.told() {
        let operation = operation(verb, path, told, &problem, &mut schemas);
        paths.entry(path).or_insert_with(|| json!({}))[verb.method().to_ascii_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Etalon", "version": env!("CARGO_PKG_VERSION") },
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": "__Host-etalon" } },
        },
    })
}

fn operation(verb: Verb, path: &'static str, told: Told, problem: &Value, schemas: &mut SchemaGenerator) -> Value {
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
    let mut about = Operation { schemas, named, parameters: Vec::new(), body: None, answers: Map::new() };
    (told.tells)(&mut about);
    if verb != Verb::Get {
        about.parameter("header", REQUEST_HEADER, true, &json!({ "type": "string" }));
    }
    let refused = json!({ "description": "Refused.", "content": { "application/problem+json": { "schema": problem } } });
    about.answers.insert("default".to_owned(), refused);
    let rule = find(verb, path);
    let mut written = json!({
        "operationId": operation_id(told.handler),
        "summary": rule.map(|rule| rule.summary),
        "description": rule.map(who),
        "parameters": about.parameters,
        "responses": about.answers,
    });
    if let Some(body) = about.body {
        written["requestBody"] = body;
    }
    if rule.is_some_and(|rule| rule.allow != Allow::Anyone) {
        written["security"] = json!([{ "session": [] }]);
    }
    written
}

/// Noun and name of a handler: `backend::http::record::check_record` is `record_check_record`.
fn operation_id(handler: &str) -> String {
    let mut parts = handler.rsplit("::");
    let (name, noun) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{noun}_{name}")
}

fn who(rule: &Rule) -> String {
    match rule.allow {
        Allow::Roles(roles) => format!("Roles: {roles:?}."),
        other => format!("{other:?}."),
    }
}
