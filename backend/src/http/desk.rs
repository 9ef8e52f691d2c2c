//! The desk, what happened on a visit, what a failed standard puts in doubt, and who read what.

use axum::extract::State;
use base::id::{StandardId, VisitId};
use contract::api::desk::DeskView;
use contract::api::reading::{ReadingQuery, ReadingRow};
use contract::api::record::AffectedView;
use contract::api::visit::VisitView;
use contract::api::{Page, path};

use super::{Json, Path, Query, Routes};
use crate::app::{Actor, Result, affected, desk, reading, visit};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::DESK, waits).get(path::VISIT_CHECKS, checks).get(path::READINGS, readings).get(path::STANDARD_AFFECTED, in_doubt)
}

async fn waits(State(app): State<AppState>, actor: Actor) -> Result<Json<DeskView>> {
    Ok(Json(desk::desk(&app, &actor).await?))
}

async fn readings(State(app): State<AppState>, Query(query): Query<ReadingQuery>) -> Result<Json<Page<ReadingRow>>> {
    Ok(Json(reading::list(&app, query).await?))
}

async fn checks(State(app): State<AppState>, Path(id): Path<VisitId>) -> Result<Json<VisitView>> {
    Ok(Json(visit::view(&app, id).await?))
}

async fn in_doubt(State(app): State<AppState>, actor: Actor, Path(id): Path<StandardId>) -> Result<Json<AffectedView>> {
    Ok(Json(affected::affected(&app, &actor, id).await?))
}
