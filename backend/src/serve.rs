//! Serving.

pub use crate::http::router;
