//! Conflicts of interest in work on an order (C-4.1.2.1): somebody who declared one for one entry of a customer has one with every entry of
//! its name.

use std::collections::BTreeSet;

use base::id::{CustomerId, PersonId};
use domain::library::person::Person;
use domain::order::customer::{self, Customer};
use domain::order::review::OrderRefusal;

use crate::app::register::load;
use crate::app::{Error, Result};
use crate::store::{Tx, register};

/// Refuses a review by somebody who has declared a conflict of interest concerning the customer (C-4.1.2.1).
pub(super) async fn reviews(tx: &mut Tx, customer: CustomerId, by: PersonId) -> Result<()> {
    let person = load::<Person>(tx, by).await?.body;
    let entries = entries(tx, customer, std::slice::from_ref(&person)).await?;
    match person.conflict_among(&entries) {
        Some(_) => Err(Error::rule(&OrderRefusal::ConflictOfInterest { person: person.sign_in })),
        None => Ok(()),
    }
}

/// The entries under which a customer stands, among those with which somebody declared a conflict of interest.
pub(super) async fn entries(tx: &mut Tx, own: CustomerId, people: &[Person]) -> Result<BTreeSet<CustomerId>> {
    let Some(customer) = register::find::<Customer>(tx, own).await? else { return Ok(BTreeSet::from([own])) };
    let declared: BTreeSet<_> = people.iter().flat_map(|person| &person.conflicts).map(|conflict| conflict.customer).collect();
    let mut known = Vec::new();
    for id in declared {
        known.extend(register::find(tx, id).await?);
    }
    Ok(customer::entries(own, &[&customer.body.name], known.iter().map(|row| (row.id, &row.body))))
}
