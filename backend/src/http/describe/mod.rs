//! The API's own description (OpenAPI 3.1). Who may call a route stands in the access table; what it takes and answers is told by the
//! types of its handler, so that it cannot be told wrongly.

pub(super) mod document;
pub(super) mod handler;
pub(super) mod input;
pub(super) mod operation;
pub(super) mod output;

use axum::Extension;
use axum::extract::State;
use contract::api::path;
use domain::access::wing::Wing;
use serde_json::Value;

use super::{Json, Routes};
use crate::state::AppState;

/// How the routes of some wings are collected: of all routes, the description's own is one.
#[derive(Clone, Copy)]
pub(super) struct Collect(pub(super) fn(&[Wing]) -> Routes);

/// Adds to the routes their description.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::OPENAPI, served)
}

async fn served(State(app): State<AppState>, Extension(Collect(collect)): Extension<Collect>) -> Json<Value> {
    Json(document::document(&collect(&app.config.wings)))
}
