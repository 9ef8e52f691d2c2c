//! The rules of Etalon: pure, the same on the tablet and on the server.
//!
//! No IO, no clock, no randomness, no async: time, ids, numbers and random bytes are arguments.

pub mod access;
pub mod api;
pub mod arithmetic;
pub mod authority;
pub mod cases;
pub mod certificate;
pub mod closed;
pub mod conditions;
pub mod decimal;
pub mod event;
pub mod finding;
pub mod id;
pub mod item;
pub mod library;
pub mod measurement;
pub mod order;
pub mod record;
pub mod register;
pub mod statistics;
pub mod sync;
pub mod text;
pub mod time;
pub mod unit;
pub mod visit;
