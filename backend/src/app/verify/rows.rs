//! The tables as a verifier reads them: row after row, by the names of columns, trusting nothing.

use std::ops::Deref;

use domain::event::Hash;

use crate::app::{Error, Result};
use crate::store::Tx;
use crate::store::dump::{self, Cell, Table};
use crate::store::seal::Cells;

/// A row by the names of its columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(pub(super) Cells);

impl Deref for Fields {
    type Target = Cells;
    fn deref(&self) -> &Cells {
        &self.0
    }
}

impl Fields {
    /// A text; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        match self.0.get(name) {
            Some(Cell::Text(Some(text))) => text,
            _ => "",
        }
    }

    /// A whole number; -1 where there is none.
    pub(super) fn int(&self, name: &str) -> i64 {
        match self.0.get(name) {
            Some(Cell::Int(Some(int))) => *int,
            _ => -1,
        }
    }

    /// Whether nothing is there.
    pub(super) fn is_null(&self, name: &str) -> bool {
        matches!(self.0.get(name), None | Some(Cell::Text(None) | Cell::Int(None)))
    }
}

/// The tables of one snapshot, read a row at a time: a verifier holds hashes, never the tables.
pub(super) struct Snapshot<'t> {
    /// The transaction.
    pub(super) tx: &'t mut Tx,
    tables: Vec<Table>,
}

impl<'t> Snapshot<'t> {
    /// Starts reading these tables.
    pub(super) const fn of(tx: &'t mut Tx, tables: Vec<Table>) -> Self {
        Self { tx, tables }
    }

    /// Every row of a table, in the order of these columns.
    pub(super) async fn each(&mut self, table: &str, order: &str, mut take: impl FnMut(Fields) + Send) -> Result<()> {
        let found = self.tables.iter().find(|known| known.name == table);
        let table = found.ok_or_else(|| Error::Internal(format!("table {table} is missing")))?;
        let names: Vec<&String> = table.columns.iter().map(|column| &column.name).collect();
        dump::each_by::<Error>(self.tx, table, order, |cells| {
            take(Fields(names.iter().copied().cloned().zip(cells).collect()));
            Ok(())
        })
        .await
    }
}

/// A short stand-in for texts that belong together, to be held by the million.
pub(super) fn print(parts: &[&str]) -> u128 {
    let Hash(bytes) = Hash::of(parts.join("\n").as_bytes());
    bytes[..16].iter().fold(0, |print, byte| print << 8 | u128::from(*byte))
}
