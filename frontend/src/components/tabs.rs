//! Tabs over parts of one page.

use leptos::prelude::*;

use crate::text::t;

/// Keys of the tabs' texts; the chosen one is in `chosen`.
#[component]
pub fn Tabs(tabs: Vec<&'static str>, chosen: RwSignal<&'static str>) -> impl IntoView {
    let tab = move |key: &'static str| {
        view! {
            <button
                type="button"
                role="tab"
                data-test=format!("tab-{key}")
                aria-selected=move || (chosen.get() == key).to_string()
                on:click=move |_| chosen.set(key)
            >
                {move || t(key)}
            </button>
        }
    };
    view! { <div class="tabs" role="tablist">{tabs.into_iter().map(tab).collect_view()}</div> }
}
