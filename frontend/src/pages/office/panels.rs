//! What stands beside the form of some nouns: orders are reviewed, tasks assigned, passwords reset.

use leptos::prelude::*;

use super::form::Form;
use crate::data::register::Entry;

/// Above the form.
pub fn above(noun: &'static str, entry: Option<&Entry>, form: Form) -> AnyView {
    let _ = (noun, entry, form);
    ().into_any()
}

/// Below the form.
pub fn below(noun: &'static str, entry: Option<&Entry>, form: Form) -> AnyView {
    let _ = (noun, entry, form);
    ().into_any()
}
