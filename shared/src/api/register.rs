//! Registers: one shape for every noun the office keeps.

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::id::Id;
use crate::library::person::Person;
use crate::time::Instant;

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row<T> {
    /// Identity.
    pub id: Id<T>,
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
pub struct EditionUse {
    /// Whether a record was ever opened with it: it stays as it is then (C-4.2).
    pub used: bool,
}

/// Create, or write a new version.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
pub struct Written<T> {
    /// Identity.
    pub id: Id<T>,
    /// Its revision now.
    pub revision: u64,
    /// Warnings.
    pub findings: Vec<Finding>,
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version<T> {
    /// Revision.
    pub revision: u64,
    /// Who.
    pub by: Option<Id<Person>>,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: String,
    /// The entry as it was.
    pub body: T,
}

/// Outcome of an import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportView {
    /// Rows created (or that would be).
    pub created: u64,
    /// Rows that changed an entry with the same code.
    pub changed: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// What is wrong: path `row/column`. With any error nothing is written.
    pub findings: Vec<Finding>,
}
