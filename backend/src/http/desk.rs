//! The desk, and what happened on a visit.

use axum::extract::State;
use shared::api::desk::DeskView;
use shared::api::path;
use shared::api::visit::VisitView;
use shared::id::Id;
use shared::visit::Visit;

use super::{Json, Path, Routes};
use crate::app::{Actor, Result, desk, visit};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::DESK, waits).get(path::VISIT_CHECKS, checks)
}

async fn waits(State(app): State<AppState>, actor: Actor) -> Result<Json<DeskView>> {
    Ok(Json(desk::desk(&app, &actor).await?))
}

async fn checks(State(app): State<AppState>, Path(id): Path<Id<Visit>>) -> Result<Json<VisitView>> {
    Ok(Json(visit::view(&app, id).await?))
}
