//! What a cell of a file holds, before anybody knows what it is about.

use std::collections::BTreeMap;

use base::finding::{Finding, Refusal};
use base::time::Date;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text, as typed, or a number as the sheet shows it.
    Text(String),
    /// A day that the sheet holds as a day.
    Day(Date),
    /// Something that cannot be taken over as it stands.
    Faulty(CellFault),
}

impl Cell {
    /// Its text without the blanks around it; a day as `2026-03-01`.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Day(day) => day.to_string(),
            Self::Faulty(_) => String::new(),
        }
    }

    /// A cell of a file that has nothing but texts, such as CSV.
    pub fn written(text: &str) -> Self {
        if is_error(text.trim()) { Self::Faulty(CellFault::Error(text.trim().to_owned())) } else { Self::from(text) }
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Why a cell is not taken over as it stands: what the sheet shows is not what it holds, or nobody can say which is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellFault {
    /// The sheet computed an error (`#REF!`, `#N/A`).
    Error(String),
    /// A number shown by a format that is not read here.
    Format {
        /// The number.
        number: String,
        /// The format's code.
        format: String,
    },
    /// A text shown by a format that adds to it or leaves it out.
    TextFormat {
        /// The text.
        cell: String,
        /// The format's code.
        format: String,
    },
    /// A text or a number of which all or a part is struck through.
    Struck {
        /// All of it.
        cell: String,
    },
    /// A number with more digits than the sheet shows or holds.
    Rounded {
        /// The number.
        number: String,
    },
    /// True or false, which each language writes otherwise.
    Truth,
    /// A formula whose result the file does not hold.
    NotComputed,
}

impl Refusal for CellFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Error(_) => "import_cell_error",
            Self::Format { .. } => "import_cell_format",
            Self::TextFormat { .. } => "import_cell_text_format",
            Self::Struck { .. } => "import_cell_struck",
            Self::Rounded { .. } => "import_cell_rounded",
            Self::Truth => "import_cell_truth",
            Self::NotComputed => "import_formula_empty",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        let named = match self {
            Self::Error(cell) | Self::Struck { cell } => vec![("cell", cell)],
            Self::TextFormat { cell, format } => vec![("cell", cell), ("format", format)],
            Self::Format { number, format } => vec![("cell", number), ("format", format)],
            Self::Rounded { number } => vec![("cell", number)],
            Self::Truth | Self::NotComputed => Vec::new(),
        };
        named.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }
}

impl CellFault {
    /// As a finding at a cell.
    pub fn finding(&self, path: String) -> Finding {
        Finding { params: self.params(), ..Finding::error(self.code(), path) }
    }
}

/// Errors that end in no mark, as spreadsheets in several languages write them.
const UNMARKED: [&str; 6] = ["N/A", "Н/Д", "NV", "N/V", "N/D", "GETTING_DATA"];

/// Whether a text is an error that a spreadsheet computed and wrote out as a text: `#N/A`, `#REF!`, `#ДЕЛ/0!`, `Err:502`.
fn is_error(text: &str) -> bool {
    if let Some(number) = text.strip_prefix("Err:") {
        return !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    }
    let Some(named) = text.strip_prefix(['#', '＃']) else { return false };
    let name = named.strip_suffix(['!', '?']).or_else(|| UNMARKED.contains(&named.to_uppercase().as_str()).then_some("N"));
    let part = |c: char| c.is_uppercase() || matches!(c, '/' | '0' | '_' | '\'' | '’');
    name.is_some_and(|name| !name.is_empty() && name.chars().all(part))
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number as a spreadsheet counts it, from 1.
    pub number: usize,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl Line {
    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_a_spreadsheet_wrote_out_is_no_text() {
        for error in ["#N/A", " #REF! ", "#VALUE!", "#DIV/0!", "#NAME?", "#Н/Д", "#ДЕЛ/0!", "#ІМ'Я?", "#NV", "#n/a", "＃N/A", "Err:502"]
        {
            assert_eq!(Cell::written(error), Cell::Faulty(CellFault::Error(error.trim().to_owned())), "{error}");
        }
        for text in ["", "#", "#!", "#12", "#A-7!", "N/A", "#4711", "# REF", "#N", "#N/A 12", "Err:", "Err:x"] {
            assert_eq!(Cell::written(text), Cell::from(text), "{text}");
        }
    }
}
