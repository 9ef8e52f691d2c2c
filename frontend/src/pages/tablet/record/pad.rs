//! The numeric pad and the one next thing.

use leptos::prelude::*;

use super::screen::{AS_FOUND, AS_LEFT, Screen};
use crate::components::Icon;
use crate::text::format::decimal_sign;
use crate::text::{t, tr};

/// The place of the decimal sign, which is the language's.
const DECIMAL: char = '.';
const KEYS: [char; 12] = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '−', '0', DECIMAL];

/// Writes into the active field; a press does not take the focus away from it.
#[component]
pub fn Pad() -> impl IntoView {
    let screen = Screen::here();
    let ready = Memo::new(move |_| screen.active.with(Option::is_some));
    let change = Callback::new(move |press: Press| {
        if let Some(active) = screen.active.get_untracked() {
            screen.typed.update(|typed| press.apply(typed.entry(active.path).or_default()));
        }
    });
    let unseen = move |_| screen.unseen.set(screen.active.get_untracked().map(|active| active.path));
    view! {
        <aside class="tb-pad">
            <Keys on_press=change ready=ready test="key" />
            <button type="button" class="button" data-test="not-observed" disabled=move || !ready.get() on:pointerdown=keep on:click=unseen>
                {tr("record.not_observed")}
            </button>
            <button type="button" class="button primary tb-next" data-test="next-reading" on:pointerdown=keep on:click=move |_| screen.next()>
                {move || t(screen.onward().map_or("record.next", onward_words))}<Icon name="send" />
            </button>
        </aside>
    }
}

/// A press of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Writes this.
    Write(char),
    /// Takes the last one away.
    Erase,
}

impl Press {
    /// What becomes of the text.
    pub fn apply(self, text: &mut String) {
        match self {
            Self::Write(key) => text.push(key),
            Self::Erase => drop(text.pop()),
        }
    }
}

/// The keys alone; `test` begins their names.
#[component]
pub fn Keys(on_press: Callback<Press>, #[prop(into)] ready: Signal<bool>, test: &'static str) -> impl IntoView {
    let key = move |key: char| {
        let test = format!("{test}-{}", if key == '−' { '-' } else { key });
        let written = move || if key == DECIMAL { decimal_sign() } else { key };
        view! {
            <button
                type="button"
                class="tb-key"
                data-test=test
                disabled=move || !ready.get()
                on:pointerdown=keep
                on:click=move |_| on_press.run(Press::Write(untrack(written)))
            >
                {written}
            </button>
        }
    };
    let erase = move |_| on_press.run(Press::Erase);
    view! {
        <div class="tb-keys three">{KEYS.map(key)}</div>
        <div class="tb-keys two">
            <button type="button" class="tb-key" aria-label=tr("tablet.erase") disabled=move || !ready.get() on:pointerdown=keep on:click=erase>
                "⌫"
            </button>
            {key('E')}
        </div>
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

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::Press;

    #[wasm_bindgen_test(unsupported = test)]
    fn keys_write_one_after_the_other_and_the_last_is_taken_away() {
        let mut text = String::new();
        for key in ['1', ',', '5', 'E'] {
            Press::Write(key).apply(&mut text);
        }
        Press::Erase.apply(&mut text);
        assert_eq!(text, "1,5");
        let mut empty = String::new();
        Press::Erase.apply(&mut empty);
        assert_eq!(empty, "");
    }
}
