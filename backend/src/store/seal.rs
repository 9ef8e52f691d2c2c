//! Seals: the audit trail carries the hash of each row of these tables as it was written, so that a row edited behind the
//! server's back is found (`docs/CHAINS.md`). The writers of `store` seal; whoever calls them cannot forget it.

use std::collections::BTreeMap;

use serde_json::json;
use shared::event::Hash;
use shared::time::Instant;
use sqlx::{AssertSqlSafe, Column, Row as _};

use super::dump::Cell;
use super::{Tx, audit, corrupt};

/// The cells of a row of either engine by the names of its columns.
macro_rules! cells {
    ($row:expr) => {{
        let row = $row;
        // Where nothing is, SQLite takes it for either type: a text then.
        let cell = |at: usize| match row.try_get::<Option<i64>, _>(at) {
            Ok(Some(int)) => Cell::Int(Some(int)),
            _ => row.try_get(at).map_or(Cell::Int(None), Cell::Text),
        };
        Ok(row.columns().iter().map(|column| (column.name().to_owned(), cell(column.ordinal()))).collect::<Cells>())
    }};
}

/// What is done to a row, in the audit trail.
pub const ACTION: &str = "sealed";

/// A table whose rows are sealed.
#[derive(Debug, Clone, Copy)]
pub struct Sealed {
    /// Its name, and the noun of its audit entries.
    pub table: &'static str,
    /// Its key; parted by "/" the object of its audit entries.
    pub key: &'static [&'static str],
    /// Columns that are no evidence, and why is told in [`crate::app::verify::coverage`].
    pub open: &'static [&'static str],
}

const fn sealed(table: &'static str, key: &'static [&'static str]) -> Sealed {
    Sealed { table, key, open: &[] }
}

/// Every sealed table.
pub const SEALED: &[Sealed] = &[
    sealed("account_notices", &["id"]),
    sealed("account_notices_read", &["notice_id"]),
    sealed("authority_settled", &["person_id"]),
    sealed("answers", &["id"]),
    sealed("certificate_events", &["id"]),
    sealed("certificates", &["id"]),
    sealed("confirmation_ends", &["confirmation_id"]),
    sealed("confirmations", &["id"]),
    sealed("correction_checks", &["id"]),
    sealed("correction_events", &["correction_id"]),
    sealed("corrections", &["id"]),
    sealed("credentials", &["person_id"]),
    sealed("device_recovery", &["device_id"]),
    Sealed { table: "devices", key: &["id"], open: &["last_seen_at", "clock_offset"] },
    sealed("exchange_signatures", &["device_id", "head", "events"]),
    sealed("file_removals", &["id"]),
    sealed("files", &["sha256"]),
    sealed("messages", &["id"]),
    sealed("number_sequences", &["name"]),
    sealed("office_devices", &["person_id"]),
    sealed("read_log", &["id"]),
    sealed("record_settlements", &["id"]),
    sealed("reset_links", &["token_hash"]),
    sealed("signing_holds", &["id"]),
    sealed("signing_releases", &["hold_id"]),
];

/// The texts an exchange brought that are no authentic events: no ledger speaks of them, so they are sealed.
pub const REFUSED: Sealed = sealed("events", &["id"]);

/// Sessions: the audit entry of their creation carries the hash of the row. They end and are deleted, so the table is not sealed.
pub const SESSIONS: Sealed = Sealed { table: "sessions", key: &["token_hash"], open: &["last_used_at"] };

/// A row by the names of its columns.
pub type Cells = BTreeMap<String, Cell>;

impl Sealed {
    /// The object of the row's audit entries.
    pub fn object(&self, cells: &Cells) -> String {
        let text = |name: &&str| match cells.get(*name) {
            Some(Cell::Text(Some(text))) => text.clone(),
            Some(Cell::Int(Some(int))) => int.to_string(),
            _ => String::new(),
        };
        self.key.iter().map(text).collect::<Vec<_>>().join("/")
    }

    /// The row's hash: `etalon-row-1`, the table, then each column that holds something, by name, with its value as JSON.
    pub fn hash(&self, cells: &Cells) -> Hash {
        let mut text = format!("etalon-row-1\n{}\n", self.table);
        for (name, cell) in cells.iter().filter(|(name, _)| !self.open.contains(&name.as_str())) {
            match cell {
                Cell::Text(Some(value)) => text.push_str(&format!("{name} {}\n", json!(value))),
                Cell::Int(Some(value)) => text.push_str(&format!("{name} {value}\n")),
                // A column added by a later version holds nothing in rows sealed before it.
                Cell::Text(None) | Cell::Int(None) => {}
            }
        }
        Hash::of(text.as_bytes())
    }

    /// The hash of the present row with this key, within this transaction.
    pub async fn now(&self, tx: &mut Tx, key: &[&str]) -> sqlx::Result<Hash> {
        Ok(self.hash(&read(tx, self.table, self.key, key).await?))
    }

    /// Seals the row with this key, as it is now in this transaction.
    pub async fn seal(&self, tx: &mut Tx, key: &[&str], at: Instant) -> sqlx::Result<()> {
        let cells = read(tx, self.table, self.key, key).await?;
        let entry = audit::Entry {
            at,
            actor: None,
            action: ACTION,
            noun: self.table,
            object: &self.object(&cells),
            revision: 0,
            object_hash: self.hash(&cells),
            detail: json!({}),
        };
        audit::append(tx, entry).await
    }
}

/// The row of a table with this key, every column.
pub(super) async fn read(tx: &mut Tx, table: &str, key: &[&str], values: &[&str]) -> sqlx::Result<Cells> {
    // A whole number in a key is compared as text: both engines take one kind of argument.
    let place = |(n, name): (usize, &&str)| match *name {
        "events" => format!("CAST(events AS TEXT) = ${}", n + 1),
        name => format!("{name} = ${}", n + 1),
    };
    let wanted: Vec<String> = key.iter().enumerate().map(place).collect();
    let sql = AssertSqlSafe(format!("SELECT * FROM {table} WHERE {}", wanted.join(" AND ")));
    match tx {
        Tx::Sqlite(t) => cells!(values.iter().fold(sqlx::query(sql), |query, value| query.bind(*value)).fetch_one(&mut **t).await?),
        Tx::Postgres(t) => cells!(values.iter().fold(sqlx::query(sql), |query, value| query.bind(*value)).fetch_one(&mut **t).await?),
    }
}

/// Seals the row of a table with this key.
pub async fn seal(tx: &mut Tx, table: &'static str, key: &[&str], at: Instant) -> sqlx::Result<()> {
    of(table)?.seal(tx, key, at).await
}

/// The hash of the row of a sealed table with this key, as it is now.
pub async fn now(tx: &mut Tx, table: &'static str, key: &[&str]) -> sqlx::Result<Hash> {
    of(table)?.now(tx, key).await
}

fn of(table: &str) -> sqlx::Result<&'static Sealed> {
    let found = SEALED.iter().chain([&REFUSED]).find(|sealed| sealed.table == table);
    found.ok_or_else(|| corrupt(format!("{table} is not sealed")))
}
