//! What choosing an entry brings into other fields, as the field declares it.

use domain::register::field::{Brings, Kind, Offered};
use domain::register::json::text_at;
use domain::register::walk::find;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::offer::{Narrow, offered};
use super::{Form, beside};
use crate::data::labels;

/// The entry with this identity was chosen at a path.
pub fn chosen(path: &str, id: &str, form: Form) {
    let Some(Kind::One(noun, _, brings)) = find(form.fields, path).map(|field| field.kind) else { return };
    match brings {
        Brings::Nothing => {}
        Brings::Fields(keys) => fields(keys, path, labels::entry(noun, id).map(|entry| entry.body), form),
        Brings::IfEmpty(key) => if_empty(&beside(path, key), labels::entry(noun, id).map(|entry| text_at(&entry.body, key)), form),
        Brings::OnlyOne(key) => only_one(beside(path, key), form),
    }
}

/// What the chosen entry says, here too.
fn fields(keys: &[&str], path: &str, entry: Option<Value>, form: Form) {
    for key in keys {
        if let Some(value) = entry.as_ref().and_then(|entry| entry.get(key)) {
            form.set(&beside(path, key), value.clone());
        }
    }
}

/// What is usual for the chosen entry, where nothing was chosen yet; and what that brings in turn.
fn if_empty(path: &str, usual: Option<String>, form: Form) {
    let Some(usual) = usual.filter(|usual| !usual.is_empty()) else { return };
    if form.body.with_untracked(|body| text_at(body, path).is_empty()) {
        form.set(path, Value::String(usual.clone()));
        chosen(path, &usual, form);
    }
}

/// Fills in the only entry that is offered, and takes one out that is not offered any more.
fn only_one(path: String, form: Form) {
    let Some(Kind::One(noun, by, _)) = find(form.fields, &path).map(|field| field.kind) else { return };
    let narrow = form.body.with_untracked(|body| Narrow::of(by, &path, body));
    if by == Offered::Every || narrow == Narrow::default() {
        return;
    }
    spawn_local(async move {
        let Ok(offers) = offered(noun, String::new(), &narrow).await else { return };
        offers.iter().for_each(|offer| labels::learn(noun, &offer.entry));
        let chosen = form.body.with_untracked(|body| text_at(body, &path));
        if offers.iter().any(|offer| offer.entry.id.to_string() == chosen) {
            return;
        }
        match offers.as_slice() {
            [only] => form.set(&path, Value::String(only.entry.id.to_string())),
            _ if chosen.is_empty() => {}
            _ => form.set(&path, Value::String(String::new())),
        }
    });
}
