//! Lists of small forms, and parts of several shapes.

use domain::register::field::{Field as Declared, Kind, Variant};
use domain::register::fresh;
use domain::register::json::{at, edit_list, remove};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::draw::{choice_words, draw, label, tag_at};
use super::{Form, Spec};
use crate::components::{Button, Field, Icon};
use crate::text::format::today;
use crate::text::tr;

/// The members of a list, each with up, down and away.
pub fn members(fields: &'static [Declared], path: String, form: Form) -> AnyView {
    let path = StoredValue::new(path);
    let count =
        Memo::new(move |_| form.body.with(|body| path.with_value(|path| at(body, path).and_then(Value::as_array).map_or(0, Vec::len))));
    let edit = move |edit: &dyn Fn(&mut Vec<Value>)| form.body.update(|body| path.with_value(|path| edit_list(body, path, edit)));
    let member = move |n: usize| {
        let act = move |icon: &'static str, label: &'static str, act: fn(&mut Vec<Value>, usize)| {
            view! {
                <button type="button" class="button quiet small" aria-label=tr(label) title=tr(label) on:click=move |_| edit(&|list| act(list, n))>
                    <Icon name=icon />
                </button>
            }
        };
        let acts = view! { <span class="row">{act("up", "form.up", up)}{act("down", "form.down", down)}{act("cross", "form.take_away", take_away)}</span> };
        let form = draw(fields, &path.with_value(|path| format!("{path}/{n}")), form);
        if in_one_row(fields) {
            view! { <div class="subform flat"><span class="soft small">{n + 1}</span>{form}{acts}</div> }.into_any()
        } else {
            view! { <div class="subform"><header><span>{n + 1}</span>{acts}</header>{form}</div> }.into_any()
        }
    };
    view! {
        <div class="subforms">
            {move || (0..count.get()).map(member).collect_view()}
            <div><Button label=tr("form.add") icon="plus" look="small" on_press=move |()| edit(&|list| list.push(fresh::member(fields, list, today()))) /></div>
        </div>
    }
    .into_any()
}

/// Few single fields stand side by side, under one head of labels.
fn in_one_row(fields: &[Declared]) -> bool {
    let single = |field: &&Declared| !matches!(field.kind, Kind::List(_) | Kind::Part(_) | Kind::Group(_) | Kind::Shape(..) | Kind::Long);
    let shown = || fields.iter().filter(|field| field.drawn);
    let width = |field: &Declared| if matches!(field.kind, Kind::Days) { 2 } else { 1 };
    shown().map(width).sum::<usize>() <= 5 && shown().all(|field| single(&field))
}

#[expect(clippy::ptr_arg, reason = "one shape for up, down and away")]
fn up(list: &mut Vec<Value>, n: usize) {
    if n > 0 && n < list.len() {
        list.swap(n, n - 1);
    }
}

#[expect(clippy::ptr_arg, reason = "one shape for up, down and away")]
fn down(list: &mut Vec<Value>, n: usize) {
    if n + 1 < list.len() {
        list.swap(n, n + 1);
    }
}

fn take_away(list: &mut Vec<Value>, n: usize) {
    if n < list.len() {
        list.remove(n);
    }
}

/// A part of one of several shapes: the shape is chosen, then its fields are filled in.
pub fn shape(spec: Spec, tag: &'static str, variants: &'static [Variant], path: String, form: Form) -> AnyView {
    let chosen = tag_at(form, &path, tag);
    let write = path.clone();
    let error = form.error(path.clone());
    let name = format!("{path}/{tag}");
    let choose = move |code: String| {
        if code.is_empty() {
            form.body.update(|body| remove(body, &write));
        } else {
            form.set(&write, json!({ tag: code }));
        }
    };
    let option = move |code: &'static str| view! { <option value=code selected=move || chosen.get() == code>{move || choice_words(tag, code)}</option> };
    let fields = move || {
        let code = chosen.get();
        variants.iter().find(|variant| variant.code == code && !variant.fields.is_empty()).map(|variant| draw(variant.fields, &path, form))
    };
    view! {
        <div class="shape">
            <Field label=label(spec) error=error>
                <select name=name on:change:target=move |event| choose(event.target().value())>
                    {(spec.optional || chosen.get_untracked().is_empty()).then(|| view! { <option value="" selected=move || chosen.with(String::is_empty)>"–"</option> })}
                    {variants.iter().map(|variant| option(variant.code)).collect_view()}
                </select>
            </Field>
            {fields}
        </div>
    }
    .into_any()
}
