//! CSV and XLSX as tables of cells, and back. Nothing in a file is trusted: not its name, its type or its size. If a sheet shows something
//! other than it holds, the value is never guessed: it is a finding that names the cell.

mod csv;
mod format;
mod marks;
mod table;
mod write;
mod xlsx;

use base::decimal::DecimalText;
use domain::register::table::{Cell, Line};

use table::Read;
pub use table::{How, Sheet, SheetRefusal};
pub use write::{to_csv, to_xlsx};

/// Characters that make a spreadsheet compute a cell instead of showing it.
const COMPUTED: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

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
