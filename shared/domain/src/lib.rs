//! The rules of Etalon, noun by noun: pure, the same on the tablet and on the server.
//!
//! No IO, no clock, no randomness, no async: time, ids, numbers and random bytes are arguments.

pub mod access;
pub mod authority;
pub mod case;
pub mod certificate;
pub mod conditions;
pub mod event;
pub mod item;
pub mod library;
pub mod order;
pub mod pack;
pub mod record;
pub mod register;
pub mod stream;
pub mod visit;

#[cfg(test)]
mod closed_tests;
