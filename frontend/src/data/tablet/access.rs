//! Enrolling, unlocking, locking.

use base::id::DeviceId;
use contract::api::account::{Enrol, SessionView};
use contract::api::path;
use leptos::prelude::*;

use super::Tablet;
use crate::failure::Failure;
use crate::local::people::{self, NewEnrolment};
use crate::local::{Book, LocalError, Vault, storage};
use crate::remote;
use crate::text::format::now;

/// What a person chooses when they begin to use a tablet.
pub struct NewPin {
    /// The tablet's name.
    pub tablet: String,
    /// PIN.
    pub pin: String,
    /// The person's password, entered again.
    pub password: String,
}

/// Why an enrolment came to nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum EnrolError {
    /// This tablet.
    Local(LocalError),
    /// The office.
    Remote(Failure),
}

impl From<LocalError> for EnrolError {
    fn from(error: LocalError) -> Self {
        Self::Local(error)
    }
}

impl Tablet {
    /// Reads who is enrolled here.
    pub async fn read_people(self) {
        match people::list().await {
            Ok(list) => drop(self.people.try_set(Some(list))),
            Err(why) => {
                self.failing.try_set(Some(why));
                self.people.try_set(Some(Vec::new()));
            }
        }
    }

    /// Makes the person's keys on this tablet and tells the office the public one. The keys are stored first: an enrolment the
    /// office knows and the tablet does not could never be used.
    pub async fn enrol(self, session: &SessionView, new: &NewPin) -> Result<(), EnrolError> {
        storage::ask_persistent().await;
        let enrolled = people::make(
            &NewEnrolment {
                person: session.person,
                name: &session.name,
                sign_in: &session.sign_in,
                device_name: &new.tablet,
                pin: &new.pin,
            },
            now(),
        )?;
        people::save(&enrolled).await?;
        let (device, public_key) = (enrolled.device, enrolled.public_key.clone());
        let command = Enrol { device, name: new.tablet.clone(), public_key, password: new.password.clone() };
        if let Err(why) = remote::post_empty(path::DEVICES, &command).await {
            people::forget(enrolled.device).await?;
            return Err(EnrolError::Remote(why));
        }
        self.read_people().await;
        self.unlock(enrolled.device, &new.pin).await?;
        Ok(())
    }

    /// Opens a person's book with their PIN.
    pub async fn unlock(self, device: DeviceId, pin: &str) -> Result<(), LocalError> {
        let vault = people::unlock(device, pin, now()).await?;
        let book = Book::read(&vault).await?;
        vault.write(book.outdated(now())).await?;
        let revoked = people::list().await?.iter().any(|enrolled| enrolled.device == device && enrolled.revoked_at.is_some());
        self.revoked.try_set(revoked);
        self.worked.try_set(true);
        self.status.try_set(book.engine.status());
        self.stored_at.try_set(None);
        self.uploads.try_set(0);
        self.failing.try_set(None);
        self.book.try_set(Some(book));
        self.vault.try_set(Some(vault));
        // Browsers grant it by how much a site is used, so that a refusal of the first day is asked again each day.
        storage::ask_persistent().await;
        crate::sync::wake(self).await;
        Ok(())
    }

    /// Closes the book: keys and texts leave the memory; everything stays on disk, sealed.
    pub fn lock(self) {
        self.vault.set(None);
        self.book.set(None);
    }

    /// Reads everything again from disk: another tab wrote, or a write failed.
    pub async fn reload(self) -> Result<(), LocalError> {
        let Some(vault) = self.vault.get_untracked() else { return Err(LocalError::Locked) };
        let book = Book::read(&vault).await?;
        if self.is_still(&vault) {
            self.status.try_set(book.engine.status());
            self.book.try_set(Some(book));
        }
        Ok(())
    }

    /// Whether the office's last answer said that this device is revoked. Stored, so that it also holds without a network.
    pub(crate) async fn hear_whether_revoked(self, vault: &Vault, revoked: bool) {
        if !self.is_still(vault) || self.revoked.get_untracked() == revoked {
            return;
        }
        self.revoked.try_set(revoked);
        // If it cannot be stored, the next exchange says it again.
        if let Err(why) = people::note_revoked(vault.device, revoked.then(now)).await {
            self.failing.try_set(Some(why));
        }
    }

    /// Whether the same person still works here: what was awaited meanwhile must not reach another person's book.
    pub(crate) fn is_still(self, vault: &Vault) -> bool {
        self.vault.with_untracked(|open| open.as_ref().is_some_and(|open| open.device == vault.device))
    }

    /// Whether this PIN is that of the person who works here; for signatures.
    pub async fn confirm_pin(self, pin: &str) -> Result<(), LocalError> {
        let Some(vault) = self.vault.get_untracked() else { return Err(LocalError::Locked) };
        people::unlock(vault.device, pin, now()).await.map(drop)
    }
}
