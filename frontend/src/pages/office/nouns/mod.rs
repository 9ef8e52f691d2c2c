//! The nouns of the registers, each with its form and its list, as data.

mod body;
mod customers;
mod editions;
mod items;
mod methods;
mod orders;
pub mod people;
mod places;
mod services;
pub mod standards;
mod tasks;
mod visits;

use base::finding::Finding;
use base::text::Bilingual;
use serde_json::Value;

use super::form::Spec;
use super::form::json::{at, text_at};
use crate::data::labels;
use crate::text;
use crate::text::format;

/// A noun.
pub struct Noun {
    /// Its name in paths; words under `noun.<name>`.
    pub name: &'static str,
    /// Its form.
    pub fields: &'static [Spec],
    /// A new one.
    pub blank: fn() -> Value,
    /// What is wrong with one, by the schema and by the rules the server runs.
    pub check: fn(&[Spec], &Value) -> Vec<Finding>,
    /// Columns of its list, after code and name.
    pub columns: &'static [Column],
    /// Fields that a copy of an entry begins without.
    pub own: &'static [&'static str],
    /// Codes of its states, for the filter.
    pub states: &'static [&'static str],
    /// Columns of the files that can be imported.
    pub import: Option<fn() -> Vec<&'static str>>,
    /// Whether entries are made here (tasks come out of orders).
    pub create: bool,
}

/// A column of a list.
pub struct Column {
    /// Key of its head.
    pub label: &'static str,
    /// What stands in it; read again when the language changes.
    pub show: fn(&Value) -> String,
}

/// Every noun.
pub const ALL: &[&Noun] = &[
    &people::NOUN,
    &customers::NOUN,
    &places::NOUN,
    &items::NOUN,
    &standards::NOUN,
    &services::NOUN,
    &methods::NOUN,
    &editions::NOUN,
    &orders::NOUN,
    &tasks::NOUN,
    &visits::NOUN,
    &body::NOUN,
];

/// The noun with this name.
pub fn find(name: &str) -> Option<&'static Noun> {
    ALL.iter().copied().find(|noun| noun.name == name)
}

/// A name held in both languages, read in the reader's.
fn name_at(body: &Value, path: &str) -> String {
    at(body, path)
        .and_then(|value| serde_json::from_value::<Bilingual>(value.clone()).ok())
        .map(|name| text::name(&name))
        .unwrap_or_default()
}

/// How the entry named at a path reads.
fn label_at(body: &Value, path: &str, noun: &'static str) -> String {
    labels::label(noun, &text_at(body, path))
}

/// A day, by language.
fn day_at(body: &Value, path: &str) -> String {
    let text = text_at(body, path);
    text.parse().map(format::day).unwrap_or(text).replace(' ', "\u{a0}")
}

/// Codes at a path (a code or a list of codes) in words.
fn choice_at(body: &Value, path: &str, group: &str) -> String {
    let word = |code: &str| text::t(&format!("choice.{group}.{code}"));
    match at(body, path) {
        Some(Value::String(code)) => word(code),
        Some(Value::Array(codes)) => codes.iter().filter_map(Value::as_str).map(word).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// How many stand in a list.
fn count_at(body: &Value, path: &str) -> String {
    at(body, path).and_then(Value::as_array).map_or(0, Vec::len).to_string()
}

/// A name with nothing in it.
fn no_name() -> Value {
    serde_json::json!({ "zh": "", "en": "" })
}

/// Today, as it stands in entries.
fn today() -> String {
    format::today().to_string()
}
