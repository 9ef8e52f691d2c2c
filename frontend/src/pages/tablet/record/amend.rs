//! Striking a value through: with a reason, and another value beside it or none (C-5.5.4).

use base::finding::Finding;
use domain::event::body::{Body, Value};
use domain::record::path::{self, Address};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cell::value_words;
use super::number::Readings;
use super::pad::{Keys, Press};
use super::screen::{Screen, Struck, focus_soon, number};
use crate::components::{Button, Dialog, Field, TextField};
use crate::data::tablet::form;
use crate::pages::tablet::refused::Refused;
use crate::text::{self, t, tr};

const REASONS: [&str; 4] = ["amend.mistyped", "amend.misread", "amend.wrong_field", "amend.repeated"];

/// What stands in the place of the struck value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Instead {
    Value,
    NotObserved,
    Nothing,
}

/// Mounted while a value is being struck through, or another written beside one that was withdrawn.
#[component]
pub fn AmendDialog(struck: Struck) -> impl IntoView {
    let screen = Screen::here();
    let after = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let instead = RwSignal::new(Instead::Value);
    let refused = RwSignal::new(None::<Finding>);
    let busy = RwSignal::new(false);
    let withdrawn = struck.entry.struck.is_some();
    let title = if withdrawn { "record.write_beside" } else { "record.amend" };
    let before = {
        let (path, value) = (struck.path.clone(), struck.entry.value.clone());
        move || screen.with(|record| value_words(record, &path, &value))
    };
    let place = {
        let path = struck.path.clone();
        move || screen.with(|record| form::place_in_words(&record.opened.edition, &path)).flatten()
    };
    let path = struck.path.clone();
    let why_not = Signal::derive(move || {
        if instead.get() == Instead::Value && after.get().trim().is_empty() {
            return Some(t("amend.value_missing"));
        }
        reason.with(|reason| text::why_missing(reason))
    });
    let store = {
        let struck = struck.clone();
        Callback::new(move |()| {
            let body = body(&struck, instead.get_untracked(), &after.get_untracked(), reason.get_untracked());
            let path = struck.path.clone();
            match body {
                Err(why) => refused.set(Some(why)),
                Ok(body) => {
                    busy.set(true);
                    spawn_local(async move {
                        if screen.commit(&path, body).await {
                            screen.struck.set(None);
                            focus_soon(path);
                        } else {
                            refused.try_set(screen.errors.with_untracked(|errors| errors.get(&path).cloned()));
                        }
                        busy.try_set(false);
                    });
                }
            }
        })
    };
    let suggestion = move |key: &'static str| {
        view! { <button type="button" class="tb-choice" data-test=key on:click=move |_| reason.set(t(key))>{tr(key)}</button> }
    };
    let kinds = [(Instead::Value, "amend.value"), (Instead::NotObserved, "amend.not_observed"), (Instead::Nothing, "amend.withdraw")];
    // What was withdrawn cannot be withdrawn again.
    let kinds = kinds.into_iter().filter(move |(kind, _)| !withdrawn || *kind != Instead::Nothing);
    let kind = move |(kind, key): (Instead, &'static str)| {
        view! {
            <button type="button" class="tb-choice" data-test=key aria-pressed=move || (instead.get() == kind).to_string() on:click=move |_| instead.set(kind)>
                {tr(key)}
            </button>
        }
    };
    view! {
        <Dialog title=tr(title) on_close=move || screen.struck.set(None)>
            <div class="body">
                <p>{place}" · "{tr(if withdrawn { "record.withdrawn" } else { "amend.now" })}{tr("text.colon")}<span class="strong">{before}</span></p>
                <div class="row" role="group" aria-label=tr("amend.instead")>{kinds.map(kind).collect_view()}</div>
                {move || (instead.get() == Instead::Value).then(|| view! { <After path=path.clone() value=after /> })}
                <div class="row" role="group" aria-label=tr("record.reason")>{REASONS.map(suggestion)}</div>
                <TextField label=tr("record.reason") value=reason name="reason" needed=true />
                {move || refused.get().map(|why| {
                    let choose = move |meant| {
                        after.set(meant);
                        refused.set(None);
                    };
                    view! { <Readings why=why.clone() on_choose=choose /><Refused why=why /> }
                })}
            </div>
            <footer data-test="store-amendment"><Button label=tr(if withdrawn { "record.store" } else { "amend.store" }) look="primary" on_press=store why_not=why_not busy=busy /></footer>
        </Dialog>
    }
}

/// The value beside the struck one: a number, or one of the choices.
#[component]
fn After(path: String, value: RwSignal<String>) -> impl IntoView {
    let screen = Screen::here();
    let choices = screen.with_untracked(|record| match path::find(&record.opened.edition.form, &path) {
        Some(Address::Inspection(field)) => field.choices.clone(),
        _ => Vec::new(),
    });
    let choices = choices.unwrap_or_default();
    if choices.is_empty() {
        let press = Callback::new(move |press: Press| value.update(|text| press.apply(text)));
        return view! {
            <Field label=tr("amend.after") needed=true>
                <input
                    type="text"
                    inputmode="none"
                    autocomplete="off"
                    autofocus=true
                    data-test="after"
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                />
            </Field>
            <div class="tb-pad-small"><Keys on_press=press ready=true test="amend-key" /></div>
        }
        .into_any();
    }
    let choice = move |choice: measurement::method::Choice| {
        let (key, pressed) = (choice.key.clone(), choice.key.clone());
        let test = format!("after-{key}");
        view! {
            <button type="button" class="tb-choice" data-test=test aria-pressed=move || (value.get() == pressed).to_string() on:click=move |_| value.set(key.clone())>
                {move || text::name(&choice.label)}
            </button>
        }
    };
    view! { <div class="row" role="group" aria-label=tr("amend.after")>{choices.into_iter().map(choice).collect_view()}</div> }.into_any()
}

fn body(struck: &Struck, instead: Instead, after: &str, reason: String) -> Result<Body, Finding> {
    let amends = struck.entry.event;
    let after = match (instead, struck.unit) {
        (Instead::Nothing, _) => return Ok(Body::Withdrawn { amends, reason }),
        (Instead::NotObserved, _) => Value::NotObserved { reason: reason.clone() },
        (Instead::Value, Some(unit)) => Value::Number { text: number(after)?, unit },
        (Instead::Value, None) => Value::Choice { key: after.to_owned() },
    };
    Ok(Body::Amended { amends, after, reason })
}
