//! Use cases: load, decide with a pure rule, write in one transaction with its audit entry.

pub mod access;
pub mod account;
pub mod actor;
pub mod affected;
pub mod attachments;
pub mod authority;
pub mod backup;
pub mod certificate;
pub mod desk;
pub mod device;
pub mod documents;
mod error;
pub mod exchange;
pub mod jobs;
pub mod limit;
mod lists;
pub mod messages;
mod news;
pub mod noted;
pub mod numbers;
pub mod order;
pub mod pack;
pub mod packs;
mod paging;
pub mod password;
pub mod reading;
pub mod record;
pub mod register;
pub mod setup;
pub mod simulate;
pub mod vault;
pub mod verify;
pub mod visit;
pub mod zone;

pub use actor::Actor;
pub use error::{Error, Result};
