//! Readings of customers' results are attributable (C-4.1.2.2).

use shared::id::Id;
use shared::order::customer::Customer;

use crate::app::{Actor, Error, Result};
use crate::state::App;
use crate::store::reading;

/// Notes that a person read an object with a customer's results, before it is given out.
pub async fn note(app: &App, actor: &Actor, customer: Id<Customer>, noun: &'static str, object: &str) -> Result<()> {
    let (person, object, now) = (actor.person, object.to_owned(), app.now());
    app.db
        .write(move |tx| {
            let object = object.clone();
            Box::pin(async move { Ok::<_, Error>(reading::note(tx, person, customer, noun, &object, now).await?) })
        })
        .await
}
