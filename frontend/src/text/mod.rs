//! What the app says, in the language chosen. Codes and method labels arrive as data, so keys are looked up at run time
//! (`docs/adr/0002-own-text-lookup.md`).
//!
//! The language belongs to the page, like its `lang` attribute; a reading of it inside a view follows a change at once.

mod browser;
pub mod format;
mod language;
mod lookup;
mod place;
pub mod title;
mod values;

use std::cell::OnceCell;

use base::finding::Finding;
use base::text::fault::is_blank;
use base::text::{Bilingual, says_something};
pub use browser::browser;
use language::first_language;
pub use language::{Language, choose, language};
use leptos::prelude::*;
use lookup::{Texts, fill};
pub use place::place;

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

thread_local! {
    static TEXTS: [OnceCell<Texts>; 3] = const { [const { OnceCell::new() }; 3] };
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
