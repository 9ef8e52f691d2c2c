//! Orders: review, tasks, assignment.

use axum::extract::State;
use base::id::{OrderId, TaskId};
use contract::api::order::{AssignTask, AssignedView, ReviewOrder, TasksView};
use contract::api::path;
use contract::api::register::Written;
use domain::order::Order;

use super::{Json, Path, Routes};
use crate::app::{Actor, Result, order};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.post(path::ORDER_REVIEW, review).post(path::ORDER_TASKS, tasks).post(path::TASK_ASSIGN, assign)
}

async fn review(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<OrderId>,
    Json(command): Json<ReviewOrder>,
) -> Result<Json<Written<Order>>> {
    Ok(Json(order::review(&app, &actor, id, command).await?))
}

async fn tasks(State(app): State<AppState>, actor: Actor, Path(id): Path<OrderId>) -> Result<Json<TasksView>> {
    Ok(Json(order::make_tasks(&app, &actor, id).await?))
}

async fn assign(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<TaskId>,
    Json(command): Json<AssignTask>,
) -> Result<Json<AssignedView>> {
    Ok(Json(order::assign(&app, &actor, id, command).await?))
}
