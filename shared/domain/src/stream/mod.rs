//! What streams have in common: which rules judge an event, and the verdict on it.

pub mod judge;
pub mod rules;
pub mod snapshot;
pub mod span;
pub mod view;
