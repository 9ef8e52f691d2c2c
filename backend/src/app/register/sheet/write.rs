//! Writes tables as CSV and XLSX, without formulas.

use rust_xlsxwriter::{Format, Workbook};

use super::inert;
use super::table::SheetRefusal;
use crate::app::{Error, Result};

/// How many characters a spreadsheet cell holds, in UTF-16 units.
pub(super) const MOST_IN_CELL: usize = 32_767;

/// A table as CSV in UTF-8, with a byte order mark so that spreadsheets recognise it.
pub fn to_csv(table: &[Vec<String>]) -> std::io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in table {
        writer.write_record(row.iter().map(|cell| inert(cell)))?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// A table as XLSX, with a bold header.
pub fn to_xlsx(table: &[Vec<String>]) -> Result<Vec<u8>> {
    if table.iter().flatten().any(|cell| cell.encode_utf16().count() >= MOST_IN_CELL) {
        return Err(Error::rule(&SheetRefusal::CellTooLong));
    }
    written(table).map_err(Error::corrupt)
}

fn written(table: &[Vec<String>]) -> std::result::Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (n, row) in (0_u32..).zip(table) {
        for (m, cell) in (0_u16..).zip(row) {
            if n == 0 {
                sheet.write_string_with_format(n, m, inert(cell), &bold)?;
            } else {
                sheet.write_string(n, m, inert(cell))?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
