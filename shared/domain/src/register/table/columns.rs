//! The columns of a noun's files: they follow from its fields, or say which fields they fill.

use serde_json::{Value, json};
use uuid::Uuid;

use super::number::day;
use super::references::References;
use super::refusal::CellRefusal;
use crate::register::field::{Field, Governed, Kind, Need, SPAN};
use crate::register::json::{at, edit_list, join, remove, set, text_at};
use crate::register::{fresh, walk};
use base::time::Date;

/// How files hold a noun. The first column is the code that tells entries apart.
#[derive(Debug, Clone, Copy)]
pub enum File {
    /// Not at all.
    None,
    /// A column for each plain field, two for a name or a span of days, in the order of the form.
    Plain,
    /// These columns.
    Of(&'static [InFile]),
}

/// A column that says which field it fills.
#[derive(Debug, Clone, Copy)]
pub struct InFile {
    name: &'static str,
    field: &'static str,
    cell: Option<&'static OwnCell>,
}

/// A cell that holds more than one plain value.
#[derive(Debug)]
pub struct OwnCell {
    /// What stands in the field, as a cell.
    pub written: fn(&Value) -> String,
    /// What a cell says, as it stands in the field.
    pub read: fn(&str) -> Result<Value, CellRefusal>,
}

impl InFile {
    /// A column of this name for a plain field.
    pub const fn new(name: &'static str, field: &'static str) -> Self {
        Self { name, field, cell: None }
    }

    /// A column whose cells are written in a way of their own.
    pub const fn own(name: &'static str, field: &'static str, cell: &'static OwnCell) -> Self {
        Self { name, field, cell: Some(cell) }
    }
}

/// The languages of a name, each with a column of its own.
const LANGUAGES: [&str; 2] = ["zh", "en"];
/// What stands between the codes of a cell.
const PARTED: &str = "; ";

/// How a cell says what a field holds.
#[derive(Debug, Clone, Copy)]
enum Said {
    Text,
    Day,
    Choice(&'static [&'static str]),
    Choices(&'static [&'static str]),
    Entry(&'static str),
    Own(&'static OwnCell),
}

/// A column of a register's table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name, in the first row of the file.
    pub name: String,
    /// The field it fills, as findings address it.
    pub field: String,
    /// Whether a new entry needs it.
    pub required: bool,
    /// Who may change it in an entry that exists.
    pub governed: Governed,
    /// Whether an empty cell takes the field out of the entry.
    optional: bool,
    said: Said,
    /// The list that it stands in the first member of, with its fields.
    list: Option<(&'static str, &'static [Field])>,
}

/// The columns of a noun; none where no file holds it.
pub fn columns(fields: &'static [Field], file: File) -> Vec<Column> {
    match file {
        File::None => Vec::new(),
        File::Plain => fields.iter().flat_map(plain).collect(),
        File::Of(all) => all.iter().filter_map(|column| explicit(fields, column)).collect(),
    }
}

/// The columns of a field: one for each plain value that it holds.
fn plain(field: &'static Field) -> Vec<Column> {
    let part = |part: &str, of: &Field| Column::new(format!("{}_{part}", field.key), join(field.key, part), of, None);
    let columns = match field.kind {
        Kind::Name => LANGUAGES.iter().map(|language| part(language, field)).collect(),
        Kind::Days => SPAN.iter().map(|day| part(day.key, day)).collect(),
        _ => vec![Column::new(field.key.to_owned(), field.key.to_owned(), field, None)],
    };
    columns.into_iter().flatten().collect()
}

/// A column that says which field it fills.
fn explicit(fields: &'static [Field], column: &InFile) -> Option<Column> {
    let made = Column::new(column.name.to_owned(), column.field.to_owned(), walk::find(fields, column.field)?, column.cell)?;
    let list = column.field.split_once("/0/").and_then(|(list, _)| match walk::find(fields, list)?.kind {
        Kind::List(members) => Some((column.field.split_once('/')?.0, members)),
        _ => None,
    });
    // Nobody needs a first member.
    Some(Column { required: made.required && list.is_none(), list, ..made })
}

/// How the cells of a field are written; `None` where it is not plain.
fn said(kind: Kind) -> Option<Said> {
    Some(match kind {
        Kind::Text | Kind::Long | Kind::Code | Kind::Email | Kind::Website | Kind::OfStandard | Kind::Name => Said::Text,
        Kind::Day => Said::Day,
        Kind::Choice(_, codes) => Said::Choice(codes),
        Kind::Choices(_, codes) => Said::Choices(codes),
        Kind::One(noun, ..) => Said::Entry(noun),
        _ => return None,
    })
}

impl Column {
    fn new(name: String, path: String, field: &Field, own: Option<&'static OwnCell>) -> Option<Self> {
        let said = own.map(Said::Own).or_else(|| said(field.kind))?;
        // One of its languages is enough of a name, and a choice begins with its first code.
        let needed = match said {
            Said::Day | Said::Entry(_) => !field.optional,
            _ => field.need == Need::Required && !matches!(field.kind, Kind::Name),
        };
        Some(Self { name, field: path, required: needed, governed: field.governed, optional: field.optional, said, list: None })
    }

    /// The noun whose entries its cells name by their codes.
    pub const fn names(&self) -> Option<&'static str> {
        match self.said {
            Said::Entry(noun) => Some(noun),
            _ => None,
        }
    }

    /// Whether it holds a day.
    pub const fn is_day(&self) -> bool {
        matches!(self.said, Said::Day)
    }

    /// Whether a blank cell can be asked to clear what stands there: not what an entry needs, nor what an import never changes.
    pub fn clearable(&self) -> bool {
        !self.required && self.governed == Governed::No
    }

    /// Whether an import may not change it in this entry.
    pub(super) fn is_governed(&self, id: Uuid, references: &References) -> bool {
        match self.governed {
            Governed::No => false,
            Governed::Always => true,
            Governed::WhereBound => references.named(id).settles_owner(),
        }
    }

    /// The cell of an entry.
    pub fn get(&self, body: &Value, references: &References) -> String {
        let text = text_at(body, &self.field);
        match self.said {
            Said::Entry(noun) => references.code(noun, &text),
            Said::Own(cell) => (cell.written)(at(body, &self.field).unwrap_or(&Value::Null)),
            Said::Choices(_) => {
                let codes = at(body, &self.field).and_then(Value::as_array).into_iter().flatten();
                codes.filter_map(Value::as_str).collect::<Vec<_>>().join(PARTED)
            }
            Said::Text | Said::Day | Said::Choice(_) => text,
        }
    }

    /// Takes a cell over.
    ///
    /// # Errors
    /// What the cell cannot say.
    pub(super) fn set(&self, body: &mut Value, cell: &str, references: &References) -> Result<(), CellRefusal> {
        match self.value(cell, references)? {
            Some(value) => {
                self.make_first(body);
                set(body, &self.field, value);
            }
            None if self.optional => remove(body, &self.field),
            None if matches!(self.said, Said::Choice(_)) => {}
            None => set(body, &self.field, json!("")),
        }
        Ok(())
    }

    /// What a cell says, as it stands in the field; `None` for nothing.
    fn value(&self, cell: &str, references: &References) -> Result<Option<Value>, CellRefusal> {
        let known = |codes: &'static [&'static str], code: &str| {
            codes.iter().find(|known| **known == code).map(|known| json!(known)).ok_or(CellRefusal::ChoiceUnknown(codes))
        };
        Ok(Some(match self.said {
            Said::Own(own) => (own.read)(cell)?,
            Said::Choices(codes) => {
                let said = cell.split([';', '；', '|', '\n']).map(str::trim).filter(|code| !code.is_empty());
                Value::Array(said.map(|code| known(codes, code)).collect::<Result<_, _>>()?)
            }
            _ if cell.is_empty() => return Ok(None),
            Said::Text => json!(cell),
            Said::Day => json!(day(cell)?),
            Said::Choice(codes) => known(codes, cell)?,
            Said::Entry(noun) => json!(references.entry(noun, cell)?),
        }))
    }

    /// Makes the first member of its list where there is none.
    fn make_first(&self, body: &mut Value) {
        let Some((list, fields)) = self.list else { return };
        edit_list(body, list, |members| {
            if members.is_empty() {
                members.push(fresh::member(fields, &[], Date::ZERO));
            }
        });
    }
}
