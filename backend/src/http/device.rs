//! Devices.

use axum::extract::State;
use axum::http::StatusCode;
use shared::api::account::{DeviceView, Enrol};
use shared::api::path;
use shared::event::Device;
use shared::id::Id;

use super::{Json, Path, Routes};
use crate::app::{Actor, Result, device};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::DEVICES, list).post(path::DEVICES, enrol).post(path::DEVICE_REVOKE, revoke)
}

async fn list(State(app): State<AppState>) -> Result<Json<Vec<DeviceView>>> {
    Ok(Json(device::list(&app).await?))
}

async fn enrol(State(app): State<AppState>, actor: Actor, Json(command): Json<Enrol>) -> Result<StatusCode> {
    device::enrol(&app, &actor, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn revoke(State(app): State<AppState>, actor: Actor, Path(device): Path<Id<Device>>) -> Result<StatusCode> {
    device::revoke(&app, &actor, device).await?;
    Ok(StatusCode::NO_CONTENT)
}
