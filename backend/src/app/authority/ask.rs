//! Requests that a second person must confirm.

use base::finding::Finding;
use base::id::PersonId;
use base::text::says_something;
use base::time::Instant;
use contract::api::authority::{AskAuthority, AskedView};
use domain::access::Role;
use domain::authority::{Around, Authority, AuthorityRefusal, Confirmation, Content, Kind, Way, keeps_posts, may_ask};
use domain::event::Hash;

use super::done::{self, Doing, OneTime};
use super::{link, notice};
use crate::app::authority::known::{
    Known, employed_elsewhere, entered_by, is_declared, kept_out, mailbox_of_another, mailbox_since, today,
};
use crate::app::authority::posts::{alone, settle};
use crate::app::register::{self, Change, readable, stale};
use crate::app::{Actor, Error, Result, account};
use crate::random;
use crate::state::App;
use crate::store::{Tx, audit, authority as store};

/// How long a mailbox must have been entered before a link to a new password is sent to it, in milliseconds.
const MAILBOX_STANDS: i64 = 14 * 86_400_000;

/// A request being made.
struct Asking {
    subject: Known,
    asker: Known,
    now: Instant,
    reason: String,
}

impl Asking {
    async fn load(tx: &mut Tx, subject: PersonId, asker: PersonId, now: Instant, reason: &str) -> Result<Self> {
        settle(tx, now).await?;
        let (subject, asker) = (Known::load(tx, subject).await?, Known::load(tx, asker).await?);
        Ok(Self { subject, asker, now, reason: reason.to_owned() })
    }

    /// Whether the request is allowed, and what it becomes.
    async fn way(&self, tx: &mut Tx, kind: Kind) -> Result<Way> {
        let (entered_by, alone) = (entered_by(tx, self.subject.id).await?, alone(tx).await?);
        let shown = kept_out(tx, &self.subject, &entered_by).await?;
        let around = Around { subject: self.subject.as_somebody(), entered_by: &entered_by, shown: &shown, alone };
        may_ask(kind, &self.asker.as_somebody(), &around).map_err(|refusal| Error::rule(&refusal))
    }

    /// Stores the request; if the first administrator acts alone, carries it out as well.
    async fn put(self, tx: &mut Tx, content: Content, one_time: Option<&OneTime>) -> Result<AskedView> {
        let kind = content.kind();
        let way = self.way(tx, kind).await?;
        let Self { subject, asker, now, reason } = self;
        let text = serde_json::to_string(&content).map_err(Error::corrupt)?;
        let request = Confirmation {
            id: random::id(now),
            subject: subject.id,
            content,
            hash: Hash::of(text.as_bytes()),
            asked_by: asker.id,
            asked_at: now,
            expires_at: now.plus_millis(kind.waits()),
            ended: None,
        };
        store::ask(tx, &request, &text, &reason).await?;
        audit::append(tx, now, asker.id, audit::Act::Request(&request, audit::Request::Asked(&reason))).await?;
        match way {
            Way::Waits => {
                notice::asked(tx, &subject, kind, Some(asker.id), now).await?;
                Ok(AskedView { request: Some(request.id), done: false, one_time_password: None, valid_until: None })
            }
            Way::Alone => {
                let doing = Doing { request: &request, alone: true, by: asker.id, now };
                done::apply(tx, doing, one_time).await?;
                let one_time_password = one_time.map(|one_time| one_time.password.clone());
                let valid_until = one_time.map(|one_time| one_time.valid_until);
                Ok(AskedView { request: Some(request.id), done: true, one_time_password, valid_until })
            }
        }
    }
}

/// Requests a change of a person's authority; a change that only takes authority away is made at once.
pub async fn authority(app: &App, actor: &Actor, person: PersonId, command: AskAuthority) -> Result<AskedView> {
    readable("reason", &command.reason)?;
    let (by, now) = (actor.person, app.now());
    let unshown: Vec<Role> = Role::ALL.into_iter().filter(|role| !role.is_offered(&app.config.wings)).collect();
    app.db
        .write(move |tx| {
            let (command, unshown) = (command.clone(), unshown.clone());
            Box::pin(async move {
                let asking = Asking::load(tx, person, by, now, &command.reason).await?;
                if asking.subject.revision != command.revision {
                    return Err(stale());
                }
                another(tx, asking, command.authority, &unshown).await
            })
        })
        .await
}

async fn another(tx: &mut Tx, asking: Asking, wanted: Authority, unshown: &[Role]) -> Result<AskedView> {
    let (subject, now) = (&asking.subject, asking.now);
    let before = Authority::of(&subject.entry);
    let after = before.dated(wanted.filled(&before), today(tx, now).await?, now);
    if after == before {
        return Err(Error::rule(&AuthorityRefusal::Unchanged));
    }
    // Somebody who may not make requests at all is told so first.
    asking.way(tx, Kind::Authority).await?;
    let entry = after.onto(&subject.entry);
    if entry.roles.iter().any(|role| unshown.contains(role) && !before.roles.contains(role)) {
        return Err(Error::findings("entry_invalid", vec![Finding::error("role_not_offered", "roles")]));
    }
    employed_elsewhere(&entry, today(tx, now).await?)?;
    register::sound(tx, (subject.id, now), Some(&subject.entry), &entry).await?;
    let others = super::posts(tx, subject.id).await?;
    keeps_posts(&subject.entry, &entry, others).map_err(|refusal| Error::rule(&refusal))?;
    let given = before.given(&after, super::signed(tx, subject.id).await?);
    let withdrawn = given.iter().any(|path| is_declared(path));
    if withdrawn && !says_something(&asking.reason) {
        return Err(Error::rule(&AuthorityRefusal::DeclarationReason));
    }
    if given.is_empty() {
        let (id, revision, by) = (subject.id, subject.revision, asking.asker.id);
        let change = Change { id, revision, body: &entry, at: now, by: Some(by), reason: &asking.reason };
        register::write(tx, change).await?;
        if !entry.active {
            account::end_all(tx, id, now).await?;
        }
        notice::of_change(tx, id, &subject.entry, &entry, by, now).await?;
        return Ok(AskedView { request: None, done: true, one_time_password: None, valid_until: None });
    }
    if after.active && after.customer.is_none() && mailbox_of_another(tx, subject.id, &after.email).await? {
        return Err(Error::rule(&AuthorityRefusal::MailboxOfAnother));
    }
    let (before, after) = before.told(after);
    let content = Content::Authority { revision: subject.revision, before: Box::new(before), after: Box::new(after) };
    asking.put(tx, content, None).await
}

/// Requests a one-time password: a second person confirms it and hands it over.
pub async fn password(app: &App, actor: &Actor, person: PersonId) -> Result<AskedView> {
    let (by, now) = (actor.person, app.now());
    let one_time = OneTime::new(app).await?;
    app.db
        .write(move |tx| {
            let one_time = one_time.clone();
            Box::pin(async move {
                let asking = Asking::load(tx, person, by, now, "").await?;
                let content = Content::Password { revision: asking.subject.revision };
                asking.put(tx, content, Some(&one_time)).await
            })
        })
        .await
}

/// Sends a link to a new password to the person's own mailbox, unless the mailbox was changed recently or by the requester: somebody who
/// can change the address could otherwise read the link.
pub async fn mailbox(app: &App, actor: &Actor, person: PersonId) -> Result<AskedView> {
    let (by, now) = (actor.person, app.now());
    // The link names the server as its operator does: the website is what one administrator writes.
    let sent = app.config.smtp.is_some() && !app.config.public_url.is_empty();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let asking = Asking::load(tx, person, by, now, "").await?;
                asking.way(tx, Kind::Mailbox).await?;
                let email = asking.subject.entry.email.clone();
                let (written_by, since) = mailbox_since(tx, person).await?;
                let refusals = [
                    (email.is_empty(), AuthorityRefusal::MailboxMissing),
                    (written_by == Some(by) || now.millis_since(since) < MAILBOX_STANDS, AuthorityRefusal::MailboxTooNew),
                    (mailbox_of_another(tx, person, &email).await?, AuthorityRefusal::MailboxOfAnother),
                    (!sent, AuthorityRefusal::MailNotSent),
                ];
                if let Some((_, refusal)) = refusals.into_iter().find(|(broken, _)| *broken) {
                    return Err(Error::rule(&refusal));
                }
                let content = Content::Mailbox { revision: asking.subject.revision, email: email.clone() };
                let asked = asking.put(tx, content, None).await?;
                if let Some(request) = asked.request {
                    link::write(tx, &email, request, now).await?;
                }
                Ok(asked)
            })
        })
        .await
}

/// Requests that a person whose signing is held back may sign again.
pub async fn signing(app: &App, actor: &Actor, person: PersonId) -> Result<AskedView> {
    let (by, now) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let asking = Asking::load(tx, person, by, now, "").await?;
                asking.way(tx, Kind::Signing).await?;
                let holds: Vec<_> = asking.subject.holds.iter().map(|hold| hold.id).collect();
                if holds.is_empty() {
                    return Err(Error::rule(&AuthorityRefusal::NothingHeld));
                }
                asking.put(tx, Content::Signing { holds }, None).await
            })
        })
        .await
}
