//! What handlers answer when they do what was asked. What they refuse with is a problem, the same of every route.

use axum::http::StatusCode;
use axum::response::AppendHeaders;
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::operation::Operation;
use crate::app::Error;
use crate::http::Json;

/// The result of a handler.
pub(in crate::http) trait Answers {
    /// Adds what is answered.
    fn tell(about: &mut Operation<'_>);
}

impl<T: Answers> Answers for Result<T, Error> {
    fn tell(about: &mut Operation<'_>) {
        T::tell(about);
    }
}

impl<T: JsonSchema> Answers for Json<T> {
    fn tell(about: &mut Operation<'_>) {
        let schema = about.schema::<T>();
        answers(about, schema);
    }
}

/// An answer of JSON with this schema.
pub(in crate::http) fn answers(about: &mut Operation<'_>, schema: Value) {
    about.answers.insert("200".to_owned(), json!({ "description": "Done.", "content": { "application/json": { "schema": schema } } }));
}

/// An answer of bytes of this type.
pub(in crate::http) fn file(about: &mut Operation<'_>, media_type: &str) {
    about.answers.insert("200".to_owned(), json!({ "description": "The file.", "content": { media_type: {} } }));
}

/// Handlers that answer nothing but a status answer this one.
impl Answers for StatusCode {
    fn tell(about: &mut Operation<'_>) {
        about.answers.insert("204".to_owned(), json!({ "description": "Done." }));
    }
}

impl<H, T: Answers> Answers for (AppendHeaders<H>, T) {
    fn tell(about: &mut Operation<'_>) {
        T::tell(about);
    }
}

impl<H> Answers for (StatusCode, AppendHeaders<H>) {
    fn tell(about: &mut Operation<'_>) {
        StatusCode::tell(about);
    }
}
