//! A field for a number: typed as it is seen, committed on leaving it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::unit::Unit;

use super::cell::CellView;
use super::screen::{Active, Screen, field_id};
use crate::components::Icon;
use crate::text;

/// The value with its history where there is one, else the field.
#[component]
pub fn NumberField(
    path: String,
    unit: Unit,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
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
    let at = path.clone();
    view! {
        <div class="tb-field" data-path=at>
            <span class="tb-label">{label}{(!hint.is_empty()).then(|| view! { " "<span class="nowrap">{hint}</span> })}</span>
            {move || if recorded.get() {
                view! { <CellView path=path.clone() unit=Some(unit) /> }.into_any()
            } else if screen.is_open() {
                view! { <Input path=path.clone() unit=unit /> }.into_any()
            } else {
                view! { <span class="soft">"—"</span> }.into_any()
            }}
            <div class="tb-says">
                {move || warning.get().map(|words| view! { <span class="attention-text small" data-test="warning"><Icon name="alert" />{words}</span> })}
                {move || error().map(|why| view! {
                    <span class="bad-text small" role="alert" data-code=why.code.to_string()><Icon name="alert" />{text::finding(&why)}</span>
                })}
            </div>
        </div>
    }
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
    let (on_input, on_focus, on_blur) = (path.clone(), path.clone(), path.clone());
    let write = move |text: String| screen.typed.update(|typed| drop(typed.insert(on_input.clone(), text)));
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            screen.next();
        }
    };
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
                on:blur=move |_| {
                    let path = on_blur.clone();
                    spawn_local(async move {
                        screen.commit_typed(path, unit).await;
                    });
                }
                on:keydown=enter
            />
            <span class="soft">{unit.symbol()}</span>
        </span>
    }
}
