//! Export of a register as a table, as its import reads it.

use domain::register::table::{head, rows};

use super::Ruled;
use super::import::{in_files, references};
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
pub async fn export<T: Ruled>(app: &App, actor: &Actor, format: Format) -> Result<Vec<u8>> {
    in_files::<T>()?;
    reading::note_export(app, actor, T::NOUN, format.name()).await?;
    let (entries, references) =
        app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>((register::all::<T>(tx).await?, references::<T>(tx).await?)) })).await?;
    let mut table = vec![head::<T>()];
    table.extend(rows(entries.iter().map(|entry| &entry.body), &references));
    match format {
        Format::Csv => to_csv(&table).map_err(Error::corrupt),
        Format::Xlsx => to_xlsx(&table),
    }
}
