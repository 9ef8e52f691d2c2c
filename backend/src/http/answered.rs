//! Every request is answered: one that panics with a problem like any failure, one that takes too long with that.

use std::any::Any;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use contract::api::Problem;

use super::refuse;
use crate::app::Error;
use crate::caught::caught;

/// Middleware over everything that is served.
pub(super) async fn always(State(longest): State<Duration>, request: Request, next: Next) -> Response {
    let asked = format!("{} {}", request.method(), request.uri().path());
    match tokio::time::timeout(longest, caught(next.run(request))).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => Error::Internal(format!("{asked}: {}", said(&*panic))).into_response(),
        Err(_) => {
            tracing::warn!(asked, "a request took too long");
            refuse(&Problem::new(503, "request_timeout"))
        }
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::{StatusCode, header};
    use axum::middleware::from_fn_with_state;
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
        let router = Router::new()
            .route("/panics", get(panics))
            .route("/hangs", get(hangs))
            .layer(from_fn_with_state(Duration::from_millis(20), always));
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
