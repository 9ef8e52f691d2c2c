//! Enrolling and revoking devices.

use serde_json::json;
use shared::access::account::AccountRefusal;
use shared::api::account::{DeviceView, Enrol};
use shared::event::signature::is_public_key;
use shared::event::{Device, Hash};
use shared::finding::Finding;
use shared::id::Id;
use shared::library::person::Person;
use shared::time::Instant;

use super::{Actor, Error, Result};
use crate::state::App;
use crate::store::{Tx, account, audit, device as store};

/// Longest name of a device.
const NAME_MOST: usize = 80;

/// Enrols a device for the person signed in. The same command again changes nothing.
pub async fn enrol(app: &App, actor: &Actor, command: Enrol) -> Result<()> {
    if !is_public_key(&command.public_key) {
        return Err(Error::rule(&AccountRefusal::KeyMalformed));
    }
    if command.name.trim().is_empty() || command.name.chars().count() > NAME_MOST {
        return Err(Error::findings("invalid", vec![Finding::error("required", "name")]));
    }
    let (now, person) = (app.now(), actor.person);
    app.db
        .write(move |tx| {
            let command = command.clone();
            Box::pin(async move {
                if known(store::find(tx, command.device).await?.as_ref(), person, &command)? {
                    return Ok(());
                }
                store::enrol(tx, command.device, person, &command.name, &command.public_key, now).await?;
                record(tx, now, person, "enrolled", command.device, &command.public_key).await
            })
        })
        .await
}

/// Whether this very enrolment is there already; another's, another key or a revoked one is refused.
fn known(row: Option<&store::Row>, person: Id<Person>, command: &Enrol) -> Result<bool> {
    match row {
        None => Ok(false),
        Some(row) if row.revoked_at.is_some() => Err(Error::conflict(&AccountRefusal::DeviceRevoked)),
        Some(row) if row.person_id == person.to_string() && row.public_key == command.public_key => Ok(true),
        Some(_) => Err(Error::conflict(&AccountRefusal::DeviceTaken)),
    }
}

/// Every device.
pub async fn list(app: &App) -> Result<Vec<DeviceView>> {
    app.db
        .read(|tx| {
            Box::pin(async move {
                let mut views = Vec::new();
                for row in store::list(tx).await? {
                    views.push(view(tx, row).await?);
                }
                Ok(views)
            })
        })
        .await
}

async fn view(tx: &mut Tx, row: store::Row) -> Result<DeviceView> {
    let person: Id<Person> = row.person_id.parse().map_err(Error::corrupt)?;
    let entry = account::person(tx, person).await?.unwrap_or_default();
    let entry: Person = serde_json::from_str(&entry).map_err(Error::corrupt)?;
    Ok(DeviceView {
        id: row.id.parse().map_err(Error::corrupt)?,
        name: row.name,
        person,
        person_name: entry.name,
        enrolled_at: Instant(row.enrolled_at),
        last_seen_at: row.last_seen_at.map(Instant),
        clock_offset: row.clock_offset,
        revoked_at: row.revoked_at.map(Instant),
    })
}

/// Revokes a device: what it sends from now on is set aside.
pub async fn revoke(app: &App, actor: &Actor, device: Id<Device>) -> Result<()> {
    let (now, by) = (app.now(), actor.person);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let row = store::find(tx, device).await?.ok_or_else(Error::not_found)?;
                if store::revoke(tx, device, now).await? {
                    record(tx, now, by, "revoked", device, &row.public_key).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn record(tx: &mut Tx, at: Instant, by: Id<Person>, action: &str, device: Id<Device>, key: &str) -> Result<()> {
    let entry = audit::Entry {
        at,
        actor: Some(by),
        action,
        noun: "devices",
        object: &device.to_string(),
        revision: 0,
        object_hash: Hash::of(key.as_bytes()),
        detail: json!({}),
    };
    Ok(audit::append(tx, entry).await?)
}
