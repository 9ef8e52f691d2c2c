//! What holds signing back: a password reset, a device that others may have enrolled, or a new PIN on a device. Recording goes on
//! (C-4.3.2).

use base::id::{DeviceId, PersonId};
use base::time::Instant;
use contract::api::authority::ReleaseByDevice;
use domain::authority::{AuthorityRefusal, Earlier, Hold, HoldCause, NewDevice, may_release, release_text};
use domain::event::signature::SignatureError;
use domain::event::{Hash, signature};

use super::notice;
use crate::app::authority::known::Known;
use crate::app::{Actor, Error, Result};
use crate::random;
use crate::state::App;
use crate::store::authority::Release;
use crate::store::{Tx, account, audit, authority as store, device as devices};

/// The same before a request is taken: every route that writes in a person's name asks it ([`contract::access::table`]).
pub async fn free_now(app: &App, person: PersonId) -> Result<()> {
    app.db.read(move |tx| Box::pin(async move { free(tx, person).await })).await
}

/// Refuses while a reset password is not confirmed as the person's own: the act would appear under their name. Where something is signed or
/// decided it is asked again, in the transaction.
pub async fn free(tx: &mut Tx, person: PersonId) -> Result<()> {
    let held = store::holds(tx, person).await?.iter().any(|hold| hold.cause == HoldCause::Password);
    if held { Err(Error::forbidden(&AuthorityRefusal::SigningHeld)) } else { Ok(()) }
}

/// Whether signing is held back on this device.
pub async fn holds_device(tx: &mut Tx, person: PersonId, device: DeviceId) -> Result<bool> {
    Ok(store::holds(tx, person).await?.iter().any(|hold| hold.device == Some(device)))
}

/// A password was reset.
pub(super) async fn password(tx: &mut Tx, person: PersonId, now: Instant) -> Result<()> {
    let hold = Hold { id: random::id(now), person, device: None, cause: HoldCause::Password, at: now };
    Ok(store::hold(tx, &hold).await?)
}

/// A device being enrolled.
#[derive(Debug, Clone, Copy)]
pub struct Enrolling<'a> {
    /// Whose.
    pub person: PersonId,
    /// Which.
    pub device: DeviceId,
    /// Its name.
    pub name: &'a str,
    /// In which session; `None` if the program itself enrols it.
    pub session: Option<Hash>,
    /// The name of the tablets of the demo's past work, which do not count as earlier devices; empty elsewhere.
    pub past: &'a str,
}

/// Called when a device is enrolled. It is held back unless nobody but the person can have enrolled it, as far as can be known
/// ([`NewDevice`]). The person is told in any case; at the next sign-in only if somebody else may be the one who enrolled it.
pub async fn enrolling(tx: &mut Tx, new: Enrolling<'_>, now: Instant) -> Result<()> {
    let Enrolling { person, device, name, session, past } = new;
    let one_time = match session {
        Some(session) => account::opened_with_one_time(tx, session).await?,
        None => false,
    };
    let has_other = store::has_device(tx, person, past).await?;
    let known = Known::load(tx, person).await?;
    if (NewDevice { has_other, ever_reset: store::ever_reset(tx, person).await?, one_time }).is_held() {
        hold_device(tx, person, device, now).await?;
        return notice::happened(tx, &known, "device_new", Some(person), now).await;
    }
    if name == past {
        return Ok(());
    }
    if store::first_shown(tx, person).await? {
        notice::happened(tx, &known, "device_first", Some(person), now).await
    } else {
        notice::known(tx, &known, "device_first", now).await
    }
}

async fn hold_device(tx: &mut Tx, person: PersonId, device: DeviceId, now: Instant) -> Result<()> {
    let hold = Hold { id: random::id(now), person, device: Some(device), cause: HoldCause::Device, at: now };
    Ok(store::hold(tx, &hold).await?)
}

/// Called when a device's recovery key is handed out: whoever chooses the new PIN may be somebody else. The person is told.
pub async fn new_pin(tx: &mut Tx, person: PersonId, device: DeviceId, now: Instant) -> Result<()> {
    if !holds_device(tx, person, device).await? {
        hold_device(tx, person, device, now).await?;
    }
    let known = Known::load(tx, person).await?;
    notice::happened(tx, &known, "device_new_pin", Some(person), now).await
}

/// An earlier device of the person confirms a new device or password.
pub async fn release(app: &App, actor: &Actor, device: DeviceId, command: ReleaseByDevice) -> Result<()> {
    let (person, now) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let command = command.clone();
            Box::pin(async move {
                let row = devices::find(tx, device).await?.filter(|row| row.person_id == person.to_string() && row.revoked_at.is_none());
                let row = row.ok_or_else(Error::not_found)?;
                let subject = Known::load(tx, person).await?;
                let earlier = Earlier {
                    device,
                    enrolled_at: Instant(row.enrolled_at),
                    new_pin_until: row.new_pin_until.map(Instant),
                    first_shown: store::first_shown(tx, person).await?,
                    confirmed: store::was_confirmed(tx, device).await?,
                };
                may_release(&subject.holds, &earlier).map_err(|refusal| Error::rule(&refusal))?;
                if subject.holds.iter().map(|hold| hold.id).collect::<Vec<_>>() != command.holds {
                    return Err(Error::conflict(&AuthorityRefusal::Outdated));
                }
                let text = release_text(device, &command.holds);
                let signature = signature::spelled(&command.signature).ok_or_else(|| Error::forbidden(&SignatureError::Wrong))?;
                signature::verify(&row.public_key, text.as_bytes(), &signature).map_err(|error| Error::forbidden(&error))?;
                for hold in &command.holds {
                    store::release(tx, *hold, Release::Device(device, &signature), person, now).await?;
                }
                audit::append(tx, now, person, audit::Act::Account(person, audit::Account::SigningReleased)).await?;
                notice::happened(tx, &subject, "signing_by_device", Some(person), now).await
            })
        })
        .await
}
