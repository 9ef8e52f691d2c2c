//! Kinds of measurement standards: known ones are offered in the reader's language, others are stored as written.

use domain::library::kinds::KNOWN;
use domain::register::json::{at, edit_list};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::{Form, Spec};
use crate::components::{Button, Icon, unique};
use crate::data::labels::of_standard as kind_words;
use crate::text::tr;

/// The kind for what was typed: a known one if it matches its name in the reader's language, else the text itself.
fn kind_of(written: &str) -> String {
    let written = written.trim();
    let known = KNOWN.iter().find(|kind| kind_words(kind).to_lowercase() == written.to_lowercase());
    known.map_or_else(|| written.to_owned(), |kind| (*kind).to_owned())
}

fn options(id: String) -> impl IntoView {
    view! { <datalist id=id>{move || KNOWN.iter().map(|kind| view! { <option value=kind_words(kind)></option> }).collect_view()}</datalist> }
}

/// One kind.
pub fn one(spec: Spec, path: String, form: Form) -> AnyView {
    let value = form.text(path.clone());
    let name = path.clone();
    let list = unique("kinds");
    view! {
        <input
            class="input"
            type="text"
            name=name
            list=list.clone()
            autocomplete="off"
            prop:value=move || kind_words(&value.get())
            on:change:target=move |event| form.set_text(spec, &path, kind_of(&event.target().value()))
        />
        {options(list)}
    }
    .into_any()
}

/// Several kinds, in the order written.
pub fn several(path: String, form: Form) -> AnyView {
    let chosen = {
        let path = path.clone();
        let texts = |list: &Vec<Value>| list.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect::<Vec<_>>();
        Memo::new(move |_| form.body.with(|body| at(body, &path).and_then(Value::as_array).map(texts).unwrap_or_default()))
    };
    let typed = RwSignal::new(String::new());
    let (put, away, name) = (path.clone(), StoredValue::new(path.clone()), path);
    let add = Callback::new(move |()| {
        let kind = kind_of(&typed.get_untracked());
        typed.set(String::new());
        form.body.update(|body| {
            edit_list(body, &put, |list| {
                if !kind.is_empty() && !list.contains(&json!(kind)) {
                    list.push(json!(kind));
                }
            });
        });
    });
    let chip = move |kind: String| {
        let shown = kind.clone();
        let take = move |_| {
            form.body.update(|body| away.with_value(|path| edit_list(body, path, |list| list.retain(|held| *held != json!(kind)))))
        };
        view! {
            <span class="chip">
                <span>{move || kind_words(&shown)}</span>
                <button type="button" aria-label=tr("form.take_away") on:click=take><Icon name="cross" /></button>
            </span>
        }
    };
    let list = unique("kinds");
    view! {
        <div class="stack tight">
            <div class="chips">{move || chosen.get().into_iter().map(chip).collect_view()}</div>
            <div class="row">
                <input
                    class="input"
                    type="text"
                    name=name
                    list=list.clone()
                    autocomplete="off"
                    aria-label=tr("field.kind")
                    prop:value=typed
                    on:input:target=move |event| typed.set(event.target().value())
                    on:change=move |_| add.run(())
                />
                <Button label=tr("form.add") look="small" icon="plus" on_press=add />
            </div>
            {options(list)}
        </div>
    }
    .into_any()
}
