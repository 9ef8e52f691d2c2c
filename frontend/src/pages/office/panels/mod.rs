//! What stands beside the form of some nouns: orders are reviewed, tasks assigned, passwords reset, editions tried.

mod edition;
mod order;
mod person;
mod review;
mod task;

use leptos::prelude::*;

use super::edition::Preview;
use super::form::Form;
use crate::data::register::Entry;

/// Above the form.
pub fn above(noun: &'static str, entry: Option<&Entry>, form: Form) -> AnyView {
    match (noun, entry) {
        ("orders", Some(entry)) => view! { <order::OrderPanel entry=entry.clone() form=form /> }.into_any(),
        ("tasks", Some(entry)) => view! { <task::TaskPanel entry=entry.clone() /> }.into_any(),
        ("editions", Some(entry)) => view! { <edition::EditionPanel entry=entry.clone() form=form /> }.into_any(),
        ("people", Some(entry)) => view! { <person::PersonPanel entry=entry.clone() /> }.into_any(),
        _ => ().into_any(),
    }
}

/// Beside the form, where there is room.
pub fn beside(noun: &'static str, form: Form) -> Option<AnyView> {
    (noun == "editions").then(|| view! { <Preview body=form.body /> }.into_any())
}
