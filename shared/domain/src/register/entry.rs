//! What every noun of a register says of itself.

use base::finding::Finding;
use base::id::{CustomerId, Identified};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::access::Role;
use crate::register::texts::{self, CODE_MOST, too_long};

/// A kind of identity whose things a register keeps: an identity alone says which noun it names.
pub trait Kept: Sized + Send + Sync + 'static {
    /// The noun.
    type Entry: Entry + Identified<Kind = Self>;
}

/// A noun kept in a register.
pub trait Entry: Identified<Kind: Kept<Entry = Self>> + Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Its name in paths and tables.
    const NOUN: &'static str;
    /// The field that [`Self::code`] stands in.
    const CODE_FIELD: &'static str = "code";

    /// Whether lists begin with the newest: what comes and goes, other than what stays.
    const NEWEST_FIRST: bool = false;

    /// What is unique among its kind (number, code, sign-in name), as written.
    fn code(&self) -> String;

    /// Its line in lists and choices, in both certificate languages.
    fn label(&self) -> String;

    /// Everything a search should find it by, beside code and label.
    fn search_text(&self) -> String {
        String::new()
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

    /// What is wrong with it by itself, beside its texts.
    fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// What is wrong with it by itself, its texts' lengths and characters included.
    fn all_findings(&self) -> Vec<Finding> {
        let mut findings = text_findings(self);
        findings.extend(self.findings());
        findings
    }

    /// The entries it names; all of them must exist.
    fn references(&self) -> Vec<Reference> {
        Vec::new()
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

/// What is wrong with the texts and days of an entry, wherever they stand.
pub fn text_findings<T: Entry>(entry: &T) -> Vec<Finding> {
    let mut findings = texts::of(entry);
    // A code that is made of parts is as long as its parts together.
    if entry.code().chars().count() > CODE_MOST {
        findings.push(too_long(T::CODE_FIELD, CODE_MOST));
    }
    findings
}

/// The state's name as it stands in JSON.
pub(crate) fn state<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
