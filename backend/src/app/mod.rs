//! Use cases: load, decide with a pure rule, write in one transaction with its audit entry.

pub mod access;
pub mod account;
pub mod actor;
pub mod affected;
pub mod authority;
pub mod backup;
pub mod certificate;
pub mod desk;
pub mod device;
mod error;
pub mod exchange;
pub mod file;
pub mod limit;
mod news;
pub mod order;
pub mod pack;
pub mod packs;
pub mod password;
pub mod reading;
pub mod record;
pub mod register;
pub mod setup;
pub mod simulate;
pub mod verify;
pub mod visit;
pub mod zone;

pub use actor::Actor;
pub use error::{Error, Result};
