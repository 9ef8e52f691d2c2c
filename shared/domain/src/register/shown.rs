//! What lists show of an entry, before anybody puts it into words: in the reader's language, by whoever draws it.

use base::id::Id;
use base::text::Bilingual;
use base::time::Date;
use serde::Serialize;
use uuid::Uuid;

/// Something of an entry that a reader sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// As written.
    Text(String),
    /// A name, in the reader's language.
    Name(Bilingual),
    /// A day.
    Day(Option<Date>),
    /// Words under `choice.<group>.<code>`, for each code.
    Choices(&'static str, Vec<String>),
    /// A kind of measurement standard: a known one in the reader's language, another as written.
    OfStandard(String),
    /// How these entries of a noun read.
    Entries(&'static str, Vec<Uuid>),
    /// How many.
    Count(usize),
}

impl Shown {
    /// A text as written.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A name.
    pub fn name(name: &Bilingual) -> Self {
        Self::Name(name.clone())
    }

    /// One of some codes.
    pub fn choice<T: Serialize>(group: &'static str, chosen: &T) -> Self {
        Self::choices(group, [chosen])
    }

    /// Several of some codes.
    pub fn choices<'c, T: Serialize + 'c>(group: &'static str, chosen: impl IntoIterator<Item = &'c T>) -> Self {
        Self::Choices(group, chosen.into_iter().map(code_of).collect())
    }

    /// An entry of a noun, or several.
    pub fn entries<K>(noun: &'static str, ids: impl IntoIterator<Item = Id<K>>) -> Self {
        Self::Entries(noun, ids.into_iter().map(|id| id.uuid()).collect())
    }
}

/// A variant's name as it stands in JSON.
pub(crate) fn code_of<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A column of a list, after the entry's own name and its state.
#[derive(Debug)]
pub struct Column<T> {
    /// The key of its head.
    pub label: &'static str,
    /// What stands in it.
    pub show: fn(&T) -> Shown,
    /// Whether it stands out: what it shows has passed on a day.
    pub passed: fn(&T, Date) -> bool,
}

impl<T> Column<T> {
    /// A column.
    pub const fn new(label: &'static str, show: fn(&T) -> Shown) -> Self {
        Self { label, show, passed: |_, _| false }
    }

    /// The same; it stands out where this says so of a day.
    pub const fn passing(mut self, passed: fn(&T, Date) -> bool) -> Self {
        self.passed = passed;
        self
    }
}

/// How a state stands out in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// All is well.
    Good,
    /// Somebody should look.
    Attention,
    /// It must not be used.
    Bad,
}

/// An entry as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Codes of its states; words under `state.<code>`.
    pub states: Vec<String>,
    /// Its columns, each with whether it stands out.
    pub cells: Vec<(Shown, bool)>,
}
