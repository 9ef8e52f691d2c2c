//! SQL text and rows, one file per noun; two engines under one API. Nothing here decides.

#[macro_use]
mod macros;
pub mod account;
pub mod audit;
pub mod db;
pub mod device;
pub mod dump;
pub mod files;
mod lite;
pub mod register;
mod serializable;

pub use db::{Db, Fails, Running, Tx};
pub use sqlx::Error as DbError;
