//! CSV and XLSX as tables of cells, and back. Nothing in a file is trusted: not its name, its type or its size. If a sheet shows something
//! other than it holds, the value is never guessed: it is a finding that names the cell.

mod csv;
mod format;
mod marks;
mod write;
mod xlsx;

use std::collections::BTreeMap;

use base::decimal::DecimalText;
use base::finding::{Finding, Refusal};
use domain::register::table::{Cell, Line};

pub use write::{to_csv, to_xlsx};

/// Most rows and columns that are read; a file with more is refused.
const MOST_ROWS: usize = 10_001;
const MOST_COLUMNS: usize = 64;
/// Characters that make a spreadsheet compute a cell instead of showing it.
const COMPUTED: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Why a file is not read as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetRefusal {
    /// Neither CSV nor XLSX.
    NotATable,
    /// More rows or columns than are read.
    TooLarge,
    /// A text too long for a spreadsheet cell; CSV can hold it.
    CellTooLong,
    /// The bytes are not UTF-8, and nothing names their encoding.
    EncodingUnclear,
    /// The bytes are not valid in the encoding that was chosen or that the byte order mark names.
    EncodingWrong {
        /// The encoding.
        encoding: String,
    },
    /// A quotation mark is never closed: everything after it would be one cell.
    QuoteOpen,
    /// More than one sheet could be meant, or none.
    SheetUnclear {
        /// The visible sheets.
        sheets: Vec<String>,
    },
}

impl Refusal for SheetRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotATable => "import_not_a_table",
            Self::TooLarge => "import_too_large",
            Self::CellTooLong => "export_cell_too_long",
            Self::EncodingUnclear => "import_encoding_unclear",
            Self::EncodingWrong { .. } => "import_encoding_wrong",
            Self::QuoteOpen => "import_quote_open",
            Self::SheetUnclear { .. } => "import_sheet_unclear",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::EncodingUnclear | Self::EncodingWrong { .. } => "encoding".to_owned(),
            Self::SheetUnclear { .. } => "sheet".to_owned(),
            _ => String::new(),
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::EncodingWrong { encoding } => [("encoding".to_owned(), encoding.clone())].into(),
            Self::SheetUnclear { sheets } => [("sheets".to_owned(), sheets.join("\n"))].into(),
            _ => BTreeMap::new(),
        }
    }
}

type Read<T> = std::result::Result<T, SheetRefusal>;

/// How to read a file, as far as the file itself does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct How {
    /// Encoding of a text without a byte order mark; empty if none was chosen.
    pub encoding: String,
    /// Name of the sheet; empty if none was chosen.
    pub sheet: String,
}

/// A file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its rows.
    pub lines: Vec<Line>,
    /// What is wrong with the sheet itself, by `row/column`.
    pub findings: Vec<Finding>,
    /// The sheet that was read; empty for CSV.
    pub name: String,
    /// The encoding; empty for XLSX.
    pub encoding: &'static str,
}

/// Reads a file by its content, not by its name. `fits` says whether a first row names the expected columns.
pub fn parse(bytes: &[u8], how: &How, fits: fn(&Line) -> bool) -> Read<Sheet> {
    let mut sheet = if bytes.starts_with(b"PK\x03\x04") { xlsx::read(bytes, &how.sheet, fits) } else { csv::read(bytes, &how.encoding) }?;
    for cell in sheet.lines.iter_mut().flat_map(|line| &mut line.cells) {
        let Cell::Text(text) = cell else { continue };
        if text.contains(|c: char| c.is_control() && !"\r\n\t".contains(c)) {
            return Err(SheetRefusal::NotATable);
        }
        if text.starts_with('\'') && would_be_computed(text) {
            text.remove(0);
        }
    }
    Ok(sheet)
}

/// The text as a cell that a spreadsheet does not compute: `'` before a would-be formula, which [`parse`] removes again.
fn inert(cell: &str) -> String {
    if would_be_computed(cell) && DecimalText::parse(cell).is_err() { format!("'{cell}") } else { cell.to_owned() }
}

fn would_be_computed(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(COMPUTED)
}

#[cfg(test)]
mod tests;
