//! A field for a number: typed as it is seen, committed on leaving it.

use base::finding::Finding;
use base::unit::Unit;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::cell::CellView;
use super::screen::{Active, Screen, field_id, label_id};
use crate::components::Icon;
use crate::pages::tablet::refused::Refused;

/// The value with its history where there is one, else the field.
#[component]
pub fn NumberField(
    path: String,
    unit: Unit,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: Option<TextProp>,
    #[prop(optional, into)] warning: Signal<Option<String>>,
) -> impl IntoView {
    let screen = Screen::here();
    let recorded = {
        let path = path.clone();
        Memo::new(move |_| screen.with(|record| record.cells.contains_key(&path)).unwrap_or(false))
    };
    let error = {
        let path = path.clone();
        move || screen.error(&path)
    };
    let open = Memo::new(move |_| screen.is_open());
    let at = path.clone();
    let (named, names, settled) = (label_id(&path), field_id(&path), path.clone());
    view! {
        <div class="tb-field" data-path=at>
            <label class="tb-label" id=named for=names>
                {move || label.get()}
                {hint.map(|hint| view! { " "<span class="nowrap">{move || hint.get()}</span> })}
            </label>
            {move || if recorded.get() {
                view! { <CellView path=path.clone() unit=Some(unit) /> }.into_any()
            } else if open.get() {
                view! { <Input path=path.clone() unit=unit /> }.into_any()
            } else {
                view! { <span class="soft">"—"</span> }.into_any()
            }}
            <div class="tb-says">
                {move || warning.get().map(|words| view! { <span class="attention-text small" data-test="warning"><Icon name="alert" />{words}</span> })}
                {move || error().map(|why| {
                    let settled = settled.clone();
                    let choose = move |meant| screen.settle(settled.clone(), unit, meant);
                    view! { <Readings why=why.clone() on_choose=choose /><Refused why=why /> }
                })}
            </div>
        </div>
    }
}

/// If the input can be read as two numbers, asks which one is meant. Nothing is stored before the answer.
#[component]
pub fn Readings(why: Finding, #[prop(into)] on_choose: Callback<String>) -> impl IntoView {
    let asked = why.code == "decimal_ambiguous";
    let reading = move |(name, test): (&str, &'static str)| {
        let written = why.params.get(name)?.clone();
        let meant = written.clone();
        Some(view! {
            <button type="button" class="button" data-test=test on:pointerdown=|event| event.prevent_default() on:click=move |_| on_choose.run(meant.clone())>
                {written}
            </button>
        })
    };
    let readings =
        move || [("decimal", "meant-decimal"), ("thousands", "meant-thousands")].map(&reading).into_iter().flatten().collect_view();
    asked.then(|| view! { <div class="row" data-test="readings">{readings()}</div> })
}

#[component]
fn Input(path: String, unit: Unit) -> impl IntoView {
    let screen = Screen::here();
    let typed = {
        let path = path.clone();
        move || screen.typed.with(|typed| typed.get(&path).cloned()).unwrap_or_default()
    };
    let is_active = {
        let path = path.clone();
        move || screen.active.with(|active| active.as_ref().is_some_and(|active| active.path == path))
    };
    let (on_input, on_focus, on_blur, gone) = (path.clone(), path.clone(), path.clone(), path.clone());
    let write = move |text: String| screen.typed.update(|typed| drop(typed.insert(on_input.clone(), text)));
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            screen.next();
        }
    };
    // Not every browser tells a field that it lost the focus by going away.
    on_cleanup(move || screen.deactivate(&gone));
    view! {
        <span class="tb-input" class:active=is_active>
            // The pad is on the screen: the browser's own keyboard stays away.
            <input
                id=field_id(&path)
                type="text"
                inputmode="none"
                autocomplete="off"
                data-test=format!("field-{path}")
                prop:value=typed
                on:input:target=move |event| write(event.target().value())
                on:focus=move |_| screen.active.set(Some(Active { path: on_focus.clone(), unit }))
                on:blur=move |_| screen.leave(on_blur.clone(), unit)
                on:keydown=enter
            />
            <span class="soft">{unit.symbol()}</span>
        </span>
    }
}
