//! Devices.

use axum::extract::State;
use axum::http::StatusCode;
use base::id::DeviceId;
use contract::api::account::{AskRecovery, DeviceView, Enrol, KeepRecovery, RecoveryKey};
use contract::api::path;

use super::guard::Understands;
use super::{Json, Path, Routes};
use crate::app::{Actor, Result, device};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get(path::DEVICES, list).post(path::DEVICES, enrol).post(path::DEVICE_REVOKE, revoke);
    routes.post(path::DEVICE_NEW_PIN, allow_new_pin).put(path::DEVICE_RECOVERY, keep_recovery).post(path::DEVICE_RECOVERY, recovery)
}

async fn list(State(app): State<AppState>) -> Result<Json<Vec<DeviceView>>> {
    Ok(Json(device::list(&app).await?))
}

async fn enrol(State(app): State<AppState>, actor: Actor, Json(command): Json<Enrol>) -> Result<StatusCode> {
    device::enrol(&app, &actor, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn revoke(State(app): State<AppState>, actor: Actor, Path(device): Path<DeviceId>) -> Result<StatusCode> {
    device::revoke(&app, &actor, device).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn allow_new_pin(State(app): State<AppState>, actor: Actor, Path(device): Path<DeviceId>) -> Result<StatusCode> {
    device::allow_new_pin(&app, &actor, device).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn keep_recovery(
    State(app): State<AppState>,
    actor: Actor,
    Path(device): Path<DeviceId>,
    Json(command): Json<KeepRecovery>,
) -> Result<StatusCode> {
    device::keep_recovery(&app, &actor, device, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn recovery(
    State(app): State<AppState>,
    actor: Actor,
    Understands(client): Understands,
    Path(device): Path<DeviceId>,
    Json(command): Json<AskRecovery>,
) -> Result<Json<RecoveryKey>> {
    Ok(Json(device::recovery(&app, &actor, device, (client, command)).await?))
}
