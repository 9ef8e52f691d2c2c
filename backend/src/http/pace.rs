//! Minimum speed of a request body: without it, a client that sends a byte now and then could hold a connection for minutes.

use std::time::Duration;

use axum::body::Body;
use axum::extract::rejection::BytesRejection;
use futures_util::StreamExt;
use futures_util::stream::unfold;
use tokio::time::{Instant, timeout_at};

use crate::state::Pace;

/// The body came too slowly.
#[derive(Debug, thiserror::Error)]
#[error("the body comes too slowly")]
struct TooSlow;

/// The same body, which fails if it is slower than the minimum speed.
pub(super) fn paced(body: Body, pace: Pace) -> Body {
    let began = Instant::now() + pace.grace;
    let parts = unfold((body.into_data_stream(), 0, false), move |(mut parts, got, over)| async move {
        if over {
            return None;
        }
        let due = began + Duration::from_millis(u64::saturating_mul(got, 1_000) / pace.bytes_a_second.max(1));
        match timeout_at(due, parts.next()).await {
            Ok(None) => None,
            Ok(Some(Ok(part))) => {
                let got = got + part.len() as u64;
                Some((Ok(part), (parts, got, false)))
            }
            Ok(Some(Err(error))) => Some((Err(axum::BoxError::from(error)), (parts, got, true))),
            Err(_) => Some((Err(TooSlow.into()), (parts, got, true))),
        }
    });
    Body::from_stream(parts)
}

/// Whether a body could not be read because it came too slowly.
pub(super) fn was_too_slow(rejection: &BytesRejection) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(rejection);
    while let Some(error) = cause {
        if error.is::<TooSlow>() {
            return true;
        }
        cause = error.source();
    }
    false
}
