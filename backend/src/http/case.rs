//! Cases of every kind.

use axum::extract::State;
use base::id::CaseId;
use contract::api::case::{AddFact, BeginCase, CaseQuery, CaseRow, CaseView};
use contract::api::{Page, QueryRefusal, path};

use super::{Asked, Json, Path, Query, Routes};
use crate::app::case::{say, view};
use crate::app::{Actor, Result};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::CASES, list).post(path::CASES, begin).get(path::CASE, get).post(path::CASE, add)
}

impl Asked for CaseQuery {
    fn refusal(&self) -> Option<QueryRefusal> {
        self.asked().refused()
    }
}

async fn list(State(app): State<AppState>, actor: Actor, Query(query): Query<CaseQuery>) -> Result<Json<Page<CaseRow>>> {
    Ok(Json(view::list(&app, &actor, query).await?))
}

async fn get(State(app): State<AppState>, actor: Actor, Path(id): Path<CaseId>) -> Result<Json<CaseView>> {
    Ok(Json(view::get(&app, &actor, id).await?))
}

async fn begin(State(app): State<AppState>, actor: Actor, Json(command): Json<BeginCase>) -> Result<Json<CaseId>> {
    Ok(Json(say::begin(&app, &actor, command).await?))
}

async fn add(State(app): State<AppState>, actor: Actor, Path(id): Path<CaseId>, Json(command): Json<AddFact>) -> Result<Json<()>> {
    say::say(&app, &actor, id, command).await?;
    Ok(Json(()))
}
