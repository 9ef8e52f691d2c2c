//! What was found on site and nobody had planned (C-5.1.2): items become register entries, orders are reviewed again.

use shared::id::Id;
use shared::item::Item;
use shared::library::person::Person;
use shared::order::customer::Customer;
use shared::order::review::to_review_again;
use shared::order::task::Task;
use shared::order::{Location, Order, OrderStatus};
use shared::time::Instant;
use shared::visit::Visit;

use crate::app::Result;
use crate::app::register::{Change, write};
use crate::store::{Tx, register};

/// Something that was not planned.
#[derive(Debug, Clone)]
pub enum Unplanned {
    /// An item was found.
    ItemFound {
        /// Its identity, given on the tablet.
        id: Id<Item>,
        /// The item.
        item: Item,
    },
    /// An item's data was corrected.
    ItemCorrected {
        /// The item.
        id: Id<Item>,
        /// Field ("serial_number", "model", "manufacturer").
        field: String,
        /// What it says from now on.
        after: String,
    },
    /// A record was opened without an order.
    RecordWithoutOrder {
        /// Whose item it is about.
        customer: Id<Customer>,
        /// The visit it was made on.
        visit: Option<Id<Visit>>,
    },
}

/// The orders that something unplanned touches.
enum Touched {
    /// Those with tasks on a visit.
    Visit(Id<Visit>),
    /// Those that name an item.
    Item(Id<Item>),
    /// Those for work on the customer's site.
    Site,
}

/// Who noted it, and when.
#[derive(Debug, Clone, Copy)]
pub struct Noted {
    /// Who saw it.
    pub by: Id<Person>,
    /// Server time.
    pub at: Instant,
}

/// Takes note of it: the register follows what was seen on site, and the accepted orders that it touches are to be reviewed
/// again. Whether anything was changed.
pub async fn note_unplanned(tx: &mut Tx, what: &Unplanned, noted: Noted) -> Result<bool> {
    match what {
        Unplanned::ItemFound { id, item } => found(tx, *id, item, noted).await,
        Unplanned::ItemCorrected { id, field, after } => correct(tx, *id, field, after, noted).await,
        Unplanned::RecordWithoutOrder { customer, visit } => {
            review_orders(tx, *customer, visit.map_or(Touched::Site, Touched::Visit), noted).await
        }
    }
}

async fn found(tx: &mut Tx, id: Id<Item>, item: &Item, noted: Noted) -> Result<bool> {
    if register::find(tx, id).await?.is_some() {
        return Ok(false);
    }
    let body = Item { identification: free_identification(tx, item).await?, ..item.clone() };
    write(tx, Change { id, revision: 0, body: &body, at: noted.at, by: Some(noted.by), reason: "item_found" }).await?;
    review_orders(tx, item.customer, Touched::Site, noted).await?;
    Ok(true)
}

/// The identification written on site, or that with a mark where another item has it already.
async fn free_identification(tx: &mut Tx, item: &Item) -> Result<String> {
    let mut identification = item.identification.clone();
    while !identification.is_empty() && register::by_code::<Item>(tx, &identification).await?.is_some() {
        identification.push('*');
    }
    Ok(identification)
}

async fn correct(tx: &mut Tx, id: Id<Item>, field: &str, after: &str, noted: Noted) -> Result<bool> {
    let Some(row) = register::find(tx, id).await? else { return Ok(false) };
    let mut item = row.body.clone();
    match field {
        "serial_number" => after.clone_into(&mut item.serial_number),
        "model" => after.clone_into(&mut item.model),
        "manufacturer" => after.clone_into(&mut item.manufacturer),
        _ => return Ok(false),
    }
    if item == row.body {
        return Ok(false);
    }
    let change = Change { id, revision: row.revision, body: &item, at: noted.at, by: Some(noted.by), reason: "item_corrected" };
    write(tx, change).await?;
    review_orders(tx, item.customer, Touched::Item(id), noted).await?;
    Ok(true)
}

/// Opens the customer's accepted orders that are touched for review again.
async fn review_orders(tx: &mut Tx, customer: Id<Customer>, touched: Touched, noted: Noted) -> Result<bool> {
    let tasks = register::all_of_customer::<Task>(tx, customer).await?;
    let is_touched = |id: Id<Order>, order: &Order| match &touched {
        Touched::Visit(visit) => tasks.iter().any(|task| task.body.order == id && task.body.visit == Some(*visit)),
        Touched::Item(item) => order.lines.iter().any(|line| line.item == *item),
        Touched::Site => order.location == Location::Site,
    };
    let mut changed = false;
    for row in register::all_of_customer::<Order>(tx, customer).await? {
        if row.body.status == OrderStatus::Accepted && is_touched(row.id, &row.body) {
            let order = to_review_again(row.body);
            let change = Change { id: row.id, revision: row.revision, body: &order, at: noted.at, by: Some(noted.by), reason: "unplanned" };
            write(tx, change).await?;
            changed = true;
        }
    }
    Ok(changed)
}
