//! Inspections before the measurement: answered by one tap.

use leptos::prelude::*;
use shared::event::body::{Body, Value};
use shared::library::edition::{Choice, InspectionField};
use shared::record::path;

use super::cell::CellView;
use super::screen::Screen;
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
    let error = {
        let at = at.clone();
        move || screen.error(&at).map(|why| view! { <span class="bad-text small">{text::finding(&why)}</span> })
    };
    let label = field.label.clone();
    let choices = move || {
        let (at, field_key) = (at.clone(), field.key.clone());
        let choice = move |choice: Choice| {
            let (at, key) = (at.clone(), choice.key.clone());
            let enter = move |_| {
                let value = Value::Choice { key: key.clone() };
                screen.commit_soon(&at, Body::Entered { path: at.clone(), value });
            };
            let test = format!("choice-{field_key}-{}", choice.key);
            view! { <button type="button" class="tb-choice" data-test=test on:click=enter>{move || text::name(&choice.label)}</button> }
        };
        if answered.get() {
            view! { <CellView path=path::inspection(&field.key) unit=None /> }.into_any()
        } else {
            field.choices.iter().cloned().map(choice).collect_view().into_any()
        }
    };
    view! {
        <div class="row between">
            <span class="grow">{move || text::name(&label)}</span>
            <span class="row">{choices}</span>
            {error}
        </div>
    }
}
