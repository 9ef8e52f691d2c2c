//! What the app says, in the language chosen. Codes and method labels arrive as data, so keys are looked up at run time
//! (`docs/adr/0002-own-text-lookup.md`).
//!
//! The language belongs to the page, like its `lang` attribute; a reading of it inside a view follows a change at once.

mod browser;
pub mod format;
mod lookup;
mod place;
pub mod title;
mod values;

use std::cell::{OnceCell, RefCell};

use base::finding::Finding;
use base::text::fault::is_blank;
use base::text::{Bilingual, says_something};
pub use browser::browser;
use leptos::prelude::*;
use lookup::{Texts, fill};
pub use place::place;

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

    const fn json(self) -> &'static str {
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
    static TEXTS: [OnceCell<Texts>; 3] = const { [const { OnceCell::new() }; 3] };
    static STORAGE: RefCell<Option<web_sys::Storage>> = RefCell::new(web_sys::window().and_then(|w| w.local_storage().ok().flatten()));
}

fn stored() -> Option<String> {
    STORAGE.with_borrow(|storage| storage.as_ref()?.get_item(STORED_UNDER).ok().flatten())
}

fn first_language() -> Language {
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

/// Keeps the document's `lang` in step, and the manifest: an app that is installed is described in its reader's language.
pub fn follow_in_document() {
    Effect::new(|| {
        let tag = language().tag();
        let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", tag);
        }
        if let Ok(Some(link)) = document.query_selector("link[rel=manifest]") {
            let _ = link.set_attribute("href", &manifest(tag));
        }
    });
}

/// The file that describes the app in a language; English is the one that the page names before it has a language.
fn manifest(tag: &str) -> String {
    if tag == "en" { "/manifest.webmanifest".to_owned() } else { format!("/manifest.{tag}.webmanifest") }
}

fn with_texts<R>(language: Language, read: impl FnOnce(&Texts) -> R) -> R {
    TEXTS.with(|texts| read(texts[language as usize].get_or_init(|| Texts::read(language.json()))))
}

fn find(key: &str) -> Option<String> {
    let language = language();
    let own = with_texts(language, |texts| texts.get(key).map(str::to_owned));
    own.or_else(|| with_texts(Language::English, |texts| texts.get(key).map(str::to_owned)))
}

/// The text under a key in the language that is stored; asks no signal, for when nothing answers any more.
pub fn of_stored_language(key: &str) -> String {
    with_texts(first_language(), |texts| texts.get(key).map(str::to_owned)).unwrap_or_else(|| key.to_owned())
}

/// The text under a key, in the language in force; an unknown key shows itself.
pub fn t(key: &str) -> String {
    find(key).unwrap_or_else(|| key.to_owned())
}

/// The text under a key, where there is one.
pub fn t_known(key: &str) -> Option<String> {
    find(key)
}

/// The same as a closure for views: `{tr("nav.orders")}` follows the language.
pub fn tr(key: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || t(key)
}

/// A text with its `{name}` placeholders filled.
pub fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    fill(&t(key), values.iter().copied())
}

/// Why a reason does not do yet: it is missing, or has no words.
pub fn why_missing(reason: &str) -> Option<String> {
    if is_blank(reason) {
        return Some(t("amend.reason_missing"));
    }
    (!says_something(reason)).then(|| t("code.reason_without_words"))
}

/// A text in the plural form that `n` asks for, with `{n}` filled.
pub fn t_count(key: &str, n: usize) -> String {
    let language = language();
    let category = format::plural_category(language, n);
    let text = with_texts(language, |texts| texts.plural(key, &category).map(str::to_owned)).unwrap_or_else(|| key.to_owned());
    fill(&text, [("n", n.to_string().as_str())])
}

/// The text of a stable code, with what it names.
pub fn code<'a>(code: &str, params: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    of_code(code, "", params)
}

fn of_code<'a>(code: &str, path: &str, params: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    let shown: Vec<_> = params.into_iter().map(|(name, value)| (name.as_str(), values::shown(path, name, value))).collect();
    fill(&t(&format!("code.{code}")), shown.iter().map(|(name, value)| (*name, value.as_ref())))
}

/// Why an entry was set aside, in words: its verdict keeps the code alone, so that a text which names values has a form
/// of its own without them, under `verdict.<code>`.
pub fn verdict(code: &str) -> String {
    t_known(&format!("verdict.{code}")).unwrap_or_else(|| t(&format!("code.{code}")))
}

/// What a signature says: known statements in words, what the person read otherwise.
pub fn statement(said: &str) -> String {
    t_known(&format!("code.{said}")).unwrap_or_else(|| said.to_owned())
}

/// A finding in words.
pub fn finding(finding: &Finding) -> String {
    of_code(&finding.code, &finding.path, &finding.params)
}

/// A serial number, said to be one.
pub fn serial(number: &str) -> String {
    t_with("item.serial", &[("number", number)])
}

/// A name in the reader's language.
pub fn name(name: &Bilingual) -> String {
    name.for_language(language().tag()).to_owned()
}
