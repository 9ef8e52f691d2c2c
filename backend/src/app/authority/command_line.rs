//! Restores access for whoever runs the server: written to the audit trail, and the people concerned are told.

use shared::access::Role;
use shared::access::account::sign_in_name;
use shared::finding::Finding;
use shared::id::Id;
use shared::library::person::Person;

use super::done::{OneTime, reset};
use super::{Known, notice, other_administrators, settle};
use crate::app::register::{Change, write};
use crate::app::{Error, Result};
use crate::state::App;
use crate::store::{Tx, authority as store, register};

/// Gives a person a one-time password and returns it to be shown.
pub async fn password(app: &App, sign_in: &str) -> Result<String> {
    let one_time = OneTime::new(app).await?;
    let (sign_in, now, shown) = (sign_in_name(sign_in), app.now(), one_time.password.clone());
    app.db
        .write::<_, Error, _>(move |tx| {
            let (sign_in, one_time) = (sign_in.clone(), one_time.clone());
            Box::pin(async move {
                let subject = named(tx, &sign_in).await?;
                reset(tx, &subject, one_time.hash(), true, None, now).await?;
                notice::happened(tx, &subject, "password_command_line", None, now).await
            })
        })
        .await?;
    Ok(shown)
}

/// Makes a person administrator, and active.
pub async fn administrator(app: &App, sign_in: &str) -> Result<()> {
    let (sign_in, now) = (sign_in_name(sign_in), app.now());
    app.db
        .write::<_, Error, _>(move |tx| {
            let sign_in = sign_in.clone();
            Box::pin(async move {
                settle(tx, now).await?;
                let subject = named(tx, &sign_in).await?;
                let mut entry = subject.entry.clone();
                entry.active = true;
                if !entry.roles.contains(&Role::Administrator) {
                    entry.roles.push(Role::Administrator);
                }
                if entry.customer.is_some() {
                    return Err(Error::findings("entry_invalid", vec![Finding::error("customer_role_alone", "roles")]));
                }
                let change = Change { id: subject.id, revision: subject.revision, body: &entry, at: now, by: None, reason: "command_line" };
                write(tx, change).await?;
                notice::happened(tx, &subject, "role_command_line", None, now).await
            })
        })
        .await
}

/// Whether any administrator can sign in.
pub async fn anybody(app: &App) -> Result<bool> {
    let nobody: Id<Person> = Id::from_uuid(uuid::Uuid::nil());
    app.db.read(move |tx| Box::pin(async move { other_administrators(tx, nobody).await })).await
}

async fn named(tx: &mut Tx, sign_in: &str) -> Result<Known> {
    let row = register::by_code::<Person>(tx, sign_in).await?.ok_or_else(Error::not_found)?;
    Ok(Known { id: row.id, revision: row.revision, entry: row.body, holds: store::holds(tx, row.id).await? })
}
