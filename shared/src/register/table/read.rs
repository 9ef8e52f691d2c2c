//! What an imported table would do: entries to create and to change, and everything that is wrong with it.

use std::collections::BTreeMap;

use super::{Column, References, Tabular, head};
use crate::finding::{Finding, Refusal, Severity};
use crate::id::Id;

/// Rows a table may have.
pub const MAX_ROWS: usize = 10_000;

/// What one row does.
#[derive(Debug, Clone, PartialEq)]
pub enum RowChange<T> {
    /// A new entry.
    Create(T),
    /// An entry with the same code that says something else from now on.
    Change(Id<T>, T),
    /// An entry with the same code that says this already.
    Unchanged(Id<T>),
}

/// An imported table, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    /// What each good row does.
    pub changes: Vec<RowChange<T>>,
    /// What is wrong, by `row/column`; rows are counted from 1, the head being row 1 as a spreadsheet shows it.
    pub findings: Vec<Finding>,
}

impl<T> Reading<T> {
    /// Whether nothing of it may be written.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Reads a table whose first row names the columns. An existing entry keeps what the table has no column for.
pub fn read<T: Tabular>(table: &[Vec<String>], existing: &BTreeMap<String, (Id<T>, T)>, references: &References) -> Reading<T> {
    let mut reading = Reading { changes: Vec::new(), findings: Vec::new() };
    let Some((first, rows)) = table.split_first() else {
        reading.findings.push(Finding::error("import_empty", ""));
        return reading;
    };
    if rows.len() > MAX_ROWS {
        reading.findings.push(Finding::error("import_too_many_rows", "").with("most", MAX_ROWS));
        return reading;
    }
    let (columns, wrong) = heading::<T>(first);
    reading.findings = wrong;
    if reading.has_errors() {
        return reading;
    }
    let mut seen = BTreeMap::new();
    for (number, cells) in (2_usize..).zip(rows) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match read_row(number, cells, &columns, existing, references) {
            Ok((change, code)) => {
                if seen.insert(code, number).is_some() {
                    reading.findings.push(at("import_code_repeated", number, T::columns()[0].name));
                }
                reading.changes.push(change);
            }
            Err(wrong) => reading.findings.extend(wrong),
        }
    }
    reading
}

fn at(code: &'static str, row: usize, column: &str) -> Finding {
    Finding::error(code, format!("{row}/{column}"))
}

/// The columns of a file in its order, and what is wrong with its head.
fn heading<T: Tabular>(first: &[String]) -> (Vec<Column<T>>, Vec<Finding>) {
    let mut left = T::columns();
    let mut columns = Vec::new();
    let mut wrong = Vec::new();
    for name in first {
        let name = name.trim().to_lowercase();
        match left.iter().position(|column| column.name == name) {
            Some(known) => columns.push(left.remove(known)),
            None => {
                let repeated = columns.iter().any(|column: &Column<T>| column.name == name);
                let code = if repeated { "import_column_repeated" } else { "import_column_unknown" };
                wrong.push(at(code, 1, &name).with("columns", head::<T>().join(", ")));
            }
        }
    }
    let code_column = T::columns()[0].name;
    if wrong.is_empty() && !columns.iter().any(|column| column.name == code_column) {
        wrong.push(at("import_column_missing", 1, code_column));
    }
    (columns, wrong)
}

type RowRead<T> = Result<(RowChange<T>, String), Vec<Finding>>;

fn read_row<T: Tabular>(
    number: usize,
    cells: &[String],
    columns: &[Column<T>],
    existing: &BTreeMap<String, (Id<T>, T)>,
    references: &References,
) -> RowRead<T> {
    let cell = |n: usize| cells.get(n).map_or("", |cell| cell.trim());
    let code_name = T::columns()[0].name;
    let code = columns.iter().position(|column| column.name == code_name).map_or("", cell);
    let known = existing.get(code);
    let mut entry = known.map_or_else(T::blank, |(_, entry)| entry.clone());
    let mut wrong = Vec::new();
    for (n, column) in columns.iter().enumerate() {
        if column.required && cell(n).is_empty() {
            wrong.push(at("required", number, column.name));
        } else if let Err(refusal) = (column.set)(&mut entry, cell(n), references) {
            wrong.push(at(refusal.code(), number, column.name).with("cell", cell(n)));
        }
    }
    if known.is_none() {
        wrong.extend(missing(number, columns));
    }
    let own = entry.all_findings().into_iter().filter(|finding| finding.severity == Severity::Error);
    wrong.extend(
        own.map(|finding| located(number, finding, columns))
            .filter(|new| !wrong.iter().any(|old| old.path == new.path))
            .collect::<Vec<_>>(),
    );
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let code = code.to_owned();
    Ok(match known {
        None => (RowChange::Create(entry), code),
        Some((id, old)) if *old == entry => (RowChange::Unchanged(*id), code),
        Some((id, _)) => (RowChange::Change(*id, entry), code),
    })
}

/// Columns that a new entry needs and the file has not.
fn missing<T: Tabular>(number: usize, columns: &[Column<T>]) -> Vec<Finding> {
    let absent = |column: &&Column<T>| column.required && !columns.iter().any(|own| own.name == column.name);
    T::columns().iter().filter(absent).map(|column| at("required", number, column.name)).collect()
}

/// A finding on an entry, at its cell.
fn located<T>(number: usize, finding: Finding, columns: &[Column<T>]) -> Finding {
    let column = columns.iter().find(|column| column.field == finding.path).map_or(finding.path.as_str(), |column| column.name);
    Finding { path: format!("{number}/{column}"), ..finding }
}
