//! Original records in the office.

use axum::extract::State;
use axum::http::StatusCode;
use base::id::RecordId;
use contract::api::record::{AttachRecord, CheckRecord, GiveUpRecord, RecordRow, RecordView, ReturnRecord, TakeFacts, TakeOff};
use contract::api::{ListQuery, Page, path};

use super::{Json, Path, Query, Routes};
use crate::app::record::{check, end, give_back, queue, settle, view};
use crate::app::{Actor, Result};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get(path::RECORDS, list)
        .get(path::RECORD, one)
        .post(path::RECORD_RETURN, return_record)
        .post(path::RECORD_CHECK, check_record)
        .post(path::RECORD_ORDER, attach)
        .post(path::RECORD_FACTS, take_facts)
        .post(path::RECORD_GIVE_UP, give_up)
        .post(path::RECORD_TAKE_UP, take_up)
        .post(path::RECORD_TAKE_OFF, take_off)
}

async fn list(State(app): State<AppState>, actor: Actor, Query(query): Query<ListQuery>) -> Result<Json<Page<RecordRow>>> {
    Ok(Json(queue::list(&app, &actor, query).await?))
}

async fn one(State(app): State<AppState>, actor: Actor, Path(id): Path<RecordId>) -> Result<Json<RecordView>> {
    Ok(Json(view::view(&app, &actor, id).await?))
}

async fn return_record(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<RecordId>,
    Json(command): Json<ReturnRecord>,
) -> Result<StatusCode> {
    give_back::give_back(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn check_record(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<RecordId>,
    Json(command): Json<CheckRecord>,
) -> Result<StatusCode> {
    check::check(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn attach(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<RecordId>,
    Json(command): Json<AttachRecord>,
) -> Result<StatusCode> {
    settle::attach(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn take_facts(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<RecordId>,
    Json(command): Json<TakeFacts>,
) -> Result<StatusCode> {
    settle::take_facts(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn give_up(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<RecordId>,
    Json(command): Json<GiveUpRecord>,
) -> Result<StatusCode> {
    end::give_up(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn take_up(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<RecordId>,
    Json(command): Json<GiveUpRecord>,
) -> Result<StatusCode> {
    end::take_up(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn take_off(State(app): State<AppState>, actor: Actor, Path(id): Path<RecordId>, Json(command): Json<TakeOff>) -> Result<StatusCode> {
    end::take_off(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
