//! The outbox is emptied by SMTP. Several servers may do so at once: one of them claims each message.

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use base::time::Instant;

use crate::app::authority::filled::filled;
use crate::app::{Error, Result};
use crate::state::{App, Smtp};
use crate::store::message as store;

/// With the pauses below these are about four days.
const ATTEMPTS: u32 = 100;
const AT_ONCE: u32 = 20;
/// How long a message is one server's, in milliseconds: longer than any attempt takes.
const CLAIM: i64 = 600_000;
/// The first pause after a failure, doubled with each further one, and the longest, in milliseconds.
const RETRY: (i64, i64) = (15_000, 3_600_000);

/// Sends what waits; what cannot be sent stays in the outbox with the reason, and is tried again later.
pub async fn send_waiting(app: &App, smtp: &Smtp) -> Result<()> {
    let now = app.now();
    let waiting = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(store::waiting(tx, ATTEMPTS, now, AT_ONCE).await?) })).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.url).map_err(Error::corrupt)?.build();
    for row in waiting {
        if !claimed(app, &row.id).await? {
            continue;
        }
        let failure = send(app, &transport, smtp, &row).await.err().unwrap_or_default();
        let at = app.now();
        let next = at.plus_millis(pause(row.attempts));
        app.db
            .write(move |tx| {
                let (id, failure) = (row.id.clone(), failure.clone());
                Box::pin(async move { Ok::<_, Error>(store::attempt(tx, &id, &failure, at, next).await?) })
            })
            .await?;
    }
    Ok(())
}

/// When the next message that waits is to be sent.
pub async fn next(app: &App) -> Result<Option<Instant>> {
    app.db.read(|tx| Box::pin(async move { Ok::<_, Error>(store::next(tx, ATTEMPTS).await?) })).await
}

/// Takes a message for this server: another one on the same database does not send it meanwhile. A server that dies with it
/// leaves it to the others after a while.
async fn claimed(app: &App, id: &str) -> Result<bool> {
    let (id, now) = (id.to_owned(), app.now());
    let until = now.plus_millis(CLAIM);
    app.db
        .write(move |tx| {
            let id = id.clone();
            Box::pin(async move { Ok::<_, Error>(store::claim(tx, &id, now, until).await?) })
        })
        .await
}

/// Milliseconds until the next attempt, after this many before.
fn pause(attempts: i64) -> i64 {
    let (first, longest) = RETRY;
    first.saturating_mul(1 << attempts.clamp(0, 20)).min(longest)
}

async fn send(app: &App, transport: &AsyncSmtpTransport<Tokio1Executor>, smtp: &Smtp, row: &store::Row) -> std::result::Result<(), String> {
    let address = |text: &str| text.parse::<Mailbox>().map_err(|error| error.to_string());
    let text = match &row.link_for {
        Some(request) => filled(app, &row.body, request).await.map_err(|error| error.to_string())?,
        None => row.body.clone(),
    };
    let message = Message::builder()
        .from(address(&smtp.from)?)
        .to(address(&row.recipient)?)
        .subject(&row.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|error| error.to_string())?;
    transport.send(message).await.map(|_| ()).map_err(|error| error.to_string())
}
