//! Corrections of before there were cases, which nothing is added to any more; and who wrote what a certificate states.

use base::id::{CorrectionId, PersonId};
use base::time::Instant;

use super::{Tx, corrupt};

/// A correction with how it ended.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// The certificate to correct.
    pub certificate_id: String,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub customer_id: String,
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
    /// "closed" or "withdrawn", once ended.
    pub ended: Option<String>,
    /// By whom.
    pub ended_by: Option<String>,
    /// When.
    pub ended_at: Option<i64>,
    /// The certificate that closed it.
    pub closed_by: Option<String>,
    /// Its number.
    pub closed_by_number: Option<String>,
}

/// A second person's check.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Check {
    /// Identity.
    pub id: String,
    /// Who.
    pub by_person: String,
    /// When.
    pub at: i64,
    /// Hash of what is stated.
    pub stated: String,
}

const FIND: &str = "SELECT k.id, k.certificate_id, c.number, c.customer_id, k.record_id, k.reason, k.origin, k.by_person, k.at, \
    e.kind AS ended, e.by_person AS ended_by, e.at AS ended_at, e.certificate_id AS closed_by, n.number AS closed_by_number \
    FROM corrections k JOIN certificates c ON c.id = k.certificate_id LEFT JOIN correction_events e ON e.correction_id = k.id \
    LEFT JOIN certificates n ON n.id = e.certificate_id WHERE k.id = $1";
const SOME: &str = "SELECT id FROM corrections WHERE id > $1 ORDER BY id LIMIT $2";
const CHECKS: &str = "SELECT id, by_person, at, stated FROM correction_checks WHERE correction_id = $1 ORDER BY id";
const CHANGED_BY: &str = "SELECT DISTINCT by_person FROM register_versions WHERE entry_id = $1 AND at > $2 AND by_person IS NOT NULL";
const WRITTEN_BY: &str = "SELECT DISTINCT by_person FROM register_versions WHERE entry_id = $1 AND at = $2 AND by_person IS NOT NULL";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[FIND, SOME, CHECKS, CHANGED_BY, WRITTEN_BY];

/// One correction.
pub async fn find(tx: &mut Tx, id: CorrectionId) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, FIND, id.to_string())
}

/// A part of the corrections, by identity.
pub async fn some(tx: &mut Tx, after: &str, limit: i64) -> sqlx::Result<Vec<String>> {
    Ok(fetch_all!(tx, (String,), SOME, after, limit)?.into_iter().map(|(id,)| id).collect())
}

/// The checks of a correction, the latest last.
pub async fn checks(tx: &mut Tx, id: CorrectionId) -> sqlx::Result<Vec<Check>> {
    fetch_all!(tx, Check, CHECKS, id.to_string())
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
