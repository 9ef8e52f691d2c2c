//! A person's sessions and devices: seen and ended by the person, ended by an administrator.

use base::id::PersonId;
use base::time::Instant;
use contract::api::account::{AccessView, OpenSession};
use domain::event::Hash;

use super::account::{self, Session};
use super::{Actor, Error, Result, device};
use crate::state::App;
use crate::store::{account as store, audit};

/// The person's own sessions in force, and their devices.
pub async fn own(app: &App, session: &Session) -> Result<AccessView> {
    let person = session.actor.person;
    let rows = app.db.read::<_, Error, _>(move |tx| Box::pin(async move { Ok(store::open_ones(tx, person).await?) })).await?;
    let (now, idle) = (app.now(), app.config.idle_millis);
    let in_force = |row: &store::OpenRow| now.0 < row.expires_at && now < Instant(row.last_used_at).plus_millis(idle);
    let sessions = rows.into_iter().filter(in_force).map(|row| shown(row, session.token)).collect::<Result<_>>()?;
    let devices = device::list(app).await?.into_iter().filter(|device| device.person == person).collect();
    Ok(AccessView { sessions, devices })
}

fn shown(row: store::OpenRow, this: Hash) -> Result<OpenSession> {
    let id = Hash::parse(&row.token_hash).ok_or_else(|| Error::corrupt("not a hash"))?;
    let (since, last_used_at, expires_at) = (Instant(row.created_at), Instant(row.last_used_at), Instant(row.expires_at));
    Ok(OpenSession { id, this: id == this, since, last_used_at, expires_at, browser: row.browser, address: row.address })
}

/// Ends one of the person's own sessions; somebody else's session is reported as not found.
pub async fn end_one(app: &App, session: &Session, ended: Hash) -> Result<()> {
    let (now, person) = (app.now(), session.actor.person);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if !store::close_one(tx, person, ended, now).await? {
                    return Err(Error::not_found());
                }
                Ok(audit::append(tx, now, person, audit::Act::Account(person, audit::Account::SessionEnded)).await?)
            })
        })
        .await
}

/// Ends the person's other sessions; no other browser counts as known any more.
pub async fn end_others(app: &App, session: &Session) -> Result<()> {
    let (now, person, kept) = (app.now(), session.actor.person, session.token);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::close_others(tx, person, kept, now).await?;
                store::forget_browsers(tx, person, Hash::ZERO).await?;
                Ok(audit::append(tx, now, person, audit::Act::Account(person, audit::Account::SessionsEnded)).await?)
            })
        })
        .await
}

/// Ends every session of a person.
pub async fn end_all(app: &App, actor: &Actor, person: PersonId) -> Result<()> {
    let (now, by) = (app.now(), actor.person);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::person(tx, person).await?.ok_or_else(Error::not_found)?;
                account::end_all(tx, person, now).await?;
                Ok(audit::append(tx, now, by, audit::Act::Account(person, audit::Account::SessionsEnded)).await?)
            })
        })
        .await
}
