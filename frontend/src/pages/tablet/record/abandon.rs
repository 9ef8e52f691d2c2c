//! Giving a record up and taking it up again: by the person who began it, with a reason (C-5.5.1).

use domain::event::body::Body;
use domain::record::RecordStatus;
use leptos::prelude::*;
use leptos::task::spawn_local;
use measurement::method::Stage;

use super::screen::Screen;
use crate::components::{Button, Dialog, TextField};
use crate::data::session::Session;
use crate::data::tablet::{Plan, form};
use crate::pages::tablet::refused::Refused;
use crate::pages::tablet::task_card::Begin;
use crate::text::{self, tr};

const ERROR: &str = "abandon";

/// Whether this person began the record, followed.
fn is_opener(screen: Screen) -> bool {
    let me = screen.tablet.who().map(|who| who.person);
    screen.with(|record| record.opener() == me).unwrap_or(false)
}

/// Giving the record up; a new one can replace it, or it can be taken up again.
#[component]
pub fn Abandon() -> impl IntoView {
    let screen = Screen::here();
    let may =
        Memo::new(move |_| screen.with(|record| matches!(record.status, RecordStatus::Draft | RecordStatus::Returned)).unwrap_or(false));
    let given_up = Memo::new(move |_| {
        // A record that never counted cannot be continued.
        let counts = |record: &domain::record::Record| {
            record.set_aside.iter().all(|aside| Some(aside.event) != record.abandoned.as_ref().map(|e| e.event))
        };
        screen.with(|record| record.status == RecordStatus::Abandoned && counts(record)).unwrap_or(false)
    });
    let progress = move || screen.with(|record| form::progress(record, Stage::AsFound)).unwrap_or_default();
    let done = move || {
        let (all, left) = progress();
        text::t_with("record.progress", &[("n", &(all - left).to_string()), ("all", &all.to_string())])
    };
    view! {
        <Show when=move || may.get() && is_opener(screen)>
            <Reasoned title="record.abandon" about="record.abandon_text" aside=Callback::new(move |()| done()) test="abandon" body=|reason| Body::Abandoned { reason } />
        </Show>
        <Show when=move || may.get() && !is_opener(screen)><p class="soft small" data-test="give-up-other">{tr("record.give_up_other")}</p></Show>
        <Show when=move || given_up.get() && is_opener(screen)>
            <Reasoned title="record.take_up" about="record.take_up_text" aside=Callback::new(|()| String::new()) test="take-up" body=|reason| Body::TakenUp { reason } />
        </Show>
        <Anew />
    }
}

/// An act that needs a reason.
#[component]
fn Reasoned(
    title: &'static str,
    about: &'static str,
    aside: Callback<(), String>,
    test: &'static str,
    body: fn(String) -> Body,
) -> impl IntoView {
    let screen = Screen::here();
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let session = Session::here();
    let held = move || screen.tablet.who().and_then(|vault| session.signing_held_on(vault.device));
    let why_not = Signal::derive(move || held().or_else(|| reason.with(|reason| text::why_missing(reason))));
    let store = move |()| {
        let body = body(reason.get_untracked());
        spawn_local(async move {
            if screen.commit(ERROR, body).await {
                open.try_set(false);
            }
        });
    };
    view! {
        <div>
            <button type="button" class="button danger small" data-test=test on:click=move |_| open.set(true)>{tr(title)}</button>
        </div>
        {move || open.get().then(|| view! {
            <Dialog title=tr(title) on_close=move || open.set(false)>
                <div class="body">
                    <p>{tr(about)}</p>
                    <p class="soft">{move || aside.run(())}</p>
                    <TextField label=tr("record.reason") value=reason name="reason" needed=true />
                    {move || screen.error(ERROR).map(|why| view! { <Refused why=why /> })}
                </div>
                <footer><Button label=tr(title) look="danger" on_press=store why_not=why_not /></footer>
            </Dialog>
        })}
    }
}

/// A new record to replace a given-up one, with the edition now in force.
#[component]
fn Anew() -> impl IntoView {
    let screen = Screen::here();
    move || {
        let plan = screen.with(|record| {
            let opened = &record.opened;
            (record.status == RecordStatus::Abandoned).then_some(Plan {
                item: opened.item.id,
                edition: opened.edition_id,
                task: opened.task,
                visit: opened.visit,
                instead_of: Some(record.id),
            })
        });
        plan.flatten().map(|mut plan| {
            let planned = screen
                .tablet
                .pack()
                .and_then(|pack| pack.tasks.iter().find(|task| Some(task.id) == plan.task).map(|task| task.task.edition));
            plan.edition = planned.unwrap_or(plan.edition);
            view! { <Begin plan=plan label="record.anew" /> }
        })
    }
}
