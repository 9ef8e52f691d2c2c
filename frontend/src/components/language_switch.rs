//! The language, switchable at any time.

use leptos::prelude::*;

use crate::text::{self, Language, tr};

/// A choice of the app's languages, each under its own name.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let choose = move |tag: String| {
        if let Some(language) = Language::ALL.into_iter().find(|language| language.tag() == tag) {
            text::choose(language);
        }
    };
    view! {
        <select class="input language" name="language" aria-label=tr("language.choose") on:change:target=move |event| choose(event.target().value())>
            {Language::ALL.map(|language| {
                view! {
                    <option value=language.tag() lang=language.tag() selected=move || text::language() == language>
                        {language.name()}
                    </option>
                }
            })}
        </select>
    }
}
