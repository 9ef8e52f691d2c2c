//! Certificates: the stored document has its hash, its number and its audit entry, and was issued by an authorised signatory. Its rows are
//! sealed.

use std::collections::BTreeMap;

use base::text::Bilingual;
use base::text::search::folded;
use domain::access::Role;
use domain::certificate::correction::{Became, became, in_order};
use domain::certificate::document::{CertificateDocument, Kind, SignatureRole};
use domain::event::Hash;
use domain::library::person::Person;
use domain::register::Entry;

use super::audit::{Act, Audited};
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;

/// A certificate, as needed for the walk of records.
#[derive(Debug, Clone, Default)]
pub(super) struct Issued {
    /// Its identity.
    pub(super) id: String,
    /// Its number.
    pub(super) number: String,
    /// The check it was issued on.
    pub(super) check: String,
    /// The head of the record's ledger that it was composed from.
    pub(super) head: String,
    /// The customer who may have it.
    pub(super) customer: String,
    /// The item.
    pub(super) item: String,
    /// The order; empty where there was none.
    pub(super) order: String,
    /// The item in words, as lists and the portal show it.
    pub(super) label: String,
    /// The correction case; empty where there was none.
    pub(super) case: String,
    /// When.
    pub(super) issued_at: i64,
    /// The certificate that it follows.
    pub(super) follows: Option<String>,
    /// `None` where the document cannot be read.
    kind: Option<Kind>,
}

/// What happened to certificates: by certificate and what, the other certificate.
type Happened = BTreeMap<(String, String), String>;

/// Walks every certificate; returns those of each record, in their sequence.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &Audited, report: &mut Report) -> Result<BTreeMap<String, Vec<Issued>>> {
    let signatories = signatories(snapshot).await?;
    let mut lines: BTreeMap<String, Vec<Issued>> = BTreeMap::new();
    let each = |row: Fields| {
        let (id, hash) = (row.text("id"), row.text("document_hash"));
        let place = format!("certificate {} {id}", row.text("number"));
        report.must(Hash::of(row.text("document").as_bytes()).to_string() == hash, &place, Fault::HashDiffers);
        let document = serde_json::from_str::<CertificateDocument>(row.text("document")).ok();
        report.must(document.as_ref().is_some_and(|document| stated(&row, document)), &place, Fault::Differs);
        let (by, at) = (row.text("issued_by"), row.int("issued_at"));
        let act = Act { action: "issued", noun: "certificates", object: id, by, at, hash };
        report.must(audited.did(&act), &place, Fault::NotAudited);
        report.must(signatories.could_sign(by, at), &place, Fault::NotIssued);
        report.link("certificates", &format!("certificate {id}"), hash);
        lines.entry(row.text("record_id").to_owned()).or_default().push(Issued {
            id: id.to_owned(),
            number: row.text("number").to_owned(),
            check: row.text("check_event").to_owned(),
            head: document.as_ref().map(|document| document.envelope.record_head.to_string()).unwrap_or_default(),
            kind: document.map(|document| document.envelope.kind),
            customer: row.text("customer_id").to_owned(),
            item: row.text("item_id").to_owned(),
            order: row.text("order_id").to_owned(),
            label: row.text("item").to_owned(),
            case: row.text("correction_id").to_owned(),
            issued_at: at,
            follows: Some(row.text("follows").to_owned()).filter(|follows| !follows.is_empty()),
        });
    };
    snapshot.each("certificates", "id", each).await?;
    let mut happened = Happened::new();
    let each = |row: Fields| {
        let (of, kind) = (row.text("certificate_id"), row.text("kind"));
        report.must(audited.did(&happening(&row, &of_what(&row))), format!("certificate {of} {kind}"), Fault::NotAudited);
        report.must(is_bare(&row), format!("certificate {of} {kind}"), Fault::Differs);
        report.link("certificate events", &format!("certificate {of} {kind}"), row.text("id"));
        happened.insert((of.to_owned(), kind.to_owned()), row.text("other_id").to_owned());
        if !row.text("sha256").is_empty() {
            report.files.insert(row.text("sha256").to_owned());
        }
    };
    snapshot.each("certificate_events", "id", each).await?;
    // In the order in which they follow each other, whatever the clock said at the time of issue.
    let in_line = |line: Vec<Issued>| in_order(line, |issued: &Issued| issued.id.clone(), |issued| issued.follows.clone());
    let lines: BTreeMap<_, _> = lines.into_iter().map(|(record, line)| (record, in_line(line))).collect();
    for line in lines.values() {
        followed(line, &mut happened, report);
    }
    // Whatever else makes a certificate void or supplemented, no other was issued for it.
    let known = happened.into_keys().filter(|(_, kind)| FOLLOWED.contains(&kind.as_str()));
    known.for_each(|(of, kind)| report.broken(format!("certificate {of} {kind}"), Fault::Differs));
    Ok(lines)
}

/// The hash in the audit entry of what happened: of the PDF, or of the note.
pub(super) fn of_what(row: &Fields) -> String {
    match row.text("kind") {
        "stored" => row.text("sha256").to_owned(),
        "recall_returned" => Hash::of(row.text("note").as_bytes()).to_string(),
        _ => Hash::ZERO.to_string(),
    }
}

/// Whether the row holds nothing that does not belong to what happened: the server writes nothing else.
fn is_bare(row: &Fields) -> bool {
    let kind = row.text("kind");
    (row.text("note").is_empty() || kind == "recall_returned")
        && (row.text("sha256").is_empty() || kind == "stored")
        && (row.is_null("other_id") || ["void", "supplemented"].contains(&kind))
}

/// The audit entry of what happened.
pub(super) fn happening<'a>(row: &'a Fields, hash: &'a str) -> Act<'a> {
    let (action, object, by) = (row.text("kind"), row.text("certificate_id"), row.text("by_person"));
    Act { action, noun: "certificates", object, by, at: row.int("at"), hash }
}

/// What the issue of another certificate makes happen to one.
const FOLLOWED: [&str; 3] = ["supplemented", "void", "recall_asked"];

/// What each document says that it follows has happened to the certificates before it: supplemented by it, or void and asked back.
fn followed(line: &[Issued], happened: &mut Happened, report: &mut Report) {
    let kinds: Vec<Kind> = line.iter().map(|issued| issued.kind.clone().unwrap_or(Kind::Original)).collect();
    for (old, what, by) in became(&kinds) {
        let (old, by) = (&line[old], &line[by]);
        let expected = match what {
            Became::Supplemented => vec![("supplemented", by.id.as_str())],
            Became::Void => vec![("void", by.id.as_str()), ("recall_asked", "")],
        };
        for (kind, other) in expected {
            let place = || format!("certificate {} {} {kind}", old.number, old.id);
            match happened.remove(&(old.id.clone(), kind.to_owned())) {
                Some(found) => report.must(found == other, place(), Fault::Differs),
                None => report.broken(place(), Fault::Missing),
            }
        }
    }
}

/// Who was an active signatory, and when: each version of each person's entry.
struct Signatories(BTreeMap<String, Vec<(i64, bool)>>);

impl Signatories {
    /// Whether the person was a signatory at a time; the first version counts if the server's clock was set back to before it.
    fn could_sign(&self, person: &str, at: i64) -> bool {
        let versions = self.0.get(person).map_or(&[][..], Vec::as_slice);
        let then = versions.iter().rev().find(|(since, _)| *since <= at).or_else(|| versions.first());
        then.is_some_and(|(_, could)| *could)
    }
}

async fn signatories(snapshot: &mut Snapshot<'_>) -> Result<Signatories> {
    let mut people: BTreeMap<String, Vec<(i64, bool)>> = BTreeMap::new();
    let each = |row: Fields| {
        if row.text("noun") == Person::NOUN {
            people.insert(row.text("id").to_owned(), Vec::new());
        }
    };
    snapshot.each("register_entries", "id", each).await?;
    let each = |row: Fields| {
        if let Some(versions) = people.get_mut(row.text("entry_id")) {
            let could = |person: Person| person.active && person.roles.contains(&Role::Signatory);
            versions.push((row.int("at"), serde_json::from_str(row.text("body")).is_ok_and(could)));
        }
    };
    snapshot.each("register_versions", "entry_id, revision", each).await?;
    Ok(Signatories(people))
}

/// Whether the columns agree with the document, and its last signature is that of the person who issued it.
fn stated(row: &Fields, document: &CertificateDocument) -> bool {
    let envelope = &document.envelope;
    let approved = envelope.signatures.iter().rfind(|signature| signature.role == SignatureRole::Approver);
    envelope.number == row.text("number")
        && envelope.kind.name() == row.text("kind")
        && envelope.check_code == row.text("check_code")
        && envelope.record.to_string() == row.text("record_id")
        && serde_json::from_str::<Bilingual>(row.text("customer")).is_ok_and(|name| document.stated.customer.name == name)
        && row.text("follows") == follows(&envelope.kind)
        && is_found(row, document)
        && approved.is_some_and(|by| by.person.to_string() == row.text("issued_by") && by.at.0 == row.int("issued_at"))
}

/// The certificate that a document says it follows; empty for an original.
fn follows(kind: &Kind) -> String {
    match kind {
        Kind::Original => String::new(),
        Kind::Supplement { to: other, .. } | Kind::Replacement { of: other, .. } => other.to_string(),
    }
}

/// Whether the certificate is found by what it states. Earlier releases folded these words less far.
fn is_found(row: &Fields, document: &CertificateDocument) -> bool {
    let (name, serial) = (&document.stated.customer.name, &document.stated.item.serial_number);
    let words = [row.text("number"), row.text("item"), &name.zh, &name.en, serial];
    folded(row.text("search")) == folded(&words.join(" "))
}
