//! Every request is answered: one that panics with a problem like any failure, one that takes too long with that.

use std::any::Any;
use std::time::Duration;

use axum::error_handling::HandleErrorLayer;
use axum::response::{IntoResponse, Response};
use axum::{BoxError, Router};
use contract::api::Problem;
use tower::ServiceBuilder;
use tower::timeout::TimeoutLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Span;

use super::refuse;
use crate::app::Error;

/// Lays over all routes that a request is answered within this time, whatever happens to it.
pub(super) fn always<S: Clone + Send + Sync + 'static>(router: Router<S>, longest: Duration) -> Router<S> {
    let in_time = ServiceBuilder::new().layer(HandleErrorLayer::new(too_long)).layer(TimeoutLayer::new(longest));
    router.layer(CatchPanicLayer::custom(panicked)).layer(in_time)
}

/// The span of a request in the log, so that what is logged within it says what was asked. What is searched for is not written there.
pub(super) fn span<B>(request: &axum::http::Request<B>) -> Span {
    tracing::info_span!("request", method = %request.method(), path = request.uri().path())
}

async fn too_long(_: BoxError) -> Response {
    tracing::warn!("a request took too long");
    refuse(&Problem::new(503, "request_timeout"))
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<&str>().copied();
    let said = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic");
    Error::Internal(said.to_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode, header};
    use axum::routing::get;
    use tower::ServiceExt;

    async fn panics() -> &'static str {
        tokio::task::yield_now().await;
        assert_eq!(1, 2, "a rule of ours is broken");
        "never"
    }

    async fn hangs() -> &'static str {
        std::future::pending().await
    }

    async fn asked(path: &str) -> (StatusCode, Option<String>, Problem) {
        let router = always(Router::new().route("/panics", get(panics)).route("/hangs", get(hangs)), Duration::from_millis(20));
        let response = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let media_type = response.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap().to_owned());
        let (parts, body) = response.into_parts();
        (parts.status, media_type, serde_json::from_slice(&to_bytes(body, 10_000).await.unwrap()).unwrap())
    }

    // F26
    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing_of_itself() {
        let (status, media_type, problem) = asked("/panics").await;
        assert_eq!((status, problem), (StatusCode::INTERNAL_SERVER_ERROR, Problem::new(500, "internal")));
        assert_eq!(media_type.as_deref(), Some("application/problem+json"));
    }

    #[tokio::test]
    async fn what_never_ends_is_answered_all_the_same() {
        let (status, _, problem) = asked("/hangs").await;
        assert_eq!((status, problem.code.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "request_timeout"));
    }
}
