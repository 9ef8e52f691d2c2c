//! After the last reading: environment at the end, remarks, deviation, the customer, the signature.

use leptos::prelude::*;

use super::abandon::Abandon;
use super::deviation::Deviations;
use super::environment::Environment;
use super::pad::Pad;
use super::remarks::Remarks;
use super::screen::Screen;
use super::seals::Seals;
use super::signature::Confirmation;
use super::submit::Submit;
use crate::components::LinkButton;
use crate::data::tablet::Plan;
use crate::pages::tablet::task_card::{Begin, record_of};
use crate::text::{self, tr};

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
        let same = |other: &&domain::pack::PackTask| {
            other.task.edition == edition && other.task.visit == visit && Some(other.id) != task && !other.task.cancelled
        };
        let unfinished = |other: &&domain::pack::PackTask| record_of(&records, other).is_none_or(|record| record.status.is_open());
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
