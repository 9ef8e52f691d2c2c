//! Contract review, tasks, assignment.

use contract::api::order::{AssignTask, AssignedView, ReviewOrder, TasksView};
use contract::api::path;

use crate::failure::Failure;
use crate::remote;

/// Reviews an order.
pub async fn review(id: &str, command: &ReviewOrder) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::ORDER_REVIEW, id), command).await.map(|_| ())
}

/// Makes the tasks of an accepted order.
pub async fn make_tasks(id: &str) -> Result<TasksView, Failure> {
    remote::post(&path::with(path::ORDER_TASKS, id), &serde_json::json!({})).await
}

/// Assigns a task.
pub async fn assign(id: &str, command: &AssignTask) -> Result<AssignedView, Failure> {
    remote::post(&path::with(path::TASK_ASSIGN, id), command).await
}
