//! Search at once, while typing; `/` leads here.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::Icon;

/// Writes into `value` with every key.
#[component]
pub fn SearchBox(value: RwSignal<String>, #[prop(into)] label: TextProp, #[prop(optional)] node: NodeRef<html::Input>) -> impl IntoView {
    let placeholder = label.clone();
    view! {
        <div class="search grow">
            <Icon name="search" />
            <input
                node_ref=node
                class="input"
                type="search"
                name="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=move || label.get()
                placeholder=move || placeholder.get()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            {move || value.with(String::is_empty).then(|| view! { <kbd>"/"</kbd> })}
        </div>
    }
}
