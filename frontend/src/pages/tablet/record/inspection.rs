//! Inspections before the measurement: answered by one tap.

use domain::event::body::{Body, Value};
use domain::record::path;
use leptos::prelude::*;
use measurement::method::{Choice, InspectionField};

use super::cell::CellView;
use super::screen::{Screen, field_id, label_id};
use crate::pages::tablet::refused::Refused;
use crate::text::{self, tr};

/// Every inspection of the method.
#[component]
pub fn Inspections() -> impl IntoView {
    let screen = Screen::here();
    let fields = screen.with_untracked(|record| record.opened.edition.form.inspections.clone()).unwrap_or_default();
    (!fields.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{tr("record.inspections")}</h2>
                {fields.into_iter().map(|field| view! { <Inspection field=field /> }).collect_view()}
            </section>
        }
    })
}

#[component]
fn Inspection(field: InspectionField) -> impl IntoView {
    let screen = Screen::here();
    let at = path::inspection(&field.key);
    let answered = {
        let at = at.clone();
        Memo::new(move |_| screen.with(|record| record.cells.contains_key(&at)).unwrap_or(false))
    };
    let open = Memo::new(move |_| screen.is_open());
    let error = {
        let at = at.clone();
        move || screen.error(&at).map(|why| view! { <Refused why=why /> })
    };
    let label = field.label.clone();
    let (named, names) = (label_id(&at), label_id(&at));
    let answer = move || {
        if answered.get() {
            view! { <CellView path=path::inspection(&field.key) unit=None /> }.into_any()
        } else if open.get() {
            view! { <Choices field=field.clone() /> }.into_any()
        } else {
            view! { <span class="soft">"—"</span> }.into_any()
        }
    };
    view! {
        <div class="row between" role="group" aria-labelledby=names>
            <span class="grow" id=named>{move || text::name(&label)}</span>
            <span class="row">{answer}</span>
            {error}
        </div>
    }
}

/// The method's choices, and that it was not observed. The first is where the way to this inspection leads.
#[component]
fn Choices(field: InspectionField) -> impl IntoView {
    let screen = Screen::here();
    let at = path::inspection(&field.key);
    let choice = |(n, choice): (usize, &Choice)| {
        let (at, key, label) = (at.clone(), choice.key.clone(), choice.label.clone());
        let id = (n == 0).then(|| field_id(&at));
        let test = format!("choice-{}-{key}", field.key);
        let enter = move |_| {
            let value = Value::Choice { key: key.clone() };
            screen.commit_soon(&at, Body::Entered { path: at.clone(), value });
        };
        view! { <button type="button" id=id class="tb-choice" data-test=test on:click=enter>{move || text::name(&label)}</button> }
    };
    let choices = field.choices.iter().enumerate().map(choice).collect_view();
    let unseen = at.clone();
    view! {
        {choices}
        <button
            type="button"
            class="tb-choice quiet"
            data-test=format!("unseen-{}", field.key)
            on:click=move |_| screen.unseen.set(Some(unseen.clone()))
        >
            {tr("record.not_observed")}
        </button>
    }
}
