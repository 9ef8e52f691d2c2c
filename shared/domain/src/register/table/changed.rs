//! What an import changes, as it is shown before it is done.

use serde::{Deserialize, Serialize};

/// A column of an imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportColumn {
    /// Its name.
    pub name: String,
    /// Whether a blank cell of it may clear what stands there.
    pub clearable: bool,
    /// Whether it does: by a head such as `notes!`, or as asked.
    pub clears: bool,
}

/// One cell that says something else than the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportCell {
    /// Column.
    pub column: String,
    /// What stands in the entry; empty for nothing.
    pub before: String,
    /// What will stand there; empty where it is cleared.
    pub after: String,
}
