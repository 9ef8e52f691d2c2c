//! Draws fields.

use domain::register::field::{Field as Declared, Kind};
use domain::register::fresh;
use domain::register::json::{at, join, remove, text_at};
use leptos::prelude::*;
use serde_json::Value;

use super::{Form, Spec, input, kinds, list, pick};
use crate::components::{Button, Field};
use crate::text::format::today;
use crate::text::{t, t_known, tr};

/// The fields of a form or part, side by side where there is room.
pub fn draw(specs: &'static [Declared], prefix: &str, form: Form) -> AnyView {
    let fields = specs.iter().filter(|spec| spec.drawn).map(|spec| one(spec, join(prefix, spec.key), form));
    view! { <div class="form">{fields.collect_view()}</div> }.into_any()
}

fn one(spec: Spec, path: String, form: Form) -> AnyView {
    if let Kind::Days = spec.kind {
        // Both days stand among the other fields.
        let days = spec.kind.within().unwrap_or_default().iter();
        return days.map(|day| one(day, join(&path, day.key), form)).collect_view().into_any();
    }
    let wide = spec.wide
        || match spec.kind {
            Kind::List(_) | Kind::Part(_) | Kind::Group(_) | Kind::Long => true,
            Kind::Shape(_, variants) => variants.iter().any(|variant| variant.fields.len() > 1),
            _ => false,
        };
    let drawn = field(spec, path.clone(), form);
    let hidden = move || form.hidden.with(|hidden| hidden.iter().any(|own| *own == path));
    if spec.kept {
        view! { <fieldset class="kept" class:full=wide class:gone=hidden disabled=move || form.frozen.get()>{drawn}</fieldset> }.into_any()
    } else {
        view! { <div class:full=wide class:gone=hidden>{drawn}</div> }.into_any()
    }
}

/// The words of a field, followed.
pub(super) fn label(spec: Spec) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || t(&spec.label())
}

fn field(spec: Spec, path: String, form: Form) -> AnyView {
    match spec.kind {
        Kind::List(fields) => {
            let bare = nothing_at(form, path.clone());
            view! {
                <fieldset class="group" class:bare=move || bare.get()>
                    <legend>{label(spec)}</legend>
                    {warning(form, path.clone())}
                    {list::members(fields, path, form)}
                </fieldset>
            }
            .into_any()
        }
        Kind::Part(fields) => part(spec, fields, path, form),
        Kind::Group(fields) => {
            view! { <fieldset class="group"><legend>{label(spec)}</legend>{draw(fields, &path, form)}</fieldset> }.into_any()
        }
        Kind::Flag => input::flag(spec, path, form),
        Kind::Shape(tag, variants) => list::shape(spec, tag, variants, path, form),
        _ => labelled(spec, path, form),
    }
}

/// Whether a list or part is empty and has no findings: if nothing can be added to it, it is not shown.
fn nothing_at(form: Form, path: String) -> Memo<bool> {
    let (error, warning) = (form.error(path.clone()), form.warning(path.clone()));
    let nothing = move |body: &Value| match at(body, &path) {
        Some(Value::Array(list)) => list.is_empty(),
        found => !found.is_some_and(Value::is_object),
    };
    Memo::new(move |_| form.body.with(&nothing) && error.get().or(warning.get()).is_none())
}

fn warning(form: Form, path: String) -> impl IntoView {
    let warning = form.warning(path.clone());
    let error = form.error(path);
    move || error.get().or(warning.get()).map(|text| view! { <p class="attention-text small">{text}</p> })
}

fn labelled(spec: Spec, path: String, form: Form) -> AnyView {
    let (error, warning) = (form.error(path.clone()), form.warning(path.clone()));
    let group = matches!(spec.kind, Kind::Name | Kind::Choices(..) | Kind::Roles | Kind::OfStandards | Kind::One(..) | Kind::Many(..));
    let control = match spec.kind {
        Kind::Long => input::long(spec, path, form),
        Kind::Name => input::bilingual(path, form),
        Kind::Integer(..) => input::integer(path, form),
        Kind::Unit => input::unit(spec, path, form),
        Kind::Choice(name, codes) => input::choice(spec, name, codes, path, form),
        Kind::Choices(name, codes) => input::choices(name, codes, path, form),
        Kind::Roles => input::roles(path, form),
        Kind::OfStandard => kinds::one(spec, path, form),
        Kind::OfStandards => kinds::several(path, form),
        Kind::One(noun, offered, _) => pick::one(spec, (noun, offered), path, form),
        Kind::Many(noun, offered) => pick::several((noun, offered), path, form),
        _ => input::line(spec, path, form),
    };
    let help = move || t_known(&format!("{}.help", spec.label())).unwrap_or_default();
    view! { <Field label=label(spec) help=help error=error warning=warning needed=spec.is_marked() group=group>{control}</Field> }
        .into_any()
}

/// A part that may be absent: made and taken away by a press.
fn part(spec: Spec, fields: &'static [Declared], path: String, form: Form) -> AnyView {
    let there = {
        let path = path.clone();
        Memo::new(move |_| form.body.with(|body| at(body, &path).is_some_and(Value::is_object)))
    };
    let bare = nothing_at(form, path.clone());
    let inside = move || {
        let (add, away) = (path.clone(), path.clone());
        if there.get() {
            view! {
                <div class="stack">
                    {draw(fields, &path, form)}
                    <div><Button label=tr("form.take_away") look="small danger" on_press=move |()| form.body.update(|body| remove(body, &away)) /></div>
                </div>
            }
            .into_any()
        } else {
            view! { <Button label=tr("form.add") look="small" icon="plus" on_press=move |()| form.set(&add, fresh::entry(fields, today())) /> }
                .into_any()
        }
    };
    view! { <fieldset class="group" class:bare=move || bare.get()><legend>{label(spec)}</legend>{inside}</fieldset> }.into_any()
}

/// The words of a choice's code.
pub fn choice_words(group: &str, code: &str) -> String {
    t(&format!("choice.{group}.{code}"))
}

/// The chosen shape's code, followed.
pub fn tag_at(form: Form, path: &str, tag: &'static str) -> Memo<String> {
    let path = join(path, tag);
    Memo::new(move |_| form.body.with(|body| text_at(body, &path)))
}
