//! The list of a noun: search at once, states, keys.

use domain::item::Item;
use domain::register::Entry as _;
use domain::register::noun::Noun;
use domain::register::shown::{Line as Shows, Shown};
use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use wasm_bindgen::JsCast;

use super::super::paged::Paged;
use super::{of_noun, why_not_write};
use crate::components::{EmptyState, Icon, LinkButton, SearchBox, StateBadge};
use crate::data::labels;
use crate::data::register::{self, Entry};
use crate::text::format::today;
use crate::text::{t, t_count, t_with, tr};

/// The list of the noun in the address.
#[component]
pub fn ListPage() -> impl IntoView {
    of_noun(|noun| view! { <List noun=noun /> })
}

/// The list of a noun; what is seen is known by name from then on.
fn list_of(noun: &'static Noun) -> Paged<Entry> {
    let asked = use_query_map().read_untracked().get("state").filter(|state| noun.states.iter().any(|known| known == state));
    Paged::new(&asked.unwrap_or_default(), move |query| {
        Box::pin(async move {
            let page = register::search(noun.name, &query).await?;
            page.rows.iter().for_each(|entry| labels::learn(noun.name, entry));
            Ok(page)
        })
    })
}

#[component]
fn List(noun: &'static Noun) -> impl IntoView {
    let list = list_of(noun);
    let at = RwSignal::new(0_usize);
    let box_node = NodeRef::<html::Input>::new();
    let why_not = why_not_write(noun);
    let makes = Signal::derive(move || noun.made_by_hand && why_not.get().is_none());
    keys(noun, list, at, box_node, makes);
    let title = format!("noun.{}", noun.name);
    let in_files = !noun.in_files().is_empty();
    let chosen = RwSignal::new(Vec::<String>::new());
    let labels_href = move || format!("/office/labels?items={}", chosen.get().join(","));
    view! {
        <div class="page-head">
            <h1>{move || t(&title)}</h1>
            <div class="actions">
                {in_files.then(|| view! { <LinkButton label=tr("register.export") look="quiet" icon="download" href=register::export_href(noun.name) apart=true /> })}
                {in_files.then(|| view! { <LinkButton label=tr("register.import") icon="upload" href=format!("/office/{}/import", noun.name) /> })}
                {(noun.name == Item::NOUN).then(|| view! {
                    <a class="button" href=labels_href data-test="labels"><Icon name="print" />{move || labels_words(chosen.with(Vec::len))}</a>
                })}
                {move || makes.get().then(|| view! { <LinkButton label=tr("register.new") look="primary" icon="plus" href=format!("/office/{}/new", noun.name) /> })}
            </div>
        </div>
        <div class="stack">
            <div class="row">
                <SearchBox value=list.search label=tr("register.search") node=box_node />
                {(!noun.states.is_empty()).then(|| view! { <StateFilter noun=noun value=list.status /> })}
            </div>
            {list.frame(
                move || view! { <Nothing noun=noun list=list makes=makes /> }.into_any(),
                move || view! { <Rows noun=noun list=list at=at chosen=chosen /> }.into_any(),
            )}
            <p class="small soft">{move || t(if makes.get() { "register.keys" } else { "register.keys_reading" })}</p>
        </div>
    }
}

#[component]
fn StateFilter(noun: &'static Noun, value: RwSignal<String>) -> impl IntoView {
    let option = |state: &'static str| view! { <option value=state selected=value.get_untracked() == state>{move || t(&format!("state.{state}"))}</option> };
    view! {
        <select class="input narrow" aria-label=tr("register.state") on:change:target=move |event| value.set(event.target().value())>
            <option value="">{tr("register.every_state")}</option>
            {noun.states.iter().map(|state| option(state)).collect_view()}
        </select>
    }
}

#[component]
fn Rows(noun: &'static Noun, list: Paged<Entry>, at: RwSignal<usize>, chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let state = (!noun.states.is_empty()).then(|| view! { <th>{tr("register.state")}</th> });
    let head = noun.heads().into_iter().map(|label| view! { <th>{tr(label)}</th> }).collect_view();
    let choose = (noun.name == Item::NOUN).then(|| view! { <th><ChooseAll list=list chosen=chosen /></th> });
    view! {
        <div class="list">
            <table>
                <thead><tr>{choose}<th>{tr("field.name")}</th>{state}{head}</tr></thead>
                <tbody>
                    {move || list.rows.get().into_iter().enumerate().map(|(n, entry)| view! { <Line noun=noun entry=entry n=n at=at chosen=chosen /> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Nothing(noun: &'static Noun, list: Paged<Entry>, makes: Signal<bool>) -> impl IntoView {
    let text = move || if list.is_narrowed() { t("register.nothing_found") } else { t(&format!("empty.{}", noun.name)) };
    view! {
        <EmptyState text=text>
            {move || makes.get().then(|| view! { <LinkButton label=tr("register.new") icon="plus" href=format!("/office/{}/new", noun.name) /> })}
        </EmptyState>
    }
}

#[component]
fn Line(noun: &'static Noun, entry: Entry, n: usize, at: RwSignal<usize>, chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let href = format!("/office/{}/{}", noun.name, entry.id);
    let to = href.clone();
    let navigate = use_navigate();
    // One that this version cannot read is shown by what the list says of it.
    let Shows { states, cells } =
        noun.line(&entry.body, today()).unwrap_or_else(|| Shows { states: vec![entry.status.clone()], cells: Vec::new() });
    let state = (!noun.states.is_empty()).then(|| {
        let badge = |(n, state): (usize, String)| view! { {(n > 0).then_some(" ")}<StateBadge state=state /> };
        view! { <td>{states.into_iter().enumerate().map(badge).collect_view()}</td> }
    });
    let cells =
        cells.into_iter().map(|(shown, marked)| view! { <td class:attention-text=marked>{move || cell(&shown)}</td> }).collect_view();
    let choose = (noun.name == Item::NOUN)
        .then(|| view! { <td><Choose id=entry.id.to_string() words=labels::words(noun.name, &entry) chosen=chosen /></td> });
    view! {
        <tr class="link" class:at=move || at.get() == n data-row=n.to_string() on:click=move |_| navigate(&to, NavigateOptions::default())>
            {choose}
            <td><a href=href>{move || labels::words(noun.name, &entry)}</a></td>
            {state}
            {cells}
        </tr>
    }
}

/// What stands in a column; a day on one line.
fn cell(shown: &Shown) -> String {
    let words = labels::shown(shown);
    if matches!(shown, Shown::Day(_)) { words.replace(' ', "\u{a0}") } else { words }
}

/// What the way to the labels says: how many were chosen for it.
fn labels_words(chosen: usize) -> String {
    if chosen == 0 { t("labels.title") } else { t_count("labels.of_chosen", chosen) }
}

/// A row chosen for something that is done with several.
#[component]
fn Choose(id: String, words: String, chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let (own, held) = (id.clone(), id);
    let here = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&own)));
    let toggle = move |on: bool| {
        chosen.update(|chosen| {
            chosen.retain(|id| *id != held);
            if on {
                chosen.push(held.clone());
            }
        });
    };
    view! {
        <label class="choose" on:click=|event| event.stop_propagation()>
            <input type="checkbox" aria-label=move || t_with("register.choose", &[("name", &words)]) prop:checked=here on:change:target=move |event| toggle(event.target().checked()) />
        </label>
    }
}

/// Every row that is shown, or none.
#[component]
fn ChooseAll(list: Paged<Entry>, chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let all = Memo::new(move |_| {
        list.rows.with(|rows| !rows.is_empty() && chosen.with(|chosen| rows.iter().all(|row| chosen.contains(&row.id.to_string()))))
    });
    let toggle = move |on: bool| {
        let shown = if on { list.rows.with_untracked(|rows| rows.iter().map(|row| row.id.to_string()).collect()) } else { Vec::new() };
        chosen.set(shown);
    };
    view! {
        <label class="choose">
            <input type="checkbox" aria-label=tr("register.choose_all") prop:checked=all on:change:target=move |event| toggle(event.target().checked()) />
        </label>
    }
}

/// `/` searches, `j` and `k` move, Enter opens, `n` makes a new one.
fn keys(noun: &'static Noun, list: Paged<Entry>, at: RwSignal<usize>, search: NodeRef<html::Input>, makes: Signal<bool>) {
    let navigate = use_navigate();
    let open = move |path: String| navigate(&path, NavigateOptions::default());
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let typing = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
        let key = event.key();
        if typing {
            if key == "Escape"
                && let Some(input) = search.get_untracked()
            {
                // Leaving a field cannot fail where it has the focus.
                let _ = input.blur();
            }
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = list.rows.with_untracked(Vec::len).saturating_sub(1);
        match key.as_str() {
            "/" => {
                event.prevent_default();
                if let Some(input) = search.get_untracked() {
                    let _ = input.focus();
                }
            }
            "j" => at.update(|at| *at = (*at + 1).min(last)),
            "k" => at.update(|at| *at = at.saturating_sub(1)),
            "n" if makes.get_untracked() => open(format!("/office/{}/new", noun.name)),
            "Enter" => {
                if let Some(id) = list.rows.with_untracked(|rows| rows.get(at.get_untracked()).map(|row| row.id)) {
                    open(format!("/office/{}/{id}", noun.name));
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}
