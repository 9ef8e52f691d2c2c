//! What one route takes and answers, as it is gathered.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// What one route takes and answers, while it is told.
pub(in crate::http) struct Operation<'s> {
    /// The types that were named so far.
    pub(in crate::http) schemas: &'s mut SchemaGenerator,
    /// Parts of the path, in their order.
    pub(in crate::http) named: Vec<&'static str>,
    /// Parts of the path, the query and the headers.
    pub(in crate::http) parameters: Vec<Value>,
    /// The body, if one is taken.
    pub(in crate::http) body: Option<Value>,
    /// The answer of a success, by its status.
    pub(in crate::http) answers: Map<String, Value>,
}

impl Operation<'_> {
    /// A reference to the schema of a type.
    pub(in crate::http) fn schema<T: JsonSchema>(&mut self) -> Value {
        self.schemas.subschema_for::<T>().to_value()
    }

    /// Adds a parameter.
    pub(in crate::http) fn parameter(&mut self, place: &str, name: &str, required: bool, schema: &Value) {
        self.parameters.push(json!({ "in": place, "name": name, "required": required, "schema": schema }));
    }
}

/// What is written of a route's handler.
pub(in crate::http) type Tells = fn(&mut Operation<'_>);
