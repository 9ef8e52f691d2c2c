//! The record's rules, case by case, and what holds of any stream.

mod choosing;
mod clocks;
mod correcting;
mod doubts;
mod notes;
mod opening;
mod properties;
mod rules;
mod world;
