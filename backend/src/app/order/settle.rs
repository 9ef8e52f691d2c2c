//! An order ends with its last task, in the transaction that ends that task.

use shared::id::Id;
use shared::order::Order;
use shared::order::complete::{Done, completed};

use super::tasks::tasks_of;
use super::unplanned::Noted;
use crate::app::Result;
use crate::app::register::{Change, write};
use crate::store::{Tx, record, register};

/// Completes an order where every task of it is certified or called off; nothing else changes.
pub async fn settle(tx: &mut Tx, id: Id<Order>, noted: Noted) -> Result<()> {
    let Some(row) = register::find::<Order>(tx, id).await? else { return Ok(()) };
    let records = record::of_order(tx, id).await?;
    let certified = |task| records.iter().any(|(of, _, certificate)| *of == task && !certificate.is_empty());
    let tasks = tasks_of(tx, id, &row.body).await?;
    let tasks: Vec<_> = tasks.into_iter().map(|(id, _, task)| Done { certified: certified(id), task }).collect();
    if let Some(order) = completed(&row.body, &tasks) {
        let Noted { by, at } = noted;
        write(tx, Change { id, revision: row.revision, body: &order, at, by: Some(by), reason: "completed" }).await?;
    }
    Ok(())
}
