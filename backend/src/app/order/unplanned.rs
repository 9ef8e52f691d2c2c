//! What was found on site and nobody had planned: the orders it touches are to be reviewed again, and say why (C-5.1.2).

use base::id::{CustomerId, ItemId, OrderId, VisitId};
use domain::order::noted::Unplanned;
use domain::order::task::Task;
use domain::order::unplanned::noted;
use domain::order::{Location, Order};

use crate::app::Result;
use crate::app::register::{Change, write};
use crate::store::{Tx, register};

/// The orders of a customer that something unplanned touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touched {
    /// Those with tasks on a visit.
    Visit(VisitId),
    /// This one.
    Order(OrderId),
    /// Those that name an item.
    Item(ItemId),
    /// Those for work on the customer's site.
    Site,
}

/// Opens the customer's orders that are touched for review again. Work on their tasks goes on meanwhile.
pub async fn review_again(tx: &mut Tx, customer: CustomerId, touched: Touched, found: &Unplanned) -> Result<()> {
    let tasks = register::all_of_customer::<Task>(tx, customer).await?;
    let is_touched = |id: OrderId, order: &Order| match touched {
        Touched::Visit(visit) => tasks.iter().any(|task| task.body.order == id && task.body.visit == Some(visit)),
        Touched::Order(order) => order == id,
        Touched::Item(item) => order.lines.iter().any(|line| line.item == item),
        Touched::Site => order.location == Location::Site,
    };
    for row in register::all_of_customer::<Order>(tx, customer).await? {
        if let Some(order) = noted(&row.body, found.clone()).filter(|_| is_touched(row.id, &row.body)) {
            let (id, revision, at, by) = (row.id, row.revision, found.at, Some(found.by));
            write(tx, Change { id, revision, body: &order, at, by, reason: "unplanned" }).await?;
        }
    }
    Ok(())
}
