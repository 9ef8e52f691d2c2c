//! Issued certificates, what happened to them since, and the sequences of their numbers.

use base::id::{CertificateId, CustomerId, PersonId, RecordId};
use base::time::Instant;
use domain::certificate::correction::in_order;
use domain::event::Hash;

use super::list::{self, Found, Wanted, of_records};
use super::many;
use super::{Tx, seal};
use crate::random;

/// A certificate as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct Stored {
    /// Identity.
    pub id: String,
    /// Number.
    pub number: String,
    /// Check code.
    pub check_code: String,
    /// "original", "supplement", "replacement".
    pub kind: String,
    /// The record.
    pub record_id: String,
    /// The check it was issued on.
    pub check_event: String,
    /// The customer.
    pub customer_id: String,
    /// The item.
    pub item_id: String,
    /// The order; empty where there was none.
    pub order_id: String,
    /// The customer's name, JSON.
    pub customer: String,
    /// The item, in words.
    pub item: String,
    /// What it is searched by.
    pub search: String,
    /// The one it supplements or replaces.
    pub follows: Option<String>,
    /// The correction case.
    pub correction_id: Option<String>,
    /// When it was issued.
    pub issued_at: i64,
    /// By whom.
    pub issued_by: String,
    /// The document, JSON: fixed.
    pub document: String,
    /// Hash of that text.
    pub document_hash: String,
}

/// A certificate with its state, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// The certificate.
    #[sqlx(flatten)]
    pub stored: Stored,
    /// Number of the one that made it void.
    pub void_by: Option<String>,
    /// Number of the one that supplements it.
    pub supplemented_by: Option<String>,
    /// SHA-256 of the PDF.
    pub sha256: Option<String>,
    /// When the paper original was asked back.
    pub recall_asked: Option<i64>,
    /// When it came back.
    pub recall_returned: Option<i64>,
    /// What came back.
    pub recall_note: Option<String>,
}

/// What can happen to a certificate, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening<'a> {
    /// Replaced: void.
    Void(CertificateId),
    /// Supplemented.
    Supplemented(CertificateId),
    /// Its PDF is stored, and with that released.
    Stored(Hash),
    /// The paper original is asked back.
    RecallAsked,
    /// It came back.
    RecallReturned(&'a str),
}

impl Happening<'_> {
    /// Its name in the table and in the audit trail.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Void(_) => "void",
            Self::Supplemented(_) => "supplemented",
            Self::Stored(_) => "stored",
            Self::RecallAsked => "recall_asked",
            Self::RecallReturned(_) => "recall_returned",
        }
    }
}

macro_rules! rows {
    ($where:literal) => {
        concat!(
            "SELECT c.id, c.number, c.check_code, c.kind, c.record_id, c.check_event, c.customer_id, c.item_id, c.order_id, c.customer, ",
            "c.item, c.search, c.follows, c.correction_id, c.issued_at, c.issued_by, c.document, c.document_hash, ",
            "vc.number AS void_by, sc.number AS supplemented_by, p.sha256, a.at AS recall_asked, r.at AS recall_returned, ",
            "r.note AS recall_note FROM certificates c ",
            "LEFT JOIN certificate_events v ON v.certificate_id = c.id AND v.kind = 'void' LEFT JOIN certificates vc ON vc.id = v.other_id ",
            "LEFT JOIN certificate_events s ON s.certificate_id = c.id AND s.kind = 'supplemented' ",
            "LEFT JOIN certificates sc ON sc.id = s.other_id ",
            "LEFT JOIN certificate_events p ON p.certificate_id = c.id AND p.kind = 'stored' ",
            "LEFT JOIN certificate_events a ON a.certificate_id = c.id AND a.kind = 'recall_asked' ",
            "LEFT JOIN certificate_events r ON r.certificate_id = c.id AND r.kind = 'recall_returned' ",
            $where
        )
    };
}

const INSERT: &str = "INSERT INTO certificates (id, number, check_code, kind, record_id, check_event, customer_id, item_id, order_id, \
    customer, item, search, follows, correction_id, issued_at, issued_by, document, document_hash) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
const FIND: &str = rows!("WHERE c.id = $1");
const BY_NUMBER: &str = rows!("WHERE c.number = $1");
const OF_RECORD: &str = rows!("WHERE c.record_id = $1");
const OF_CUSTOMER: &str = rows!("WHERE c.customer_id = $1 ORDER BY c.id DESC");
const UNRELEASED: &str = rows!("WHERE p.id IS NULL ORDER BY c.id");
const FIRST_ISSUE: &str = "SELECT issued_at FROM certificates ORDER BY id LIMIT 1";
const THESE: &str = rows!("WHERE c.id IN ({places})");
const LAST_OF_ITEMS: &str = "SELECT c.item_id, c.number, c.issued_at FROM certificates c WHERE c.customer_id = $1 \
    AND NOT EXISTS (SELECT 1 FROM certificate_events v WHERE v.certificate_id = c.id AND v.kind IN ('void', 'supplemented')) \
    ORDER BY c.id";
const HAPPEN: &str = "INSERT INTO certificate_events (id, certificate_id, kind, at, by_person, other_id, sha256, note) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const ANY: &str = "SELECT id FROM certificates LIMIT 1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[INSERT, FIND, BY_NUMBER, OF_RECORD, OF_CUSTOMER, UNRELEASED, LAST_OF_ITEMS, HAPPEN, ANY, FIRST_ISSUE];

/// When the first certificate was issued.
pub async fn first_issue(tx: &mut Tx) -> sqlx::Result<Option<Instant>> {
    Ok(fetch_optional!(tx, (i64,), FIRST_ISSUE)?.map(|(at,)| Instant(at)))
}

/// Stores a certificate.
pub async fn insert(tx: &mut Tx, new: &Stored) -> sqlx::Result<()> {
    execute!(
        tx,
        INSERT,
        &new.id,
        &new.number,
        &new.check_code,
        &new.kind,
        &new.record_id,
        &new.check_event,
        &new.customer_id,
        &new.item_id,
        &new.order_id,
        &new.customer,
        &new.item,
        &new.search,
        new.follows.as_deref(),
        new.correction_id.as_deref(),
        new.issued_at,
        &new.issued_by,
        &new.document,
        &new.document_hash
    )?;
    of_records::follow_certificate(tx, &new.id).await?;
    seal::seal(tx, "certificates", &[&new.id], Instant(new.issued_at)).await
}

/// One certificate.
pub async fn find(tx: &mut Tx, id: CertificateId) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, FIND, id.to_string())
}

/// The certificate with a number.
pub async fn by_number(tx: &mut Tx, number: &str) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, BY_NUMBER, number)
}

/// Every certificate of a record, each after the one it follows.
pub async fn of_record(tx: &mut Tx, record: RecordId) -> sqlx::Result<Vec<Row>> {
    let rows = fetch_all!(tx, Row, OF_RECORD, record.to_string())?;
    Ok(in_order(rows, |row| row.stored.id.clone(), |row| row.stored.follows.clone()))
}

/// Every certificate of a customer, the newest first.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, OF_CUSTOMER, customer.to_string())
}

/// The certificates in force of a customer's items that none supplements, the oldest first: item, number, when.
pub async fn in_force(tx: &mut Tx, customer: CustomerId) -> sqlx::Result<Vec<(String, String, i64)>> {
    fetch_all!(tx, (String, String, i64), LAST_OF_ITEMS, customer.to_string())
}

/// Certificates whose PDF is not stored yet: a rendering was cut short.
pub async fn unreleased(tx: &mut Tx) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, UNRELEASED)
}

/// A page of certificates, the newest first.
pub async fn list(tx: &mut Tx, wanted: &Wanted) -> sqlx::Result<(Vec<Row>, Found)> {
    let found = list::page(tx, of_records::CERTIFICATES, wanted).await?;
    Ok((many::these(tx, THESE, &[], &found.ids, |row: &Row| &row.stored.id).await?, found))
}

/// Notes what happened to a certificate.
pub async fn happen(tx: &mut Tx, id: CertificateId, what: Happening<'_>, by: Option<PersonId>, at: Instant) -> sqlx::Result<()> {
    let (other, sha256, note) = match what {
        Happening::Void(other) | Happening::Supplemented(other) => (Some(other.to_string()), String::new(), ""),
        Happening::Stored(hash) => (None, hash.to_string(), ""),
        Happening::RecallAsked => (None, String::new(), ""),
        Happening::RecallReturned(note) => (None, String::new(), note),
    };
    let event = random::id::<Row>(at).to_string();
    let by = by.map(|person| person.to_string()).unwrap_or_default();
    execute!(tx, HAPPEN, &event, id.to_string(), what.kind(), at.0, by, other, sha256, note)?;
    of_records::follow_certificate(tx, &id.to_string()).await?;
    seal::seal(tx, "certificate_events", &[&event], at).await
}

/// Whether any certificate was issued.
pub async fn any(tx: &mut Tx) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), ANY)?.is_some())
}
