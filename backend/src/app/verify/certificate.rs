//! Certificates: the fixed document has its hash, its number and its audit entry; what happened to it is audited.

use serde_json::Value;
use shared::event::Hash;

use super::audit::Audited;
use super::rows::{Fields, Tables};
use super::{Fault, Report};

/// Walks every certificate and correction case.
pub(super) fn walk(tables: &Tables, audited: &Audited, report: &mut Report) {
    for row in tables.of("certificates") {
        let (id, hash) = (row.text("id"), row.text("document_hash"));
        let place = format!("certificate {} {id}", row.text("number"));
        report.must(Hash::of(row.text("document").as_bytes()).to_string() == hash, &place, Fault::HashDiffers);
        report.must(stated(row), &place, Fault::Differs);
        report.must(audited.had("certificates", id, hash), &place, Fault::NotAudited);
        report.link("certificates", format!("certificate {id}"), hash);
    }
    for row in tables.of("certificate_events") {
        let (id, kind) = (row.text("certificate_id"), row.text("kind"));
        let told = audited.did("certificates", id, kind, row.int("at"));
        report.must(told, format!("certificate {id} {kind}"), Fault::NotAudited);
        report.link("certificate events", format!("certificate {id} {kind}"), row.text("sha256"));
    }
}

/// Whether the columns that certificates are found by say what the document says.
fn stated(row: &Fields) -> bool {
    serde_json::from_str::<Value>(row.text("document")).is_ok_and(|document| {
        let says = |name: &str| document.get(name).and_then(Value::as_str) == Some(row.text(name));
        says("number") && says("check_code")
    })
}
