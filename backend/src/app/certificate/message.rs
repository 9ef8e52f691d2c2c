//! Customers are told of issue, supplement and replacement.

use base::time::Instant;
use domain::certificate::document::{CertificateDocument, Kind};
use domain::order::customer::Customer;
use domain::record::Record;
use domain::register::Entry;

use crate::app::Result;
use crate::app::messages::{self, Letter};
use crate::store::{Tx, facts};

/// The letter, in both languages of a certificate: subject on the first line.
const LETTER: &str = include_str!("../../../templates/mail/issued.txt");

/// Writes a message to each contact of the customer, in the issuing transaction.
pub(super) async fn tell(tx: &mut Tx, record: &Record, document: &CertificateDocument, website: &str, at: Instant) -> Result<()> {
    let customer = record.opened.customer.id;
    let Some(Customer { contacts, .. }) = facts::current(tx, customer).await? else { return Ok(()) };
    let (subject, text) = letter(record, document, website);
    for contact in contacts.iter().filter(|contact| !contact.email.is_empty()) {
        let letter = Letter { to: &contact.email, subject: &subject, text: &text, customer: Some(customer), link_for: None };
        messages::put(tx, letter, at).await?;
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
