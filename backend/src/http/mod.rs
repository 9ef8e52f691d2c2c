//! Routes and extractors by noun. Handlers decode, call a use case, and encode; nothing is decided here.

mod address;
mod answered;
mod authority;
mod browser;
mod case;
mod certificate;
mod describe;
mod desk;
mod device;
mod download;
mod files;
mod guard;
mod headers;
mod input;
mod limits;
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

pub use address::Address;
pub use input::{Asked, Json, Path, Query, Raw};
pub use problem::refuse;
pub use routes::Routes;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use domain::access::wing::Wing;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use crate::state::AppState;
use limits::BODY_LIMIT;

/// Every route. Each noun adds its own here; the access table must hold a line for each.
pub fn routes() -> Routes {
    collected(Routes::default())
}

/// The routes of these wings, and those of none.
pub fn routes_of(wings: &[Wing]) -> Routes {
    collected(Routes::showing(wings))
}

fn collected(routes: Routes) -> Routes {
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
    let routes = case::routes(routes);
    let routes = portal::routes(routes);
    let routes = public::routes(routes);
    describe::routes(routes)
}

/// The description of what is served where these wings are shown.
pub fn description(wings: &[Wing]) -> serde_json::Value {
    describe::document::document(&routes_of(wings))
}

/// The whole server, ready to be called.
pub fn router(state: AppState) -> Router {
    let policy = headers::Policy::new(&state.config);
    let router = routes_of(&state.config.wings)
        .into_router()
        .route_layer(from_fn_with_state(state.clone(), guard::admit))
        .layer(Extension(describe::Collect(routes_of)))
        .fallback(pages::serve)
        .method_not_allowed_fallback(problem::no_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CompressionLayer::new());
    answered::always(router, state.config.longest_request)
        .layer(from_fn_with_state(policy, headers::every))
        .layer(TraceLayer::new_for_http().make_span_with(answered::span))
        .with_state(state)
}
