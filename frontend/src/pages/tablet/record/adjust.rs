//! The adjustment between as found and as left: the customer's consent, what was done, the seal (C-5.2.2.3).

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::event::body::Body;
use shared::library::edition::Stage;

use super::history::who;
use super::points::Points;
use super::screen::Screen;
use crate::components::{Button, TextField};
use crate::text::format::moment;
use crate::text::{self, t, tr};

/// Adjustments made, the form for one, and as left once there is one.
#[component]
pub fn AsLeft() -> impl IntoView {
    let screen = Screen::here();
    let adjusted = Memo::new(move |_| screen.with(|record| record.adjustments.clone()).unwrap_or_default());
    let done = move || {
        adjusted.get().into_iter().map(|entry| view! {
            <p><span class="strong">{entry.what.what}</span>" · "{t("adjust.consent")}": "{entry.what.consent}" · "{t("adjust.seal")}": "{entry.what.seal}
                <span class="soft small">" · "{who(entry.by)}" · "{moment(entry.at)}</span></p>
        }).collect_view()
    };
    view! {
        <div class="stack">
            {done}
            {move || if adjusted.with(Vec::is_empty) {
                view! { <Show when=move || screen.is_open()><AdjustForm /></Show> }.into_any()
            } else {
                view! { <Points stage=Stage::AsLeft /> }.into_any()
            }}
        </div>
    }
}

#[component]
fn AdjustForm() -> impl IntoView {
    let screen = Screen::here();
    let [consent, what, seal] = [(); 3].map(|()| RwSignal::new(String::new()));
    let why_not =
        Signal::derive(move || (consent.get().trim().is_empty() || what.get().trim().is_empty()).then(|| t("adjust.consent_missing")));
    let store = move |()| {
        let body = Body::Adjusted { consent: consent.get_untracked(), what: what.get_untracked(), seal: seal.get_untracked() };
        spawn_local(async move {
            screen.commit("adjustment", body).await;
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
                {move || screen.error("adjustment").map(|why| view! { <p class="bad-text">{text::finding(&why)}</p> })}
                <Button label=tr("adjust.store") look="primary" on_press=store why_not=why_not />
            </div>
        </section>
    }
}
