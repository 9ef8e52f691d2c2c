//! An order ends with its last task, in the transaction that ends that task.

use std::collections::BTreeSet;

use base::id::OrderId;
use domain::order::Order;
use domain::order::complete::{Done, completed};
use domain::order::task::Task;

use super::tasks::tasks_of;
use crate::app::Result;
use crate::app::noted::Noted;
use crate::app::register::{Change, write};
use crate::store::{Tx, record, register, settlement};

/// Completes an order where every task of it is certified or called off; nothing else changes.
pub async fn settle(tx: &mut Tx, id: OrderId, noted: Noted) -> Result<()> {
    let Some(row) = register::find::<Order>(tx, id).await? else { return Ok(()) };
    let records = record::of_order(tx, id).await?;
    let lines = certified_lines(tx, id).await?;
    let certified = |task| records.iter().any(|(of, _, certificate)| *of == task && !certificate.is_empty());
    let tasks = tasks_of(tx, id, &row.body).await?;
    let done = |(id, _, task): (_, _, Task)| Done { certified: certified(id) || lines.contains(&task.line), task };
    let tasks: Vec<_> = tasks.into_iter().map(done).collect();
    if let Some(order) = completed(&row.body, &tasks) {
        let Noted { by, at } = noted;
        write(tx, Change { id, revision: row.revision, body: &order, at, by: Some(by), reason: "completed" }).await?;
    }
    Ok(())
}

/// Lines of an order with a certificate on a record that the office put under them.
async fn certified_lines(tx: &mut Tx, order: OrderId) -> Result<BTreeSet<u16>> {
    let under = settlement::under_order(tx, order).await?.into_iter();
    Ok(under.filter(|record| !record.certificate.is_empty()).map(|record| record.line).collect())
}
