//! The record's rules, case by case, and what holds of any stream.

mod properties;
mod rules;
mod world;
