//! After the last reading: environment at the end, remarks, deviation, the customer, the signature.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::event::body::Body;
use shared::record::RecordStatus;

use super::deviation::Deviations;
use super::environment::Environment;
use super::pad::Pad;
use super::remarks::Remarks;
use super::screen::Screen;
use super::seals::Seals;
use super::signature::Confirmation;
use super::submit::Submit;
use crate::components::{Button, Dialog, LinkButton, TextField};
use crate::data::tablet::Plan;
use crate::data::tablet::form;
use crate::pages::tablet::refused::Refused;
use crate::pages::tablet::task_card::{Begin, record_of};
use crate::text::{self, t, tr};

/// The last part of a record.
#[component]
pub fn Finish() -> impl IntoView {
    let screen = Screen::here();
    view! {
        <div class="tb-work">
            <div class="stack wide grow">
                <Environment moment="end" />
                <Deviations />
                <Seals />
                <Remarks />
                <Confirmation />
                <Submit />
                <NextSimilar />
                <Abandon />
            </div>
            <Show when=move || screen.is_open()><Pad /></Show>
        </div>
    }
}

/// The next item of the visit with the same method: opens it without copying a reading.
#[component]
fn NextSimilar() -> impl IntoView {
    let screen = Screen::here();
    let tablet = screen.tablet;
    move || {
        let pack = tablet.pack()?;
        let (edition, visit, task) = screen.with(|record| (record.opened.edition_id, record.opened.visit, record.opened.task))?;
        let records = tablet.records();
        let same = |other: &&shared::sync::pack::PackTask| {
            other.task.edition == edition && other.task.visit == visit && Some(other.id) != task && !other.task.cancelled
        };
        let unfinished = |other: &&shared::sync::pack::PackTask| record_of(&records, other).is_none_or(|record| record.status.is_open());
        let next = pack.tasks.iter().filter(same).find(unfinished)?;
        let item = tablet.items().remove(&next.task.item)?;
        let words = move || format!("{} · {}", text::name(&item.name), text::serial(&item.serial_number));
        let way = match record_of(&records, next) {
            Some(record) => {
                view! { <LinkButton label=tr("record.next_similar") href=format!("/record/{}", record.id) icon="send" /> }.into_any()
            }
            None => {
                let plan = Plan { item: next.task.item, edition, task: Some(next.id), visit, instead_of: None };
                view! { <Begin plan=plan label="record.next_similar" quiet=screen.is_open() /> }.into_any()
            }
        };
        Some(view! { <div class="row" data-test="next-similar"><span class="soft">{words}</span>{way}</div> })
    }
}

/// Giving the record up, with a reason; a new one can take its place.
#[component]
fn Abandon() -> impl IntoView {
    let screen = Screen::here();
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let why_not = Signal::derive(move || reason.get().trim().is_empty().then(|| t("amend.reason_missing")));
    let store = move |()| {
        let body = Body::Abandoned { reason: reason.get_untracked() };
        spawn_local(async move {
            if screen.commit("abandon", body).await {
                open.try_set(false);
            }
        });
    };
    let may = move || screen.with(|record| matches!(record.status, RecordStatus::Draft | RecordStatus::Returned)).unwrap_or(false);
    let progress = move || screen.with(|record| form::progress(record, shared::library::edition::Stage::AsFound)).unwrap_or_default();
    view! {
        <Show when=may>
            <div>
                <button type="button" class="button danger small" data-test="abandon" on:click=move |_| open.set(true)>{tr("record.abandon")}</button>
            </div>
        </Show>
        {move || open.get().then(|| view! {
            <Dialog title=tr("record.abandon") on_close=move || open.set(false)>
                <div class="body">
                    <p>{tr("record.abandon_text")}</p>
                    <p class="soft">{move || { let (all, left) = progress(); text::t_with("record.progress", &[("n", &(all - left).to_string()), ("all", &all.to_string())]) }}</p>
                    <TextField label=tr("record.reason") value=reason name="reason" needed=true />
                    {move || screen.error("abandon").map(|why| view! { <Refused why=why /> })}
                </div>
                <footer><Button label=tr("record.abandon") look="danger" on_press=store why_not=why_not /></footer>
            </Dialog>
        })}
        <Anew />
    }
}

/// A new record in the place of a given-up one, with the edition now in force.
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
