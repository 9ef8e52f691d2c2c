//! Certificates: the fixed document has its hash, its number and its audit entry. Their rows are sealed.

use std::collections::BTreeMap;

use shared::certificate::correction::in_order;
use shared::certificate::document::CertificateDocument;
use shared::event::Hash;

use super::audit::Audited;
use super::rows::{Fields, Snapshot};
use super::{Fault, Report, file};
use crate::app::Result;

/// The last certificate of a record, as the list of records shows it.
#[derive(Debug, Clone, Default)]
pub(super) struct Last {
    /// Its number.
    pub(super) number: String,
    /// The check it was issued on.
    pub(super) check: String,
    /// When.
    pub(super) issued_at: i64,
}

/// Walks every certificate; the last of each record.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &Audited, report: &mut Report) -> Result<BTreeMap<String, Last>> {
    let mut lines: BTreeMap<String, Vec<(String, String, Last)>> = BTreeMap::new();
    let each = |row: Fields| {
        let (id, hash) = (row.text("id"), row.text("document_hash"));
        let place = format!("certificate {} {id}", row.text("number"));
        report.must(Hash::of(row.text("document").as_bytes()).to_string() == hash, &place, Fault::HashDiffers);
        report.must(stated(&row), &place, Fault::Differs);
        report.must(audited.had("certificates", id, hash), &place, Fault::NotAudited);
        report.link("certificates", &format!("certificate {id}"), hash);
        let (number, check) = (row.text("number").to_owned(), row.text("check_event").to_owned());
        let last = Last { number, check, issued_at: row.int("issued_at") };
        let line = lines.entry(row.text("record_id").to_owned()).or_default();
        line.push((id.to_owned(), row.text("follows").to_owned(), last));
    };
    snapshot.each("certificates", "id", each).await?;
    let each = |row: Fields| {
        let place = format!("certificate {} {}", row.text("certificate_id"), row.text("kind"));
        report.link("certificate events", &place, row.text("id"));
        if !row.text("sha256").is_empty() {
            report.files.insert(row.text("sha256").to_owned());
        }
    };
    snapshot.each("certificate_events", "id", each).await?;
    file::removed(snapshot, report).await?;
    snapshot
        .each("files", "sha256", |row| {
            report.files.insert(row.text("sha256").to_owned());
        })
        .await?;
    Ok(lines.into_iter().filter_map(|(record, line)| Some((record, last_of(line)?))).collect())
}

/// The certificate that no other follows, whatever the clock said when they were issued.
fn last_of(line: Vec<(String, String, Last)>) -> Option<Last> {
    in_order(line, |(id, ..)| id.clone(), |(_, follows, _)| Some(follows.clone()).filter(|follows| !follows.is_empty()))
        .pop()
        .map(|(_, _, last)| last)
}

/// Whether the columns that certificates are found by say what the document says.
fn stated(row: &Fields) -> bool {
    serde_json::from_str::<CertificateDocument>(row.text("document")).is_ok_and(|document| {
        let envelope = document.envelope;
        envelope.number == row.text("number") && envelope.check_code == row.text("check_code")
    })
}
