//! Departures from the method, agreed with the customer (C-5.1.2); needed where the environment was outside its limits.

use base::text::fault::is_blank;
use base::text::{names_somebody, says_something};
use domain::event::body::Body;
use domain::record::notice::{outside_limits, unagreed};
use domain::record::path::{self, Address};
use domain::record::{DeviationEntry, Record, Signed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use measurement::method::EnvironmentField;

use super::history::who;
use super::screen::Screen;
use super::strike::Strike;
use crate::components::{Button, Dialog, Field, Icon, Notice, TextField};
use crate::pages::tablet::refused::Refused;
use crate::text::format::moment;
use crate::text::{self, t, tr};

/// Deviations made, and the way to one.
#[component]
pub fn Deviations() -> impl IntoView {
    let screen = Screen::here();
    let open = RwSignal::new(false);
    let made = move || {
        let of =
            |record: &Record| record.deviations.iter().map(|made| (quantity(record, &made.what.path), made.clone())).collect::<Vec<_>>();
        screen.with(of).unwrap_or_default()
    };
    let needed = move || screen.with(|record| !unagreed(record).is_empty()).unwrap_or(false);
    view! {
        <section class="stack">
            <div class="row between">
                <h2>{tr("deviation.title")}</h2>
                <Show when=move || screen.is_open()>
                    <button type="button" class="button" data-test="deviation" on:click=move |_| open.set(true)><Icon name="plus" />{tr("deviation.add")}</button>
                </Show>
            </div>
            {move || needed().then(|| view! { <Notice tone="attention"><p data-test="deviation-needed">{tr("deviation.needed")}</p></Notice> })}
            <For each=made key=|(_, entry)| (entry.event, entry.struck.is_some()) children=|(about, entry)| line(about, entry) />
            {move || open.get().then(|| view! { <DeviationDialog on_close=move || open.set(false) /> })}
        </section>
    }
}

/// The environment quantity that a path speaks of.
fn quantity(record: &Record, path: &str) -> Option<EnvironmentField> {
    match path::find(&record.opened.edition.form, path) {
        Some(Address::Environment(field)) => Some(field.clone()),
        _ => None,
    }
}

fn line(about: Option<EnvironmentField>, entry: Signed<DeviationEntry>) -> impl IntoView {
    let about = about.map(|field| view! { {move || text::name(&field.label)}{tr("text.colon")} });
    let strike = entry.clone();
    let consent = entry.what.consent;
    let consent = move || if consent.is_empty() { t("deviation.not_agreed") } else { consent.clone() };
    view! {
        <p>
            {about}{entry.what.what}" · "{tr("deviation.consent")}{tr("text.colon")}{consent}
            <span class="soft small">" · "{move || who(entry.by)}" · "{move || moment(entry.at)}</span>
            <Strike entry=strike />
        </p>
    }
}

/// Whether a reading of the environment lies outside the method's limits, followed.
pub fn is_needed(screen: Screen) -> bool {
    screen.with(|record| !outside_limits(record).is_empty()).unwrap_or(false)
}

/// The environment quantities outside their limits: a reading of each, and what it is called.
fn outside(record: &Record) -> Vec<(String, EnvironmentField)> {
    let mut quantities: Vec<(String, EnvironmentField)> = Vec::new();
    for path in outside_limits(record) {
        if let Some(field) = quantity(record, &path)
            && !quantities.iter().any(|(_, known)| known.key == field.key)
        {
            quantities.push((path, field));
        }
    }
    quantities
}

#[component]
fn DeviationDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let [what, consent] = [(); 2].map(|()| RwSignal::new(String::new()));
    let first = untrack(|| screen.with(|record| unagreed(record).into_iter().next())).flatten().unwrap_or_default();
    let about = RwSignal::new(first);
    let quantities = untrack(|| screen.with(outside)).unwrap_or_default();
    let why_not = Signal::derive(move || {
        if !what.with(|what| says_something(what)) {
            return Some(t("deviation.what_missing"));
        }
        (!consent.with(|consent| is_blank(consent) || names_somebody(consent))).then(|| t("deviation.consent_unnamed"))
    });
    let store = move |()| {
        let body = Body::Deviation { what: what.get_untracked(), consent: consent.get_untracked(), path: about.get_untracked() };
        spawn_local(async move {
            if screen.commit("deviation", body).await {
                on_close.run(());
            }
        });
    };
    view! {
        <Dialog title=tr("deviation.add") on_close=on_close>
            <div class="body">
                {(!quantities.is_empty()).then(|| view! {
                    <Field label=tr("deviation.about")>
                        <select name="deviation_about" prop:value=about on:change:target=move |event| about.set(event.target().value())>
                            {quantities.into_iter().map(|(path, field)| {
                                let chosen = path.clone();
                                view! { <option value=path selected=move || about.get() == chosen>{move || text::name(&field.label)}</option> }
                            }).collect_view()}
                            <option value="">{tr("deviation.about_method")}</option>
                        </select>
                    </Field>
                })}
                <TextField label=tr("deviation.what") value=what name="deviation_what" needed=true />
                <TextField label=tr("deviation.consent") value=consent name="deviation_consent" help=tr("deviation.consent_help") />
                {move || screen.error("deviation").map(|why| view! { <Refused why=why /> })}
            </div>
            <footer><Button label=tr("record.store") look="primary" on_press=store why_not=why_not /></footer>
        </Dialog>
    }
}
