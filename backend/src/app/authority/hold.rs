//! What holds signing back: a password reset, or a device that is not the first. Recording goes on (C-4.3.2).

use shared::api::authority::ReleaseByDevice;
use shared::authority::{AuthorityRefusal, Hold, HoldCause, may_release, release_text};
use shared::event::signature::SignatureError;
use shared::event::{Device, signature};
use shared::id::Id;
use shared::library::person::Person;
use shared::time::Instant;

use super::{Known, notice, of_account};
use crate::app::{Actor, Error, Result};
use crate::random;
use crate::state::App;
use crate::store::authority::Release;
use crate::store::{Tx, authority as store, device as devices};

/// The same before a request is taken: every route that writes in a person's name asks it ([`shared::access::table`]).
pub async fn free_now(app: &App, person: Id<Person>) -> Result<()> {
    app.db.read(move |tx| Box::pin(async move { free(tx, person).await })).await
}

/// Refuses while a reset password is not confirmed as the person's own: the act would appear under their name. Where something is signed or
/// decided it is asked again, in the transaction.
pub async fn free(tx: &mut Tx, person: Id<Person>) -> Result<()> {
    let held = store::holds(tx, person).await?.iter().any(|hold| hold.cause == HoldCause::Password);
    if held { Err(Error::forbidden(&AuthorityRefusal::SigningHeld)) } else { Ok(()) }
}

/// Whether signing is held back on this device.
pub async fn holds_device(tx: &mut Tx, person: Id<Person>, device: Id<Device>) -> Result<bool> {
    Ok(store::holds(tx, person).await?.iter().any(|hold| hold.device == Some(device)))
}

/// A password was reset.
pub(super) async fn password(tx: &mut Tx, person: Id<Person>, now: Instant) -> Result<()> {
    let hold = Hold { id: random::id(now), person, device: None, cause: HoldCause::Password, at: now };
    Ok(store::hold(tx, &hold).await?)
}

/// Called when a device is enrolled. If it is the person's first and their password was never reset, nothing is held back. `past` names the
/// tablets of the demo's past work, which do not count as earlier devices; it is empty elsewhere.
pub async fn enrolling(tx: &mut Tx, person: Id<Person>, device: Id<Device>, past: &str, now: Instant) -> Result<()> {
    if !store::has_device(tx, person, past).await? && !store::ever_reset(tx, person).await? {
        return Ok(());
    }
    let hold = Hold { id: random::id(now), person, device: Some(device), cause: HoldCause::Device, at: now };
    store::hold(tx, &hold).await?;
    let known = Known::load(tx, person).await?;
    notice::happened(tx, &known, "device_new", Some(person), now).await
}

/// An earlier device of the person confirms a new device or password.
pub async fn release(app: &App, actor: &Actor, device: Id<Device>, command: ReleaseByDevice) -> Result<()> {
    let (person, now) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let command = command.clone();
            Box::pin(async move {
                let row = devices::find(tx, device).await?.filter(|row| row.person_id == person.to_string() && row.revoked_at.is_none());
                let row = row.ok_or_else(Error::not_found)?;
                let subject = Known::load(tx, person).await?;
                let (since, new_pin) = (Instant(row.enrolled_at), row.new_pin_until.map(Instant));
                may_release(&subject.holds, device, since, new_pin).map_err(|refusal| Error::rule(&refusal))?;
                if subject.holds.iter().map(|hold| hold.id).collect::<Vec<_>>() != command.holds {
                    return Err(Error::conflict(&AuthorityRefusal::Outdated));
                }
                let text = release_text(device, &command.holds);
                let signature = signature::spelled(&command.signature).ok_or_else(|| Error::forbidden(&SignatureError::Wrong))?;
                signature::verify(&row.public_key, text.as_bytes(), &signature).map_err(|error| Error::forbidden(&error))?;
                for hold in &command.holds {
                    store::release(tx, *hold, Release::Device(device, &signature), person, now).await?;
                }
                of_account(tx, now, Some(person), "signing_released", person).await?;
                notice::happened(tx, &subject, "signing_by_device", Some(person), now).await
            })
        })
        .await
}
