//! What records and certificates are found by: their words, whose they are, who calibrates, their state.

use std::collections::BTreeMap;

use base::text::search::folded;

use super::rows::{NewRow, RULE, put};
use super::{CUSTOMER, Key, List, OF, STATUS};
use crate::store::Tx;

/// The list of records: the latest change first.
pub const RECORDS: List = List { noun: "records", newest_first: true };
/// The list of certificates: the newest first.
pub const CERTIFICATES: List = List { noun: "certificates", newest_first: true };

/// Records with the order of their list, each with each calibrator.
macro_rules! records {
    ($which:literal) => {
        concat!(
            "SELECT c.id, c.updated_at AS at, c.updated_at AS made, c.search || ' ' || c.certificate AS search, c.customer_id, c.status, ",
            "p.person_id FROM records c LEFT JOIN record_people p ON p.record_id = c.id WHERE ",
            $which,
            " ORDER BY c.id, p.person_id"
        )
    };
}

/// Certificates in the order of their identities, each with each calibrator of its record.
macro_rules! certificates {
    ($which:literal) => {
        concat!(
            "SELECT c.id, CAST(0 AS BIGINT) AS at, (SELECT COUNT(*) FROM certificate_events e WHERE e.certificate_id = c.id) AS made, ",
            "c.search, c.customer_id, CASE WHEN v.id IS NOT NULL THEN 'void' WHEN s.id IS NOT NULL THEN 'supplemented' ELSE 'valid' END ",
            "AS status, p.person_id FROM certificates c ",
            "LEFT JOIN certificate_events v ON v.certificate_id = c.id AND v.kind = 'void' ",
            "LEFT JOIN certificate_events s ON s.certificate_id = c.id AND s.kind = 'supplemented' ",
            "LEFT JOIN record_people p ON p.record_id = c.record_id WHERE ",
            $which,
            " ORDER BY c.id, p.person_id"
        )
    };
}

const RECORD: &str = records!("c.id = $1");
const OLD_RECORDS: &str = records!(
    "c.id IN (SELECT o.id FROM records o LEFT JOIN list_rows r ON r.noun = 'records' AND r.id = o.id \
     WHERE o.id > $1 AND COALESCE(r.made, 0) <> o.updated_at * 256 + $2 ORDER BY o.id LIMIT $3)"
);
const SOME_RECORDS: &str = records!("c.id IN (SELECT o.id FROM records o WHERE o.id > $1 ORDER BY o.id LIMIT $2)");
const SOME_CERTIFICATES: &str = certificates!("c.id IN (SELECT o.id FROM certificates o WHERE o.id > $1 ORDER BY o.id LIMIT $2)");
const CERTIFICATE: &str = certificates!("c.id = $1");
const UNFOLDED: &str = "SELECT id, search FROM records WHERE id > $1 AND id <= $2 ORDER BY id";
const SEARCH: &str = "UPDATE records SET search = $2 WHERE id = $1";
const OF_RECORD: &str = certificates!("c.record_id = $1");
const OLD_CERTIFICATES: &str = certificates!(
    "c.id IN (SELECT o.id FROM certificates o LEFT JOIN list_rows r ON r.noun = 'certificates' AND r.id = o.id WHERE o.id > $1 \
     AND COALESCE(r.made, 0) <> (SELECT COUNT(*) FROM certificate_events e WHERE e.certificate_id = o.id) * 256 + $2 \
     ORDER BY o.id LIMIT $3)"
);

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] =
    &[RECORD, SOME_RECORDS, SOME_CERTIFICATES, OLD_RECORDS, CERTIFICATE, UNFOLDED, SEARCH, OF_RECORD, OLD_CERTIFICATES];

/// Rows that are read together.
const TOGETHER: i64 = 256;

/// A record or a certificate with one calibrator.
#[derive(Debug, sqlx::FromRow)]
struct Listed {
    id: String,
    at: i64,
    made: i64,
    search: String,
    customer_id: String,
    status: String,
    person_id: Option<String>,
}

/// Writes the row of a record, as it is now.
pub async fn follow_record(tx: &mut Tx, record: &str) -> sqlx::Result<()> {
    let rows = fetch_all!(tx, Listed, RECORD, record)?;
    put(tx, &made(RECORDS, rows)).await
}

/// Writes the row of a certificate, as it is now.
pub async fn follow_certificate(tx: &mut Tx, certificate: &str) -> sqlx::Result<()> {
    let rows = fetch_all!(tx, Listed, CERTIFICATE, certificate)?;
    put(tx, &made(CERTIFICATES, rows)).await
}

/// Writes the rows of a record's certificates: others calibrate it from now on.
pub async fn follow_certificates_of(tx: &mut Tx, record: &str) -> sqlx::Result<()> {
    let rows = fetch_all!(tx, Listed, OF_RECORD, record)?;
    put(tx, &made(CERTIFICATES, rows)).await
}

/// Writes the rows of records or certificates behind an identity that are missing or not of their present state; the last identity that
/// was looked at, and how many they were.
pub async fn bring_up(tx: &mut Tx, list: List, after: &str) -> sqlx::Result<Option<(String, usize)>> {
    let sql = if list == RECORDS { OLD_RECORDS } else { OLD_CERTIFICATES };
    let rows = made(list, fetch_all!(tx, Listed, sql, after, RULE, TOGETHER)?);
    put(tx, &rows).await?;
    let Some(last) = rows.last().map(|last| last.key.id.clone()) else { return Ok(None) };
    if list == RECORDS {
        fold(tx, after, &last).await?;
    }
    Ok(Some((last, rows.len())))
}

/// The rows of some records or certificates behind an identity, as they ought to be.
pub(super) async fn some(tx: &mut Tx, list: List, after: &str) -> sqlx::Result<Vec<NewRow>> {
    let sql = if list == RECORDS { SOME_RECORDS } else { SOME_CERTIFICATES };
    Ok(made(list, fetch_all!(tx, Listed, sql, after, TOGETHER)?))
}

/// Folds the words of records that an earlier version kept as they were typed.
async fn fold(tx: &mut Tx, after: &str, until: &str) -> sqlx::Result<()> {
    for (id, search) in fetch_all!(tx, (String, String), UNFOLDED, after, until)? {
        if folded(&search) != search {
            execute!(tx, SEARCH, id, folded(&search))?;
        }
    }
    Ok(())
}

fn made(list: List, listed: Vec<Listed>) -> Vec<NewRow> {
    let mut rows: BTreeMap<String, NewRow> = BTreeMap::new();
    for Listed { id, at, made, search, customer_id, status, person_id } in listed {
        let row = rows.entry(id).or_insert_with_key(|id| {
            let mut row = NewRow::new(list, Key { place: format!("{at:020}"), id: id.clone() }, made);
            row.found_by(&search);
            row.marked(CUSTOMER, &customer_id);
            row.marked(STATUS, &status);
            row
        });
        row.marked(OF, person_id.as_deref().unwrap_or_default());
    }
    rows.into_values().collect()
}
