//! Import of a file: first a preview, row by row; then exactly that is imported.

mod options;
mod rows;
mod state;

use domain::item::Item;
use domain::library::standard::Standard;
use domain::register::Entry;
use domain::register::noun::Noun;
use leptos::prelude::*;

use super::{of_noun, why_not_write};
use crate::components::{Button, TextField};
use crate::text::{t, tr};
use options::Options;
use rows::{Outcome, Refused};
use state::State;

/// Import of the noun in the address.
#[component]
pub fn ImportPage() -> impl IntoView {
    of_noun(|noun| view! { <Import noun=noun /> })
}

#[component]
fn Import(noun: &'static Noun) -> impl IntoView {
    let state = State::new(noun);
    let no_right = why_not_write(noun);
    let why_not = Signal::derive(move || no_right.get().or_else(|| state.why_not()));
    let changes = Memo::new(move |_| state.preview.with(|view| view.as_ref().is_some_and(|view| view.changed > 0)));
    view! {
        <div class="page-head">
            <div class="stack tight">
                <a class="crumbs" href=format!("/office/{}", noun.name)>{move || t(&format!("noun.{}", noun.name))}</a>
                <h1>{tr("register.import")}</h1>
            </div>
            <div class="actions"><Button label=tr("import.do") look="primary" why_not=why_not busy=state.busy on_press=move |()| state.run() /></div>
        </div>
        <div class="stack wide">
            <p class="soft">{tr("import.about")}" "<code>{noun.in_files().join(", ")}</code></p>
            {(noun.name == Standard::NOUN).then(|| view! { <p class="soft">{tr("import.certified_values")}</p> })}
            <p class="soft">{tr("import.blank")}</p>
            {(noun.name == Standard::NOUN).then(|| view! { <p class="soft">{tr("import.governed_standards")}</p> })}
            {(noun.name == Item::NOUN).then(|| view! { <p class="soft">{tr("import.governed_items")}</p> })}
            <input type="file" name="file" accept=".csv,.xlsx,text/csv" aria-label=tr("import.file") on:change:target=move |event| state.choose(&event.target()) />
            {move || state.failure.get().map(|failure| view! { <Refused failure=failure /> })}
            <Options state=state />
            {move || changes.get().then(|| view! { <TextField label=tr("import.reason") help=tr("import.reason_help") value=state.reason name="reason" needed=true /> })}
            {move || state.preview.get().map(|view| view! { <Outcome view=view words="import.would" /> })}
            {move || state.done.get().map(|view| view! { <Outcome view=view words="import.done" /> })}
        </div>
    }
}
