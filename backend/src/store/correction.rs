//! Correction cases and how they ended.

use base::id::{CaseCheckId, CertificateId, CorrectionId, PersonId, RecordId};
use base::time::Instant;
use domain::certificate::correction::{CaseCheck, Correction};
use domain::certificate::origin::Origin;
use domain::event::Hash;

use super::{Tx, corrupt, seal};

/// A case with how it ended.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// The certificate to correct.
    pub certificate_id: String,
    /// Its record.
    pub record_id: String,
    /// Why.
    pub reason: String,
    /// "record" or "office".
    pub origin: String,
    /// Who opened it.
    pub by_person: String,
    /// When.
    pub at: i64,
    /// Number of the certificate to correct.
    pub number: String,
    /// "closed" or "withdrawn", once ended.
    pub ended: Option<String>,
    /// The certificate that closed it.
    pub closed_by: Option<String>,
    /// Its number.
    pub closed_by_number: Option<String>,
    /// How often it was checked.
    pub checks: i64,
}

macro_rules! rows {
    ($where:literal) => {
        concat!(
            "SELECT k.id, k.certificate_id, k.record_id, k.reason, k.origin, k.by_person, k.at, c.number, e.kind AS ended, ",
            "e.certificate_id AS closed_by, n.number AS closed_by_number, ",
            "(SELECT COUNT(*) FROM correction_checks x WHERE x.correction_id = k.id) AS checks FROM corrections k ",
            "JOIN certificates c ON c.id = k.certificate_id LEFT JOIN correction_events e ON e.correction_id = k.id ",
            "LEFT JOIN certificates n ON n.id = e.certificate_id ",
            $where
        )
    };
}

const INSERT: &str =
    "INSERT INTO corrections (id, certificate_id, record_id, reason, origin, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const END: &str = "INSERT INTO correction_events (correction_id, kind, certificate_id, by_person, at) VALUES ($1, $2, $3, $4, $5)";
const FIND: &str = rows!("WHERE k.id = $1");
const OPEN_OF_RECORD: &str = rows!("WHERE k.record_id = $1 AND e.kind IS NULL ORDER BY k.id LIMIT 1");
const LIST: &str = rows!(
    "WHERE ($1 = '' OR k.id < $1) AND ($2 = '' OR $2 = COALESCE(e.kind, 'open')) \
     AND ($4 = '' OR EXISTS (SELECT 1 FROM record_people p WHERE p.record_id = k.record_id AND p.person_id = $4)) \
     ORDER BY k.id DESC LIMIT $3"
);
const CHECK: &str = "INSERT INTO correction_checks (id, correction_id, by_person, at, stated) VALUES ($1, $2, $3, $4, $5)";
const CHECKS: &str = "SELECT by_person, at, stated FROM correction_checks WHERE correction_id = $1 ORDER BY id";
const CHANGED_BY: &str = "SELECT DISTINCT by_person FROM register_versions WHERE entry_id = $1 AND at > $2 AND by_person IS NOT NULL";
const WRITTEN_BY: &str = "SELECT DISTINCT by_person FROM register_versions WHERE entry_id = $1 AND at = $2 AND by_person IS NOT NULL";

const WAITING: &str = rows!(
    "WHERE e.kind IS NULL AND ($2 = '' OR EXISTS (SELECT 1 FROM record_people p WHERE p.record_id = k.record_id AND p.person_id = $2)) \
     ORDER BY k.id LIMIT $1"
);

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[INSERT, END, FIND, OPEN_OF_RECORD, LIST, WAITING, CHECK, CHECKS, CHANGED_BY, WRITTEN_BY];

/// Opens a case.
pub async fn insert(tx: &mut Tx, case: &Correction) -> sqlx::Result<()> {
    let origin = match case.origin {
        Origin::Record => "record",
        Origin::Office => "office",
    };
    let (id, certificate, record) = (case.id.to_string(), case.certificate.to_string(), case.record.to_string());
    execute!(tx, INSERT, &id, certificate, record, &case.reason, origin, case.by.to_string(), case.at.0)?;
    seal::seal(tx, "corrections", &[&id], case.at).await
}

/// Ends a case: closed by a certificate, or withdrawn.
pub async fn end(tx: &mut Tx, id: CorrectionId, closed_by: Option<CertificateId>, by: PersonId, at: Instant) -> sqlx::Result<()> {
    let kind = if closed_by.is_some() { "closed" } else { "withdrawn" };
    let id = id.to_string();
    execute!(tx, END, &id, kind, closed_by.map(|id| id.to_string()), by.to_string(), at.0)?;
    seal::seal(tx, "correction_events", &[&id], at).await
}

/// One case.
pub async fn find(tx: &mut Tx, id: CorrectionId) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, FIND, id.to_string())
}

/// The case that is open for a record.
pub async fn open_of_record(tx: &mut Tx, record: RecordId) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, OPEN_OF_RECORD, record.to_string())
}

/// Notes a second person's check of a case.
pub async fn check(tx: &mut Tx, id: CaseCheckId, case: CorrectionId, check: CaseCheck) -> sqlx::Result<()> {
    let id = id.to_string();
    execute!(tx, CHECK, &id, case.to_string(), check.by.to_string(), check.at.0, check.stated.to_string())?;
    seal::seal(tx, "correction_checks", &[&id], check.at).await
}

/// The checks of a case, the latest last.
pub async fn checks(tx: &mut Tx, case: CorrectionId) -> sqlx::Result<Vec<CaseCheck>> {
    let read = |(by, at, stated): (String, i64, String)| {
        let stated = Hash::parse(&stated).ok_or_else(|| corrupt("not a SHA-256"))?;
        Ok(CaseCheck { by: by.parse().map_err(corrupt)?, at: Instant(at), stated })
    };
    fetch_all!(tx, (String, i64, String), CHECKS, case.to_string())?.into_iter().map(read).collect()
}

/// Who wrote a new version of a register entry after a moment.
pub async fn changed_by(tx: &mut Tx, entry: &str, after: Instant) -> sqlx::Result<Vec<PersonId>> {
    let rows = fetch_all!(tx, (String,), CHANGED_BY, entry, after.0)?;
    rows.into_iter().map(|(by,)| by.parse().map_err(corrupt)).collect()
}

/// Who wrote the version of a register entry that came at a moment.
pub async fn written_by(tx: &mut Tx, entry: &str, at: Instant) -> sqlx::Result<Vec<PersonId>> {
    let rows = fetch_all!(tx, (String,), WRITTEN_BY, entry, at.0)?;
    rows.into_iter().map(|(by,)| by.parse().map_err(corrupt)).collect()
}

/// A page of cases, the newest first; `status` is "", "open", "closed" or "withdrawn"; of one calibrator's records alone where
/// one is given.
pub async fn list(tx: &mut Tx, after: &str, status: &str, limit: u32, person: Option<PersonId>) -> sqlx::Result<Vec<Row>> {
    let person = person.map(|person| person.to_string()).unwrap_or_default();
    fetch_all!(tx, Row, LIST, after, status, i64::from(limit), person)
}

/// Open cases, the oldest first; of one calibrator's records alone where one is given.
pub async fn waiting(tx: &mut Tx, limit: u32, person: Option<PersonId>) -> sqlx::Result<Vec<Row>> {
    let person = person.map(|person| person.to_string()).unwrap_or_default();
    fetch_all!(tx, Row, WAITING, i64::from(limit), &person)
}
