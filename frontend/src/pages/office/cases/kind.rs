//! What a kind of case adds to the list and the page that all share.

use contract::api::case::CaseRow;
use leptos::prelude::*;

use super::super::certificates::CORRECTIONS;

/// A cell of the list.
pub type Cell = fn(&CaseRow) -> AnyView;

/// A kind of case on the screen. Its words stand under `case.<kind>.…`.
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// Where its list is.
    pub href: &'static str,
    /// The list's title.
    pub title: &'static str,
    /// What stands there while there is nothing.
    pub none: fn() -> AnyView,
    /// Its states, each with the key of its words; the empty one is all.
    pub states: &'static [(&'static str, &'static str)],
    /// Its own columns: the key of the heading, and the cell.
    pub columns: &'static [(&'static str, Cell)],
    /// What can be done in a case, which asks for the case again where something was done.
    pub actions: fn(&CaseRow, Callback<()>) -> AnyView,
}

/// Every kind.
static KINDS: [&Kind; 1] = [&CORRECTIONS];

/// The kind of this name.
pub fn of_name(name: &str) -> Option<&'static Kind> {
    KINDS.into_iter().find(|kind| kind.name == name)
}
