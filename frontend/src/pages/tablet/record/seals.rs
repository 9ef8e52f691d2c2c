//! Seals on adjusters that are for calibration only, whether or not anything was adjusted (C-5.3.4).

use base::text::fault::has_letter_or_digit;
use domain::event::body::Body;
use domain::record::{SealEntry, Signed};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::history::who;
use super::screen::Screen;
use super::strike::Strike;
use crate::components::{Button, Dialog, Icon, TextField};
use crate::pages::tablet::refused::Refused;
use crate::text::format::moment;
use crate::text::{t, tr};

/// Seals put on, and the way to one more.
#[component]
pub fn Seals() -> impl IntoView {
    let screen = Screen::here();
    let open = RwSignal::new(false);
    let seals = move || screen.with(|record| record.seals.clone()).unwrap_or_default();
    view! {
        <section class="stack">
            <div class="row between">
                <h2>{tr("seal.title")}</h2>
                <Show when=move || screen.is_open()>
                    <button type="button" class="button" data-test="seal" on:click=move |_| open.set(true)><Icon name="plus" />{tr("seal.add")}</button>
                </Show>
            </div>
            <For each=seals key=|entry| (entry.event, entry.struck.is_some()) children=line />
            {move || open.get().then(|| view! { <SealDialog on_close=move || open.set(false) /> })}
        </section>
    }
}

fn line(entry: Signed<SealEntry>) -> impl IntoView {
    let strike = entry.clone();
    view! {
        <p data-test="sealed">
            <Icon name="lock" />{entry.what.what}" · "<span class="strong">{entry.what.seal}</span>
            <span class="soft small">" · "{move || who(entry.by)}" · "{move || moment(entry.at)}</span>
            <Strike entry=strike />
        </p>
    }
}

#[component]
fn SealDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let [what, seal] = [(); 2].map(|()| RwSignal::new(String::new()));
    let missing = move || !has_letter_or_digit(&what.get()) || !has_letter_or_digit(&seal.get());
    let why_not = Signal::derive(move || missing().then(|| t("seal.missing")));
    let store = move |()| {
        let body = Body::Sealed { what: what.get_untracked(), seal: seal.get_untracked() };
        spawn_local(async move {
            if screen.commit("seal", body).await {
                on_close.run(());
            }
        });
    };
    view! {
        <Dialog title=tr("seal.add") on_close=on_close>
            <div class="body">
                <p class="soft">{tr("seal.text")}</p>
                <TextField label=tr("seal.what") value=what name="seal_what" needed=true />
                <TextField label=tr("seal.seal") value=seal name="seal_number" needed=true />
                {move || screen.error("seal").map(|why| view! { <Refused why=why /> })}
            </div>
            <footer data-test="store-seal"><Button label=tr("record.store") look="primary" on_press=store why_not=why_not /></footer>
        </Dialog>
    }
}
