//! Backups: database and files in one portable file, the same from both engines. The format is told in `docs/BACKUP.md`.

mod line;
mod read;
mod write;

pub use read::restore;
pub use write::backup;

/// How much a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Extent {
    /// Rows of all tables.
    pub rows: u64,
    /// Files.
    pub files: u64,
}
