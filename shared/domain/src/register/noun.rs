//! A noun without its type: what lists, forms, the navigation and the access table need of it, whichever it is.

use base::finding::{Finding, Severity};
use base::time::Date;
use serde_json::Value;

use crate::access::Role;
use crate::access::wing::Wing;
use crate::register::entry::{Entry, Group};
use crate::register::field::Field;
use crate::register::shown::{Line, Look, Shown};
use crate::register::table::columns::{File, columns};
use crate::register::{faults, fresh};

/// A noun.
#[derive(Debug)]
pub struct Noun {
    /// Its name in paths; words under `noun.<name>`, `new.<name>` and `empty.<name>`.
    pub name: &'static str,
    /// What it holds, in the order of its form.
    pub fields: &'static [Field],
    /// Who creates, changes and imports entries.
    pub writers: &'static [Role],
    /// Who reads them.
    pub readers: &'static [Role],
    /// The wing it belongs to.
    pub wing: Option<Wing>,
    /// Where it stands in the navigation.
    pub group: Group,
    /// Whether people make entries of it.
    pub made_by_hand: bool,
    /// Codes of its states, for the filter of its list.
    pub states: &'static [&'static str],
    /// How states look that are this noun's alone.
    pub looks: &'static [(&'static str, Look)],
    file: File,
    heads: fn() -> Vec<&'static str>,
    findings: fn(&Value) -> Option<Vec<Finding>>,
    line: fn(&Value, Date) -> Option<Line>,
    reads: fn(&Value) -> Option<Vec<Shown>>,
}

impl Noun {
    /// What a type says of its noun.
    pub const fn of<T: Entry>() -> Self {
        Self {
            name: T::NOUN,
            fields: T::FIELDS,
            writers: T::WRITERS,
            readers: T::READERS,
            wing: T::WING,
            group: T::GROUP,
            made_by_hand: T::MADE_BY_HAND,
            states: T::STATES,
            looks: T::LOOKS,
            file: T::FILE,
            heads: || T::COLUMNS.iter().map(|column| column.label).collect(),
            findings: |body| read::<T>(body).map(|entry| entry.all_findings()),
            line: |body, today| read::<T>(body).map(|entry| line(&entry, today)),
            reads: |body| read::<T>(body).map(|entry| entry.reads()),
        }
    }

    /// The keys of its list's heads.
    pub fn heads(&self) -> Vec<&'static str> {
        (self.heads)()
    }

    /// The names of the columns of its files; none where no file holds it.
    pub fn in_files(&self) -> Vec<String> {
        columns(self.fields, self.file).into_iter().map(|column| column.name).collect()
    }

    /// A new entry, on a day.
    pub fn blank(&self, today: Date) -> Value {
        fresh::entry(self.fields, today)
    }

    /// A copy of an entry, without what tells entries apart.
    pub fn copy(&self, like: Value, today: Date) -> Value {
        fresh::copy(self.fields, like, today)
    }

    /// Whether entries are copied: something is left out then.
    pub fn is_copied(&self) -> bool {
        self.made_by_hand && self.fields.iter().any(|field| field.own)
    }

    /// What is wrong with an entry in a form: what was typed and is no value yet, then what the server would say as well. `sign` is the decimal
    /// sign of the language it is filled in.
    pub fn check(&self, body: &Value, sign: char) -> Vec<Finding> {
        let mut findings = faults::of_form(self.fields, "", body, sign);
        match (self.findings)(body) {
            Some(rules) => {
                for finding in rules {
                    if !findings.iter().any(|known| known.path == finding.path && known.code == finding.code) {
                        findings.push(finding);
                    }
                }
            }
            None if findings.is_empty() => findings.push(Finding::error("entry_malformed", "")),
            None => {}
        }
        findings
    }

    /// An entry as a line of its list; `None` where this version cannot read it.
    pub fn line(&self, body: &Value, today: Date) -> Option<Line> {
        (self.line)(body, today)
    }

    /// How an entry reads where another one names it; `None` where this version cannot read it.
    pub fn reads(&self, body: &Value) -> Option<Vec<Shown>> {
        (self.reads)(body)
    }
}

/// An entry of a noun, out of JSON.
pub fn read<T: Entry>(body: &Value) -> Option<T> {
    serde_json::from_value(body.clone()).ok()
}

fn line<T: Entry>(entry: &T, today: Date) -> Line {
    let states = entry.states(today).into_iter().filter(|state| !state.is_empty()).collect();
    let cells = T::COLUMNS.iter().map(|column| ((column.show)(entry), (column.passed)(entry, today))).collect();
    Line { states, cells }
}

/// Whether any of these stops a save.
pub fn stops(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
