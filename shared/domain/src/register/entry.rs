//! What every noun of a register says of itself, once: who keeps it, what it holds, how it is listed, found, copied and carried in files. Forms,
//! routes, the navigation and the store follow from it (docs/adr/0350).

use base::finding::{Finding, Severity};
use base::id::{CustomerId, Identified};
use base::text::Bilingual;
use base::time::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::access::Role;
use crate::access::groups::STAFF;
use crate::access::wing::Wing;
use crate::register::field::{Field, Kind};
use crate::register::shown::{Column, Look, Shown};
use crate::register::table::columns::File;
use crate::register::texts::{self, CODE_MOST, too_long};
use crate::register::walk::walk;
use crate::register::{faults, json};

/// A kind of identity whose things a register keeps: an identity alone says which noun it names.
pub trait Kept: Sized + Send + Sync + 'static {
    /// The noun.
    type Entry: Entry + Identified<Kind = Self>;
}

/// Where a noun stands in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// What comes and goes: orders, tasks.
    Work,
    /// Customers and what is theirs.
    Customers,
    /// The laboratory's own.
    Laboratory,
    /// What is set once.
    Settings,
}

/// A noun kept in a register.
pub trait Entry: Identified<Kind: Kept<Entry = Self>> + Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Its name in paths and tables; words under `noun.<name>`, `new.<name>` and `empty.<name>`.
    const NOUN: &'static str;
    /// What it holds, in the order of its form.
    const FIELDS: &'static [Field];
    /// Who creates, changes and imports entries.
    const WRITERS: &'static [Role];
    /// Who reads them: everyone who works here, where nothing else is said. A customer's people read through the portal only (C-4.1.2.2).
    const READERS: &'static [Role] = STAFF;
    /// The wing it belongs to; `None` where it belongs to the whole house.
    const WING: Option<Wing> = None;
    /// Where it stands in the navigation.
    const GROUP: Group;
    /// The field that [`Self::code`] stands in.
    const CODE_FIELD: &'static str = "code";
    /// Whether lists begin with the newest: what comes and goes, other than what stays.
    const NEWEST_FIRST: bool = false;
    /// Whether people make entries of it: tasks come out of orders.
    const MADE_BY_HAND: bool = true;
    /// Whether documents state its texts, so that their fonts must have the characters.
    const STATED: bool = false;
    /// Columns of its list.
    const COLUMNS: &'static [Column<Self>] = &[];
    /// Codes of its states, for the filter of its list.
    const STATES: &'static [&'static str] = &[];
    /// How states look that are this noun's alone; those that others have too look the same everywhere.
    const LOOKS: &'static [(&'static str, Look)] = &[];
    /// How files hold it.
    const FILE: File = File::None;

    /// What is unique among its kind (number, code, sign-in name), as written.
    fn code(&self) -> String;

    /// Its name in the languages of certificates, where it has one.
    fn name(&self) -> Option<&Bilingual> {
        None
    }

    /// Its line in choices, in both certificate languages.
    fn label(&self) -> String {
        self.name().map_or_else(|| self.code(), Bilingual::both)
    }

    /// How it reads where another entry names it: code and name, in the reader's language.
    fn reads(&self) -> Vec<Shown> {
        let name = self.name().filter(|name| !name.is_empty()).map_or_else(|| Shown::Text(self.label()), Shown::name);
        vec![Shown::Text(self.code()), name]
    }

    /// Everything a search should find it by, beside code and label.
    fn search_text(&self) -> String {
        found_by(self)
    }

    /// By what another entry of the same thing is recognised, beside its code: two of them have one of these in common.
    fn known_by(&self) -> Vec<String> {
        Vec::new()
    }

    /// The customer it belongs to, for the customer's own reading.
    fn customer(&self) -> Option<CustomerId> {
        None
    }

    /// Its state's code, for filters.
    fn status(&self) -> String {
        String::new()
    }

    /// The states that lists show of it on a day.
    fn states(&self, _today: Date) -> Vec<String> {
        vec![self.status()]
    }

    /// What is wrong with it by itself, beside its texts and what its fields say.
    fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// What is wrong with it by itself: its texts' lengths and characters, the rules of its fields, its own rules. Where an own rule refuses a
    /// field, the field's says no more.
    fn all_findings(&self) -> Vec<Finding> {
        let body = body_of(self);
        let own = self.findings();
        let mut findings = texts_of(self, &body);
        let refused = |path: &str| own.iter().any(|finding| finding.severity == Severity::Error && finding.path == path);
        findings.extend(faults::of_entry(Self::FIELDS, &body).into_iter().filter(|finding| !refused(&finding.path)));
        findings.extend(own);
        findings
    }

    /// The entries it names; all of them must exist.
    fn references(&self) -> Vec<Reference> {
        named_in(Self::FIELDS, &body_of(self))
    }

    /// Those of them that lists find it by, for everybody who reads the noun.
    fn links(&self) -> Vec<Reference> {
        self.references()
    }

    /// What somebody with these roles sees of it; `own` where it is about themselves.
    fn seen(self, _own: bool, _roles: &[Role]) -> Self {
        self
    }
}

/// A named entry, and the field that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field.
    pub path: String,
    /// The noun it is an entry of.
    pub noun: &'static str,
    /// Its identity.
    pub id: Uuid,
}

/// An entry as JSON. A noun is data and nothing else: it always can be.
fn body_of<T: Entry>(entry: &T) -> Value {
    serde_json::to_value(entry).unwrap_or_default()
}

/// What is wrong with the texts and days of an entry, wherever they stand.
pub fn text_findings<T: Entry>(entry: &T) -> Vec<Finding> {
    texts_of(entry, &body_of(entry))
}

fn texts_of<T: Entry>(entry: &T, body: &Value) -> Vec<Finding> {
    let mut findings = texts::of_entry(T::FIELDS, body);
    // A code that is made of parts is as long as its parts together.
    if entry.code().chars().count() > CODE_MOST {
        findings.push(too_long(T::CODE_FIELD, CODE_MOST));
    }
    findings
}

/// The entry with its texts cleaned of what no text holds: what comes from a tablet is kept as an event, and the register has what
/// can be read and printed.
pub fn cleaned<T: Entry>(entry: T) -> T {
    let mut body = body_of(&entry);
    texts::clean(T::FIELDS, &mut body);
    serde_json::from_value(body).unwrap_or(entry)
}

/// The entries that are named in fields.
fn named_in(fields: &'static [Field], body: &Value) -> Vec<Reference> {
    let mut named = Vec::new();
    walk(fields, body, &mut |field, held, path| {
        let mut names = |noun, held: &Value, path: String| {
            named.extend(held.as_str().and_then(|id| id.parse().ok()).map(|id| Reference { path, noun, id }));
        };
        match field.kind {
            Kind::One(noun, ..) => names(noun, held, path.to_owned()),
            Kind::Many(noun, _) => {
                for (n, id) in held.as_array().into_iter().flatten().enumerate() {
                    names(noun, id, format!("{path}/{n}"));
                }
            }
            _ => {}
        }
    });
    named
}

/// What stands in the fields that an entry is found by.
fn found_by<T: Entry>(entry: &T) -> String {
    if !is_found(T::FIELDS) {
        return String::new();
    }
    let mut found = Vec::new();
    walk(T::FIELDS, &body_of(entry), &mut |field, held, _| {
        if field.found {
            found.extend(json::texts(held));
        }
    });
    found.join(" ")
}

fn is_found(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.found || matches!(field.kind, Kind::List(members) if is_found(members)))
}
