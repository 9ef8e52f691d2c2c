//! Seals: the audit trail carries the hash of each row of these tables as it was written, so that a row edited behind the
//! server's back is found (`docs/CHAINS.md`). The writers of `store` seal; whoever calls them cannot forget it.

use std::collections::BTreeMap;

use base::time::Instant;
use domain::event::Hash;
use serde_json::{Value, json};
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
pub const ACTION: &str = audit::SEALED;

/// A table whose rows are sealed.
#[derive(Debug, Clone, Copy)]
pub struct Sealed {
    /// Its name, and the noun of its audit entries.
    pub table: &'static str,
    /// Its key; parted by "/" the object of its audit entries.
    pub key: &'static [&'static str],
    /// Columns that are no evidence, and why is told in [`crate::app::verify::coverage`].
    pub open: &'static [&'static str],
    /// How its rows may be sealed again.
    pub again: Again,
}

/// How the rows of a sealed table may be sealed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Never: rows are only appended.
    Never,
    /// When these columns change; in a new row they hold this.
    Columns(&'static [(&'static str, AtFirst)]),
    /// Each time this column is raised by one, from 1.
    Counted(&'static str),
    /// When anything but the key changes.
    Whole,
}

/// What a column that changes later holds in a new row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtFirst {
    /// Nothing.
    Null,
    /// The empty text.
    Empty,
    /// The number 0.
    Zero,
}

const fn sealed(table: &'static str, key: &'static [&'static str]) -> Sealed {
    Sealed { table, key, open: &[], again: Again::Never }
}

const DEVICE: Again = Again::Columns(&[("revoked_at", AtFirst::Null), ("signs", AtFirst::Null)]);

const MESSAGE: Again =
    Again::Columns(&[("attempts", AtFirst::Zero), ("failure", AtFirst::Empty), ("next_at", AtFirst::Null), ("sent_at", AtFirst::Null)]);

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
    Sealed { table: "credentials", key: &["person_id"], open: &[], again: Again::Whole },
    Sealed { table: "device_recovery", key: &["device_id"], open: &[], again: Again::Whole },
    Sealed { table: "devices", key: &["id"], open: &["last_seen_at", "clock_offset"], again: DEVICE },
    sealed("exchange_signatures", &["device_id", "head", "events"]),
    sealed("file_removals", &["id"]),
    sealed("files", &["sha256"]),
    Sealed { table: "messages", key: &["id"], open: &[], again: MESSAGE },
    Sealed { table: "number_sequences", key: &["name"], open: &[], again: Again::Counted("last") },
    sealed("office_devices", &["person_id"]),
    // Its seal names the customers of the reading too: see `reading`.
    sealed("read_log", &["id"]),
    sealed("record_settlements", &["id"]),
    sealed("reset_links", &["token_hash"]),
    sealed("signing_holds", &["id"]),
    sealed("signing_releases", &["hold_id"]),
    sealed("vault_entries", &["id"]),
    sealed("vault_readers", &["id"]),
    sealed("vault_readings", &["id"]),
];

/// The texts an exchange brought that are no authentic events: no ledger speaks of them, so they are sealed.
pub const REFUSED: Sealed = sealed("events", &["id"]);

/// Sessions: the audit entry of their creation carries the hash of the row. They end and are deleted, so the table is not sealed.
pub const SESSIONS: Sealed = Sealed { table: "sessions", key: &["token_hash"], open: &["last_used_at"], again: Again::Never };

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

    /// The hash of the row as it was when it was new.
    pub fn hash_at_first(&self, cells: &Cells) -> Hash {
        let Again::Columns(columns) = self.again else { return self.hash(cells) };
        let mut new = cells.clone();
        for (name, at_first) in columns {
            let cell = match at_first {
                AtFirst::Null => Cell::Int(None),
                AtFirst::Empty => Cell::Text(Some(String::new())),
                AtFirst::Zero => Cell::Int(Some(0)),
            };
            new.insert((*name).to_owned(), cell);
        }
        self.hash(&new)
    }

    /// The hash of a row that counts, at this seal of its, from 1; `None` where rows do not count.
    pub fn hash_at(&self, object: &str, count: i64) -> Option<Hash> {
        let (Again::Counted(column), [key]) = (self.again, self.key) else { return None };
        let cells = [((*key).to_owned(), Cell::Text(Some(object.to_owned()))), (column.to_owned(), Cell::Int(Some(count)))];
        Some(self.hash(&cells.into_iter().collect()))
    }

    /// The hash of the present row with this key, within this transaction.
    pub async fn now(&self, tx: &mut Tx, key: &[&str]) -> sqlx::Result<Hash> {
        Ok(self.hash(&read(tx, self.table, self.key, key).await?))
    }

    /// Seals the row with this key, as it is now in this transaction.
    async fn seal(&self, tx: &mut Tx, key: &[&str], at: Instant, detail: Value) -> sqlx::Result<()> {
        let cells = read(tx, self.table, self.key, key).await?;
        let act = audit::Act::Sealed { table: self.table, key: &self.object(&cells), hash: self.hash(&cells), detail };
        audit::append(tx, at, None, act).await
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
    with(tx, table, key, at, json!({})).await
}

/// The same with more beside the hash of the row.
pub async fn with(tx: &mut Tx, table: &'static str, key: &[&str], at: Instant, detail: Value) -> sqlx::Result<()> {
    of(table)?.seal(tx, key, at, detail).await
}

/// The hash of the row of a sealed table with this key, as it is now.
pub async fn now(tx: &mut Tx, table: &'static str, key: &[&str]) -> sqlx::Result<Hash> {
    of(table)?.now(tx, key).await
}

/// The sealed table of this name.
pub fn find(table: &str) -> Option<&'static Sealed> {
    SEALED.iter().chain([&REFUSED]).find(|sealed| sealed.table == table)
}

fn of(table: &str) -> sqlx::Result<&'static Sealed> {
    find(table).ok_or_else(|| corrupt(format!("{table} is not sealed")))
}
