//! The schema, one file per step. A step that was released is never changed.

mod v1;

/// Name of the database.
pub const DATABASE: &str = "etalon";

pub use v1::{ANSWERS, CHAIN, FILES, LEDGER, PACKS, PEOPLE, STATE, builder};
