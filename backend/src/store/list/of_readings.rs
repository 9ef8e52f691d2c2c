//! What readings are found by: whose results were read, who read them, and of what kind they were.

use std::collections::BTreeMap;

use super::rows::{NewRow, RULE, put};
use super::{CUSTOMER, Key, List, OF, STATUS};
use crate::store::Tx;

/// The list of readings: the latest first.
pub const READINGS: List = List { noun: "readings", newest_first: true };

/// Readings, each with each customer whose results a list showed.
macro_rules! readings {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.at, r.person_id, r.customer_id, r.noun, c.customer_id AS shown FROM read_log r ",
            "LEFT JOIN read_log_customers c ON c.reading_id = r.id WHERE ",
            $which
        )
    };
}

const ONE: &str = readings!("r.id = $1");
const SOME: &str = readings!("r.id IN (SELECT o.id FROM read_log o WHERE o.id > $1 ORDER BY o.id LIMIT $2)");
const OLD: &str = readings!(
    "r.id IN (SELECT o.id FROM read_log o LEFT JOIN list_rows l ON l.noun = 'readings' AND l.id = o.id \
     WHERE o.id > $1 AND COALESCE(l.made, 0) <> $2 ORDER BY o.id LIMIT $3)"
);

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[ONE, SOME, OLD];

/// Readings that are read together.
const TOGETHER: i64 = 256;

/// A reading with one customer.
#[derive(Debug, sqlx::FromRow)]
struct Read {
    id: String,
    at: i64,
    person_id: String,
    customer_id: String,
    noun: String,
    shown: Option<String>,
}

/// The place of a reading at this moment, before any of that moment.
pub fn place(at: i64) -> String {
    format!("{:020}", at.max(0))
}

/// Writes the row of a reading.
pub async fn follow(tx: &mut Tx, id: &str) -> sqlx::Result<()> {
    let rows = fetch_all!(tx, Read, ONE, id)?;
    put(tx, &made(rows)).await
}

/// The rows of some readings behind an identity, as they ought to be.
pub(super) async fn some(tx: &mut Tx, after: &str) -> sqlx::Result<Vec<NewRow>> {
    Ok(made(fetch_all!(tx, Read, SOME, after, TOGETHER)?))
}

/// Writes the rows of readings behind an identity that have none; the last of them, and how many they were.
pub async fn bring_up(tx: &mut Tx, after: &str) -> sqlx::Result<Option<(String, usize)>> {
    let rows = made(fetch_all!(tx, Read, OLD, after, RULE, TOGETHER)?);
    put(tx, &rows).await?;
    Ok(rows.last().map(|last| (last.key.id.clone(), rows.len())))
}

fn made(read: Vec<Read>) -> Vec<NewRow> {
    let mut rows: BTreeMap<String, NewRow> = BTreeMap::new();
    for Read { id, at, person_id, customer_id, noun, shown } in read {
        let row = rows.entry(id).or_insert_with_key(|id| {
            // A reading never changes.
            let mut row = NewRow::new(READINGS, Key { place: place(at), id: id.clone() }, 0);
            row.marked(OF, &person_id);
            row.marked(STATUS, &noun);
            row.marked(CUSTOMER, &customer_id);
            row
        });
        row.marked(CUSTOMER, shown.as_deref().unwrap_or_default());
    }
    rows.into_values().collect()
}
