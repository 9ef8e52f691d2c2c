//! CSV and XLSX as tables of text, and back. Nothing in a file is trusted: not its name, its type, or its size.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use shared::decimal::DecimalText;
use shared::finding::Refusal;

use crate::app::{Error, Result};

/// Rows and columns that are read at most; a file with more is refused.
const MOST_ROWS: usize = 10_001;
const MOST_COLUMNS: usize = 64;
/// What a packed file may hold unpacked.
const MOST_UNPACKED: u64 = 64 << 20;
/// Characters that a cell of a spreadsheet holds, as UTF-16 counts them.
const MOST_IN_CELL: usize = 32_767;
/// What a cell of a spreadsheet begins with that is computed instead of shown.
const COMPUTED: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Why a file is not read as a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetRefusal {
    /// Neither CSV in UTF-8 nor XLSX.
    NotATable,
    /// More rows or columns than are read.
    TooLarge,
    /// A text that no cell of a spreadsheet holds; CSV holds it.
    CellTooLong,
}

impl Refusal for SheetRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotATable => "import_not_a_table",
            Self::TooLarge => "import_too_large",
            Self::CellTooLong => "export_cell_too_long",
        }
    }
}

type Read<T> = std::result::Result<T, SheetRefusal>;

/// A table of text, row by row.
pub type Table = Vec<Vec<String>>;

/// Reads a file by what it is, not by what it is called.
pub fn parse(bytes: &[u8]) -> Read<Table> {
    let mut table = if bytes.starts_with(b"PK\x03\x04") { xlsx(bytes) } else { csv(bytes) }?;
    for cell in table.iter_mut().flatten() {
        if cell.contains(|c: char| c.is_control() && !"\r\n\t".contains(c)) {
            return Err(SheetRefusal::NotATable);
        }
        if cell.starts_with('\'') && would_be_computed(cell) {
            cell.remove(0);
        }
    }
    Ok(table)
}

/// The text as a cell that no spreadsheet computes: `'` before what would be a formula, which [`parse`] takes off again.
fn inert(cell: &str) -> String {
    if would_be_computed(cell) && DecimalText::parse(cell).is_err() { format!("'{cell}") } else { cell.to_owned() }
}

fn would_be_computed(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(COMPUTED)
}

fn csv(bytes: &[u8]) -> Read<Table> {
    let text = std::str::from_utf8(bytes).map_err(|_| SheetRefusal::NotATable)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(delimiter(text));
    let mut table = Vec::new();
    for record in reader.from_reader(text.as_bytes()).into_records() {
        let record = record.map_err(|_| SheetRefusal::NotATable)?;
        if record.len() > MOST_COLUMNS || table.len() >= MOST_ROWS {
            return Err(SheetRefusal::TooLarge);
        }
        table.push(record.iter().map(str::to_owned).collect());
    }
    Ok(table)
}

/// What the first line parts its cells with: spreadsheets write commas, semicolons or tabs by the language set.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

fn xlsx(bytes: &[u8]) -> Read<Table> {
    check_unpacked(bytes)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| SheetRefusal::NotATable)?;
    let first = book.sheet_names().into_iter().next().ok_or(SheetRefusal::NotATable)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| SheetRefusal::NotATable)?;
    let mut table = Table::new();
    while let Some(cell) = cells.next_cell().map_err(|_| SheetRefusal::NotATable)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(SheetRefusal::TooLarge);
        }
        if table.len() <= row {
            table.resize(row + 1, Vec::new());
        }
        if table[row].len() <= column {
            table[row].resize(column + 1, String::new());
        }
        table[row][column] = text(cell.get_value());
    }
    Ok(table)
}

/// Unpacks to nowhere first: a small file may hold a very large one.
fn check_unpacked(bytes: &[u8]) -> Read<()> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetRefusal::NotATable)?;
    let mut left = MOST_UNPACKED;
    for n in 0..archive.len() {
        let file = archive.by_index(n).map_err(|_| SheetRefusal::NotATable)?;
        let read = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|_| SheetRefusal::NotATable)?;
        left = left.checked_sub(read).ok_or(SheetRefusal::TooLarge)?;
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A table as CSV in UTF-8, marked so that spreadsheets see it.
pub fn to_csv(table: &[Vec<String>]) -> std::io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in table {
        writer.write_record(row.iter().map(|cell| inert(cell)))?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// A table as XLSX, its head in bold.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let rows = [["code", "name_zh", "notes"], ["A", "恒达阀门", "7741, \"hall 2\""], ["B", "", "1"]];
        rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(parse(&to_csv(&table()).unwrap()), Ok(table()));
        assert_eq!(parse(&to_xlsx(&table()).unwrap()), Ok(table()));
    }

    // F26: what somebody wrote into a register is no formula in somebody else's spreadsheet.
    #[test]
    fn no_cell_is_computed_and_each_is_read_back_as_it_was() {
        let texts = ["=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(A1)", "\tx", "'=1", "''+x", "'quoted'", "-0.5", "−1", "a=b", "1"];
        let table: Table = vec![texts.iter().map(|&text| text.to_owned()).collect()];
        let csv = to_csv(&table).unwrap();
        let shown: Vec<_> =
            csv::ReaderBuilder::new().has_headers(false).from_reader(&csv[3..]).into_records().map(|row| row.unwrap()).collect();
        assert!(shown[0].iter().all(|cell| !cell.starts_with(COMPUTED) || DecimalText::parse(cell).is_ok()), "{shown:?}");
        assert_eq!(parse(&csv), Ok(table.clone()));
        assert_eq!(parse(&to_xlsx(&table).unwrap()), Ok(table));
    }

    #[test]
    fn a_text_that_no_cell_holds_is_a_refusal_and_no_failure() {
        let long = |n: usize| vec![vec!["code".to_owned()], vec!["x".repeat(n)]];
        assert!(to_xlsx(&long(MOST_IN_CELL - 1)).is_ok());
        assert!(matches!(to_xlsx(&long(MOST_IN_CELL)), Err(Error::Refused(problem)) if problem.code == "export_cell_too_long"));
        assert!(to_csv(&long(MOST_IN_CELL)).is_ok());
    }

    #[test]
    fn a_spreadsheet_brings_no_character_that_a_line_does_not_show() {
        for odd in ["a\u{0}b", "\u{1b}", "a\u{7}"] {
            let mut book = Workbook::new();
            book.add_worksheet().write_string(0, 0, odd).unwrap();
            assert_eq!(parse(&book.save_to_buffer().unwrap()), Err(SheetRefusal::NotATable), "{odd:?}");
        }
    }

    #[test]
    fn numbers_and_days_of_a_spreadsheet_become_text() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_number(0, 0, 7741.0).unwrap();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_number_with_format(0, 1, 46082.0, &day).unwrap();
        let read = parse(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(read, vec![vec!["7741".to_owned(), "2026-03-01".to_owned()]]);
    }

    #[test]
    fn semicolons_and_tabs_part_cells_too() {
        let expected = vec![vec!["code".to_owned(), "notes".to_owned()], vec!["A".to_owned(), "1,5".to_owned()]];
        assert_eq!(parse(b"code;notes\nA;1,5\n"), Ok(expected.clone()));
        assert_eq!(parse(b"code\tnotes\r\nA\t1,5\r\n"), Ok(expected));
    }

    #[test]
    fn a_file_that_is_not_what_it_says_is_refused() {
        let packed = to_xlsx(&table()).unwrap();
        for bytes in [&b"%PDF-1.7\n\x00\x01"[..], &packed[..packed.len() / 2], b"PK\x03\x04nothing", &[0xce, 0xd2, 0x2c, 0x0a], b"a\0b"] {
            assert_eq!(parse(bytes), Err(SheetRefusal::NotATable));
        }
        assert_eq!(parse("x,".repeat(100).as_bytes()), Err(SheetRefusal::TooLarge));
        assert_eq!(parse("x\n".repeat(20_000).as_bytes()), Err(SheetRefusal::TooLarge));
    }

    #[test]
    fn a_cell_far_out_does_not_take_the_memory_for_all_before_it() {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(1_048_575, 16_383, "far").unwrap();
        assert_eq!(parse(&book.save_to_buffer().unwrap()), Err(SheetRefusal::TooLarge));
    }
}
