//! The outbox.

use base::id::{CustomerId, Id};
use base::time::Instant;

use super::{Tx, seal};

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// The recipient.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Written.
    pub at: i64,
    /// Sent.
    pub sent_at: Option<i64>,
    /// Why the last attempt failed; empty where none did.
    pub failure: String,
    /// Attempts.
    pub attempts: i64,
    /// The request whose link is made when it is sent.
    pub link_for: Option<String>,
}

/// A message to be put in the outbox.
#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// Identity.
    pub id: Id<Row>,
    /// The customer it concerns.
    pub customer: Option<CustomerId>,
    /// The recipient.
    pub to: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// Text; `{link}` in it becomes the link when it is sent.
    pub text: &'a str,
    /// The request that the link is for.
    pub link_for: Option<&'a str>,
    /// Server time.
    pub at: Instant,
}

const PUT: &str = "INSERT INTO messages (id, customer_id, recipient, subject, body, at, sent_at, failure, attempts, link_for) \
    VALUES ($1, $2, $3, $4, $5, $6, NULL, '', 0, $7)";
const LIST: &str = "SELECT id, recipient, subject, body, at, sent_at, failure, attempts, link_for FROM messages \
    WHERE ($1 = '' OR id < $1) ORDER BY id DESC LIMIT $2";
const WAITING: &str = "SELECT id, recipient, subject, body, at, sent_at, failure, attempts, link_for FROM messages \
    WHERE sent_at IS NULL AND attempts < $1 AND COALESCE(next_at, 0) <= $2 ORDER BY attempts, id LIMIT $3";
const NEXT: &str = "SELECT MIN(COALESCE(next_at, at)) FROM messages WHERE sent_at IS NULL AND attempts < $1";
const CLAIM: &str = "UPDATE messages SET next_at = $3 WHERE id = $1 AND sent_at IS NULL AND COALESCE(next_at, 0) <= $2";
const ATTEMPT: &str = "UPDATE messages SET sent_at = $2, failure = $3, next_at = $4, attempts = attempts + 1 WHERE id = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[PUT, LIST, WAITING, NEXT, CLAIM, ATTEMPT];

/// Puts a message in the outbox.
pub async fn put(tx: &mut Tx, new: NewMessage<'_>) -> sqlx::Result<()> {
    let id = new.id.to_string();
    let customer = new.customer.map(|customer| customer.to_string()).unwrap_or_default();
    execute!(tx, PUT, &id, customer, new.to, new.subject, new.text, new.at.0, new.link_for)?;
    seal::seal(tx, "messages", &[&id], new.at).await
}

/// A page of messages, the newest first.
pub async fn list(tx: &mut Tx, after: &str, limit: u32) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, LIST, after, i64::from(limit))
}

/// Messages to be sent now, those that failed least first.
pub async fn waiting(tx: &mut Tx, attempts: u32, now: Instant, limit: u32) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, WAITING, i64::from(attempts), now.0, i64::from(limit))
}

/// When the first message that waits is to be sent.
pub async fn next(tx: &mut Tx, attempts: u32) -> sqlx::Result<Option<Instant>> {
    Ok(fetch_optional!(tx, (Option<i64>,), NEXT, i64::from(attempts))?.and_then(|(at,)| at).map(Instant))
}

/// Takes a message for oneself until then; false where another server has it, or has sent it.
pub async fn claim(tx: &mut Tx, id: &str, now: Instant, until: Instant) -> sqlx::Result<bool> {
    let claimed = execute!(tx, CLAIM, id, now.0, until.0)? == 1;
    if claimed {
        seal::seal(tx, "messages", &[id], now).await?;
    }
    Ok(claimed)
}

/// Notes an attempt: sent, or why not and when to try again.
pub async fn attempt(tx: &mut Tx, id: &str, failure: &str, at: Instant, next: Instant) -> sqlx::Result<()> {
    execute!(tx, ATTEMPT, id, failure.is_empty().then_some(at.0), failure, next.0)?;
    seal::seal(tx, "messages", &[id], at).await
}
