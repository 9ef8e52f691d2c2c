//! Acts that need two people: authority, passwords, and releasing signing that is held back.

use axum::extract::State;
use axum::http::StatusCode;
use base::id::{ConfirmationId, DeviceId, PersonId};
use contract::api::authority::{AskAuthority, AskedView, AuthorityView, Confirm, Decline, ReadNotices, ReleaseByDevice, ResetByLink};
use contract::api::path;

use super::{Json, Path, Routes};
use crate::app::authority::{ask, confirm, hold, link, view};
use crate::app::{Actor, Result};
use crate::http::address::Address;
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .post(path::PERSON_AUTHORITY, ask_authority)
        .get(path::PERSON_AUTHORITY, of_person)
        .post(path::PERSON_RESET, ask_password)
        .post(path::PERSON_RESET_MAIL, ask_mailbox)
        .post(path::PERSON_SIGNING, ask_signing)
        .post(path::RESET, reset)
        .post(path::DEVICE_RELEASE, release)
        .get(path::CONFIRMATIONS, desk)
        .post(path::CONFIRMATION_CONFIRM, confirmed)
        .post(path::CONFIRMATION_DECLINE, declined)
        .post(path::CONFIRMATION_WITHDRAW, withdrawn)
        .post(path::NOTICES, read)
}

async fn ask_authority(
    State(app): State<AppState>,
    actor: Actor,
    Path(person): Path<PersonId>,
    Json(command): Json<AskAuthority>,
) -> Result<Json<AskedView>> {
    Ok(Json(ask::authority(&app, &actor, person, command).await?))
}

async fn of_person(State(app): State<AppState>, actor: Actor, Path(person): Path<PersonId>) -> Result<Json<AuthorityView>> {
    Ok(Json(view::of_person(&app, &actor, person).await?))
}

async fn ask_password(State(app): State<AppState>, actor: Actor, Path(person): Path<PersonId>) -> Result<Json<AskedView>> {
    Ok(Json(ask::password(&app, &actor, person).await?))
}

async fn ask_mailbox(State(app): State<AppState>, actor: Actor, Path(person): Path<PersonId>) -> Result<Json<AskedView>> {
    Ok(Json(ask::mailbox(&app, &actor, person).await?))
}

async fn ask_signing(State(app): State<AppState>, actor: Actor, Path(person): Path<PersonId>) -> Result<Json<AskedView>> {
    Ok(Json(ask::signing(&app, &actor, person).await?))
}

/// Needs no session: only the link's token counts, and tries are limited.
async fn reset(State(app): State<AppState>, from: Address, Json(command): Json<ResetByLink>) -> Result<StatusCode> {
    app.limits.address(from.0)?;
    link::reset(&app, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn release(
    State(app): State<AppState>,
    actor: Actor,
    Path(device): Path<DeviceId>,
    Json(command): Json<ReleaseByDevice>,
) -> Result<StatusCode> {
    hold::release(&app, &actor, device, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn desk(State(app): State<AppState>, actor: Actor) -> Result<Json<AuthorityView>> {
    Ok(Json(view::desk(&app, &actor).await?))
}

async fn confirmed(
    State(app): State<AppState>,
    actor: Actor,
    Path(request): Path<ConfirmationId>,
    Json(command): Json<Confirm>,
) -> Result<Json<AskedView>> {
    Ok(Json(confirm::confirm(&app, &actor, request, command).await?))
}

async fn declined(
    State(app): State<AppState>,
    actor: Actor,
    Path(request): Path<ConfirmationId>,
    Json(command): Json<Decline>,
) -> Result<StatusCode> {
    confirm::decline(&app, &actor, request, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn withdrawn(State(app): State<AppState>, actor: Actor, Path(request): Path<ConfirmationId>) -> Result<StatusCode> {
    confirm::withdraw(&app, &actor, request).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn read(State(app): State<AppState>, actor: Actor, Json(command): Json<ReadNotices>) -> Result<StatusCode> {
    view::read(&app, &actor, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
