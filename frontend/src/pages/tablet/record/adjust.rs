//! Adjustments between as found and as left: the customer's consent, what was done, the seal (C-5.2.2.3).

use base::text::fault::{has_letter_or_digit, is_blank};
use base::text::{names_somebody, says_something};
use domain::event::body::Body;
use domain::record::{AdjustmentEntry, Signed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use measurement::method::Stage;

use super::history::who;
use super::points::Points;
use super::screen::Screen;
use super::strike::Strike;
use crate::components::{Button, TextField};
use crate::pages::tablet::refused::Refused;
use crate::text::format::moment;
use crate::text::{t, tr};

/// Adjustments made, the form for one, and as left once there is one.
#[component]
pub fn AsLeft() -> impl IntoView {
    let screen = Screen::here();
    let adjustments = move || screen.with(|record| record.adjustments.clone()).unwrap_or_default();
    let any = Memo::new(move |_| screen.with(|record| !record.adjustments.is_empty()).unwrap_or(false));
    let again = RwSignal::new(false);
    view! {
        <div class="stack">
            <For each=adjustments key=|entry| (entry.event, entry.struck.is_some()) children=made />
            <Show when=move || screen.is_open() && (!any.get() || again.get())><AdjustForm on_done=move || again.set(false) /></Show>
            <Show when=move || any.get()>
                <Show when=move || screen.is_open() && !again.get()>
                    <div>
                        <button type="button" class="button" data-test="adjust-again" on:click=move |_| again.set(true)>{tr("adjust.again")}</button>
                    </div>
                </Show>
                <Points stage=Stage::AsLeft />
            </Show>
        </div>
    }
}

fn made(entry: Signed<AdjustmentEntry>) -> impl IntoView {
    let strike = entry.clone();
    let AdjustmentEntry { consent, what, seal } = entry.what;
    let seal = (!seal.is_empty()).then(|| view! { " · "{tr("adjust.seal")}{tr("text.colon")}{seal} });
    view! {
        <p data-test="adjusted">
            <span class="strong">{what}</span>" · "{tr("adjust.consent")}{tr("text.colon")}{consent}{seal}
            <span class="soft small">" · "{move || who(entry.by)}" · "{move || moment(entry.at)}</span>
            <Strike entry=strike />
        </p>
    }
}

#[component]
fn AdjustForm(#[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let [consent, what, seal] = [(); 3].map(|()| RwSignal::new(String::new()));
    let why_not = Signal::derive(move || {
        if !consent.with(|consent| names_somebody(consent)) || !what.with(|what| says_something(what)) {
            return Some(t("adjust.consent_missing"));
        }
        (!seal.with(|seal| is_blank(seal) || has_letter_or_digit(seal))).then(|| t("adjust.seal_unmarked"))
    });
    let store = move |()| {
        let body = Body::Adjusted { consent: consent.get_untracked(), what: what.get_untracked(), seal: seal.get_untracked() };
        spawn_local(async move {
            if screen.commit("adjustment", body).await {
                on_done.run(());
            }
        });
    };
    view! {
        <section class="card" data-test="adjust">
            <header><h2>{tr("adjust.title")}</h2></header>
            <div class="body stack">
                <p class="soft">{tr("adjust.text")}</p>
                <TextField label=tr("adjust.consent") value=consent name="consent" needed=true />
                <TextField label=tr("adjust.what") value=what name="what" needed=true />
                <TextField label=tr("adjust.seal") value=seal name="seal" />
                {move || screen.error("adjustment").map(|why| view! { <Refused why=why /> })}
                <Button label=tr("adjust.store") look="primary" on_press=store why_not=why_not />
            </div>
        </section>
    }
}
