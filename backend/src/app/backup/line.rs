//! The lines of a backup, and how rows become JSON.

use domain::event::Hash;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Extent;
use crate::app::{Error, Result};
use crate::store::dump::{Cell, Table};

/// Version of the format.
pub(super) const FORMAT: u32 = 1;

/// A line that is no row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Line {
    /// The first line.
    EtalonBackup {
        /// [`FORMAT`].
        format: u32,
        /// Server time, UTC milliseconds.
        at: i64,
    },
    /// The rows that follow are of this table.
    Table {
        /// Name.
        name: String,
        /// Names of the columns.
        columns: Vec<String>,
    },
    /// As many bytes follow, then a newline.
    File {
        /// SHA-256 of the content.
        sha256: Hash,
        /// Bytes.
        size: u64,
    },
    /// The last line.
    End {
        /// What was written.
        extent: Extent,
        /// SHA-256 of everything before this line.
        sha256: Hash,
    },
}

/// A row as a JSON array.
pub(super) fn to_json(cells: Vec<Cell>) -> Value {
    let values = cells.into_iter().map(|cell| match cell {
        Cell::Text(text) => text.map_or(Value::Null, Value::String),
        Cell::Int(int) => int.map_or(Value::Null, Value::from),
    });
    Value::Array(values.collect())
}

/// A row of this table out of a JSON array.
pub(super) fn from_json(table: &Table, values: Vec<Value>) -> Result<Vec<Cell>> {
    let odd = || Error::Internal(format!("a row of {} does not fit its columns", table.name));
    if values.len() != table.columns.len() {
        return Err(odd());
    }
    let cells = values.into_iter().zip(&table.columns).map(|(value, column)| match (value, column.int) {
        (Value::Null, true) => Ok(Cell::Int(None)),
        (Value::Null, false) => Ok(Cell::Text(None)),
        (Value::String(text), false) => Ok(Cell::Text(Some(text))),
        (Value::Number(number), true) => number.as_i64().map(|int| Cell::Int(Some(int))).ok_or_else(odd),
        _ => Err(odd()),
    });
    cells.collect()
}
