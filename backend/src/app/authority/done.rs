//! Carries out a request: once, exactly as requested, on the word of two people or of the first administrator alone.

use base::id::PersonId;
use base::time::Instant;
use domain::authority::{Authority, AuthorityRefusal, Confirmation, Content, Outcome, keeps_posts};

use super::{hold, notice};
use crate::app::authority::known::{Known, employed_elsewhere, is_declared, today};
use crate::app::authority::posts::{alone, posts, settle};
use crate::app::register::{self, Change};
use crate::app::{Error, Result, account, password};
use crate::state::App;
use crate::store::authority::Release;
use crate::store::{Tx, audit, authority as store};

/// A one-time password, to be shown once.
#[derive(Clone)]
pub(super) struct OneTime {
    /// The password.
    pub password: String,
    /// Until when it can be used to sign in.
    pub valid_until: Instant,
    hash: String,
}

impl OneTime {
    /// Its hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Makes a new one and hashes it here, outside any transaction.
    pub async fn new(app: &App) -> Result<Self> {
        let password = account::one_time();
        let valid_until = app.now().plus_millis(app.config.one_time_millis);
        Ok(Self { hash: password::hash(app, password.clone()).await?, password, valid_until })
    }
}

/// A request to be carried out.
#[derive(Clone, Copy)]
pub(super) struct Doing<'a> {
    /// The request.
    pub request: &'a Confirmation,
    /// Whether the first administrator acts alone.
    pub alone: bool,
    /// Who decided it.
    pub by: PersonId,
    /// Server time.
    pub now: Instant,
}

/// Carries it out, and ends the request.
pub(super) async fn apply(tx: &mut Tx, doing: Doing<'_>, one_time: Option<&OneTime>) -> Result<()> {
    let Doing { request, alone, by, now } = doing;
    match &request.content {
        Content::Authority { revision, after, .. } => authority(tx, doing, *revision, after).await?,
        Content::Password { revision } => {
            let one_time = one_time.ok_or_else(|| Error::Internal("no one-time password was made".to_owned()))?;
            let subject = unchanged(tx, request.subject, *revision).await?;
            let first = !store::has_password(tx, subject.id).await?;
            reset(tx, &subject, &one_time.hash, true, Some(by), now).await?;
            let what = match (alone, first) {
                (true, _) => "password_alone",
                (false, true) => "password_first",
                (false, false) => "password_given",
            };
            notice::happened(tx, &subject, what, Some(by), now).await?;
        }
        // The person chooses the password with the link.
        Content::Mailbox { .. } => return Err(Error::rule(&AuthorityRefusal::ByMailbox)),
        Content::Signing { holds } => {
            let subject = Known::load(tx, request.subject).await?;
            if subject.holds.iter().map(|hold| hold.id).collect::<Vec<_>>() != *holds {
                return Err(Error::conflict(&AuthorityRefusal::Outdated));
            }
            for held in holds {
                store::release(tx, *held, Release::Confirmed(request.id), by, now).await?;
            }
            let what = if alone { "signing_alone" } else { "signing_released" };
            notice::happened(tx, &subject, what, Some(by), now).await?;
        }
    }
    let outcome = if alone { Outcome::Alone } else { Outcome::Confirmed };
    end(tx, request, outcome, by, now, "").await
}

/// Ends a request.
pub(super) async fn end(tx: &mut Tx, request: &Confirmation, outcome: Outcome, by: PersonId, now: Instant, reason: &str) -> Result<()> {
    store::end(tx, request.id, outcome, by, now, reason).await?;
    Ok(audit::append(tx, now, by, audit::Act::Request(request, audit::Request::Ended(outcome, reason))).await?)
}

/// The person's entry as it was when the request was made.
pub(super) async fn unchanged(tx: &mut Tx, subject: PersonId, revision: u64) -> Result<Known> {
    let subject = Known::load(tx, subject).await?;
    if subject.revision == revision { Ok(subject) } else { Err(Error::conflict(&AuthorityRefusal::Outdated)) }
}

/// The entry gets the requested authority; new authorisations are given as of now (C-4.3.1).
async fn authority(tx: &mut Tx, doing: Doing<'_>, revision: u64, after: &Authority) -> Result<()> {
    let Doing { request, alone, by, now } = doing;
    let subject = unchanged(tx, request.subject, revision).await?;
    settle(tx, now).await?;
    let day = today(tx, now).await?;
    let before = Authority::of(&subject.entry);
    let after = before.dated(after.clone().filled(&before), day, now);
    let withdrawn = before.given(&after, false).iter().any(|path| is_declared(path));
    let entry = after.onto(&subject.entry);
    employed_elsewhere(&entry, day)?;
    register::sound(tx, (subject.id, now), Some(&subject.entry), &entry).await?;
    let others = posts(tx, subject.id).await?;
    keeps_posts(&subject.entry, &entry, others).map_err(|refusal| Error::rule(&refusal))?;
    let reason = if alone { "authority_alone" } else { "authority_confirmed" };
    let change = Change { id: subject.id, revision, body: &entry, at: now, by: Some(request.asked_by), reason };
    register::write(tx, change).await?;
    if !entry.active {
        account::end_all(tx, subject.id, now).await?;
    }
    notice::happened(tx, &subject, if alone { "authority_alone" } else { "authority_given" }, Some(by), now).await?;
    if withdrawn {
        notice::withdrawn(tx, &subject, by, now).await?;
    }
    // The new mailbox gets the message too.
    if entry.email != subject.entry.email {
        notice::mail(tx, &entry.email, "authority_given", now).await?;
    }
    Ok(())
}

/// Sets another password: sessions end, and unless it is the first password, signing is held back. For the first administrator who acts
/// alone the command line's word is enough: nobody else could confirm it yet, and it is marked so.
pub(super) async fn reset(tx: &mut Tx, subject: &Known, hash: &str, one_time: bool, by: Option<PersonId>, now: Instant) -> Result<()> {
    settle(tx, now).await?;
    let first = by.is_none() && alone(tx).await? == Some(subject.id);
    if !first && store::has_password(tx, subject.id).await? {
        hold::password(tx, subject.id, now).await?;
    }
    account::replace_password(tx, subject.id, hash, one_time, now).await?;
    let reset = if first { audit::Account::PasswordResetAlone } else { audit::Account::PasswordReset };
    Ok(audit::append(tx, now, by, audit::Act::Account(subject.id, reset)).await?)
}
