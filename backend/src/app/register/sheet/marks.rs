//! What a sheet holds besides its values: rows and columns that nobody sees, formulas whose result the file does not contain, text that is
//! struck through, cells that are there twice. One pass over names and attributes; the values themselves are read elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::table::{MOST_COLUMNS, MOST_ROWS, Read as Reading, SheetRefusal};

/// A column narrower than half a digit, or a row lower than two points, shows nothing.
const NARROWEST: f64 = 0.5;
const LOWEST: f64 = 2.0;
/// Texts that cells share.
const SHARED: &str = "xl/sharedStrings.xml";

/// Marks of a sheet, by row and column from 0.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Rows that are hidden or too low to be seen.
    pub rows: BTreeSet<usize>,
    /// Formulas without a result.
    pub not_computed: BTreeSet<(usize, usize)>,
    /// Texts of which all or a part is struck through by itself, whatever the style of the cell says.
    pub struck: BTreeSet<(usize, usize)>,
    /// Cells that the file holds more than once.
    pub twice: BTreeSet<(usize, usize)>,
    /// Columns with a width of their own, as spans, and whether they are seen.
    columns: Vec<(usize, usize, bool)>,
    /// What holds for rows and columns that say nothing of their size.
    usual: Usual,
    /// Whether a cell names another row than the one it stands in.
    misplaced: bool,
}

/// Whether rows and columns that say nothing of their size are too small to be seen.
#[derive(Debug, Default)]
struct Usual {
    rows_hidden: bool,
    columns_hidden: bool,
}

impl Marks {
    /// Whether a column is hidden, or too narrow to be seen.
    pub(super) fn hides(&self, column: usize) -> bool {
        let mut own = self.columns.iter().filter(|(from, to, _)| (*from..=*to).contains(&column)).peekable();
        if own.peek().is_none() { self.usual.columns_hidden } else { own.any(|(_, _, seen)| !seen) }
    }
}

/// The marks of a sheet with this name.
pub(super) fn of<R: Read + Seek>(archive: &mut ZipArchive<R>, sheet: &str) -> Reading<Marks> {
    let path = path(archive, sheet)?;
    let struck = struck(archive)?;
    let file = archive.by_name(&path).map_err(|_| SheetRefusal::NotATable)?;
    let mut marks = Marks::default();
    let mut at = Place { struck, ..Place::default() };
    each(BufReader::new(file), |event| at.see(event, &mut marks))?;
    if marks.misplaced { Err(SheetRefusal::NotATable) } else { Ok(marks) }
}

/// The places of the shared texts of which a part is struck through.
fn struck<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Reading<BTreeSet<usize>> {
    let name = archive.file_names().flatten().find(|name| name.eq_ignore_ascii_case(SHARED)).map(|name| name.into_owned());
    let Some(name) = name else { return Ok(BTreeSet::new()) };
    let file = archive.by_name(&name).map_err(|_| SheetRefusal::NotATable)?;
    let (mut found, mut at) = (BTreeSet::new(), 0_usize);
    each(BufReader::new(file), |event| match event {
        Seen::Start(tag) if strikes(tag) => drop(found.insert(at)),
        Seen::End("si") => at += 1,
        _ => {}
    })?;
    Ok(found)
}

/// Whether a property of a run of text strikes it through.
fn strikes(tag: &BytesStart<'_>) -> bool {
    tag.local_name().as_ref() == "strike" && !matches!(text(tag, "val").as_deref(), Some("0" | "false"))
}

/// The path of the sheet's file: the workbook names its relation, and the relations name its path.
fn path<R: Read + Seek>(archive: &mut ZipArchive<R>, sheet: &str) -> Reading<String> {
    let mut relation = None;
    let workbook = archive.by_name("xl/workbook.xml").map_err(|_| SheetRefusal::NotATable)?;
    each(BufReader::new(workbook), |event| {
        if let Seen::Start(tag) = event
            && tag.local_name().as_ref() == "sheet"
            && text(tag, "name").as_deref() == Some(sheet)
        {
            relation = text(tag, "id");
        }
    })?;
    let mut targets = BTreeMap::new();
    let relations = archive.by_name("xl/_rels/workbook.xml.rels").map_err(|_| SheetRefusal::NotATable)?;
    each(BufReader::new(relations), |event| {
        if let Seen::Start(tag) = event
            && let (Some(id), Some(target)) = (text(tag, "Id"), text(tag, "Target"))
        {
            targets.insert(id, target);
        }
    })?;
    let target = relation.and_then(|id| targets.remove(&id)).ok_or(SheetRefusal::NotATable)?;
    Ok(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// What has been seen of the text.
enum Seen<'a> {
    Start(&'a BytesStart<'a>),
    End(&'a str),
    Text(&'a str),
}

fn each(source: impl BufRead, mut see: impl FnMut(Seen<'_>)) -> Reading<()> {
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| SheetRefusal::NotATable)? {
            Event::Start(tag) => see(Seen::Start(&tag)),
            Event::Empty(tag) => {
                see(Seen::Start(&tag));
                see(Seen::End(tag.local_name().as_ref()));
            }
            Event::End(tag) => see(Seen::End(tag.local_name().as_ref())),
            Event::Text(content) => see(Seen::Text(&content.xml10_content())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn text(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes().flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    text(tag, name)?.parse().ok()
}

/// A size, as a number of the file.
fn size(tag: &BytesStart<'_>, name: &str) -> Option<f64> {
    text(tag, name)?.parse().ok()
}

fn says(tag: &BytesStart<'_>, name: &str) -> bool {
    matches!(text(tag, name).as_deref(), Some("1" | "true"))
}

/// The current position: rows and cells may omit their own.
#[derive(Debug, Default)]
struct Place {
    row: usize,
    column: usize,
    formula: bool,
    value: bool,
    /// Whether the cell holds the place of a shared text, and whether its value is being read.
    shares: bool,
    reads: bool,
    /// The place of the shared text, as far as it was read.
    shared: String,
    /// Shared texts that are struck through.
    struck: BTreeSet<usize>,
    /// Cells that were there already, as far out as cells are read.
    seen: BTreeSet<(usize, usize)>,
}

impl Place {
    fn see(&mut self, seen: Seen<'_>, marks: &mut Marks) {
        match seen {
            Seen::Start(tag) => self.start(tag, marks),
            Seen::Text(text) if self.shares && self.reads => self.shared.push_str(text),
            Seen::Text(_) => {}
            Seen::End("row") => self.row += 1,
            Seen::End("v") => self.reads = false,
            Seen::End("c") => {
                if self.formula && !self.value {
                    marks.not_computed.insert((self.row, self.column));
                }
                if self.shared.trim().parse().is_ok_and(|shared| self.struck.contains(&shared)) {
                    marks.struck.insert((self.row, self.column));
                }
                self.column += 1;
            }
            Seen::End(_) => {}
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, marks: &mut Marks) {
        match tag.local_name().as_ref() {
            "sheetFormatPr" => {
                // `zeroHeight` hides the rows that the file does not name, and none that holds anything.
                marks.usual.rows_hidden = size(tag, "defaultRowHeight").is_some_and(|height| height < LOWEST);
                marks.usual.columns_hidden = size(tag, "defaultColWidth").is_some_and(|width| width < NARROWEST);
            }
            "col" => {
                if let (Some(from), Some(to)) = (number(tag, "min"), number(tag, "max")) {
                    let usual = !marks.usual.columns_hidden;
                    let wide = size(tag, "width").map_or(usual, |width| width >= NARROWEST);
                    marks.columns.push((from.saturating_sub(1), to.saturating_sub(1), wide && !says(tag, "hidden")));
                }
            }
            "row" => self.row(tag, marks),
            "c" => self.cell(tag, marks),
            "f" => self.formula = true,
            "v" => (self.value, self.reads) = (true, true),
            "is" => self.value = true,
            _ if strikes(tag) => drop(marks.struck.insert((self.row, self.column))),
            _ => {}
        }
    }

    fn row(&mut self, tag: &BytesStart<'_>, marks: &mut Marks) {
        self.row = number(tag, "r").map_or(self.row, |row| row.saturating_sub(1));
        self.column = 0;
        let high = size(tag, "ht").map_or(!marks.usual.rows_hidden, |height| height >= LOWEST);
        if says(tag, "hidden") || !high {
            marks.rows.insert(self.row);
        }
    }

    fn cell(&mut self, tag: &BytesStart<'_>, marks: &mut Marks) {
        (self.formula, self.value, self.reads) = (false, false, false);
        self.shares = text(tag, "t").as_deref() == Some("s");
        self.shared.clear();
        if let Some(reference) = text(tag, "r") {
            self.column = column(&reference).unwrap_or(self.column);
            marks.misplaced |= row(&reference) != Some(self.row);
        }
        let read = self.row < MOST_ROWS && self.column < MOST_COLUMNS;
        if read && !self.seen.insert((self.row, self.column)) {
            marks.twice.insert((self.row, self.column));
        }
    }
}

/// The column of a reference such as `AB12`, from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().map(|byte| byte.to_ascii_uppercase()).take_while(u8::is_ascii_uppercase);
    let number = letters.fold(0_usize, |sum, letter| sum.saturating_mul(26).saturating_add(usize::from(letter - b'A') + 1));
    number.checked_sub(1)
}

/// Its row, from 0.
fn row(reference: &str) -> Option<usize> {
    let digits = reference.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse::<usize>().ok()?.checked_sub(1)
}
