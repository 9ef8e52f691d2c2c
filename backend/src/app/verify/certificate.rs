//! Certificates: the fixed document has its hash, its number and its audit entry; what happened to it is audited.

use shared::certificate::document::CertificateDocument;
use shared::event::Hash;

use super::audit::Audited;
use super::rows::{Fields, Tables};
use super::{Fault, Report};
use crate::store::certificate::Stored;

/// Walks every certificate and correction case.
pub(super) fn walk(tables: &Tables, audited: &Audited, report: &mut Report) {
    for row in tables.of("certificates") {
        let (id, hash) = (row.text("id"), row.text("document_hash"));
        let place = format!("certificate {} {id}", row.text("number"));
        report.must(Hash::of(row.text("document").as_bytes()).to_string() == hash, &place, Fault::HashDiffers);
        report.must(stated(row), &place, Fault::Differs);
        report.must(audited.had("certificates", id, hash) && issued(row, audited), &place, Fault::NotAudited);
        report.link("certificates", format!("certificate {id}"), hash);
    }
    for row in tables.of("certificate_events") {
        let (id, kind) = (row.text("certificate_id"), row.text("kind"));
        let place = format!("certificate {id} {kind}");
        report.must(happened(row, audited), &place, Fault::NotAudited);
        report.link("certificate events", place, row.text("sha256"));
    }
    for row in tables.of("corrections") {
        let opened = audited.act("corrections", row.text("id"), "opened", row.int("at"));
        let told = opened.is_some_and(|act| act.by == row.text("by_person"));
        report.must(told, format!("correction {}", row.text("id")), Fault::NotAudited);
    }
}

/// Whether the audit trail tells the same of the issue, every column included.
fn issued(row: &Fields, audited: &Audited) -> bool {
    let act = audited.act("certificates", row.text("id"), "issued", row.int("issued_at"));
    act.is_some_and(|act| act.by == row.text("issued_by") && act.text("row") == stored(row).hash().to_string())
}

/// Whether the audit trail tells the same of what happened to it.
fn happened(row: &Fields, audited: &Audited) -> bool {
    let (id, kind) = (row.text("certificate_id"), row.text("kind"));
    let other = if row.is_null("other_id") { "" } else { row.text("other_id") };
    let hash = row.text("sha256");
    audited.act("certificates", id, kind, row.int("at")).is_some_and(|act| {
        act.by == row.text("by_person")
            && (other.is_empty() || act.text("by") == other)
            && act.text("note") == row.text("note")
            && (hash.is_empty() || audited.had("certificates", id, hash))
    })
}

fn stored(row: &Fields) -> Stored {
    let text = |name| row.text(name).to_owned();
    let some = |name| (!row.is_null(name)).then(|| text(name));
    Stored {
        id: text("id"),
        number: text("number"),
        check_code: text("check_code"),
        kind: text("kind"),
        record_id: text("record_id"),
        check_event: text("check_event"),
        customer_id: text("customer_id"),
        item_id: text("item_id"),
        order_id: text("order_id"),
        customer: text("customer"),
        item: text("item"),
        search: text("search"),
        follows: some("follows"),
        correction_id: some("correction_id"),
        issued_at: row.int("issued_at"),
        issued_by: text("issued_by"),
        document: text("document"),
        document_hash: text("document_hash"),
    }
}

/// Whether the columns that certificates are found by say what the document says.
fn stated(row: &Fields) -> bool {
    serde_json::from_str::<CertificateDocument>(row.text("document")).is_ok_and(|document| {
        let envelope = document.envelope;
        envelope.number == row.text("number") && envelope.check_code == row.text("check_code")
    })
}
