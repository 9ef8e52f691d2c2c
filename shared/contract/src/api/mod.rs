//! The contract of both sides: paths, commands, views, and how a refusal travels.

pub mod account;
pub mod authority;
pub mod case;
pub mod certificate;
pub mod desk;
pub mod name;
pub mod order;
pub mod path;
pub mod portal;
pub mod reading;
pub mod record;
pub mod register;
pub mod version;
pub mod visit;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use base::finding::{Finding, Refusal};

/// The header every changing request carries; no form and no other site can set it.
pub const REQUEST_HEADER: &str = "x-etalon";

/// A refusal on the wire (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// The stable code; `locales/` holds its text under `code.<code>`.
    pub code: String,
    /// The field it speaks of; empty for the whole.
    #[serde(default)]
    pub path: String,
    /// Values the text names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// The requirement it enforces ("C-5.5.4").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// More, where one thing has several faults.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

impl Problem {
    /// A problem with only a code.
    pub fn new(status: u16, code: &str) -> Self {
        Self { status, code: code.to_owned(), path: String::new(), params: BTreeMap::new(), clause: None, findings: Vec::new() }
    }

    /// The problem a refusal makes.
    pub fn of(status: u16, refusal: &dyn Refusal) -> Self {
        Self {
            status,
            code: refusal.code().to_owned(),
            path: refusal.path(),
            params: refusal.params(),
            clause: refusal.clause().map(str::to_owned),
            findings: Vec::new(),
        }
    }
}

/// A page of a list; `next` is passed back as `after`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Page_of_{T}"))]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Key to go on from; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What a list is asked for, as query parameters of every list. Empty fields ask for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ListQuery {
    /// Words to be found.
    pub search: String,
    /// A state's code.
    pub status: String,
    /// A customer's identity.
    pub customer: String,
    /// An entry's identity: those entries of a register that name it (the tasks of an order, the sites of a customer).
    pub names: String,
    /// [`Page::next`] of the page before.
    pub after: String,
    /// Rows wanted; 0 leaves it to the server.
    pub limit: u32,
}

/// The longest search, in characters: longer than any code or name, and short enough for both engines.
pub const SEARCH_MOST: usize = 200;

/// Why a list is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryRefusal {
    /// More characters than [`SEARCH_MOST`].
    SearchTooLong,
    /// The page that it goes on from is none.
    PageUnknown,
}

impl Refusal for QueryRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::SearchTooLong => "search_too_long",
            Self::PageUnknown => "page_unknown",
        }
    }
    fn path(&self) -> String {
        match self {
            Self::SearchTooLong => "search",
            Self::PageUnknown => "after",
        }
        .to_owned()
    }
    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::SearchTooLong => BTreeMap::from([("most".to_owned(), SEARCH_MOST.to_string())]),
            Self::PageUnknown => BTreeMap::new(),
        }
    }
}

impl ListQuery {
    /// Why this list is not given.
    pub fn refused(&self) -> Option<QueryRefusal> {
        (self.search.chars().count() > SEARCH_MOST).then_some(QueryRefusal::SearchTooLong)
    }
}
