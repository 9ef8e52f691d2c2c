//! Export of a register as a table, as its import reads it.

use shared::register::table::{Tabular, head, row};

use super::import::references;
use super::sheet::{to_csv, to_xlsx};
use crate::app::{Error, Result};
use crate::state::App;
use crate::store::register;

/// Kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, UTF-8.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

/// Every entry of a register as a file.
pub async fn export<T: Tabular>(app: &App, format: Format) -> Result<Vec<u8>> {
    let (entries, references) =
        app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>((register::all::<T>(tx).await?, references(tx).await?)) })).await?;
    let mut table = vec![head::<T>().into_iter().map(str::to_owned).collect()];
    table.extend(entries.iter().map(|entry| row(&entry.body, &references)));
    match format {
        Format::Csv => to_csv(&table).map_err(Error::corrupt),
        Format::Xlsx => to_xlsx(&table),
    }
}
