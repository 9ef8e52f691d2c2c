//! Layout rules of the house, as ordinary tests: arrows, purity, sizes, migrations, languages, declarations.

mod arrows;
mod closed;
mod declared;
mod graph;
mod languages;
mod pages;
mod placeholders;
mod seeded;
mod sizes;
mod source;
mod texts;
