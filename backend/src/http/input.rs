//! Extractors whose rejections are problems with a code and a path.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::finding::Finding;
use contract::api::reading::ReadingQuery;
use contract::api::{ListQuery, Problem, QueryRefusal};
use domain::register::texts;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::Segment;

use super::pace::was_too_slow;
use crate::app::Error;

/// A JSON body, in and out.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

/// Parameters of the path.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

/// Parameters of the query.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

/// A body as it came.
#[derive(Debug, Clone)]
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        Bytes::from_request(request, state).await.map(Self).map_err(unreadable)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !is_json(request.headers()) {
            return Err(Error::refused(415, "content_type_not_json"));
        }
        let Raw(body) = Raw::from_request(request, state).await?;
        let command = parse(&body)?;
        readable(&body).map(|()| Self(command))
    }
}

/// 422 if a text in a command would read differently from what is stored, or a date is out of range. Register entries have their own rules,
/// field by field.
fn readable(body: &[u8]) -> Result<(), Error> {
    let command: serde_json::Value = serde_json::from_slice(body).map_err(|fault| malformed(&fault))?;
    match texts::of(&command).into_iter().next() {
        None => Ok(()),
        Some(Finding { code, path, params, .. }) => Err(Error::Refused(Box::new(Problem { path, params, ..Problem::new(422, &code) }))),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// A body that could not be read: too large, too slow, or the connection broke.
fn unreadable(rejection: BytesRejection) -> Error {
    if was_too_slow(&rejection) {
        return Error::refused(408, "body_too_slow");
    }
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::refused(413, "body_too_large")
    } else {
        Error::refused(400, "body_unreadable")
    }
}

/// Reads JSON; serde_json itself stops at a depth of 128.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    if holds_nul(body) {
        return Err(Error::refused(400, "nul_refused"));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| match serde_json::from_slice::<IgnoredAny>(body) {
        Ok(_) => refusal(&error),
        // A text that is no JSON is malformed, even where a wrong value stands before the fault.
        Err(fault) => malformed(&fault),
    })?;
    reader.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

/// A text that is JSON, with a value that is not what belongs there. The parser takes some for faults of the text: a number in
/// place of a word out of a list, a number that no float holds.
fn refusal(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let reason = error.inner().to_string();
    let code = match reason.as_str() {
        r if r.starts_with("unknown field") => "unknown_field",
        r if r.starts_with("missing field") => "missing_field",
        _ => "unexpected_value",
    };
    let mut problem = Problem::new(422, code);
    problem.path = pointer(error.path());
    problem.params.insert("reason".to_owned(), reason);
    Error::Refused(Box::new(problem))
}

fn malformed(error: &serde_json::Error) -> Error {
    let mut problem = Problem::new(400, "malformed_json");
    problem.params.insert("line".to_owned(), error.line().to_string());
    problem.params.insert("column".to_owned(), error.column().to_string());
    Error::Refused(Box::new(problem))
}

/// `contacts/0/email`, as findings address fields.
fn pointer(path: &serde_path_to_error::Path) -> String {
    let segments = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { variant } => Some(variant.clone()),
        Segment::Unknown => None,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Whether a string in the JSON text holds NUL, which Postgres cannot store: `\u0000` not itself escaped.
fn holds_nul(body: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = body[from..].iter().position(|byte| *byte == b'\\').map(|at| from + at) {
        if body[at..].starts_with(b"\\u0000") {
            return true;
        }
        from = (at + 2).min(body.len());
    }
    body.contains(&0)
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        match found {
            Ok(path) => Ok(Self(path.0)),
            Err(rejection) => {
                let known = RawPathParams::from_request_parts(parts, state).await.ok();
                let only = known.as_ref().map(|known| known.iter().map(|(name, _)| name).collect::<Vec<_>>().join(", "));
                Err(misnamed(&rejection, only.unwrap_or_default()))
            }
        }
    }
}

/// 400: names the part of the address that cannot be read, or all parts if that is not known.
fn misnamed(rejection: &PathRejection, all: String) -> Error {
    let (field, reason) = match rejection {
        PathRejection::FailedToDeserializePathParams(failed) => match failed.kind() {
            ErrorKind::ParseErrorAtKey { key, .. }
            | ErrorKind::InvalidUtf8InPathParam { key }
            | ErrorKind::DeserializeError { key, .. } => (key.clone(), failed.kind().to_string()),
            kind => (all, kind.to_string()),
        },
        other => (all, other.body_text()),
    };
    unread("malformed_path", field, reason)
}

/// 400: names the parameter that cannot be read. The extractor says it in words: `from: …`, or between backticks.
fn unasked(rejection: &QueryRejection) -> Error {
    let said = rejection.body_text();
    let reason = said.strip_prefix("Failed to deserialize query string: ").unwrap_or(&said);
    let quoted = reason.split('`').nth(1).filter(|_| reason.starts_with("unknown field") || reason.starts_with("missing field"));
    let named = quoted.or_else(|| reason.split_once(": ").map(|(field, _)| field));
    unread("malformed_query", named.unwrap_or_default().to_owned(), reason.to_owned())
}

fn unread(code: &str, field: String, reason: String) -> Error {
    let params = BTreeMap::from([("field".to_owned(), field.clone()), ("reason".to_owned(), reason)]);
    Error::Refused(Box::new(Problem { path: field, params, ..Problem::new(400, code) }))
}

/// What a query may ask for, beside being one.
pub trait Asked {
    /// Why it is not answered.
    fn refusal(&self) -> Option<QueryRefusal> {
        None
    }
}

impl Asked for contract::api::certificate::Wanted {}
impl Asked for ReadingQuery {}

impl Asked for ListQuery {
    fn refusal(&self) -> Option<QueryRefusal> {
        self.refused()
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Asked> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let found = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        let query = found.map_err(|rejection| unasked(&rejection))?.0;
        query.refusal().map_or(Ok(Self(query)), |refusal| Err(Error::rule(&refusal)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Contact {
        #[allow(dead_code)]
        email: String,
    }

    fn refused<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> Problem {
        match parse::<T>(body.as_bytes()) {
            Err(Error::Refused(problem)) => *problem,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_wrong_value_is_named_by_its_path() {
        let problem = refused::<Vec<Contact>>(r#"[{"email": "a@b.c"}, {"email": 7}]"#);
        assert_eq!((problem.status, problem.code.as_str(), problem.path.as_str()), (422, "unexpected_value", "1/email"));
        let problem = refused::<Vec<Contact>>(r#"[{"email": "a@b.c", "mail": ""}]"#);
        assert_eq!((problem.code.as_str(), problem.path.as_str()), ("unknown_field", "0/mail"));
    }

    #[test]
    fn what_is_no_json_is_malformed_however_deep_or_long() {
        for body in ["", "{", "NaN", "[1] [2]", &"[".repeat(100_000)] {
            assert_eq!(refused::<Vec<f64>>(body).code, "malformed_json");
        }
        // A number too large is a fault of the text or of the value, as the parser was built.
        assert!(["malformed_json", "unexpected_value"].contains(&refused::<Vec<f64>>("[1e400]").code.as_str()));
    }

    #[test]
    fn nul_is_refused_and_an_escaped_backslash_before_u0000_is_not_nul() {
        assert_eq!(refused::<String>(r#""a\u0000b""#).code, "nul_refused");
        assert_eq!(refused::<String>("\"a\0b\"").code, "nul_refused");
        assert_eq!(refused::<String>(r#""a\\\u0000""#).code, "nul_refused");
        assert!(parse::<String>(br#""a\\u0000b""#).is_ok());
    }
}
