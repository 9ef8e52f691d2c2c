//! What this tablet holds. IndexedDB is spoken to in this module only: rexie makes the schema and reads, a second connection
//! writes with strict durability. Everything of a person is sealed with the key that their PIN unlocks.

#![allow(clippy::disallowed_types, reason = "IndexedDB lives here")]

pub mod book;
pub mod builds;
#[cfg(all(test, target_arch = "wasm32"))]
mod contract;
pub mod crypto;
mod db;
pub mod error;
pub mod files;
pub mod people;
pub mod recovery;
mod schema;
pub mod storage;
mod strict;
pub mod vault;

pub use book::Book;
pub use error::LocalError;
pub use vault::{Sealed, Shelf, Vault};
