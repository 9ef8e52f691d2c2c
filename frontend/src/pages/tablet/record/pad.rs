//! The numeric pad and the one next thing.

use leptos::prelude::*;

use super::screen::{AS_FOUND, AS_LEFT, Screen};
use crate::components::Icon;
use crate::text::{t, tr};

const KEYS: [char; 12] = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '−', '0', '.'];

/// Writes into the active field; a press does not take the focus away from it.
#[component]
pub fn Pad() -> impl IntoView {
    let screen = Screen::here();
    let ready = Memo::new(move |_| screen.active.with(Option::is_some));
    let key = move |key: char| {
        let test = format!("key-{}", if key == '−' { '-' } else { key });
        view! {
            <button type="button" class="tb-key" data-test=test disabled=move || !ready.get() on:pointerdown=keep on:click=move |_| press(screen, key)>
                {key}
            </button>
        }
    };
    view! {
        <aside class="tb-pad">
            <div class="tb-keys three">{KEYS.map(key)}</div>
            <div class="tb-keys two">
                <button type="button" class="tb-key" aria-label=tr("tablet.erase") on:pointerdown=keep on:click=move |_| erase(screen)>"⌫"</button>
                <button type="button" class="tb-key" on:pointerdown=keep on:click=move |_| press(screen, 'E')>"E"</button>
            </div>
            <button type="button" class="button primary tb-next" data-test="next-reading" on:pointerdown=keep on:click=move |_| screen.next()>
                {move || t(screen.onward().map_or("record.next", onward_words))}<Icon name="send" />
            </button>
        </aside>
    }
}

/// Where the button leads once nothing is left to fill in here.
fn onward_words(tab: &'static str) -> &'static str {
    match tab {
        AS_FOUND => "record.to_readings",
        AS_LEFT => "record.to_as_left",
        _ => "record.to_finish",
    }
}

fn keep(event: leptos::ev::PointerEvent) {
    event.prevent_default();
}

fn press(screen: Screen, key: char) {
    edit(screen, |text| text.push(key));
}

fn erase(screen: Screen) {
    edit(screen, |text| {
        text.pop();
    });
}

fn edit(screen: Screen, change: impl FnOnce(&mut String)) {
    if let Some(active) = screen.active.get_untracked() {
        screen.typed.update(|typed| change(typed.entry(active.path).or_default()));
    }
}
