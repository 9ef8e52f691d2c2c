//! A refusal becomes `application/problem+json`, here and nowhere else.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use contract::api::Problem;

use crate::app::Error;

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(problem) => refuse(&problem),
            failure => {
                tracing::error!(error = %failure, "a request failed");
                refuse(&Problem::new(500, "internal"))
            }
        }
    }
}

/// The response that carries a problem.
pub fn refuse(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
}

/// A path of the API that does not exist.
pub(super) async fn no_route(uri: Uri) -> Response {
    no_such_route(&uri).into_response()
}

/// 404: there is no such path, or it belongs to a wing that is not shown.
pub(super) fn no_such_route(uri: &Uri) -> Error {
    let mut problem = Problem::new(404, "no_such_route");
    problem.params.insert("route".to_owned(), uri.path().to_owned());
    Error::Refused(Box::new(problem))
}

/// A path that exists, asked with another method.
pub(super) async fn no_method() -> Response {
    refuse(&Problem::new(405, "no_such_method"))
}
