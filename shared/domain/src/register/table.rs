//! Registers as tables, for import and export: named columns, cells as text.

mod cell;
pub mod changed;
pub mod characteristics;
pub mod columns;
mod number;
pub mod ranges;
mod read;
mod references;
mod refusal;

use crate::register::Entry;
pub use cell::{Cell, CellFault, Line};
pub use read::{Change, Existing, Known, Reading, Row, fits, located, read};
pub use references::References;
pub use refusal::CellRefusal;

use columns::{Column, columns};

/// The columns of a noun's files.
pub fn of<T: Entry>() -> Vec<Column> {
    columns(T::FIELDS, T::FILE)
}

/// The names of a register's columns, for the head of a file.
pub fn head<T: Entry>() -> Vec<String> {
    of::<T>().into_iter().map(|column| column.name).collect()
}

/// Entries as the rows of their table.
pub fn rows<'e, T: Entry>(entries: impl IntoIterator<Item = &'e T>, references: &References) -> Vec<Vec<String>> {
    let columns = of::<T>();
    let row = |entry: &T| {
        let body = serde_json::to_value(entry).unwrap_or_default();
        columns.iter().map(|column| column.get(&body, references)).collect()
    };
    entries.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests;
