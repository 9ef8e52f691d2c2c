//! Departures from the method, agreed with the customer (C-5.1.2); needed where the environment was outside its limits.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::event::body::Body;
use shared::record::notice::outside_limits;
use shared::record::{DeviationEntry, Record, Signed};

use super::history::who;
use super::screen::Screen;
use crate::components::{Button, Dialog, Icon, Notice, TextField};
use crate::pages::tablet::refused::Refused;
use crate::text::format::moment;
use crate::text::{t, tr};

/// Deviations made, and the way to one.
#[component]
pub fn Deviations() -> impl IntoView {
    let screen = Screen::here();
    let open = RwSignal::new(false);
    let made = move || screen.with(|record| record.deviations.clone()).unwrap_or_default();
    let needed = move || is_needed(screen) && screen.with(|record| !agreed(record)).unwrap_or(false);
    view! {
        <section class="stack">
            <div class="row between">
                <h2>{tr("deviation.title")}</h2>
                <Show when=move || screen.is_open()>
                    <button type="button" class="button" data-test="deviation" on:click=move |_| open.set(true)><Icon name="plus" />{tr("deviation.add")}</button>
                </Show>
            </div>
            {move || needed().then(|| view! { <Notice tone="attention"><p data-test="deviation-needed">{tr("deviation.needed")}</p></Notice> })}
            <For each=made key=|entry| entry.event children=line />
            {move || open.get().then(|| view! { <DeviationDialog on_close=move || open.set(false) /> })}
        </section>
    }
}

fn line(entry: Signed<DeviationEntry>) -> impl IntoView {
    let consent = entry.what.consent;
    let consent = move || if consent.is_empty() { t("deviation.not_agreed") } else { consent.clone() };
    view! {
        <p>
            {entry.what.what}" · "{tr("deviation.consent")}": "{consent}
            <span class="soft small">" · "{move || who(entry.by)}" · "{move || moment(entry.at)}</span>
        </p>
    }
}

/// Whether a reading of the environment lies outside the method's limits, followed.
pub fn is_needed(screen: Screen) -> bool {
    screen.with(|record| !outside_limits(record).is_empty()).unwrap_or(false)
}

fn agreed(record: &Record) -> bool {
    record.deviations.iter().any(|made| !made.what.consent.trim().is_empty())
}

#[component]
fn DeviationDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let [what, consent] = [(); 2].map(|()| RwSignal::new(String::new()));
    let why_not = Signal::derive(move || what.get().trim().is_empty().then(|| t("deviation.what_missing")));
    let store = move |()| {
        let body = Body::Deviation { what: what.get_untracked(), consent: consent.get_untracked() };
        spawn_local(async move {
            if screen.commit("deviation", body).await {
                on_close.run(());
            }
        });
    };
    view! {
        <Dialog title=tr("deviation.add") on_close=on_close>
            <div class="body">
                <TextField label=tr("deviation.what") value=what name="deviation_what" needed=true />
                <TextField label=tr("deviation.consent") value=consent name="deviation_consent" help=tr("deviation.consent_help") />
                {move || screen.error("deviation").map(|why| view! { <Refused why=why /> })}
            </div>
            <footer><Button label=tr("record.store") look="primary" on_press=store why_not=why_not /></footer>
        </Dialog>
    }
}
