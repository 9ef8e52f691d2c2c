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

use domain::item::Item;
use domain::library::edition::Edition;
use domain::library::method::Method;
use domain::library::person::Person;
use domain::library::place::Place;
use domain::library::standard::Standard;
use domain::order::Order;
use domain::order::customer::Customer;
use domain::order::task::Task;
use domain::register::Entry as _;
use domain::visit::Visit;
use leptos::prelude::*;

use super::edition::Preview;
use super::form::Form;
use crate::data::register::Entry;

/// Above the form.
pub fn above(noun: &'static str, entry: Option<&Entry>, form: Form) -> AnyView {
    match (noun, entry) {
        (Order::NOUN, Some(entry)) => view! { <order::OrderPanel entry=entry.clone() form=form /> }.into_any(),
        (Task::NOUN, Some(entry)) => view! { <task::TaskPanel entry=entry.clone() /> }.into_any(),
        (Edition::NOUN, Some(entry)) => view! { <edition::EditionPanel entry=entry.clone() form=form /> }.into_any(),
        (Item::NOUN, Some(entry)) => view! { <item::ItemPanel entry=entry.clone() form=form /> }.into_any(),
        (Visit::NOUN, Some(entry)) => view! { <visit::VisitPanel entry=entry.clone() /> }.into_any(),
        (Standard::NOUN, Some(entry)) => view! { <standard::StandardPanel entry=entry.clone() /> }.into_any(),
        (Person::NOUN, Some(entry)) => view! { <person::PersonPanel entry=entry.clone() form=form /> }.into_any(),
        (Person::NOUN, None) => view! { <person::NewPerson form=form /> }.into_any(),
        _ => ().into_any(),
    }
}

/// Below the form.
pub fn below(noun: &'static str, entry: Option<&Entry>) -> AnyView {
    let named = match noun {
        Customer::NOUN => Place::NOUN,
        Method::NOUN => Edition::NOUN,
        _ => return ().into_any(),
    };
    entry.map(|entry| view! { <named::Named entry=entry.clone() noun=named /> }).into_any()
}

/// Beside the form, where there is room.
pub fn beside(noun: &'static str, form: Form) -> Option<AnyView> {
    (noun == Edition::NOUN).then(|| view! { <Preview body=form.body /> }.into_any())
}
