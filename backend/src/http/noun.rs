//! What a route of the registers takes and answers: the same shape for whichever noun its path names.

use std::marker::PhantomData;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use base::id::Identified;
use contract::api::Page;
use contract::api::register::{Put, Row, Version, Written};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Json, Raw};
use crate::app::Error;
use crate::http::describe::input::Takes;
use crate::http::describe::operation::Operation;
use crate::http::describe::output::{Answers, answers};

/// A shape that each noun fills with its own entries.
pub(super) trait Shape {
    /// The shape, filled.
    type Of<T: Identified + JsonSchema>: JsonSchema;
}

/// A page of a list.
pub(super) struct Rows;
/// One entry.
pub(super) struct One;
/// All versions of an entry.
pub(super) struct History;
/// What was written.
pub(super) struct Changed;
/// What is to be written.
struct Change;

impl Shape for Rows {
    type Of<T: Identified + JsonSchema> = Page<Row<T>>;
}
impl Shape for One {
    type Of<T: Identified + JsonSchema> = Row<T>;
}
impl Shape for History {
    type Of<T: Identified + JsonSchema> = Vec<Version<T>>;
}
impl Shape for Changed {
    type Of<T: Identified + JsonSchema> = Written<T>;
}
impl Shape for Change {
    type Of<T: Identified + JsonSchema> = Put<T>;
}

macro_rules! any_of {
    (@each [$about:expr] $($how:ident $noun:ty,)+) => { [$($about.schema::<S::Of<$noun>>()),+] };
}

fn any_of<S: Shape>(about: &mut Operation<'_>) -> Value {
    let of = domain::each_noun!(any_of about);
    json!({ "anyOf": of })
}

/// An answer in this shape.
pub(super) struct ByNoun<S>(Response, PhantomData<S>);

impl<S: Shape> ByNoun<S> {
    /// The answer of one noun.
    pub(super) fn of(answer: impl Serialize) -> Self {
        Self(Json(answer).into_response(), PhantomData)
    }
}

impl<S> IntoResponse for ByNoun<S> {
    fn into_response(self) -> Response {
        self.0
    }
}

impl<S: Shape> Answers for ByNoun<S> {
    fn tell(about: &mut Operation<'_>) {
        let schema = any_of::<S>(about);
        answers(about, schema);
    }
}

/// The text of an entry to be written, read as soon as its noun is known.
pub(super) struct EntryText(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for EntryText {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        Raw::from_request(request, state).await.map(|Raw(body)| Self(body))
    }
}

impl Takes for EntryText {
    fn tell(about: &mut Operation<'_>) {
        let schema = any_of::<Change>(about);
        about.body = Some(json!({ "required": true, "content": { "application/json": { "schema": schema } } }));
    }
}
