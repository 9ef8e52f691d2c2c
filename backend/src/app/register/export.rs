//! Export of a register as a table, as its import reads it.

use domain::register::table::{Tabular, head, row};

use super::import::references;
use super::sheet::{to_csv, to_xlsx};
use crate::app::{Actor, Error, Result, reading};
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

impl Format {
    const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Every entry of a register as a file; the export goes into the read log (C-4.1.2.2).
pub async fn export<T: Tabular>(app: &App, actor: &Actor, format: Format) -> Result<Vec<u8>> {
    reading::note_export(app, actor, T::NOUN, format.name()).await?;
    let (entries, references) =
        app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>((register::all::<T>(tx).await?, references(tx).await?)) })).await?;
    let mut table = vec![head::<T>().into_iter().map(str::to_owned).collect()];
    table.extend(entries.iter().map(|entry| row(&entry.body, &references)));
    match format {
        Format::Csv => to_csv(&table).map_err(Error::corrupt),
        Format::Xlsx => to_xlsx(&table),
    }
}
