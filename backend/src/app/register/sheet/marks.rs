//! What a sheet holds besides its values: hidden rows and columns, and formulas whose result the file does not contain. One pass over names
//! and attributes; the values themselves are read elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{Read as Reading, SheetRefusal};

/// Marks of a sheet, by row and column from 0.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Hidden rows.
    pub rows: BTreeSet<usize>,
    /// Hidden columns, as spans.
    pub columns: Vec<(usize, usize)>,
    /// Formulas without a result.
    pub not_computed: BTreeSet<(usize, usize)>,
}

impl Marks {
    /// Whether a column is hidden.
    pub(super) fn hides(&self, column: usize) -> bool {
        self.columns.iter().any(|(from, to)| (*from..=*to).contains(&column))
    }
}

/// The marks of a sheet with this name.
pub(super) fn of<R: Read + Seek>(archive: &mut ZipArchive<R>, sheet: &str) -> Reading<Marks> {
    let path = path(archive, sheet)?;
    let file = archive.by_name(&path).map_err(|_| SheetRefusal::NotATable)?;
    let mut marks = Marks::default();
    let mut at = Place::default();
    each(BufReader::new(file), |event| at.see(event, &mut marks))?;
    Ok(marks)
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

/// The current position: rows and cells may omit their own.
#[derive(Debug, Default)]
struct Place {
    row: usize,
    column: usize,
    formula: bool,
    value: bool,
}

impl Place {
    fn see(&mut self, seen: Seen<'_>, marks: &mut Marks) {
        match seen {
            Seen::Start(tag) => self.start(tag, marks),
            Seen::End("row") => self.row += 1,
            Seen::End("c") => {
                if self.formula && !self.value {
                    marks.not_computed.insert((self.row, self.column));
                }
                self.column += 1;
            }
            Seen::End(_) => {}
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, marks: &mut Marks) {
        let hidden = || matches!(text(tag, "hidden").as_deref(), Some("1" | "true"));
        match tag.local_name().as_ref() {
            "col" if hidden() => {
                if let (Some(from), Some(to)) = (number(tag, "min"), number(tag, "max")) {
                    marks.columns.push((from.saturating_sub(1), to.saturating_sub(1)));
                }
            }
            "row" => {
                self.row = number(tag, "r").map_or(self.row, |row| row.saturating_sub(1));
                self.column = 0;
                if hidden() {
                    marks.rows.insert(self.row);
                }
            }
            "c" => {
                (self.formula, self.value) = (false, false);
                if let Some(column) = text(tag, "r").and_then(|reference| column(&reference)) {
                    self.column = column;
                }
            }
            "f" => self.formula = true,
            "v" | "is" => self.value = true,
            _ => {}
        }
    }
}

/// The column of a reference such as `AB12`, from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.fold(0_usize, |sum, letter| sum.saturating_mul(26).saturating_add(usize::from(letter - b'A') + 1));
    number.checked_sub(1)
}
