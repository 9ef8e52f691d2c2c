//! The posts that are always to be filled, and the first administrator while they are not.

use base::id::PersonId;
use base::time::Instant;
use domain::access::Role;
use domain::authority::{Posts, came};
use domain::library::person::Person;

use crate::app::Result;
use crate::store::{Tx, account, authority as store, register};

/// The first administrator, while no technical manager has signed in yet: they give authority alone, and each such act is marked.
pub(super) async fn alone(tx: &mut Tx) -> Result<Option<PersonId>> {
    if store::settled(tx).await? || technical_manager(tx).await?.is_some() || one_came(tx).await? {
        return Ok(None);
    }
    Ok(store::first(tx).await?)
}

/// Whether a technical manager had come, by the audit trail: that it is stored is one row, which may have been removed.
async fn one_came(tx: &mut Tx) -> Result<bool> {
    for person in store::ever_had(tx, "technical_manager").await? {
        let mut versions = register::versions::<Person>(tx, person).await?;
        versions.reverse();
        let versions: Vec<_> = versions.iter().map(|version| (version.at, &version.body)).collect();
        if came(&versions, &account::entrances(tx, &person.to_string()).await?).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn technical_manager(tx: &mut Tx) -> Result<Option<String>> {
    let found = store::can_sign_in(tx, "technical_manager").await?.into_iter();
    let mut found = found.filter(|(_, person)| person.active && person.roles.contains(&Role::TechnicalManager));
    Ok(found.next().map(|(id, _)| id))
}

/// Stores that a technical manager has signed in, if so: taking their role away later does not let the first administrator act alone again.
pub(in crate::app) async fn settle(tx: &mut Tx, now: Instant) -> Result<()> {
    if store::settled(tx).await? {
        return Ok(());
    }
    match technical_manager(tx).await? {
        Some(person) => Ok(store::settle(tx, &person, now).await?),
        None => Ok(()),
    }
}

/// Whether there is another administrator who can sign in.
pub(super) async fn other_administrators(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let found = store::can_sign_in(tx, "administrator").await?;
    let manages = |(id, entry): &(String, Person)| *id != person.to_string() && entry.active && entry.roles.contains(&Role::Administrator);
    Ok(found.iter().any(manages))
}

/// Who else holds the posts that are always to be filled. The caller has settled whether a technical manager had come.
pub(super) async fn posts(tx: &mut Tx, person: PersonId) -> Result<Posts> {
    let holds = |row: &contract::api::register::Row<Person>| {
        row.id != person && row.body.active && row.body.roles.contains(&Role::TechnicalManager)
    };
    let technical_manager = !store::settled(tx).await? || register::all::<Person>(tx).await?.iter().any(holds);
    Ok(Posts { administrator: other_administrators(tx, person).await?, technical_manager })
}
