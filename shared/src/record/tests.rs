//! The record's rules, case by case, and what holds of any stream.

mod notes;
mod properties;
mod rules;
mod world;
