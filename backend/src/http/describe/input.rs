//! What the arguments of handlers take from a request.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use contract::api::version::CLIENT_VERSION_HEADER;
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::operation::Operation;
use crate::app::Actor;
use crate::app::account::{Caller, Session};
use crate::http::address::Address;
use crate::http::guard::Understands;
use crate::http::{Json, Path, Query, Raw};

/// An argument of a handler.
pub(in crate::http) trait Takes {
    /// Adds what it takes.
    fn tell(_: &mut Operation<'_>) {}
}

impl<S> Takes for State<S> {}
impl<T> Takes for Extension<T> {}
impl Takes for Actor {}
impl Takes for Session {}
impl Takes for Caller {}
impl Takes for Address {}
impl Takes for HeaderMap {}

impl Takes for Understands {
    fn tell(about: &mut Operation<'_>) {
        about.parameter("header", CLIENT_VERSION_HEADER, false, &json!({ "type": "string" }));
    }
}

impl<T: JsonSchema> Takes for Path<T> {
    fn tell(about: &mut Operation<'_>) {
        let schema = about.schema::<T>();
        let schemas = schema.get("prefixItems").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![schema]);
        for (name, schema) in about.named.clone().into_iter().zip(schemas) {
            about.parameter("path", name, true, &schema);
        }
    }
}

impl<T: JsonSchema> Takes for Query<T> {
    fn tell(about: &mut Operation<'_>) {
        let schema = T::json_schema(about.schemas).to_value();
        let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
        for (name, schema_of) in schema["properties"].as_object().into_iter().flatten() {
            about.parameter("query", name, required(name), schema_of);
        }
    }
}

impl<T: JsonSchema> Takes for Json<T> {
    fn tell(about: &mut Operation<'_>) {
        let schema = about.schema::<T>();
        about.body = Some(json!({ "required": true, "content": { "application/json": { "schema": schema } } }));
    }
}

impl Takes for Raw {
    fn tell(about: &mut Operation<'_>) {
        about.body = Some(json!({ "required": true, "content": { "*/*": {} } }));
    }
}
