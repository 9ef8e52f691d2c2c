//! The rules of Etalon: pure, the same on the tablet and on the server.
//!
//! No IO, no clock, no randomness, no async: time, ids, numbers and random bytes are arguments.

pub mod access;
pub mod api;
pub mod authority;
pub mod cases;
pub mod certificate;
pub mod conditions;
pub mod event;
pub mod item;
pub mod library;
pub mod order;
pub mod record;
pub mod register;
pub mod sync;
pub mod visit;

#[cfg(test)]
mod closed_tests;

// Crates of their own already (docs/adr): named through here until the rest is divided too.
pub use base::{arithmetic, closed, decimal, finding, id, text, time, unit};
pub use measurement;
pub use statistics;
