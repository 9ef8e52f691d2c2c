//! What was found out about items on site reaches the registers: new items, corrected ones, orders to be reviewed again.

use shared::event::body::Body;
use shared::event::chain::WrittenEvent;
use shared::id::Id;
use shared::item::Item;
use shared::item::fold::ItemState;
use shared::order::{Order, OrderStatus};
use shared::time::Instant;

use crate::app::Result;
use crate::app::register::{Change, write};
use crate::store::{Tx, register};

/// Reason of the versions that events from the site make.
const REASON: &str = "on_site";

/// Takes an effective event of an item's stream over into the register; `state` is the stream after it.
pub async fn take_over(tx: &mut Tx, written: &WrittenEvent, state: &ItemState, now: Instant) -> Result<()> {
    let id: Id<Item> = Id::from_uuid(written.event.stream.id);
    let row = register::find::<Item>(tx, id).await?;
    let (revision, body) = match (&written.event.body, row) {
        (Body::ItemFound(found), None) => (0, state.corrected(free(tx, id, found).await?)),
        (Body::ItemCorrected { .. }, Some(row)) => {
            review_again(tx, id, &row.body, written, now).await?;
            (row.revision, state.corrected(row.body))
        }
        _ => return Ok(()),
    };
    let change = Change { id, revision, body: &body, at: now, by: Some(written.event.author), reason: REASON };
    write(tx, change).await?;
    Ok(())
}

/// An identification that another item has got meanwhile is told apart; the office gives the right one.
async fn free(tx: &mut Tx, id: Id<Item>, found: &Item) -> Result<Item> {
    let mut item = found.clone();
    if register::by_code::<Item>(tx, &item.identification).await?.is_some() {
        item.identification = format!("{}-{}", item.identification, id);
    }
    Ok(item)
}

/// Accepted orders with this item are to be reviewed again (C-5.1.2).
async fn review_again(tx: &mut Tx, id: Id<Item>, item: &Item, written: &WrittenEvent, now: Instant) -> Result<()> {
    for row in register::all_of_customer::<Order>(tx, item.customer).await? {
        let concerned = row.body.status == OrderStatus::Accepted && row.body.lines.iter().any(|line| line.item == id);
        if concerned {
            let body = Order { status: OrderStatus::ReviewAgain, ..row.body };
            let by = Some(written.event.author);
            write(tx, Change { id: row.id, revision: row.revision, body: &body, at: now, by, reason: REASON }).await?;
        }
    }
    Ok(())
}
