//! Tabs over parts of one page: one of them has the focus, arrows lead to the others.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::text::t;

/// A tab: what choosing it gives, and the key of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    pub key: String,
    pub label: String,
}

/// Keys of the tabs' texts; the chosen one is in `chosen`. `panel` is the identity of the [`TabPanel`] they lead to.
#[component]
pub fn Tabs(tabs: Vec<&'static str>, chosen: RwSignal<&'static str>, #[prop(optional)] panel: &'static str) -> impl IntoView {
    let keys = StoredValue::new(tabs.clone());
    let choose = Callback::new(move |key: String| {
        if let Some(key) = keys.with_value(|keys| keys.iter().copied().find(|known| *known == key)) {
            chosen.set(key);
        }
    });
    let tabs = tabs.into_iter().map(|key| Tab { key: key.to_owned(), label: key.to_owned() }).collect();
    view! { <TabStrip tabs=tabs chosen=Signal::derive(move || chosen.get().to_owned()) on_choose=choose panel=panel /> }
}

/// Tabs whose keys come from elsewhere: states of a list.
#[component]
pub fn TabStrip(
    tabs: Vec<Tab>,
    #[prop(into)] chosen: Signal<String>,
    on_choose: Callback<String>,
    #[prop(optional)] panel: &'static str,
) -> impl IntoView {
    let keys = StoredValue::new(tabs.iter().map(|tab| tab.key.clone()).collect::<Vec<_>>());
    let walk = move |event: KeyboardEvent| {
        let next = keys.with_value(|keys| {
            let at = keys.iter().position(|key| *key == chosen.get_untracked()).unwrap_or(0);
            step(&event.key(), at, keys.len()).and_then(|to| keys.get(to).cloned())
        });
        if let Some(next) = next {
            event.prevent_default();
            focus(&tab_id(panel, &next));
            on_choose.run(next);
        }
    };
    let tab = move |tab: Tab| {
        let (own, label) = (tab.key.clone(), tab.label);
        let here = Memo::new(move |_| chosen.get() == own);
        let key = tab.key.clone();
        view! {
            <button
                type="button"
                role="tab"
                id=tab_id(panel, &tab.key)
                aria-controls=(!panel.is_empty()).then_some(panel)
                data-test=format!("tab-{}", tab.key)
                data-tab=tab.key
                tabindex=move || if here.get() { "0" } else { "-1" }
                aria-selected=move || here.get().to_string()
                on:click=move |_| on_choose.run(key.clone())
            >
                {move || t(&label)}
            </button>
        }
    };
    view! { <div class="tabs" role="tablist" on:keydown=walk>{tabs.into_iter().map(tab).collect_view()}</div> }
}

/// What the chosen tab shows; it stands in the page as if it were not there.
#[component]
pub fn TabPanel(id: &'static str, #[prop(into)] chosen: Signal<String>, children: Children) -> impl IntoView {
    view! { <div class="tab-panel" id=id role="tabpanel" aria-labelledby=move || tab_id(id, &chosen.get())>{children()}</div> }
}

fn tab_id(panel: &str, key: &str) -> String {
    format!("{panel}-tab-{key}")
}

/// Where a key leads among this many tabs; round at both ends.
fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowLeft" => Some(if at == 0 { last } else { at - 1 }),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

fn focus(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // What is on the page can take the focus.
        let _ = element.focus();
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::step;

    #[wasm_bindgen_test(unsupported = test)]
    fn arrows_lead_round() {
        assert_eq!((step("ArrowRight", 2, 3), step("ArrowLeft", 0, 3)), (Some(0), Some(2)));
        assert_eq!((step("Home", 2, 3), step("End", 0, 3), step("a", 0, 3), step("End", 0, 0)), (Some(0), Some(2), None, None));
    }
}
