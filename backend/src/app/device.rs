//! Enrolling and revoking devices.

use base::finding::Finding;
use base::id::{DeviceId, PersonId};
use base::time::Instant;
use contract::access::account::{AccountRefusal, is_reserved_name};
use contract::api::account::{AskRecovery, DeviceView, Enrol, KeepRecovery, RecoveryKey};
use contract::api::version::ClientVersion;
use domain::authority::recovery_text;
use domain::event::signature::is_public_key;
use domain::event::{Hash, signature};
use domain::library::person::Person;

use super::authority::hold;
use super::{Actor, Error, Result, account};
use crate::demo::names::PAST_TABLET;
use crate::state::App;
use crate::store::{Tx, account as people, audit, device as store};

/// Longest name of a device.
const NAME_MOST: usize = 80;
/// How long a new PIN may be chosen after the office has let it be.
const NEW_PIN_MILLIS: i64 = 3_600_000;

/// Enrols a device for the person signed in, who enters the password again. Repeating the same command changes nothing.
pub async fn enrol(app: &App, actor: &Actor, command: Enrol) -> Result<()> {
    let (device, person) = (command.device, actor.person);
    let row = app.db.read::<_, Error, _>(move |tx| Box::pin(async move { Ok(store::find(tx, device).await?) })).await?;
    if !known(row.as_ref(), person, &command)? {
        // A tablet of the demo's past work does not count as an earlier one: nobody's is to be taken for one.
        if is_reserved_name(&command.name, PAST_TABLET) {
            return Err(Error::rule(&AccountRefusal::NameReserved));
        }
        account::verify_password(app, actor, command.password.clone()).await?;
    }
    add(app, actor, command).await
}

/// Enrols a device for a person who has proved their identity.
pub async fn add(app: &App, actor: &Actor, mut command: Enrol) -> Result<()> {
    // A key has one spelling, because keys are compared as text.
    command.public_key.make_ascii_lowercase();
    if !is_public_key(&command.public_key) {
        return Err(Error::rule(&AccountRefusal::KeyMalformed));
    }
    if command.name.trim().is_empty() || command.name.chars().count() > NAME_MOST {
        return Err(Error::findings("invalid", vec![Finding::error("required", "name")]));
    }
    let (now, person, session) = (app.now(), actor.person, actor.session);
    let past = if app.config.demo { PAST_TABLET } else { "" };
    app.db
        .write(move |tx| {
            let command = command.clone();
            Box::pin(async move {
                if known(store::find(tx, command.device).await?.as_ref(), person, &command)? {
                    return Ok(());
                }
                if store::has_key(tx, &command.public_key).await? {
                    return Err(Error::conflict(&AccountRefusal::KeyTaken));
                }
                let (device, name) = (command.device, command.name.as_str());
                hold::enrolling(tx, hold::Enrolling { person, device, name, session, past }, now).await?;
                store::enrol(tx, command.device, person, &command.name, &command.public_key, now).await?;
                record(tx, now, person, audit::DeviceKey::Enrolled, command.device, &command.public_key).await
            })
        })
        .await
}

/// Whether this very enrolment is there already; another's, another key or a revoked one is refused.
fn known(row: Option<&store::Row>, person: PersonId, command: &Enrol) -> Result<bool> {
    match row {
        None => Ok(false),
        Some(row) if row.revoked_at.is_some() => Err(Error::conflict(&AccountRefusal::DeviceRevoked)),
        Some(row) if row.person_id == person.to_string() && row.public_key.eq_ignore_ascii_case(&command.public_key) => Ok(true),
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
    let person: PersonId = row.person_id.parse().map_err(Error::corrupt)?;
    let entry = people::person(tx, person).await?.unwrap_or_default();
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
        new_pin_until: row.new_pin_until.map(Instant),
    })
}

/// Revokes a device: what it sends from now on is set aside.
pub async fn revoke(app: &App, actor: &Actor, device: DeviceId) -> Result<()> {
    let (now, by) = (app.now(), actor.person);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let row = store::find(tx, device).await?.ok_or_else(Error::not_found)?;
                if store::revoke(tx, device, now).await? {
                    record(tx, now, by, audit::DeviceKey::Revoked, device, &row.public_key).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Lets the device's person choose a new PIN for the next hour. A revoked device stays closed.
pub async fn allow_new_pin(app: &App, actor: &Actor, device: DeviceId) -> Result<()> {
    let (now, by) = (app.now(), actor.person);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let row = store::find(tx, device).await?.filter(|row| row.revoked_at.is_none()).ok_or_else(Error::not_found)?;
                if !store::allow_recovery(tx, device, now, now.plus_millis(NEW_PIN_MILLIS)).await? {
                    return Err(Error::conflict(&AccountRefusal::RecoveryUnknown));
                }
                record(tx, now, by, audit::DeviceKey::NewPinAllowed, device, &row.public_key).await
            })
        })
        .await
}

/// Keeps the recovery key of one's own device. In the place of another one it is kept only if the device has signed for it: a session alone
/// would make the kept key useless.
pub async fn keep_recovery(app: &App, actor: &Actor, device: DeviceId, command: KeepRecovery) -> Result<()> {
    let digits = |text: &str| text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !digits(&command.recovery_key) {
        return Err(Error::rule(&AccountRefusal::RecoveryMalformed));
    }
    let (now, person) = (app.now(), actor.person);
    app.db
        .write(move |tx| {
            let command = command.clone();
            Box::pin(async move {
                let row = own(tx, device, person).await?;
                match store::recovery(tx, device).await? {
                    Some(kept) if kept.recovery_key == command.recovery_key => return Ok(()),
                    Some(_) if !signed(&row, device, &command) => return Err(Error::conflict(&AccountRefusal::RecoveryKept)),
                    _ => {}
                }
                store::keep_recovery(tx, device, &command.recovery_key, now).await?;
                record(tx, now, person, audit::DeviceKey::RecoveryKept, device, &row.public_key).await
            })
        })
        .await
}

/// Whether the device has signed for this recovery key.
fn signed(row: &store::Row, device: DeviceId, command: &KeepRecovery) -> bool {
    let text = recovery_text(device, &command.recovery_key);
    let spelled = signature::spelled(&command.signature);
    spelled.is_some_and(|signature| signature::verify(&row.public_key, text.as_bytes(), &signature).is_ok())
}

/// Hands out the recovery key of one's own device, while the office lets, to whoever enters the person's password. Signing on the device is
/// held back from then on: whoever chooses the new PIN may be somebody else.
pub async fn recovery(app: &App, actor: &Actor, device: DeviceId, (client, command): (ClientVersion, AskRecovery)) -> Result<RecoveryKey> {
    let (now, person, session) = (app.now(), actor.person, actor.session);
    // A device of somebody else is not found before a password is asked for.
    let kept = app.db.read(move |tx| Box::pin(async move { handed_out(tx, device, person, now).await })).await?.1;
    let allowed_at = kept.allowed_until.map(|until| Instant(until - NEW_PIN_MILLIS));
    // An app of the first release cannot ask for the password: its person has entered it to sign in, since the office allowed the new PIN.
    let entered =
        client == ClientVersion::FIRST && command.password.is_empty() && signed_in_since(app, person, session, allowed_at).await?;
    if !entered {
        account::verify_password(app, actor, command.password).await?;
    }
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let (row, kept) = handed_out(tx, device, person, now).await?;
                hold::new_pin(tx, person, device, now).await?;
                record(tx, now, person, audit::DeviceKey::RecoveryHandedOut, device, &row.public_key).await?;
                Ok(RecoveryKey { recovery_key: kept.recovery_key })
            })
        })
        .await
}

/// The device and its recovery key, if it may be handed out now.
async fn handed_out(tx: &mut Tx, device: DeviceId, person: PersonId, now: Instant) -> Result<(store::Row, store::Recovery)> {
    let row = own(tx, device, person).await?;
    let kept = store::recovery(tx, device).await?;
    let kept = kept.ok_or_else(|| Error::conflict(&AccountRefusal::RecoveryUnknown))?;
    if kept.allowed_until.is_none_or(|until| until < now.0) {
        return Err(Error::forbidden(&AccountRefusal::NewPinNotAllowed));
    }
    Ok((row, kept))
}

/// Whether the session was opened after this moment.
async fn signed_in_since(app: &App, person: PersonId, session: Option<Hash>, at: Option<Instant>) -> Result<bool> {
    let Some((session, at)) = session.map(|session| session.to_string()).zip(at) else { return Ok(false) };
    let open = app.db.read::<_, Error, _>(move |tx| Box::pin(async move { Ok(people::open_ones(tx, person).await?) })).await?;
    Ok(open.iter().any(|row| row.token_hash == session && row.created_at > at.0))
}

/// The device, where it is this person's and in force; anybody else's is not to be found.
async fn own(tx: &mut Tx, device: DeviceId, person: PersonId) -> Result<store::Row> {
    let row = store::find(tx, device).await?.filter(|row| row.person_id == person.to_string());
    row.filter(|row| row.revoked_at.is_none()).ok_or_else(Error::not_found)
}

async fn record(tx: &mut Tx, at: Instant, by: PersonId, what: audit::DeviceKey, device: DeviceId, key: &str) -> Result<()> {
    Ok(audit::append(tx, at, by, audit::Act::Device(device, audit::DeviceAct::Key(what, key))).await?)
}
