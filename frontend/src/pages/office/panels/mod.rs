//! Panels beside the form of some nouns: reviewing orders, assigning tasks, resetting passwords, trying editions, visits, and what a failed
//! standard puts in doubt.

mod edition;
mod item;
mod named;
mod order;
mod person;
mod review;
mod standard;
mod task;
mod unplanned;
mod visit;

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
        ("items", Some(entry)) => view! { <item::ItemPanel entry=entry.clone() form=form /> }.into_any(),
        ("visits", Some(entry)) => view! { <visit::VisitPanel entry=entry.clone() /> }.into_any(),
        ("standards", Some(entry)) => view! { <standard::StandardPanel entry=entry.clone() /> }.into_any(),
        ("people", Some(entry)) => view! { <person::PersonPanel entry=entry.clone() form=form /> }.into_any(),
        ("people", None) => view! { <person::NewPerson form=form /> }.into_any(),
        _ => ().into_any(),
    }
}

/// Below the form.
pub fn below(noun: &'static str, entry: Option<&Entry>) -> AnyView {
    let named = match noun {
        "customers" => "places",
        "methods" => "editions",
        _ => return ().into_any(),
    };
    entry.map(|entry| view! { <named::Named entry=entry.clone() noun=named /> }).into_any()
}

/// Beside the form, where there is room.
pub fn beside(noun: &'static str, form: Form) -> Option<AnyView> {
    (noun == "editions").then(|| view! { <Preview body=form.body /> }.into_any())
}
