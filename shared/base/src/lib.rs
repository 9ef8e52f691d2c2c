//! What every part of Etalon is written in: identities, decimal texts, units, times, texts in several languages, findings and refusals.
//!
//! No IO, no clock, no randomness: time, ids and random bytes are arguments. Knows no noun.

pub mod arithmetic;
pub mod closed;
pub mod decimal;
pub mod finding;
pub mod hash;
pub mod id;
mod openapi;
pub mod seeded;
pub mod text;
pub mod time;
pub mod unit;
