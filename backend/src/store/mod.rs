//! SQL text and rows, one file per noun; two engines under one API. Nothing here decides.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "SQL and connections live here")]

#[macro_use]
mod macros;
pub mod account;
pub mod audit;
pub mod authority;
pub mod case;
pub mod certificate;
pub mod correction;
pub mod db;
pub mod device;
pub mod dump;
pub mod event;
pub mod facts;
pub mod file;
pub mod files;
mod grants;
pub mod job;
pub mod keys;
pub mod ledger;
pub mod list;
mod lite;
pub mod many;
pub mod message;
pub mod private;
pub mod reading;
pub mod record;
pub mod register;
pub mod schema;
pub mod seal;
pub mod sequence;
mod serializable;
pub mod settings;
pub mod settlement;
pub mod stamp;
mod tx;
pub mod upgrade;
pub mod vault;

pub use db::Db;
pub use sqlx::Error as DbError;
pub use tx::{Fails, Running, Tx};

use domain::event::Hash;

/// What is stored cannot be read back, or does not fit.
pub(crate) fn corrupt(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}

/// Whether the database refused what must be unique and is there already.
pub(crate) fn is_taken(error: &DbError) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}

/// A count as the databases hold it.
pub(crate) fn counted(count: u64) -> sqlx::Result<i64> {
    i64::try_from(count).map_err(corrupt)
}

/// A stored hash.
pub(crate) fn hash(text: &str) -> sqlx::Result<Hash> {
    Hash::parse(text).ok_or_else(|| corrupt("not a SHA-256"))
}
