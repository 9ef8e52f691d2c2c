//! The API's own description (OpenAPI 3.1). Who may call a route stands in the access table; what it takes and answers is told by the
//! types of its handler, so that it cannot be told wrongly.

mod handler;
mod input;
mod output;

use std::sync::LazyLock;

use contract::access::table::{Allow, Rule, Verb, find};
use contract::api::{Problem, REQUEST_HEADER, path};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

pub(super) use handler::Described;
pub(super) use input::Takes;
pub(super) use output::{Answers, answers, file};

use super::routes::Told;
use super::{Json, Routes};

/// Where components stand that several routes name.
const COMPONENTS: &str = "#/components/schemas/";

/// Adds to the routes their description.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::OPENAPI, served)
}

async fn served() -> Json<&'static Value> {
    Json(description())
}

/// The description.
pub fn description() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| document(&super::routes()));
    &DOCUMENT
}

/// What one route takes and answers, while it is told.
pub(super) struct Operation<'s> {
    /// The types that were named so far.
    pub(super) schemas: &'s mut SchemaGenerator,
    /// Parts of the path, in their order.
    pub(super) named: Vec<&'static str>,
    /// Parts of the path, the query and the headers.
    pub(super) parameters: Vec<Value>,
    /// The body, if one is taken.
    pub(super) body: Option<Value>,
    /// The answer of a success, by its status.
    pub(super) answers: Map<String, Value>,
}

impl Operation<'_> {
    /// A reference to the schema of a type.
    pub(super) fn schema<T: JsonSchema>(&mut self) -> Value {
        self.schemas.subschema_for::<T>().to_value()
    }

    /// Adds a parameter.
    pub(super) fn parameter(&mut self, place: &str, name: &str, required: bool, schema: &Value) {
        self.parameters.push(json!({ "in": place, "name": name, "required": required, "schema": schema }));
    }
}

/// What is written of a route's handler.
pub(super) type Tells = fn(&mut Operation<'_>);

fn document(routes: &Routes) -> Value {
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
