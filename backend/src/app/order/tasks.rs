//! Tasks from an accepted order.

use base::id::{OrderId, TaskId};
use contract::api::order::TasksView;
use domain::order::Order;
use domain::order::plan::{Step, plan};
use domain::order::review::OrderRefusal;
use domain::order::task::Task;

use super::{fitting, settle};
use crate::app::noted::Noted;
use crate::app::register::{Change, load, write};
use crate::app::{Actor, Error, Result};
use crate::random;
use crate::state::App;
use crate::store::{Tx, register};

/// Makes an order's tasks, or makes them follow the order again.
pub async fn make_tasks(app: &App, actor: &Actor, id: OrderId) -> Result<TasksView> {
    let (by, at) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let order = load::<Order>(tx, id).await?.body;
                // An order accepted before the reason became mandatory may go on; one with a wrong method may not.
                fitting(tx, &order, |refusal| matches!(refusal, OrderRefusal::EditionOfAnotherService(_))).await?;
                let known = tasks_of(tx, id, &order).await?;
                let existing: Vec<_> = known.iter().map(|(id, _, task)| (*id, task.clone())).collect();
                let plan = plan(id, &order, &existing).map_err(|refusal| Error::rule(&refusal))?;
                let revision = |id: TaskId| known.iter().find(|row| row.0 == id).map_or(0, |row| row.1);
                let change = |id, body| Change { id, revision: revision(id), body, at, by: Some(by), reason: "" };
                let mut tasks = Vec::new();
                for step in &plan.lines {
                    tasks.push(match step {
                        Step::Keep(id) => *id,
                        Step::Create(task) => {
                            let id = random::id(at);
                            write(tx, change(id, task)).await?;
                            id
                        }
                        Step::Change(id, task) => {
                            write(tx, change(*id, task)).await?;
                            *id
                        }
                    });
                }
                for (id, task) in &plan.cancel {
                    write(tx, change(*id, task)).await?;
                }
                settle(tx, id, Noted { by, at }).await?;
                Ok(TasksView { tasks })
            })
        })
        .await
}

/// The tasks of an order, with their revisions.
pub(super) async fn tasks_of(tx: &mut Tx, id: OrderId, order: &Order) -> Result<Vec<(TaskId, u64, Task)>> {
    let rows = register::all_of_customer::<Task>(tx, order.customer).await?;
    let own = rows.into_iter().filter(|row| row.body.order == id);
    Ok(own.map(|row| (row.id, row.revision, row.body)).collect())
}
