//! The second person confirms exactly what was requested, or declines it; the requester can withdraw it.

use base::finding::Refusal;
use base::id::{ConfirmationId, PersonId};
use base::time::Instant;
use contract::api::authority::{AskedView, Confirm, Decline};
use domain::authority::{Around, AuthorityRefusal, Confirmation, Kind, Outcome, may_confirm, may_end};

use super::done::{self, Doing, OneTime};
use crate::app::authority::known::{Known, entered_by, kept_out};
use crate::app::authority::posts::alone;
use crate::app::register::readable;
use crate::app::{Actor, Error, Result, account};
use crate::state::App;
use crate::store::{Tx, authority as store};

/// 409 if somebody else was quicker or something changed, 422 if a rule refuses it.
fn refused(refusal: &AuthorityRefusal) -> Error {
    match refusal {
        AuthorityRefusal::Over | AuthorityRefusal::Expired | AuthorityRefusal::Outdated => Error::conflict(refusal),
        AuthorityRefusal::NotConfirming | AuthorityRefusal::SigningHeld => Error::forbidden(refusal),
        _ => Error::rule(refusal),
    }
}

/// A request with everybody involved.
pub(super) struct Weighed {
    /// The request.
    pub request: Confirmation,
    subject: Known,
    asker: Known,
    entered_by: Vec<PersonId>,
    shown: Vec<PersonId>,
    alone: Option<PersonId>,
}

impl Weighed {
    /// Loads a request.
    pub async fn load(tx: &mut Tx, id: ConfirmationId) -> Result<Self> {
        let request = store::find(tx, id).await?.ok_or_else(Error::not_found)?.confirmation;
        Self::of(tx, request).await
    }

    /// Loads everybody involved.
    pub async fn of(tx: &mut Tx, request: Confirmation) -> Result<Self> {
        let (subject, asker) = (Known::load(tx, request.subject).await?, Known::load(tx, request.asked_by).await?);
        let (entered_by, alone) = (entered_by(tx, request.subject).await?, alone(tx).await?);
        let shown = kept_out(tx, &subject, &entered_by).await?;
        Ok(Self { request, subject, asker, entered_by, shown, alone })
    }

    fn around(&self) -> Around<'_> {
        Around { subject: self.subject.as_somebody(), entered_by: &self.entered_by, shown: &self.shown, alone: self.alone }
    }

    /// Why somebody may not confirm the request as it stands; `None` if they may.
    pub async fn why_not(&self, tx: &mut Tx, person: PersonId, now: Instant) -> Result<Option<String>> {
        let confirmer = Known::load(tx, person).await?;
        let seen = (self.request.hash, now);
        let refused = may_confirm(&self.request, &self.asker.as_somebody(), &confirmer.as_somebody(), &self.around(), seen).err();
        Ok(refused.map(|refusal| refusal.code().to_owned()))
    }
}

/// Confirms a request and carries it out.
pub async fn confirm(app: &App, actor: &Actor, id: ConfirmationId, command: Confirm) -> Result<AskedView> {
    account::verify_password(app, actor, command.password).await?;
    let (by, now, seen) = (actor.person, app.now(), command.seen);
    let one_time = OneTime::new(app).await?;
    app.db
        .write(move |tx| {
            let one_time = one_time.clone();
            Box::pin(async move {
                let weighed = Weighed::load(tx, id).await?;
                let confirmer = Known::load(tx, by).await?;
                let (asker, around) = (weighed.asker.as_somebody(), weighed.around());
                may_confirm(&weighed.request, &asker, &confirmer.as_somebody(), &around, (seen, now)).map_err(|why| refused(&why))?;
                let shown = weighed.request.content.kind() == Kind::Password;
                let doing = Doing { request: &weighed.request, alone: false, by, now };
                done::apply(tx, doing, Some(&one_time)).await?;
                let valid_until = shown.then_some(one_time.valid_until);
                Ok(AskedView { request: Some(id), done: true, one_time_password: shown.then_some(one_time.password), valid_until })
            })
        })
        .await
}

/// Declines a request.
pub async fn decline(app: &App, actor: &Actor, id: ConfirmationId, command: Decline) -> Result<()> {
    readable("reason", &command.reason)?;
    ends(app, actor, id, Outcome::Declined, command.reason).await
}

/// Withdraws the person's own request.
pub async fn withdraw(app: &App, actor: &Actor, id: ConfirmationId) -> Result<()> {
    ends(app, actor, id, Outcome::Withdrawn, String::new()).await
}

async fn ends(app: &App, actor: &Actor, id: ConfirmationId, how: Outcome, reason: String) -> Result<()> {
    let (by, now) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let reason = reason.clone();
            Box::pin(async move {
                let weighed = Weighed::load(tx, id).await?;
                let person = Known::load(tx, by).await?;
                may_end(&weighed.request, &person.as_somebody(), &weighed.around(), how, now).map_err(|why| refused(&why))?;
                done::end(tx, &weighed.request, how, by, now, &reason).await
            })
        })
        .await
}
