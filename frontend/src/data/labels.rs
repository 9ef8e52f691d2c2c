//! How entries read where another one names them. Asked for once, then followed.

use std::cell::RefCell;
use std::collections::HashMap;

use base::id::Id;
use domain::library::kinds::KNOWN as KNOWN_KINDS;
use domain::register::noun::read;
use domain::register::nouns::find;
use domain::register::shown::Shown;
use domain::register::{Entry as _, Kept};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::register::{self, Entry};
use crate::text::{self, format, t, t_known};

type Known = HashMap<(&'static str, String), ArcRwSignal<Option<Entry>>>;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

fn signal(noun: &'static str, id: &str) -> (ArcRwSignal<Option<Entry>>, bool) {
    KNOWN.with_borrow_mut(|known| {
        let key = (noun, id.to_owned());
        let fresh = !known.contains_key(&key);
        (known.entry(key).or_insert_with(|| ArcRwSignal::new(None)).clone(), fresh)
    })
}

/// Takes over an entry that has just been seen.
pub fn learn(noun: &'static str, entry: &Entry) {
    signal(noun, &entry.id.to_string()).0.set(Some(entry.clone()));
}

/// The entry, followed; `None` until it has come.
pub fn entry(noun: &'static str, id: &str) -> Option<Entry> {
    let (signal, fresh) = signal(noun, id);
    if fresh {
        let (signal, id) = (signal.clone(), id.to_owned());
        spawn_local(async move {
            // Where it cannot be read, its place stays empty and is asked for again on the next page load.
            if let Ok(entry) = register::one(noun, &id).await {
                signal.set(Some(entry));
            }
        });
    }
    signal.get()
}

/// How an entry of a noun reads in the reader's language: by its code and its name.
pub fn words(noun: &str, entry: &Entry) -> String {
    let said = || vec![Shown::text(&entry.code), Shown::text(&entry.label)];
    let parts = find(noun).and_then(|noun| noun.reads(&entry.body)).unwrap_or_else(said);
    let mut words: Vec<String> = parts.iter().map(shown).filter(|words| !words.is_empty()).collect();
    words.dedup();
    words.join(" · ")
}

/// What is shown of an entry, in words.
pub fn shown(shown: &Shown) -> String {
    match shown {
        Shown::Text(text) => text.clone(),
        Shown::Name(name) => text::name(name),
        Shown::Day(day) => day.map(format::day).unwrap_or_default(),
        Shown::Choices(group, codes) => codes.iter().map(|code| t(&format!("choice.{group}.{code}"))).collect::<Vec<_>>().join(", "),
        Shown::OfStandard(kind) => of_standard(kind),
        Shown::Entries(noun, ids) => ids.iter().map(|id| label(noun, &id.to_string())).collect::<Vec<_>>().join(", "),
        Shown::Count(count) => count.to_string(),
    }
}

/// A kind of measurement standard in the reader's language, or as written.
pub fn of_standard(kind: &str) -> String {
    KNOWN_KINDS.contains(&kind).then(|| t_known(&format!("kind.{kind}"))).flatten().unwrap_or_else(|| kind.to_owned())
}

/// How the entry with this identity reads, followed.
pub fn label(noun: &'static str, id: &str) -> String {
    if id.is_empty() { String::new() } else { entry(noun, id).map_or_else(|| "…".to_owned(), |entry| words(noun, &entry)) }
}

/// How the entry with this identity reads, followed; the identity says of which noun it is.
pub fn of<K: Kept>(id: Id<K>) -> String {
    label(K::Entry::NOUN, &id.to_string())
}

/// The entry with this identity, followed; `None` until it has come.
pub fn known<K: Kept>(id: Id<K>) -> Option<K::Entry> {
    entry(K::Entry::NOUN, &id.to_string()).and_then(|entry| read(&entry.body))
}

/// The name of the entry with this identity, followed; until it has loaded, or if it cannot be read, the given fallback.
pub fn name<K: Kept>(id: Id<K>, otherwise: &str) -> String {
    let noun = K::Entry::NOUN;
    let name_in = |part| match part {
        Shown::Name(name) => Some(text::name(&name)),
        _ => None,
    };
    let named = |entry: Entry| find(noun)?.reads(&entry.body)?.into_iter().find_map(name_in);
    entry(noun, &id.to_string()).and_then(named).unwrap_or_else(|| otherwise.to_owned())
}
