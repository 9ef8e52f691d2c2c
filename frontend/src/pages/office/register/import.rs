//! Import of a file: first what it would do, then the doing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::register::ImportView;
use shared::finding::Finding;

use super::super::nouns::Noun;
use super::{of_noun, why_not_write};
use crate::components::{Button, FailureView, Icon, Notice};
use crate::data::register;
use crate::failure::Failure;
use crate::pages::office::form::check::stops;
use crate::text::{self, t, t_with, tr};

/// Import of the noun in the address.
#[component]
pub fn ImportPage() -> impl IntoView {
    of_noun(|noun| view! { <Import noun=noun /> })
}

#[component]
fn Import(noun: &'static Noun) -> impl IntoView {
    let file = RwSignal::new_local(None::<web_sys::File>);
    let preview = RwSignal::new(None::<ImportView>);
    let done = RwSignal::new(None::<ImportView>);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let run = move |dry_run: bool| {
        let Some(chosen) = file.get_untracked() else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match register::import(noun.name, &chosen, dry_run).await {
                Ok(view) if dry_run => preview.set(Some(view)),
                Ok(view) => {
                    preview.set(None);
                    done.set(Some(view));
                }
                Err(why) => failure.set(Some(why)),
            }
            busy.set(false);
        });
    };
    let choose = move |input: web_sys::HtmlInputElement| {
        done.set(None);
        preview.set(None);
        file.set(input.files().and_then(|files| files.get(0)));
        run(true);
    };
    let no_right = why_not_write(noun);
    let why_not = Signal::derive(move || {
        no_right.get().or_else(|| match preview.get() {
            None => Some(t("import.choose_first")),
            Some(view) if stops(&view.findings) => Some(t("import.mend_first")),
            Some(view) if view.created + view.changed == 0 => Some(t("import.nothing_new")),
            Some(_) => None,
        })
    });
    view! {
        <div class="page-head">
            <div class="stack tight">
                <a class="crumbs" href=format!("/office/{}", noun.name)>{move || t(&format!("noun.{}", noun.name))}</a>
                <h1>{tr("register.import")}</h1>
            </div>
            <div class="actions"><Button label=tr("import.do") look="primary" why_not=why_not busy=busy on_press=move |()| run(false) /></div>
        </div>
        <div class="stack wide">
            <p class="soft">{tr("import.about")}" "<code>{noun.import.map(|columns| columns().join(", "))}</code></p>
            {(noun.name == "standards").then(|| view! { <p class="soft">{tr("import.certified_values")}</p> })}
            <input type="file" name="file" accept=".csv,.xlsx,text/csv" aria-label=tr("import.file") on:change:target=move |event| choose(event.target()) />
            {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            {move || preview.get().map(|view| view! { <Outcome view=view words="import.would" /> })}
            {move || done.get().map(|view| view! { <Outcome view=view words="import.done" /> })}
        </div>
    }
}

#[component]
fn Outcome(view: ImportView, words: &'static str) -> impl IntoView {
    let (created, changed, unchanged) = (view.created.to_string(), view.changed.to_string(), view.unchanged.to_string());
    let tone = if stops(&view.findings) { "bad" } else { "good" };
    view! {
        <Notice tone=tone>
            <p>{move || t_with(words, &[("created", &created), ("changed", &changed), ("unchanged", &unchanged)])}</p>
            <ul class="stack tight">{view.findings.into_iter().map(|finding| view! { <Found finding=finding /> }).collect_view()}</ul>
        </Notice>
    }
}

/// What is wrong, with the row as a spreadsheet counts it and the column.
#[component]
fn Found(finding: Finding) -> impl IntoView {
    let (row, column) = finding.path.split_once('/').map(|(row, column)| (row.to_owned(), column.to_owned())).unwrap_or_default();
    let (at_row, at_column) = (row.clone(), column.clone());
    let place = move || (!row.is_empty()).then(|| t_with("import.at", &[("row", &row), ("column", &column)]));
    view! {
        <li class="finding" data-row=at_row data-column=at_column>
            <span class="bad-text"><Icon name="cross" /></span>
            <span class="grow"><span class="strong">{place}</span>" "{move || text::finding(&finding)}</span>
        </li>
    }
}
