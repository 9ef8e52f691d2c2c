//! Customers are told of issue, supplement and replacement: an outbox, emptied by SMTP where it is configured.

use base::time::Instant;
use contract::api::certificate::MessageView;
use contract::api::{ListQuery, Page};
use domain::certificate::document::{CertificateDocument, Kind};
use domain::order::customer::Customer;
use domain::record::Record;
use domain::register::Entry;

use super::{page, wanted};
use crate::app::{Error, Result};
use crate::random;
use crate::store::{Tx, facts, message as store};

/// The letter, in both languages of a certificate: subject on the first line.
const LETTER: &str = include_str!("../../../templates/mail/issued.txt");

/// Writes a message to each contact of the customer, in the issuing transaction.
pub(super) async fn tell(tx: &mut Tx, record: &Record, document: &CertificateDocument, website: &str, at: Instant) -> Result<()> {
    let customer = record.opened.customer.id;
    let Some(Customer { contacts, .. }) = facts::current(tx, customer).await? else { return Ok(()) };
    let (subject, text) = letter(record, document, website);
    for contact in contacts.iter().filter(|contact| !contact.email.is_empty()) {
        let id = random::id(at);
        let new = store::NewMessage { id, customer, to: &contact.email, subject: &subject, text: &text, at };
        store::put(tx, new).await?;
    }
    Ok(())
}

fn letter(record: &Record, document: &CertificateDocument, website: &str) -> (String, String) {
    let (zh, en) = match &document.envelope.kind {
        Kind::Original => (String::new(), String::new()),
        Kind::Supplement { number, .. } => {
            (format!("本证书是证书 {number} 的补充文件。"), format!("It supplements calibration certificate {number}."))
        }
        Kind::Replacement { number, .. } => (
            format!("本证书代替证书 {number}，原证书作废，请退回原件。"),
            format!("It replaces calibration certificate {number}, which is void: please return the original."),
        ),
    };
    let filled = LETTER
        .replace("{wording_zh}", &zh)
        .replace("{wording_en}", &en)
        .replace("{portal}", &format!("{}/portal", website.trim_end_matches('/')))
        .replace("{body}", &format!("{} {}", document.stated.body.name.zh, document.stated.body.name.en))
        .replace("{item}", &record.opened.item.item.label())
        .replace("{number}", &document.envelope.number);
    let (subject, text) = filled.split_once('\n').unwrap_or((&filled, ""));
    (subject.to_owned(), text.to_owned())
}

/// A page of messages, the newest first.
pub async fn list(app: &crate::state::App, query: ListQuery) -> Result<Page<MessageView>> {
    let limit = wanted(query.limit);
    let rows = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(store::list(tx, &query.after, limit + 1).await?) })).await?;
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
