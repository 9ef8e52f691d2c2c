//! Who read which customer's results (C-4.1.2.2).

use serde::{Deserialize, Serialize};

use super::ListQuery;
use base::id::{CustomerId, PersonId};
use base::time::{Date, Instant};

/// What readings are asked for. Empty fields ask for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReadingQuery {
    /// A customer's identity: readings of their results, lists that showed some among them.
    pub customer: String,
    /// Who read.
    pub person: String,
    /// What kind of thing: "records", "certificates", "files" …
    pub noun: String,
    /// The first day, in the body's time zone.
    pub from: Option<Date>,
    /// The last day, in the body's time zone.
    pub until: Option<Date>,
    /// [`super::Page::next`] of the page before.
    pub after: String,
    /// Rows wanted; 0 leaves it to the server.
    pub limit: u32,
}

/// A reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReadingRow {
    /// Identity, in the order of time.
    pub id: String,
    /// When.
    pub at: Instant,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// Whose results: one customer, or those on a list.
    pub customers: Vec<ReadCustomer>,
    /// What kind of thing.
    pub noun: String,
    /// Its identity; "list" or "export" where there were several.
    pub object: String,
    /// What was asked and shown, where there were several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<Listed>,
}

/// A customer whose results were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReadCustomer {
    /// Who.
    pub id: CustomerId,
    /// Their name as the register has it.
    pub name: String,
}

/// What a list was asked for, and what it showed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Listed {
    /// Words looked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// State.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Kind of file, of an export.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub format: String,
    /// Identities of what was shown; an export shows everything and names nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<String>,
}

impl Listed {
    /// A page that was shown.
    pub fn page(query: &ListQuery, objects: Vec<String>) -> Self {
        Self { search: query.search.clone(), status: query.status.clone(), format: String::new(), objects }
    }
}
