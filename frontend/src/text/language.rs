//! The languages of the app, and the one in force.

use std::cell::RefCell;

use leptos::prelude::*;

/// The languages of the app.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    English,
    Chinese,
    Ukrainian,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::English, Self::Chinese, Self::Ukrainian];

    /// The tag, as in `lang` and in the browser's `Intl`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
            Self::Ukrainian => "uk",
        }
    }

    /// Its own name, never translated.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
            Self::Ukrainian => "Українська",
        }
    }

    pub(super) const fn json(self) -> &'static str {
        match self {
            Self::English => include_str!("../locales/en.json"),
            Self::Chinese => include_str!("../locales/zh-CN.json"),
            Self::Ukrainian => include_str!("../locales/uk.json"),
        }
    }

    fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().starts_with(primary) && !primary.is_empty())
    }
}

const STORED_UNDER: &str = "etalon.language";

thread_local! {
    static CHOSEN: ArcRwSignal<Language> = ArcRwSignal::new(first_language());
    static STORAGE: RefCell<Option<web_sys::Storage>> = RefCell::new(web_sys::window().and_then(|w| w.local_storage().ok().flatten()));
}

fn stored() -> Option<String> {
    STORAGE.with_borrow(|storage| storage.as_ref()?.get_item(STORED_UNDER).ok().flatten())
}

pub(super) fn first_language() -> Language {
    let browser = || web_sys::window().and_then(|window| window.navigator().language());
    stored().or_else(browser).and_then(|tag| Language::from_tag(&tag)).unwrap_or(Language::English)
}

/// The language in force; followed by views that read it.
pub fn language() -> Language {
    CHOSEN.with(|chosen| chosen.get())
}

/// Chooses a language, for good.
pub fn choose(language: Language) {
    STORAGE.with_borrow(|storage| {
        if let Some(storage) = storage {
            // Private browsing may refuse; the choice then lasts as long as the page.
            let _ = storage.set_item(STORED_UNDER, language.tag());
        }
    });
    CHOSEN.with(|chosen| chosen.set(language));
}
