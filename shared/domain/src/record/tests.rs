//! The record's rules, case by case, and what holds of any stream.

mod around;
mod authority;
mod cases;
mod choosing;
mod correcting;
mod doubts;
mod fitting;
mod notes;
mod opening;
mod people;
mod places;
mod properties;
mod rebound;
mod restated;
mod rules;
mod selection;
mod site;
mod stood;
mod words;
mod worked;
mod world;
mod zones;
