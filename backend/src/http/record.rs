//! Original records in the office.

use axum::extract::State;
use axum::http::StatusCode;
use shared::api::record::{CheckRecord, RecordRow, RecordView, ReturnRecord};
use shared::api::{ListQuery, Page, path};
use shared::id::Id;
use shared::record::Record;

use super::{Json, Path, Query, Routes};
use crate::app::record::{check, give_back, queue, view};
use crate::app::{Actor, Result};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::RECORDS, list).get(path::RECORD, one).post(path::RECORD_RETURN, return_record).post(path::RECORD_CHECK, check_record)
}

async fn list(State(app): State<AppState>, actor: Actor, Query(query): Query<ListQuery>) -> Result<Json<Page<RecordRow>>> {
    Ok(Json(queue::list(&app, &actor, query).await?))
}

async fn one(State(app): State<AppState>, actor: Actor, Path(id): Path<Id<Record>>) -> Result<Json<RecordView>> {
    Ok(Json(view::view(&app, &actor, id).await?))
}

async fn return_record(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<Id<Record>>,
    Json(command): Json<ReturnRecord>,
) -> Result<StatusCode> {
    give_back::give_back(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn check_record(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<Id<Record>>,
    Json(command): Json<CheckRecord>,
) -> Result<StatusCode> {
    check::check(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
