//! How entries read where another one names them. Asked for once, then followed.

use std::cell::RefCell;
use std::collections::HashMap;

use base::text::Bilingual;
use domain::library::edition::named;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::register::{self, Entry};
use crate::text::{self, format};

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

/// How an entry reads in the reader's language: its name where it has one, a visit's day, a task's item, else its label.
pub fn words(entry: &Entry) -> String {
    if let Some(day) = entry.body.get("day").and_then(Value::as_str).and_then(|day| day.parse().ok()) {
        return format!("{} · {}", entry.code, format::day(day));
    }
    if entry.code.is_empty() && entry.label.is_empty() {
        return label("items", &id_in(entry.body.get("item")));
    }
    let own = ["name", "title"].iter().find_map(|field| serde_json::from_value::<Bilingual>(entry.body.get(field)?.clone()).ok());
    let name = own.filter(|name| !name.is_empty()).map_or_else(|| entry.label.clone(), |name| text::name(&name));
    // An edition's code ends with its name, and usually the method's code does too.
    let part = |field: &str| entry.body.get(field).and_then(Value::as_str);
    let code = part("code").zip(part("name")).map_or_else(|| entry.code.clone(), |(code, name)| named(code, name));
    match (code.is_empty(), name.is_empty() || name == code) {
        (true, _) => name,
        (false, true) => code,
        (false, false) => format!("{code} · {name}"),
    }
}

/// How the entry with this identity reads, followed.
pub fn label(noun: &'static str, id: &str) -> String {
    if id.is_empty() { String::new() } else { entry(noun, id).map_or_else(|| "…".to_owned(), |entry| words(&entry)) }
}

/// The name of the entry with this identity, followed; until it has loaded, or if it cannot be read, the given fallback.
pub fn name(noun: &'static str, id: &str, otherwise: &str) -> String {
    let named = |entry: Entry| serde_json::from_value::<Bilingual>(entry.body.get("name")?.clone()).ok();
    entry(noun, id).and_then(named).map_or_else(|| otherwise.to_owned(), |name| text::name(&name))
}

/// The identity in a JSON value.
pub fn id_in(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}
