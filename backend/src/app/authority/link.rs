//! A new password by a link to the person's own mailbox. The link's token is made when the message is sent and is not stored: neither the
//! requester nor somebody who reads the outbox or the database can use it.

use base::id::ConfirmationId;
use base::time::Instant;
use contract::api::authority::ResetByLink;
use domain::authority::{AuthorityRefusal, Content, Outcome};
use domain::event::Hash;
use domain::library::person::Person;

use super::{done, notice};
use crate::app::messages::{self, Letter};
use crate::app::password::strength;
use crate::app::register::load;
use crate::app::{Error, Result, account, password};
use crate::state::App;
use crate::store::{Tx, authority as store};

const LETTER: &str = include_str!("../../../templates/mail/reset.txt");

/// Puts the message with the link in the outbox.
pub(super) async fn write(tx: &mut Tx, email: &str, request: ConfirmationId, now: Instant) -> Result<()> {
    let (subject, text) = LETTER.split_once('\n').unwrap_or((LETTER, ""));
    let link_for = Some(request.to_string());
    messages::put(tx, Letter { to: email, subject, text, customer: None, link_for: link_for.as_deref() }, now).await
}

/// Sets a new password with the link: once, before it expires, and only while the person's entry is unchanged.
pub async fn reset(app: &App, command: ResetByLink) -> Result<()> {
    let token = Hash::of(command.token.trim().as_bytes());
    let about = app.db.read(move |tx| Box::pin(async move { about(tx, token).await })).await?;
    strength::admit(&command.password, None, about).await.map_err(|refusal| account::at(Error::rule(&refusal), "password"))?;
    let hash = password::hash(app, command.password).await?;
    let now = app.now();
    app.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                let wrong = || Error::rule(&AuthorityRefusal::LinkWrong);
                let id = store::linked(tx, token).await?.ok_or_else(wrong)?;
                let request = store::find(tx, id).await?.ok_or_else(wrong)?.confirmation;
                let Content::Mailbox { revision, .. } = request.content else { return Err(wrong()) };
                if request.ended.is_some() || request.expires_at < now {
                    return Err(wrong());
                }
                let subject = done::unchanged(tx, request.subject, revision).await?;
                if !subject.entry.active {
                    return Err(wrong());
                }
                done::reset(tx, &subject, &hash, false, Some(subject.id), now).await?;
                notice::happened(tx, &subject, "password_by_link", Some(subject.id), now).await?;
                done::end(tx, &request, Outcome::Confirmed, subject.id, now, "").await
            })
        })
        .await
}

/// The words an attacker would try first for the password of the link's person; empty if there is no such link.
async fn about(tx: &mut Tx, token: Hash) -> Result<strength::About> {
    let Some(id) = store::linked(tx, token).await? else { return Ok(strength::About::default()) };
    let Some(request) = store::find(tx, id).await? else { return Ok(strength::About::default()) };
    let person = load::<Person>(tx, request.confirmation.subject).await?.body;
    strength::about(tx, &person).await
}
