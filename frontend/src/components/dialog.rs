//! A question that must be answered before going on. The browser keeps the focus inside and closes it with Escape.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast;

use super::{Icon, unique};
use crate::text::tr;

/// Where a person proves to be the one that is signed in.
const PASSWORD: &str = "input[type=password]";

/// Mounted while it is open.
#[component]
pub fn Dialog(
    #[prop(into)] title: TextProp,
    #[prop(into)] on_close: Callback<()>,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let name = unique("dialog");
    let named = name.clone();
    Effect::new(move || {
        if let Some(dialog) = node.get() {
            // Refused only where it is open already.
            let _ = dialog.show_modal();
            // Who is asked for a password types it at once.
            if let Some(field) = found::<web_sys::HtmlElement>(&dialog, PASSWORD) {
                let _ = field.focus();
            }
        }
    });
    let enter = move |event: web_sys::KeyboardEvent| {
        let asked = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let asked = asked.is_some_and(|field| field.matches(PASSWORD).unwrap_or(false));
        let primary =
            node.get_untracked().and_then(|dialog| found::<web_sys::HtmlElement>(&dialog, "footer button.primary:not(:disabled)"));
        if let Some(primary) = primary.filter(|_| asked && event.key() == "Enter" && !event.is_composing()) {
            event.prevent_default();
            primary.click();
        }
    };
    view! {
        <dialog
            node_ref=node
            class=if wide { "dialog wide" } else { "dialog" }
            aria-labelledby=named
            on:keydown=enter
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
        >
            <header>
                <h2 id=name>{move || title.get()}</h2>
                <button type="button" class="button quiet small" aria-label=tr("button.close") on:click=move |_| on_close.run(())>
                    <Icon name="cross" />
                </button>
            </header>
            {children()}
        </dialog>
    }
}

/// The first element within that the selector finds.
fn found<T: JsCast>(within: &web_sys::Element, css: &str) -> Option<T> {
    within.query_selector(css).ok().flatten()?.dyn_into().ok()
}
