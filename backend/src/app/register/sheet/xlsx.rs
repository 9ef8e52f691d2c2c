//! Workbooks: the sheet whose header names the expected columns, with each number as the sheet shows it.

use std::io::{Cursor, Read as _};

use base::finding::Finding;
use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Style, Xlsx};
use domain::register::table::{Cell, CellFault, Line};
use zip::ZipArchive;

use super::format;
use super::marks::{self, Marks};
use super::table::{MOST_COLUMNS, MOST_ROWS, Read, Sheet, SheetRefusal};

/// Largest unpacked size of a packed file.
const MOST_UNPACKED: u64 = 64 << 20;
/// Built-in formats without a code in the file that are dates in every East Asian language.
const EAST_ASIAN_DAYS: [u32; 2] = [30, 31];

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the requested sheet, or the one whose first row `fits`.
pub(super) fn read(bytes: &[u8], asked: &str, fits: fn(&Line) -> bool) -> Read<Sheet> {
    check_unpacked(bytes)?;
    let mut book: Book<'_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(odd)?;
    let name = chosen(&mut book, asked, fits)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(odd)?;
    let marks = marks::of(&mut archive, &name)?;
    let lines = lines(&mut book, &name, &marks)?;
    let mut findings = hidden(&lines, &marks);
    findings
        .extend(marks.twice.iter().map(|(row, column)| Finding::error("import_cell_twice", format!("{}/{}", row + 1, letters(*column)))));
    findings.extend(merged(&mut book, &name, &lines)?);
    Ok(Sheet { lines, findings, name, encoding: "" })
}

fn odd<E>(_: E) -> SheetRefusal {
    SheetRefusal::NotATable
}

/// The sheet to read: hidden sheets never count, and if several are possible, the person has to choose.
fn chosen(book: &mut Book<'_>, asked: &str, fits: fn(&Line) -> bool) -> Read<String> {
    let seen = |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    let sheets: Vec<String> = book.sheets_metadata().iter().filter(seen).map(|sheet| sheet.name.clone()).collect();
    if let Some(name) = sheets.iter().find(|name| *name == asked) {
        return Ok(name.clone());
    }
    if !asked.is_empty() || sheets.is_empty() {
        return Err(SheetRefusal::SheetUnclear { sheets });
    }
    // If there is only one sheet, errors in its header are reported by cell.
    if let [only] = sheets.as_slice() {
        return Ok(only.clone());
    }
    let mut fitting = Vec::new();
    for name in &sheets {
        if head(book, name)?.is_some_and(|line| fits(&line)) {
            fitting.push(name);
        }
    }
    match fitting.as_slice() {
        [one] => Ok((*one).clone()),
        _ => Err(SheetRefusal::SheetUnclear { sheets }),
    }
}

/// The first row of a sheet.
fn head(book: &mut Book<'_>, name: &str) -> Read<Option<Line>> {
    let mut cells = book.worksheet_cells_reader(name).map_err(odd)?;
    let mut line = Line { number: 1, cells: Vec::new() };
    while let Some(cell) = cells.next_cell().map_err(odd)? {
        let (row, column) = cell.get_position();
        if row > 0 || column as usize >= MOST_COLUMNS {
            break;
        }
        put(&mut line, column as usize, Cell::Text(Data::from(cell.get_value().clone()).to_string()));
    }
    Ok((!line.is_blank()).then_some(line))
}

fn put(line: &mut Line, column: usize, cell: Cell) {
    if line.cells.len() <= column {
        line.cells.resize(column + 1, Cell::Text(String::new()));
    }
    line.cells[column] = cell;
}

fn lines(book: &mut Book<'_>, name: &str, marks: &Marks) -> Read<Vec<Line>> {
    let from_1904 = book.has_1904_epoch();
    let mut cells = book.worksheet_cells_reader(name).map_err(odd)?;
    let mut lines: Vec<Line> = Vec::new();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(odd)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        let empty = matches!(cell.get_value(), DataRef::Empty) && !marks.not_computed.contains(&(row, column));
        // A cell with formatting only is empty, however far out it is.
        if empty {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(SheetRefusal::TooLarge);
        }
        while lines.len() <= row {
            lines.push(Line { number: lines.len() + 1, cells: Vec::new() });
        }
        let shown = if marks.not_computed.contains(&(row, column)) {
            Cell::Faulty(CellFault::NotComputed)
        } else {
            let style = cells.styles().get(style);
            let struck = marks.struck.contains(&(row, column)) || is_struck(style);
            unless_struck(shown(cell.get_value(), style, from_1904), struck)
        };
        put(&mut lines[row], column, shown);
    }
    Ok(lines)
}

/// Whether everything in the cell is struck through.
fn is_struck(style: Option<&Style>) -> bool {
    style.and_then(|style| style.font.as_ref()).is_some_and(|font| font.has_strikethrough())
}

/// What is struck through was taken back, and a cell cannot say which part of it.
fn unless_struck(cell: Cell, struck: bool) -> Cell {
    if !struck || cell.is_blank() {
        return cell;
    }
    Cell::Faulty(CellFault::Struck { cell: cell.text() })
}

/// A value as the sheet shows it.
fn shown(value: &DataRef<'_>, style: Option<&Style>, from_1904: bool) -> Cell {
    match value {
        DataRef::Empty => Cell::Text(String::new()),
        DataRef::String(text) => written(text, &code(style)),
        DataRef::SharedString(text) => written(text, &code(style)),
        DataRef::Int(number) => format::shown(*number as f64, &code(style), from_1904),
        DataRef::Float(number) => format::shown(*number, &code(style), from_1904),
        DataRef::DateTime(day) => format::shown(day.as_f64(), &code(style), from_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.strip_suffix("T00:00:00").unwrap_or(text).parse();
            let told = || CellFault::Format { number: text.clone(), format: code(style) };
            day.map_or_else(|_| Cell::Faulty(told()), Cell::Day)
        }
        DataRef::Bool(_) => Cell::Faulty(CellFault::Truth),
        DataRef::Error(error) => Cell::Faulty(CellFault::Error(error.to_string())),
    }
}

/// The code of a number format. Formats that depend on the language have no code in the file.
fn code(style: Option<&Style>) -> String {
    let Some(format) = style.and_then(|style| style.number_format.as_ref()) else { return "General".to_owned() };
    match format.format_id {
        Some(id) if EAST_ASIAN_DAYS.contains(&id) && format.format_code == "General" => "yyyy-m-d".to_owned(),
        Some(id @ 1..=163) if format.format_code == "General" => format!("{id}?"),
        _ => format.format_code.clone(),
    }
}

/// Rows and columns with content that are hidden or without a size: people who look at the sheet do not see them.
fn hidden(lines: &[Line], marks: &Marks) -> Vec<Finding> {
    let rows = lines.iter().enumerate().filter(|(n, line)| marks.rows.contains(n) && !line.is_blank());
    let mut findings: Vec<Finding> = rows.map(|(_, line)| Finding::error("import_row_hidden", format!("{}/", line.number))).collect();
    let widest = lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
    let filled = |n: usize| lines.iter().any(|line| line.cells.get(n).is_some_and(|cell| !cell.is_blank()));
    let columns = (0..widest).filter(|n| marks.hides(*n) && filled(*n));
    findings.extend(columns.map(|n| Finding::error("import_column_hidden", format!("1/{}", letters(n)))));
    findings
}

/// Merged cells: only the first holds the value; the others just appear to.
fn merged(book: &mut Book<'_>, name: &str, lines: &[Line]) -> Read<Vec<Finding>> {
    let regions = book.merge_cells_by_sheet_name(name).map_err(odd)?;
    let inside = regions.into_iter().filter(|region| (region.start.0 as usize) < lines.len());
    let told = inside.map(|region| {
        let ((row, column), (last_row, last_column)) = (region.start, region.end);
        let (first, last) = (letters(column as usize), letters(last_column as usize));
        Finding::error("import_cells_merged", format!("{}/{first}", row + 1))
            .with("cells", format!("{first}{}:{last}{}", row + 1, last_row + 1))
    });
    Ok(told.collect())
}

/// The name of a column in a spreadsheet.
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
        if column < 26 {
            return letters.into_iter().rev().collect();
        }
        column = column / 26 - 1;
    }
}

/// Unpacks without storing first: a small file may hold a very large one.
fn check_unpacked(bytes: &[u8]) -> Read<()> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(odd)?;
    let mut left = MOST_UNPACKED;
    for n in 0..archive.len() {
        let file = archive.by_index(n).map_err(odd)?;
        let read = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(odd)?;
        left = left.checked_sub(read).ok_or(SheetRefusal::TooLarge)?;
    }
    Ok(())
}

/// A text of the sheet; an error that another program wrote out as a text is one.
fn written(text: &str, code: &str) -> Cell {
    match Cell::written(text) {
        Cell::Text(text) => format::text(&text, code),
        faulty => faulty,
    }
}
