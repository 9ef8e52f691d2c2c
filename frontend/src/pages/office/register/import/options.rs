//! Options for reading a file, as far as the file itself does not say: encoding, sheet, and columns whose blank cells clear.

use contract::api::register::ImportColumn;
use leptos::prelude::*;

use super::state::State;
use crate::components::Field;
use crate::failure::Failure;
use crate::text::{t, tr};

/// Encodings to choose from, as their users know them.
const ENCODINGS: [&str; 7] = ["utf-8", "gb18030", "big5", "windows-1251", "windows-1252", "utf-16le", "utf-16be"];

#[component]
pub fn Options(state: State) -> impl IntoView {
    let asks = move |field: &str| state.failure.with(|failure| matches!(failure, Some(Failure::Problem(problem)) if problem.path == field));
    let encoding = Memo::new(move |_| asks("encoding") || state.how.with(|how| !how.encoding.is_empty()));
    let sheets = Memo::new(move |known: Option<&Vec<String>>| sheets(state, known));
    let columns = move || state.preview.with(|view| view.as_ref().map(|view| view.columns.clone()).unwrap_or_default());
    view! {
        {move || encoding.get().then(|| view! { <Encoding state=state /> })}
        {move || (!sheets.with(Vec::is_empty)).then(|| view! { <Sheet state=state sheets=sheets.get() /> })}
        {move || {
            let columns: Vec<_> = columns().into_iter().filter(|column| column.clearable).collect();
            (!columns.is_empty()).then(|| view! { <Clearing state=state columns=columns /> })
        }}
    }
}

/// The sheets that the server named, kept while one of them is previewed.
fn sheets(state: State, known: Option<&Vec<String>>) -> Vec<String> {
    let told = state.failure.with(|failure| match failure {
        Some(Failure::Problem(problem)) if problem.path == "sheet" => problem.params.get("sheets").cloned(),
        _ => None,
    });
    let chosen = state.how.with(|how| !how.sheet.is_empty());
    match (told, known) {
        (Some(names), _) => names.lines().map(str::to_owned).collect(),
        (None, Some(known)) if chosen => known.clone(),
        _ => Vec::new(),
    }
}

#[component]
fn Encoding(state: State) -> impl IntoView {
    let option = move |name: &'static str| {
        let chosen = move || state.how.with(|how| how.encoding == name);
        view! { <option value=name selected=chosen>{move || t(&format!("encoding.{name}"))}</option> }
    };
    view! {
        <Field label=tr("import.encoding") help=tr("import.encoding_help")>
            <select class="input" name="encoding" on:change:target=move |event| state.otherwise(|how| how.encoding = event.target().value())>
                <option value="">{tr("import.choose")}</option>
                {ENCODINGS.map(option).collect_view()}
            </select>
        </Field>
    }
}

#[component]
fn Sheet(state: State, sheets: Vec<String>) -> impl IntoView {
    let option = move |name: String| {
        let held = name.clone();
        let chosen = move || state.how.with(|how| how.sheet == held);
        view! { <option value=name.clone() selected=chosen>{name.clone()}</option> }
    };
    view! {
        <Field label=tr("import.sheet")>
            <select class="input" name="sheet" on:change:target=move |event| state.otherwise(|how| how.sheet = event.target().value())>
                <option value="">{tr("import.choose")}</option>
                {sheets.into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}

/// The columns whose blank cells clear the existing value.
#[component]
fn Clearing(state: State, columns: Vec<ImportColumn>) -> impl IntoView {
    let marked = columns.iter().any(|column| column.clears);
    let one = move |column: ImportColumn| {
        let name = column.name.clone();
        // A column whose header already says so cannot be unticked here.
        let by_head = column.clears && !state.how.with_untracked(|how| how.clear.contains(&name));
        let toggle = move |on: bool| {
            state.otherwise(|how| {
                how.clear.retain(|kept| *kept != name);
                if on {
                    how.clear.push(name.clone());
                }
            });
        };
        view! {
            <label class="row">
                <input type="checkbox" name=format!("clear/{}", column.name) disabled=by_head prop:checked=column.clears on:change:target=move |event| toggle(event.target().checked()) />
                <code>{column.name.clone()}</code>
            </label>
        }
    };
    view! {
        <details open=marked>
            <summary>{tr("import.clearing")}</summary>
            <p class="soft small">{tr("import.clearing_help")}</p>
            <div class="row wrap">{columns.into_iter().map(one).collect_view()}</div>
        </details>
    }
}
