//! Unsaved changes are not left by accident: closing the page asks, and so does a link to another page of the app.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use crate::components::{Button, Dialog};
use crate::text::tr;

/// Asks while there is something unsaved.
#[component]
pub fn Leaving(unsaved: Memo<bool>) -> impl IntoView {
    let to = RwSignal::new(None::<String>);
    ask_before_closing(unsaved);
    ask_before_a_link(unsaved, to);
    let navigate = use_navigate();
    let go = Callback::new(move |()| {
        if let Some(address) = to.get_untracked() {
            to.set(None);
            navigate(&address, NavigateOptions::default());
        }
    });
    let stay = Callback::new(move |()| to.set(None));
    move || {
        to.get().map(|_| {
            view! {
                <Dialog title=tr("leave.title") on_close=stay>
                    <div class="body"><p>{tr("leave.text")}</p></div>
                    <footer>
                        <Button label=tr("leave.go") look="danger" on_press=go />
                        <Button label=tr("leave.stay") look="primary" on_press=stay />
                    </footer>
                </Dialog>
            }
        })
    }
}

fn ask_before_closing(unsaved: Memo<bool>) {
    let handle = window_event_listener(leptos::ev::beforeunload, move |event| {
        if unsaved.try_get_untracked() == Some(true) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// On the way down to the link, before the router takes the press.
fn ask_before_a_link(unsaved: Memo<bool>, to: RwSignal<Option<String>>) {
    let Some(window) = web_sys::window() else { return };
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    let listener = EventListener::new_with_options(&window, "click", options, move |event| {
        if unsaved.try_get_untracked() != Some(true) {
            return;
        }
        if let Some(address) = inner_link(event) {
            event.prevent_default();
            event.stop_propagation();
            to.try_set(Some(address));
        }
    });
    // Kept as long as the page is shown; dropped, it listens no more.
    let _ = StoredValue::new_local(listener);
}

/// The address of another page of the app that a press leads to in this very window.
fn inner_link(event: &web_sys::Event) -> Option<String> {
    let press = event.dyn_ref::<web_sys::MouseEvent>()?;
    if press.button() != 0 || press.ctrl_key() || press.meta_key() || press.shift_key() || press.alt_key() {
        return None;
    }
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok()??;
    let link = link.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
    let location = web_sys::window()?.location();
    let elsewhere = !link.target().is_empty() || link.has_attribute("download") || link.origin() != location.origin().ok()?;
    let same_page = link.pathname() == location.pathname().ok()?;
    (!elsewhere && !same_page).then(|| format!("{}{}{}", link.pathname(), link.search(), link.hash()))
}
