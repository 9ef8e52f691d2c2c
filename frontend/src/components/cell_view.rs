//! A recorded value with its history: what was struck stays legible beside what counts (C-5.5.4).

use std::collections::BTreeMap;
use std::sync::Arc;

use base::id::PersonId;
use base::text::Bilingual;
use domain::event::body::Value;
use domain::record::{Cell, CellEntry};
use leptos::prelude::*;

use super::Icon;
use crate::text::format::{moment_exact, written};
use crate::text::{self, t, t_with, tr};

/// Names of the people in a record.
#[derive(Clone, Default, PartialEq)]
pub struct Names(Arc<BTreeMap<PersonId, Bilingual>>);

impl Names {
    /// From pairs.
    pub fn new(pairs: impl IntoIterator<Item = (PersonId, Bilingual)>) -> Self {
        Self(Arc::new(pairs.into_iter().collect()))
    }

    /// The name of a person in the reader's language.
    pub fn of(&self, person: PersonId) -> String {
        self.0.get(&person).map_or_else(|| t("people.unknown"), text::name)
    }

    /// The same as a closure for views, which follows the language.
    pub fn follow(&self, person: PersonId) -> impl Fn() -> String + Clone + Send + Sync + 'static + use<> {
        let names = self.clone();
        move || names.of(person)
    }
}

/// A value in words: digits as written, with the language's decimal sign.
pub fn value_text(value: &Value) -> String {
    match value {
        Value::Number { text, .. } => written(text.as_str()),
        Value::Choice { key } => key.clone(),
        Value::Text { text } => text.clone(),
        Value::NotObserved { .. } => t("value.not_observed"),
    }
}

/// The same, with a choice as the form calls it.
fn read_with(choice: Option<Callback<String, String>>, value: &Value) -> String {
    match (value, choice) {
        (Value::Choice { key }, Some(choice)) => choice.run(key.clone()),
        _ => value_text(value),
    }
}

/// A cell: struck entries, the one in force, and a mark that opens who, when, why.
#[component]
pub fn CellView(
    cell: Cell,
    names: Names,
    /// How a choice's key reads; the key itself where absent.
    #[prop(optional)]
    choice: Option<Callback<String, String>>,
) -> impl IntoView {
    let read = move |value: &Value| read_with(choice, value);
    let entry = |entry: &CellEntry| {
        let value = entry.value.clone();
        let struck = entry.struck.is_some();
        let reason = match &entry.value {
            Value::NotObserved { reason } => reason.clone(),
            _ => String::new(),
        };
        if struck {
            view! { <del class="struck">{move || read(&value)}</del>" " }.into_any()
        } else {
            view! { <span class="in-force" title=reason>{move || read(&value)}</span> }.into_any()
        }
    };
    let told = cell.entries.len() > 1
        || cell.entries.iter().any(|entry| entry.struck.is_some() || matches!(entry.value, Value::NotObserved { .. }));
    let entries = cell.entries.iter().map(entry).collect_view();
    view! {
        <span class="cell">
            {entries}
            {told.then(|| view! {
                <details class="history-mark">
                    <summary aria-label=tr("cell.history")><Icon name="info" /></summary>
                    <CellHistory cell=cell names=names choice=choice />
                </details>
            })}
        </span>
    }
}

/// Who wrote what, when and why, oldest first.
#[component]
pub fn CellHistory(
    cell: Cell,
    names: Names,
    /// How a choice's key reads; the key itself where absent.
    #[prop(optional_no_strip)]
    choice: Option<Callback<String, String>>,
) -> impl IntoView {
    let line = move |entry: CellEntry| {
        let names = names.clone();
        let words = move || {
            let (value, who, when) = (read_with(choice, &entry.value), names.of(entry.by), moment_exact(entry.at));
            let mut lines = vec![t_with("cell.entered", &[("value", &value), ("who", &who), ("when", &when)])];
            if let Value::NotObserved { reason } = &entry.value {
                lines.push(t_with("cell.reason", &[("reason", reason)]));
            }
            if let Some(strike) = &entry.struck {
                let (who, when) = (names.of(strike.by), moment_exact(strike.at));
                lines.push(t_with("cell.struck", &[("value", &value), ("who", &who), ("when", &when)]));
                lines.push(t_with("cell.reason", &[("reason", &strike.reason)]));
            }
            lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view()
        };
        view! { <li class="stack tight">{words}</li> }
    };
    view! { <ol class="cell-history">{cell.entries.into_iter().map(line).collect_view()}</ol> }
}
