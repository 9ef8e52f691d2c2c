//! What an imported table would do: entries to create and to change, cell by cell, and everything that is wrong with it.
//!
//! A blank cell leaves what stands in the entry as it is, unless its column is marked to clear it. What an act of its own governs
//! is said of new entries only.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::cell::{Cell, Line};
use super::columns::{Column, columns};
use super::references::References;
use super::refusal::CellRefusal;
use crate::register::entry::Entry;
use crate::register::fresh;
use crate::register::table::changed::{ImportCell, ImportColumn};
use base::finding::{Finding, Refusal, Severity};
use base::id::{IdOf, Identified};
use base::text::search::folded;

/// An entry as the register has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Existing<T: Identified> {
    /// Identity.
    pub id: IdOf<T>,
    /// Its revision.
    pub revision: u64,
    /// The entry.
    pub body: T,
}

/// What one row does.
#[derive(Debug, Clone, PartialEq)]
pub enum Change<T: Identified> {
    /// A new entry.
    Create,
    /// An entry with the same code says something else from now on.
    Change(Existing<T>),
    /// An entry with the same code says this already.
    Unchanged(IdOf<T>),
}

/// A row that can be taken over.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<T: Identified> {
    /// Its number as a spreadsheet counts it.
    pub number: usize,
    /// The code of its entry.
    pub code: String,
    /// What it does.
    pub change: Change<T>,
    /// The entry from then on.
    pub after: T,
    /// What it changes, cell by cell.
    pub cells: Vec<ImportCell>,
}

/// An imported table, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T: Identified> {
    /// What each good row does.
    pub rows: Vec<Row<T>>,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// What is wrong, by `row/column`; rows are counted as a spreadsheet shows them.
    pub findings: Vec<Finding>,
}

impl<T: Identified> Change<T> {
    /// The entry that is there already.
    pub const fn existing(&self) -> Option<IdOf<T>> {
        match self {
            Self::Create => None,
            Self::Change(existing) => Some(existing.id),
            Self::Unchanged(id) => Some(*id),
        }
    }
}

impl<T: Identified> Reading<T> {
    /// Whether nothing of it may be written.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Entries of the register by code.
pub type Known<T> = BTreeMap<String, Existing<T>>;

/// Reads a table whose first row names the columns. An existing entry keeps what the table says nothing of. `clears` names columns
/// whose blank cells clear what stands there, beside those whose head ends in `!`.
pub fn read<T: Entry>(lines: &[Line], clears: &BTreeSet<String>, known: &Known<T>, references: &References) -> Reading<T> {
    let mut reading = Reading { rows: Vec::new(), columns: Vec::new(), findings: Vec::new() };
    let Some((first, rows)) = lines.split_first() else {
        reading.findings.push(Finding::error("import_empty", ""));
        return reading;
    };
    let columns = columns(T::FIELDS, T::FILE);
    let (heads, wrong) = heading(&columns, first, clears);
    reading.findings = wrong;
    reading.columns = heads.iter().flatten().map(Head::view).collect();
    if reading.has_errors() {
        return reading;
    }
    let alike: BTreeMap<String, &str> = known.keys().map(|code| (folded(code), code.as_str())).collect();
    let context = Context { columns: &columns, heads: &heads, known, alike: &alike, references };
    let mut seen = BTreeSet::new();
    for line in rows.iter().filter(|line| !line.is_blank()) {
        match context.row(line) {
            Ok((row, warnings)) => {
                reading.findings.extend(warnings);
                if !seen.insert(folded(&row.code)) {
                    reading.findings.push(at("import_code_repeated", line.number, code_column(&columns)));
                }
                reading.rows.push(row);
            }
            Err(wrong) => reading.findings.extend(wrong),
        }
    }
    if reading.rows.is_empty() && reading.findings.is_empty() {
        reading.findings.push(Finding::error("import_empty", ""));
    }
    reading
}

fn at(code: &'static str, row: usize, column: &str) -> Finding {
    Finding::error(code, format!("{row}/{column}"))
}

/// The name of the column that tells entries apart.
fn code_column(columns: &[Column]) -> &str {
    columns.first().map_or("", |column| column.name.as_str())
}

/// A column of the file.
struct Head<'c> {
    column: &'c Column,
    clears: bool,
}

impl Head<'_> {
    fn view(&self) -> ImportColumn {
        ImportColumn { name: self.column.name.clone(), clearable: self.column.clearable(), clears: self.clears }
    }
}

/// The columns that the first row names, each at its place; `None` for a column without a name.
fn heading<'c>(columns: &'c [Column], first: &Line, clears: &BTreeSet<String>) -> (Vec<Option<Head<'c>>>, Vec<Finding>) {
    let mut heads: Vec<Option<Head<'c>>> = Vec::new();
    let mut wrong = Vec::new();
    for cell in &first.cells {
        let text = cell.text().to_lowercase();
        let (name, marked) = text.strip_suffix(['!', '！']).map_or((text.as_str(), false), |name| (name.trim(), true));
        if name.is_empty() {
            heads.push(None);
            continue;
        }
        let repeated = heads.iter().flatten().any(|head| head.column.name == name);
        match columns.iter().find(|column| column.name == name) {
            Some(column) if !repeated => {
                let clears = marked || clears.contains(name);
                if clears && !column.clearable() {
                    wrong.push(at("import_column_not_clearable", first.number, name));
                }
                heads.push(Some(Head { column, clears }));
            }
            found => {
                let code = if found.is_some() { "import_column_repeated" } else { "import_column_unknown" };
                let known: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                wrong.push(at(code, first.number, name).with("columns", known.join(", ")));
            }
        }
    }
    let code_column = code_column(columns);
    if wrong.is_empty() && !heads.iter().flatten().any(|head| head.column.name == code_column) {
        wrong.push(at("import_column_missing", first.number, code_column));
    }
    (heads, wrong)
}

/// Whether a first row names columns of this register and nothing else.
pub fn fits<T: Entry>(first: &Line) -> bool {
    let columns = columns(T::FIELDS, T::FILE);
    let (heads, wrong) = heading(&columns, first, &BTreeSet::new());
    wrong.is_empty() && heads.iter().any(Option::is_some)
}

struct Context<'a, T: Identified> {
    columns: &'a [Column],
    heads: &'a [Option<Head<'a>>],
    known: &'a Known<T>,
    alike: &'a BTreeMap<String, &'a str>,
    references: &'a References,
}

type RowRead<T> = Result<(Row<T>, Vec<Finding>), Vec<Finding>>;

impl<T: Entry> Context<'_, T> {
    fn row(&self, line: &Line) -> RowRead<T> {
        let number = line.number;
        if let Some(extra) = line.cells.iter().skip(self.heads.len()).find(|cell| !cell.is_blank()) {
            let told = Finding::error("import_row_cells", format!("{number}/"));
            return Err(vec![told.with("cell", extra.text()).with("columns", self.heads.len()).with("cells", line.cells.len())]);
        }
        let code = self.code(line)?;
        let known = self.known.get(&code);
        let before = known.map(|known| serde_json::to_value(&known.body).unwrap_or_default());
        let mut after = before.clone().unwrap_or_else(|| fresh::unsaid(T::FIELDS));
        let (mut wrong, mut warnings) = (Vec::new(), Vec::new());
        for (n, head) in self.heads.iter().enumerate() {
            let blank = Cell::Text(String::new());
            let cell = line.cells.get(n).unwrap_or(&blank);
            match head {
                None if cell.is_blank() => {}
                None => wrong.push(at("import_column_nameless", number, "").with("cell", cell.text())),
                Some(head) => match self.take(&mut after, known.zip(before.as_ref()), head, cell) {
                    Ok(()) => warnings.extend(shortened(cell).then(|| looks_shortened(number, &head.column.name, cell))),
                    Err(finding) => wrong.push(Finding { path: format!("{number}/{}", head.column.name), ..finding }),
                },
            }
        }
        if known.is_none() {
            wrong.extend(self.missing(number));
        }
        let entry = match serde_json::from_value::<T>(after.clone()) {
            Ok(entry) => entry,
            Err(_) if !wrong.is_empty() => return Err(wrong),
            Err(_) => return Err(vec![at("entry_malformed", number, "")]),
        };
        let of_file: Vec<_> = self.heads.iter().flatten().map(Head::view).collect();
        let own = entry.all_findings().into_iter().filter(|finding| finding.severity == Severity::Error);
        let own: Vec<_> = own
            .map(|finding| placed(self.columns, number, finding, &of_file))
            .filter(|new| !wrong.iter().any(|old| old.path == new.path))
            .collect();
        wrong.extend(own);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let cells = self.changed(before.as_ref(), &after);
        let after = entry;
        let change = match known {
            None => Change::Create,
            Some(known) if known.body == after => Change::Unchanged(known.id),
            Some(known) => Change::Change(known.clone()),
        };
        Ok((Row { number, code, change, after, cells }, warnings))
    }

    /// The code of a row. One that a reader takes for another entry's is none of its own.
    fn code(&self, line: &Line) -> Result<String, Vec<Finding>> {
        let name = code_column(self.columns);
        let place = self.heads.iter().position(|head| head.as_ref().is_some_and(|head| head.column.name == name));
        let Some(cell) = place.and_then(|place| line.cells.get(place)) else {
            return Err(vec![at("required", line.number, name)]);
        };
        if let Cell::Faulty(fault) = cell {
            return Err(vec![fault.finding(format!("{}/{name}", line.number))]);
        }
        let code = cell.text();
        match self.alike.get(&folded(&code)) {
            Some(existing) if !self.known.contains_key(&code) => {
                Err(vec![at("import_code_alike", line.number, name).with("cell", &code).with("existing", existing)])
            }
            _ => Ok(code),
        }
    }

    /// Takes one cell over.
    fn take(&self, after: &mut Value, known: Option<(&Existing<T>, &Value)>, head: &Head<'_>, cell: &Cell) -> Result<(), Finding> {
        let Head { column, clears } = head;
        match cell {
            Cell::Faulty(fault) => return Err(fault.finding(String::new())),
            Cell::Day(day) if !column.is_day() => return Err(Finding::error("import_cell_day", "").with("cell", day)),
            _ => {}
        }
        let text = cell.text();
        if text.is_empty() {
            return match known {
                // Blank says nothing of what is there.
                Some(_) if !clears => Ok(()),
                _ if column.required => Err(Finding::error("required", "")),
                _ => self.set(after, column, ""),
            };
        }
        self.set(after, column, &text)?;
        let Some((known, before)) = known else { return Ok(()) };
        let (before, now) = (column.get(before, self.references), column.get(after, self.references));
        if before != now && column.is_governed(known.id.uuid(), self.references) {
            return Err(Finding::error("import_governed", "").with("before", before).with("cell", text));
        }
        Ok(())
    }

    fn set(&self, after: &mut Value, column: &Column, text: &str) -> Result<(), Finding> {
        let told = |refusal: CellRefusal| Finding { params: refusal.params(), ..Finding::error(refusal.code(), "") }.with("cell", text);
        column.set(after, text, self.references).map_err(told)
    }

    /// Columns that a new entry needs and the file has not.
    fn missing(&self, number: usize) -> Vec<Finding> {
        let named = |name: &str| self.heads.iter().flatten().any(|own| own.column.name == name);
        let absent = self.columns.iter().filter(|column| column.required && !named(&column.name));
        absent.map(|column| at("required", number, &column.name)).collect()
    }

    /// What stands in other words afterwards, every column of the noun: a column may touch what another one shows.
    fn changed(&self, before: Option<&Value>, after: &Value) -> Vec<ImportCell> {
        let differ = |column: &Column| {
            let text = |entry: &Value| column.get(entry, self.references);
            let (before, after) = (before.map(text).unwrap_or_default(), text(after));
            (before != after).then(|| ImportCell { column: column.name.clone(), before, after })
        };
        self.columns.iter().filter_map(differ).collect()
    }
}

/// A finding on an entry, at its cell: a column of the file where it has one for it.
pub fn located<T: Entry>(number: usize, finding: Finding, of_file: &[ImportColumn]) -> Finding {
    placed(&columns(T::FIELDS, T::FILE), number, finding, of_file)
}

fn placed(columns: &[Column], number: usize, finding: Finding, of_file: &[ImportColumn]) -> Finding {
    let within = |whole: &str, part: &str| part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let about = |field: &str| within(&finding.path, field) || within(field, &finding.path);
    let columns: Vec<_> = columns.iter().filter(|column| about(&column.field)).collect();
    let in_file = columns.iter().find(|column| of_file.iter().any(|own| own.name == column.name));
    let name = in_file.or(columns.first()).map_or(finding.path.as_str(), |column| column.name.as_str());
    Finding { path: format!("{number}/{name}"), ..finding }
}

/// Whether a text reads like a long number that a spreadsheet has shortened (`4.50713E+11`): its digits are gone.
fn shortened(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let Some((mantissa, exponent)) = text.trim().split_once("E+").or_else(|| text.trim().split_once("e+")) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa = mantissa.split_once(['.', ',']).map_or_else(|| digits(mantissa), |(whole, rest)| digits(whole) && digits(rest));
    mantissa && digits(exponent)
}

fn looks_shortened(number: usize, column: &str, cell: &Cell) -> Finding {
    Finding::warning("import_looks_shortened", format!("{number}/{column}")).with("cell", cell.text())
}
