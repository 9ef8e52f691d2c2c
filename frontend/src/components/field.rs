//! A field with its label, help, and what is wrong with it, in words at the field.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::{Icon, unique};
use crate::text::tr;

/// Label, control, help, error. The control goes inside.
#[component]
pub fn Field(
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] help: Option<TextProp>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] warning: Signal<Option<String>>,
    #[prop(optional)] needed: bool,
    /// Several controls under one label.
    #[prop(optional)]
    group: bool,
    children: Children,
) -> impl IntoView {
    let name = unique("field");
    let head = view! {
        <span class="label" id=name.clone()>
            {move || label.get()}
            {needed.then(|| view! { <span class="needed">" · "{tr("field.needed")}</span> })}
        </span>
    };
    let foot = view! {
        {help.map(|help| view! { <span class="help">{move || help.get()}</span> })}
        {move || warning.get().map(|text| view! { <span class="warning">{text}</span> })}
        {move || error.get().map(|text| view! { <span class="error" role="alert"><Icon name="alert" />{text}</span> })}
    };
    let class = move || if error.get().is_some() { "field bad" } else { "field" };
    if group {
        view! { <div class=class role="group" aria-labelledby=name>{head}{children()}{foot}</div> }.into_any()
    } else {
        view! { <label class=class>{head}{children()}{foot}</label> }.into_any()
    }
}

/// A field of one line of text.
#[component]
pub fn TextField(
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    #[prop(optional)] kind: Option<&'static str>,
    #[prop(optional)] name: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] help: Option<TextProp>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] needed: bool,
) -> impl IntoView {
    let help = help.unwrap_or_else(|| TextProp::from(String::new()));
    view! {
        <Field label=label help=help error=error needed=needed>
            <input
                type=kind.unwrap_or("text")
                name=name
                autocomplete=autocomplete
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </Field>
    }
}
