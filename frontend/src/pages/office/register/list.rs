//! The list of a noun: search at once, states, keys.

use std::time::Duration;

use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::api::ListQuery;
use wasm_bindgen::JsCast;

use super::super::nouns::Noun;
use super::{of_noun, why_not_write};
use crate::components::{EmptyState, FailureView, LinkButton, Pager, SearchBox, StateBadge};
use crate::data::labels;
use crate::data::register::{self, Entry};
use crate::failure::Failure;
use crate::text::{t, tr};

const ROWS: u32 = 50;

/// The list of the noun in the address.
#[component]
pub fn ListPage() -> impl IntoView {
    of_noun(|noun| view! { <List noun=noun /> })
}

/// What the list shows.
#[derive(Clone, Copy)]
struct Shown {
    noun: &'static Noun,
    search: RwSignal<String>,
    status: RwSignal<String>,
    rows: RwSignal<Vec<Entry>>,
    next: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    asked: RwSignal<bool>,
    turn: StoredValue<u32>,
}

impl Shown {
    fn new(noun: &'static Noun) -> Self {
        Self {
            noun,
            search: RwSignal::default(),
            status: RwSignal::default(),
            rows: RwSignal::default(),
            next: RwSignal::default(),
            failure: RwSignal::default(),
            asked: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Asks for the first rows, or for those after the last one. An answer to an older question is dropped.
    fn ask(self, more: bool) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        let after = if more { self.next.get_untracked().unwrap_or_default() } else { String::new() };
        let query = ListQuery { search: self.search.get_untracked(), status: self.status.get_untracked(), after, limit: ROWS, ..ListQuery::default() };
        spawn_local(async move {
            let answer = register::search(self.noun.name, &query).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    page.rows.iter().for_each(|entry| labels::learn(self.noun.name, entry));
                    self.rows.update(|rows| if more { rows.extend(page.rows) } else { *rows = page.rows });
                    self.next.set(page.next);
                    self.failure.set(None);
                }
                Err(why) => self.failure.set(Some(why)),
            }
            self.asked.set(true);
        });
    }
}

fn list_of(noun: &'static Noun) -> Shown {
    let shown = Shown::new(noun);
    Effect::new(move |before: Option<()>| {
        shown.search.track();
        shown.status.track();
        match before {
            None => shown.ask(false),
            Some(()) => set_timeout(move || { if !shown.search.is_disposed() { shown.ask(false) } }, Duration::from_millis(100)),
        }
    });
    shown
}

#[component]
fn List(noun: &'static Noun) -> impl IntoView {
    let shown = list_of(noun);
    let at = RwSignal::new(0_usize);
    let box_node = NodeRef::<html::Input>::new();
    keys(shown, at, box_node);
    let title = format!("noun.{}", noun.name);
    let why_not = why_not_write(noun);
    view! {
        <div class="page-head">
            <h1>{move || t(&title)}</h1>
            <div class="actions">
                {noun.import.map(|_| view! { <LinkButton label=tr("register.import") icon="upload" href=format!("/office/{}/import", noun.name) /> })}
                {(noun.name == "items").then(|| view! { <LinkButton label=tr("labels.title") icon="print" href="/office/labels" /> })}
                {move || (noun.create && why_not.get().is_none()).then(|| view! { <LinkButton label=tr("register.new") look="primary" icon="plus" href=format!("/office/{}/new", noun.name) /> })}
            </div>
        </div>
        <div class="stack">
            <div class="row">
                <SearchBox value=shown.search label=tr("register.search") node=box_node />
                {(!noun.states.is_empty()).then(|| view! { <StateFilter noun=noun value=shown.status /> })}
            </div>
            {move || shown.failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            <Rows shown=shown at=at />
            <p class="small soft">{tr("register.keys")}</p>
        </div>
    }
}

#[component]
fn StateFilter(noun: &'static Noun, value: RwSignal<String>) -> impl IntoView {
    let option = |state: &'static str| view! { <option value=state>{move || t(&format!("state.{state}"))}</option> };
    view! {
        <select class="input" style="width:auto" aria-label=tr("register.state") on:change:target=move |event| value.set(event.target().value())>
            <option value="">{tr("register.every_state")}</option>
            {noun.states.iter().map(|state| option(state)).collect_view()}
        </select>
    }
}

#[component]
fn Rows(shown: Shown, at: RwSignal<usize>) -> impl IntoView {
    let noun = shown.noun;
    let empty = move || shown.asked.get() && shown.rows.with(Vec::is_empty) && shown.failure.with(Option::is_none);
    let has_state = !noun.states.is_empty();
    let head = noun.columns.iter().map(|column| view! { <th>{tr(column.label)}</th> }).collect_view();
    view! {
        <Show when=move || !shown.asked.get()><p class="wait" aria-busy="true">{tr("wait.loading")}</p></Show>
        <Show when=empty><Nothing shown=shown /></Show>
        <Show when=move || !shown.rows.with(Vec::is_empty)>
            <div class="list">
                <table>
                    <thead><tr><th>{tr("field.name")}</th>{has_state.then(|| view! { <th>{tr("register.state")}</th> })}{head.clone()}</tr></thead>
                    <tbody>
                        {move || shown.rows.get().into_iter().enumerate().map(|(n, entry)| view! { <Line noun=noun entry=entry n=n at=at /> }).collect_view()}
                    </tbody>
                </table>
            </div>
            <Pager shown=Signal::derive(move || shown.rows.with(Vec::len)) more=Signal::derive(move || shown.next.with(Option::is_some)) on_more=move |()| shown.ask(true) />
        </Show>
    }
}

#[component]
fn Nothing(shown: Shown) -> impl IntoView {
    let noun = shown.noun;
    let searched = move || !shown.search.with(String::is_empty) || !shown.status.with(String::is_empty);
    let text = move || if searched() { t("register.nothing_found") } else { t(&format!("empty.{}", noun.name)) };
    view! {
        <EmptyState text=text>
            {noun.create.then(|| view! { <LinkButton label=tr("register.new") icon="plus" href=format!("/office/{}/new", noun.name) /> })}
        </EmptyState>
    }
}

#[component]
fn Line(noun: &'static Noun, entry: Entry, n: usize, at: RwSignal<usize>) -> impl IntoView {
    let href = format!("/office/{}/{}", noun.name, entry.id);
    let to = href.clone();
    let navigate = use_navigate();
    let state = (!noun.states.is_empty()).then(|| view! { <td><StateBadge state=entry.status.clone() /></td> });
    let cells = noun.columns.iter().map(|column| {
        let body = entry.body.clone();
        view! { <td>{move || (column.show)(&body)}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr class="link" class:at=move || at.get() == n data-row=n.to_string() on:click=move |_| navigate(&to, NavigateOptions::default())>
            <td><a href=href>{move || labels::words(&entry)}</a></td>
            {state}
            {cells}
        </tr>
    }
}

/// `/` searches, `j` and `k` move, Enter opens, `n` makes a new one.
fn keys(shown: Shown, at: RwSignal<usize>, search: NodeRef<html::Input>) {
    let navigate = use_navigate();
    let open = move |path: String| navigate(&path, NavigateOptions::default());
    let noun = shown.noun;
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let typing = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
        let key = event.key();
        if typing {
            if key == "Escape" && let Some(input) = search.get_untracked() {
                // Leaving a field cannot fail where it has the focus.
                let _ = input.blur();
            }
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = shown.rows.with_untracked(Vec::len).saturating_sub(1);
        match key.as_str() {
            "/" => {
                event.prevent_default();
                if let Some(input) = search.get_untracked() {
                    let _ = input.focus();
                }
            }
            "j" => at.update(|at| *at = (*at + 1).min(last)),
            "k" => at.update(|at| *at = at.saturating_sub(1)),
            "n" if noun.create => open(format!("/office/{}/new", noun.name)),
            "Enter" => {
                if let Some(id) = shown.rows.with_untracked(|rows| rows.get(at.get_untracked()).map(|row| row.id)) {
                    open(format!("/office/{}/{id}", noun.name));
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}
