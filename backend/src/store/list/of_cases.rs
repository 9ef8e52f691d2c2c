//! What cases are found by: their words, their state, whose they are, what they are about, who is to act, and who calibrates the records that
//! they are about.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::certificate::correction::CorrectionCase;
use domain::order::settlement::Settled;

use super::rows::{NewRow, RULE, put};
use super::{CUSTOMER, Key, List, OF, STATUS};
use crate::store::Tx;

/// Every kind of case; each has a list of its own.
pub const KINDS: [&str; 2] = [CorrectionCase::KIND, Settled::KIND];

/// The list of a kind: the newest first.
pub fn list(kind: &str) -> Option<List> {
    KINDS.into_iter().find(|known| *known == kind).map(|noun| List { noun, newest_first: true })
}

/// In a list, the mark of who is to act: a person's identity, or a role.
pub fn acts(who: &str) -> String {
    format!("acts/{who}")
}

/// Cases with everything that they are about and everybody who is to act, each with each calibrator.
macro_rules! cases {
    ($which:literal) => {
        concat!(
            "SELECT c.id, c.kind, c.facts, c.search, c.customer_id, c.status, l.relation, l.noun, l.object_id, p.person_id FROM cases c ",
            "LEFT JOIN case_links l ON l.case_id = c.id AND l.relation IN ('about', 'acts') ",
            "LEFT JOIN record_people p ON p.record_id = l.object_id AND l.noun = 'records' AND l.relation = 'about' WHERE ",
            $which
        )
    };
}

const ONE: &str = cases!("c.id = $1");
const OF_RECORD: &str =
    cases!("c.id IN (SELECT o.case_id FROM case_links o WHERE o.object_id = $1 AND o.noun = 'records' AND o.relation = 'about')");
const SOME: &str = cases!("c.id IN (SELECT o.id FROM cases o WHERE o.id > $1 ORDER BY o.id LIMIT $2)");
const OLD: &str = cases!(
    "c.id IN (SELECT o.id FROM cases o LEFT JOIN list_rows r ON r.noun = o.kind AND r.id = o.id \
     WHERE o.id > $1 AND COALESCE(r.made, 0) <> o.facts * 256 + $2 ORDER BY o.id LIMIT $3)"
);

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[ONE, OF_RECORD, SOME, OLD];

/// Cases that are read together.
const TOGETHER: i64 = 256;

/// A case with one thing that hangs on it, and one calibrator.
#[derive(Debug, sqlx::FromRow)]
struct Listed {
    id: String,
    kind: String,
    facts: i64,
    search: String,
    customer_id: Option<String>,
    status: String,
    relation: Option<String>,
    noun: Option<String>,
    object_id: Option<String>,
    person_id: Option<String>,
}

/// Writes the row of a case, as it is now.
pub async fn follow(tx: &mut Tx, case: &str) -> sqlx::Result<()> {
    let rows = fetch_all!(tx, Listed, ONE, case)?;
    put(tx, &made(rows)).await
}

/// Writes the rows of the cases about a record: others calibrate it from now on.
pub async fn follow_of_record(tx: &mut Tx, record: &str) -> sqlx::Result<()> {
    let rows = fetch_all!(tx, Listed, OF_RECORD, record)?;
    put(tx, &made(rows)).await
}

/// The rows of some cases behind an identity, as they ought to be.
pub(super) async fn some(tx: &mut Tx, after: &str) -> sqlx::Result<Vec<NewRow>> {
    Ok(made(fetch_all!(tx, Listed, SOME, after, TOGETHER)?))
}

/// Writes the rows of cases behind an identity that are missing or not of their present state; the last of them, and how many they were.
pub async fn bring_up(tx: &mut Tx, after: &str) -> sqlx::Result<Option<(String, usize)>> {
    let rows = made(fetch_all!(tx, Listed, OLD, after, RULE, TOGETHER)?);
    put(tx, &rows).await?;
    Ok(rows.last().map(|last| (last.key.id.clone(), rows.len())))
}

/// Cases of a kind that only a newer program knows have no list here.
fn made(listed: Vec<Listed>) -> Vec<NewRow> {
    let mut rows: BTreeMap<String, NewRow> = BTreeMap::new();
    for Listed { id, kind, facts, search, customer_id, status, relation, noun, object_id, person_id } in listed {
        let Some(list) = list(&kind) else { continue };
        let row = rows.entry(id).or_insert_with_key(|id| {
            // Identities are in the order in which the cases began.
            let mut row = NewRow::new(list, Key { place: "0".to_owned(), id: id.clone() }, facts);
            row.found_by(&search);
            row.marked(CUSTOMER, customer_id.as_deref().unwrap_or_default());
            row.marked(STATUS, &status);
            row
        });
        if let (Some(relation), Some(noun), Some(object)) = (relation, noun, object_id) {
            row.marked(OF, &if relation == "acts" { acts(&object) } else { format!("{noun}/{object}") });
        }
        row.marked(OF, person_id.as_deref().unwrap_or_default());
    }
    rows.into_values().collect()
}
