//! What is written to people by e-mail: an outbox that the office sees, emptied by SMTP where it is configured. Whoever has something to say
//! puts the letter in the outbox in the transaction that it tells of.

mod send;

use base::id::CustomerId;
use base::time::Instant;
use contract::api::certificate::MessageView;
use contract::api::{ListQuery, Page};

use super::paging::{page, wanted};
use super::{Error, Result, jobs};
use crate::random;
use crate::state::App;
use crate::store::{Tx, message as store};

pub use send::{next, send_waiting};

/// A letter to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// The recipient.
    pub to: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// Text; `{link}` in it becomes the link when it is sent.
    pub text: &'a str,
    /// The customer that it concerns.
    pub customer: Option<CustomerId>,
    /// The request that its link is for: the link is in no table, it is made when the letter is sent.
    pub link_for: Option<&'a str>,
}

/// Puts a letter in the outbox.
pub async fn put(tx: &mut Tx, letter: Letter<'_>, at: Instant) -> Result<()> {
    let Letter { to, subject, text, customer, link_for } = letter;
    store::put(tx, store::NewMessage { id: random::id(at), customer, to, subject, text, link_for, at }).await?;
    jobs::wake(tx, jobs::MESSAGES, at).await
}

/// A page of messages, the newest first.
pub async fn list(app: &App, query: ListQuery) -> Result<Page<MessageView>> {
    let limit = wanted(query.limit);
    let rows = app.db.read::<_, Error, _>(move |tx| Box::pin(async move { Ok(store::list(tx, &query.after, limit + 1).await?) })).await?;
    let Page { rows, next } = page(rows, limit, |row| row.id.clone());
    Ok(Page { rows: rows.into_iter().map(shown).collect(), next })
}

fn shown(row: store::Row) -> MessageView {
    MessageView {
        to: row.recipient,
        subject: row.subject,
        text: row.body,
        at: Instant(row.at),
        sent_at: row.sent_at.map(Instant),
        failure: Some(row.failure).filter(|failure| !failure.is_empty()),
    }
}
