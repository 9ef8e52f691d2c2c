//! A recorded value: what was struck through stands beside what counts, with a mark that opens who, when, why.

use leptos::prelude::*;
use shared::event::body::Value;
use shared::record::path::{self, Address};
use shared::record::{Cell, CellEntry, Record};
use shared::unit::Unit;

use super::screen::{Screen, Struck};
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

/// The cell at a path, tappable where its observer may strike it through.
#[component]
pub fn CellView(path: String, #[prop(optional_no_strip)] unit: Option<Unit>) -> impl IntoView {
    let screen = Screen::here();
    let at = path.clone();
    let cell = Memo::new(move |_| screen.with(|record| record.cells.get(&at).cloned()).flatten());
    let may = {
        let path = path.clone();
        move || screen.with(|record| record.status.is_open() && screen.is_own(record, &path)).unwrap_or(false)
    };
    move || {
        cell.get().map(|cell| {
            let struck =
                cell.entries.iter().filter(|entry| entry.struck.is_some()).map(|entry| struck_view(screen, &path, entry)).collect_view();
            let changed = cell.entries.len() > 1 || cell.entries.iter().any(|entry| entry.struck.is_some());
            let history = path.clone();
            view! {
                <span class="tb-cell" data-test=format!("cell-{path}")>
                    {struck}
                    {in_force(screen, &path, &cell, unit, may())}
                    {changed.then(|| view! {
                        <button
                            type="button"
                            class="tb-mark"
                            aria-label=tr("record.history")
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
    let words = screen.with(|record| value_words(record, path, &entry.value));
    view! { <s class="tb-struck">{words}</s> }
}

fn in_force(screen: Screen, path: &str, cell: &Cell, unit: Option<Unit>, may: bool) -> AnyView {
    let Some(entry) = cell.in_force() else {
        return view! { <span class="soft small">{tr("record.withdrawn")}</span> }.into_any();
    };
    let words = screen.with(|record| value_words(record, path, &entry.value));
    let struck = Struck { path: path.to_owned(), entry: entry.clone(), unit };
    view! {
        <button
            type="button"
            class="tb-value"
            disabled=!may
            title=tr("record.amend")
            data-test=format!("amend-{path}")
            on:click=move |_| screen.struck.set(Some(struck.clone()))
        >
            {words}
        </button>
    }
    .into_any()
}
