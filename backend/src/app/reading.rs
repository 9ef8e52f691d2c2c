//! Readings of customers' results are attributable (C-4.1.2.2): each is noted before anything is given out.

use shared::id::Id;
use shared::order::customer::Customer;

use super::{Actor, Error, Result};
use crate::state::App;
use crate::store::reading;

/// Stands for a whole list that was read.
pub const LIST: &str = "list";

/// Notes that a person read an object ("records", "certificates", "files") with a customer's results.
pub async fn note(app: &App, actor: &Actor, customer: impl Into<Option<Id<Customer>>>, noun: &'static str, object: &str) -> Result<()> {
    let (person, customer, object, now) = (actor.person, customer.into(), object.to_owned(), app.now());
    app.db
        .write(move |tx| {
            let object = object.clone();
            Box::pin(async move { Ok::<_, Error>(reading::note(tx, person, customer, noun, &object, now).await?) })
        })
        .await
}
