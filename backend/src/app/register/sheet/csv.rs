//! Text with separators (RFC 4180), as spreadsheets of all languages write it.

use base::finding::Finding;
use domain::register::table::{Cell, Line};
use encoding_rs::Encoding;

use super::table::{MOST_COLUMNS, MOST_ROWS, Read, Sheet, SheetRefusal};

/// Encodings that can be chosen for a text without a byte order mark: those that spreadsheets write in our users' languages.
pub const ENCODINGS: [&str; 7] = ["utf-8", "gb18030", "big5", "windows-1251", "windows-1252", "utf-16le", "utf-16be"];

/// Reads a text; `chosen` is its encoding if it has no byte order mark.
pub(super) fn read(bytes: &[u8], chosen: &str) -> Read<Sheet> {
    let (text, encoding) = decoded(bytes, chosen)?;
    // An unmatched quotation mark makes one cell of everything after it.
    if text.matches('"').count() % 2 == 1 {
        return Err(SheetRefusal::QuoteOpen);
    }
    let (delimiter, text) = separator(&text);
    let (lines, findings) = lines(text, delimiter)?;
    Ok(Sheet { lines, findings, name: String::new(), encoding })
}

/// The text, decoded by its byte order mark (WHATWG Encoding, BOM sniff), else as UTF-8 if valid, else as chosen.
fn decoded(bytes: &[u8], chosen: &str) -> Read<(String, &'static str)> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None if chosen.is_empty() => match std::str::from_utf8(bytes) {
            Ok(text) => return Ok((text.to_owned(), "utf-8")),
            // These characters do not occur in text in any encoding.
            Err(_) if bytes.iter().any(|byte| *byte < 9) => return Err(SheetRefusal::NotATable),
            Err(_) => return Err(SheetRefusal::EncodingUnclear),
        },
        None => {
            let known = ENCODINGS.contains(&chosen).then(|| Encoding::for_label(chosen.as_bytes())).flatten();
            (known.ok_or(SheetRefusal::EncodingUnclear)?, bytes)
        }
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let name = ENCODINGS.into_iter().find(|name| name.eq_ignore_ascii_case(encoding.name())).unwrap_or("utf-8");
    text.map(|text| (text.into_owned(), name)).ok_or_else(|| SheetRefusal::EncodingWrong { encoding: name.to_owned() })
}

/// The separator of the cells, and the text after a line that declares it (`sep=;`, which spreadsheets read and do not show).
fn separator(text: &str) -> (u8, &str) {
    let first = text.lines().next().unwrap_or_default();
    let said = first.trim().trim_matches('"');
    let said = said.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).map(|_| &said.as_bytes()[4..]);
    match said {
        Some(&[mark]) => (mark, text[first.len()..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default()),
        // A tab at the end of the line is trimmed away with the blanks.
        Some(&[]) => (b'\t', text[first.len()..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default()),
        _ => (delimiter(first), text),
    }
}

/// The separator used in the first line: spreadsheets write commas, semicolons or tabs, depending on the language setting.
fn delimiter(first: &str) -> u8 {
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

fn lines(text: &str, delimiter: u8) -> Read<(Vec<Line>, Vec<Finding>)> {
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(delimiter);
    let (mut lines, mut findings) = (Vec::<Line>::new(), Vec::new());
    let mut number = 0;
    for record in reader.from_reader(text.as_bytes()).into_records() {
        let record = record.map_err(|_| SheetRefusal::NotATable)?;
        if record.len() > MOST_COLUMNS || lines.len() >= MOST_ROWS {
            return Err(SheetRefusal::TooLarge);
        }
        number += 1 + record.position().map_or(0, |position| blank_lines(text, position.byte()));
        let line = Line { number, cells: record.iter().map(Cell::written).collect() };
        if let Some(head) = lines.first() {
            findings.extend(uneven(head, &line));
        }
        lines.push(line);
    }
    Ok((lines, findings))
}

/// Empty lines before a row: the reader skips them, but a spreadsheet counts them.
fn blank_lines(text: &str, from: u64) -> usize {
    let Some((before, rest)) = usize::try_from(from).ok().and_then(|from| text.split_at_checked(from)) else { return 0 };
    // The reader may be between the two characters that end the previous row.
    let rest = if before.ends_with('\r') { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
    let breaks = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    breaks.replace("\r\n", "\n").chars().count()
}

/// A row with fewer cells than the header: something is missing, and it is not known which cell. A row with more is reported where its
/// cells are read.
fn uneven(head: &Line, line: &Line) -> Option<Finding> {
    let (columns, cells) = (head.cells.len(), line.cells.len());
    let fewer = cells < columns && !line.is_blank();
    let told = || Finding::error("import_row_cells", format!("{}/", line.number)).with("cells", cells).with("columns", columns);
    fewer.then(told)
}
