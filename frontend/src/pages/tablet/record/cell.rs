//! A recorded value: what was struck through stands beside what counts, with a mark that opens who, when, why.

use base::unit::Unit;
use domain::event::body::Value;
use domain::record::path::{self, Address};
use domain::record::{Cell, CellEntry, Record};
use leptos::prelude::*;

use super::screen::{Screen, Struck, field_id, label_id};
use crate::components::Icon;
use crate::text::format::written;
use crate::text::{self, t, tr};

/// A value in words.
pub fn value_words(record: &Record, at: &str, value: &Value) -> String {
    match value {
        Value::Number { text, .. } => written(text.as_str()),
        Value::Choice { key } => match path::find(&record.opened.edition.form, at) {
            Some(Address::Inspection(field)) => {
                field.choices.iter().find(|choice| choice.key == *key).map_or_else(|| key.clone(), |choice| text::name(&choice.label))
            }
            _ => key.clone(),
        },
        Value::Text { text } => text.clone(),
        Value::NotObserved { reason } => format!("{}: {reason}", t("value.not_observed")),
    }
}

/// The cell at a path, tappable where its observer may strike it through or, after a withdrawal, write beside it.
#[component]
pub fn CellView(path: String, #[prop(optional_no_strip)] unit: Option<Unit>) -> impl IntoView {
    let screen = Screen::here();
    let at = path.clone();
    let cell = Memo::new(move |_| screen.with(|record| record.cells.get(&at).cloned()).flatten());
    let may = {
        let path = path.clone();
        Memo::new(move |_| screen.with(|record| record.status.is_open() && screen.is_own(record, &path)).unwrap_or(false))
    };
    move || {
        cell.get().map(|cell| {
            let struck =
                cell.entries.iter().filter(|entry| entry.struck.is_some()).map(|entry| struck_view(screen, &path, entry)).collect_view();
            let changed = cell.entries.len() > 1 || cell.entries.iter().any(|entry| entry.struck.is_some());
            let history = path.clone();
            view! {
                <span class="tb-cell" role="group" aria-labelledby=label_id(&path) data-test=format!("cell-{path}")>
                    {struck}
                    {in_force(screen, &path, &cell, unit, may.get())}
                    {changed.then(|| view! {
                        <button
                            type="button"
                            class="tb-mark"
                            aria-label=tr("cell.history")
                            data-test=format!("history-{path}")
                            on:click=move |_| screen.shown.set(Some(history.clone()))
                        >
                            <Icon name="info" />
                        </button>
                    })}
                </span>
            }
        })
    }
}

fn struck_view(screen: Screen, path: &str, entry: &CellEntry) -> impl IntoView + use<> {
    let words = screen.with_untracked(|record| value_words(record, path, &entry.value));
    view! { <s class="tb-struck">{words}</s> }
}

/// The value that counts; after a withdrawal, the way to write another beside what was withdrawn.
fn in_force(screen: Screen, path: &str, cell: &Cell, unit: Option<Unit>, may: bool) -> AnyView {
    let Some(last) = cell.entries.last().cloned() else { return ().into_any() };
    let withdrawn = last.struck.is_some();
    let words =
        if withdrawn { Some(t("record.withdrawn")) } else { screen.with_untracked(|record| value_words(record, path, &last.value)) };
    let struck = Struck { path: path.to_owned(), entry: last, unit };
    view! {
        <button
            type="button"
            id=field_id(path)
            class=if withdrawn { "tb-value tb-withdrawn" } else { "tb-value" }
            disabled=!may
            title=tr(if withdrawn { "record.write_beside" } else { "record.amend" })
            data-test=format!("amend-{path}")
            on:click=move |_| screen.struck.set(Some(struck.clone()))
        >
            {words}
            {(withdrawn && may).then(|| view! { <Icon name="pencil" /><span class="small">{tr("record.write_beside")}</span> })}
        </button>
    }
    .into_any()
}
