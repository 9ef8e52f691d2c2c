//! Routes and extractors by noun. Handlers decode, call a use case, and encode; nothing is decided here.

mod answered;
mod authority;
mod browser;
mod certificate;
mod describe;
mod desk;
mod device;
mod download;
mod files;
mod guard;
mod headers;
mod input;
mod noun;
mod order;
mod pace;
mod pages;
mod portal;
mod problem;
mod public;
mod record;
mod register;
mod routes;
mod session;
mod sync;

pub use describe::description;
pub use guard::Address;
pub use input::{Asked, Json, Path, Query, Raw};
pub use problem::refuse;
pub use routes::Routes;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use crate::state::AppState;

/// Bytes of an ordinary request.
pub const BODY_LIMIT: usize = 1024 * 1024;
/// Bytes of a file.
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;

/// Every route. Each noun adds its own here; the access table must hold a line for each.
pub fn routes() -> Routes {
    let routes = Routes::default();
    let routes = session::routes(routes);
    let routes = authority::routes(routes);
    let routes = device::routes(routes);
    let routes = files::routes(routes);
    let routes = register::routes(routes);
    let routes = order::routes(routes);
    let routes = desk::routes(routes);
    let routes = sync::routes(routes);
    let routes = record::routes(routes);
    let routes = certificate::routes(routes);
    let routes = portal::routes(routes);
    let routes = public::routes(routes);
    describe::routes(routes)
}

/// The whole server, ready to be called.
pub fn router(state: AppState) -> Router {
    let policy = headers::Policy::new(&state.config);
    let router = routes()
        .into_router()
        .route_layer(from_fn_with_state(state.clone(), guard::admit))
        .fallback(pages::serve)
        .method_not_allowed_fallback(problem::no_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CompressionLayer::new());
    answered::always(router, state.config.longest_request)
        .layer(from_fn_with_state(policy, headers::every))
        .layer(TraceLayer::new_for_http().make_span_with(answered::span))
        .with_state(state)
}
