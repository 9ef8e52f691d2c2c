//! The exchange of devices.

use axum::extract::State;
use shared::api::path;
use shared::sync::{EventAnswer, ExchangeRequest, ExchangeResponse};

use super::{Json, Routes};
use crate::app::{Actor, Result, exchange};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.post(path::SYNC, sync).post_large(path::SYNC_IMPORT, import)
}

async fn sync(State(app): State<AppState>, actor: Actor, Json(request): Json<ExchangeRequest>) -> Result<Json<ExchangeResponse>> {
    Ok(Json(exchange::exchange(&app, &actor, request).await?))
}

async fn import(State(app): State<AppState>, actor: Actor, Json(request): Json<ExchangeRequest>) -> Result<Json<Vec<EventAnswer>>> {
    Ok(Json(exchange::import(&app, &actor, request).await?))
}
