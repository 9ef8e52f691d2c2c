//! What the registers say of an order's lines.

use base::id::{EditionId, ServiceId};
use domain::item::Item;
use domain::library::edition::Edition;
use domain::library::method::Method;
use domain::order::Order;
use domain::order::fitting::Known;

use crate::app::Result;
use crate::store::{Tx, register};

/// The services that each line's edition serves and its item's entry names.
pub async fn known_of_lines(tx: &mut Tx, order: &Order) -> Result<Vec<Known>> {
    let mut known = Vec::new();
    for line in &order.lines {
        let item = register::find::<Item>(tx, line.item).await?.and_then(|row| row.body.service);
        known.push(Known { edition: served(tx, line.edition).await?, item });
    }
    Ok(known)
}

/// The service that an edition's method serves.
pub(super) async fn served(tx: &mut Tx, edition: EditionId) -> Result<Option<ServiceId>> {
    let Some(edition) = register::find::<Edition>(tx, edition).await? else { return Ok(None) };
    Ok(register::find::<Method>(tx, edition.body.method).await?.map(|method| method.body.service))
}
