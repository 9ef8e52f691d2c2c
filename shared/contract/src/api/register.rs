//! Registers: one shape for every noun the office keeps.

use serde::{Deserialize, Serialize};

use base::finding::Finding;
use base::id::{IdOf, Identified, PersonId};
use base::time::Instant;
pub use domain::register::table::changed::{ImportCell, ImportColumn};

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Row_of_{T}"))]
pub struct Row<T: Identified> {
    /// Identity.
    pub id: IdOf<T>,
    /// Revision, from 1.
    pub revision: u64,
    /// Unique code; may be empty.
    pub code: String,
    /// Label.
    pub label: String,
    /// State's code; may be empty.
    pub status: String,
    /// Last change.
    pub updated_at: Instant,
    /// The entry.
    pub body: T,
}

/// What an edition was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EditionUse {
    /// Whether a record was ever opened with it: it stays as it is then (C-4.2).
    pub used: bool,
}

/// What an item was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ItemUse {
    /// Whether an order, a task or a record names it: it stays its customer's then (C-5.3.3).
    pub named: bool,
}

/// Create, or write a new version.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Put_of_{T}"))]
#[serde(deny_unknown_fields)]
pub struct Put<T> {
    /// The revision this is based on; 0 to create.
    pub revision: u64,
    /// Why, for the history; may be empty.
    #[serde(default)]
    pub reason: String,
    /// The whole entry.
    pub body: T,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Written_of_{T}"))]
pub struct Written<T: Identified> {
    /// Identity.
    pub id: IdOf<T>,
    /// Its revision now.
    pub revision: u64,
    /// Warnings.
    pub findings: Vec<Finding>,
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Version_of_{T}"))]
pub struct Version<T> {
    /// Revision.
    pub revision: u64,
    /// Who.
    pub by: Option<PersonId>,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: String,
    /// The entry as it was.
    pub body: T,
}

/// What an import does, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportView {
    /// Rows created (or that would be).
    pub created: u64,
    /// Rows that changed an entry with the same code.
    pub changed: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// What is wrong: path `row/column`. With any error nothing is written.
    pub findings: Vec<Finding>,
    /// Each row that creates or changes an entry, with what it changes.
    #[serde(default)]
    pub rows: Vec<ImportRow>,
    /// The columns of the file, in its order.
    #[serde(default)]
    pub columns: Vec<ImportColumn>,
    /// Names the state of the register that the rows are told of, together with the file and how it was read. The import itself
    /// says it as `seen`, and nothing is written where anything of it has changed.
    #[serde(default)]
    pub state: String,
    /// The sheet that was read; empty for CSV.
    #[serde(default)]
    pub sheet: String,
    /// The encoding that the text was read in; empty for XLSX.
    #[serde(default)]
    pub encoding: String,
}

/// A row of an import that creates or changes an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportRow {
    /// The row as a spreadsheet counts it.
    pub row: u64,
    /// The entry's code.
    pub code: String,
    /// Revision of the entry that it changes; 0 where it creates one.
    pub revision: u64,
    /// What it changes.
    pub cells: Vec<ImportCell>,
}
