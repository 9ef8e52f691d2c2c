//! Single controls.

use base::unit::Unit;
use domain::register::faults;
use domain::register::field::Kind;
use domain::register::json::{at, edit_list, join, remove};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::draw::{choice_words, label};
use super::{Form, Spec};
use crate::data::session::Session;
use crate::text::tr;

/// One line of text, a date or a decimal: what was typed stays as typed.
pub fn line(spec: Spec, path: String, form: Form) -> AnyView {
    let value = form.text(path.clone());
    let (kind, mode, class) = match spec.kind {
        Kind::Day => ("date", "", "input"),
        Kind::Decimal => ("text", "decimal", "input mono"),
        Kind::Code => ("text", "", "input mono"),
        _ => ("text", "", "input"),
    };
    let name = path.clone();
    view! {
        <input
            class=class
            type=kind
            name=name
            inputmode=mode
            autocomplete="off"
            spellcheck=matches!(spec.kind, Kind::Text | Kind::Email | Kind::Website).to_string()
            prop:value=value
            on:input:target=move |event| form.set_text(spec, &path, event.target().value())
        />
    }
    .into_any()
}

/// Several lines.
pub fn long(spec: Spec, path: String, form: Form) -> AnyView {
    let value = form.text(path.clone());
    let name = path.clone();
    view! { <textarea rows="3" name=name prop:value=value on:input:target=move |event| form.set_text(spec, &path, event.target().value())></textarea> }.into_any()
}

/// A name in Chinese and in English, side by side.
pub fn bilingual(path: String, form: Form) -> AnyView {
    let side = |language: &'static str, mark: &'static str, label: &'static str| {
        let path = join(&path, language);
        let value = form.text(path.clone());
        let name = path.clone();
        view! {
            <div class="lang">
                <input class="input" type="text" name=name lang=language aria-label=tr(label) prop:value=value on:input:target=move |event| form.set(&path, Value::String(event.target().value())) />
                <span aria-hidden="true">{mark}</span>
            </div>
        }
    };
    view! { <div class="pair">{side("zh", "zh", "language.chinese")}{side("en", "en", "language.english")}</div> }.into_any()
}

/// A whole number; what is none stays as typed and is named by the check.
pub fn integer(path: String, form: Form) -> AnyView {
    let value = form.text(path.clone());
    let name = path.clone();
    let write = move |typed: String| match faults::integer(&typed) {
        _ if typed.is_empty() => form.body.update(|body| remove(body, &path)),
        Some(number) => form.set(&path, json!(number)),
        None => form.set(&path, Value::String(typed)),
    };
    view! { <input class="input" type="text" inputmode="numeric" name=name autocomplete="off" prop:value=value on:input:target=move |event| write(event.target().value()) /> }
        .into_any()
}

/// Yes or no.
pub fn flag(spec: Spec, path: String, form: Form) -> AnyView {
    let value = {
        let path = path.clone();
        Memo::new(move |_| form.body.with(|body| at(body, &path).and_then(Value::as_bool).unwrap_or(false)))
    };
    let name = path.clone();
    view! {
        <label class="check">
            <input type="checkbox" name=name prop:checked=value on:change:target=move |event| form.set(&path, Value::Bool(event.target().checked())) />
            {label(spec)}
        </label>
    }
    .into_any()
}

/// A unit out of the table.
pub fn unit(spec: Spec, path: String, form: Form) -> AnyView {
    let value = form.text(path.clone());
    let name = path.clone();
    let option =
        move |unit: Unit| view! { <option value=unit.symbol() selected=move || value.get() == unit.symbol()>{unit.symbol()}</option> };
    view! {
        <select name=name on:change:target=move |event| form.set_text(spec, &path, event.target().value())>
            <option value="" selected=move || value.with(String::is_empty)>"–"</option>
            {Unit::all().map(option).collect_view()}
        </select>
    }
    .into_any()
}

/// One of some codes.
pub fn choice(spec: Spec, group: &'static str, codes: &'static [&'static str], path: String, form: Form) -> AnyView {
    let value = form.text(path.clone());
    let name = path.clone();
    let option = move |code: &'static str| view! { <option value=code selected=move || value.get() == code>{move || choice_words(group, code)}</option> };
    view! {
        <select name=name on:change:target=move |event| form.set_text(spec, &path, event.target().value())>
            {move || (spec.optional || value.with(String::is_empty)).then(|| view! { <option value="" selected=move || value.with(String::is_empty)>"–"</option> })}
            {codes.iter().map(|code| option(code)).collect_view()}
        </select>
    }
    .into_any()
}

/// Any of some codes.
pub fn choices(group: &'static str, codes: &'static [&'static str], path: String, form: Form) -> AnyView {
    let boxes = codes.iter().map(|code| ticked(group, (*code).to_owned(), path.clone(), form));
    view! { <div class="row">{boxes.collect_view()}</div> }.into_any()
}

/// Any of the roles that are offered here.
pub fn roles(path: String, form: Form) -> AnyView {
    let session = Session::here();
    let option = move |code: String| ticked("role", code, path.clone(), form);
    view! { <div class="row">{move || session.offered_roles().into_iter().map(option.clone()).collect_view()}</div> }.into_any()
}

/// One code of several, held or not.
fn ticked(group: &'static str, code: String, path: String, form: Form) -> AnyView {
    let (read, words, held) = (path.clone(), code.clone(), code.clone());
    let checked = Memo::new(move |_| {
        form.body.with(|body| at(body, &read).and_then(Value::as_array).is_some_and(|list| list.iter().any(|code| *code == held)))
    });
    let toggle = move |on: bool| {
        form.body.update(|body| {
            edit_list(body, &path, |list| {
                list.retain(|held| *held != code);
                if on {
                    list.push(json!(code));
                }
            });
        });
    };
    view! { <label class="check"><input type="checkbox" prop:checked=checked on:change:target=move |event| toggle(event.target().checked()) />{move || choice_words(group, &words)}</label> }.into_any()
}
