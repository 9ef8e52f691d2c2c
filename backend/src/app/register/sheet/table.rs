//! A file as a table of cells, how it is to be read, and why it is not.

use std::collections::BTreeMap;

use base::finding::{Finding, Refusal};
use domain::register::table::Line;

/// Most rows and columns that are read; a file with more is refused.
pub(super) const MOST_ROWS: usize = 10_001;
pub(super) const MOST_COLUMNS: usize = 64;

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
            // The first row names the columns.
            Self::TooLarge => [("rows", MOST_ROWS - 1), ("columns", MOST_COLUMNS)].map(|(name, n)| (name.to_owned(), n.to_string())).into(),
            _ => BTreeMap::new(),
        }
    }
}

pub(super) type Read<T> = std::result::Result<T, SheetRefusal>;

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
