//! A question that must be answered before going on. The browser keeps the focus inside and closes it with Escape.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::{Icon, unique};
use crate::text::tr;

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
        }
    });
    view! {
        <dialog
            node_ref=node
            class=if wide { "dialog wide" } else { "dialog" }
            aria-labelledby=named
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
