//! A task with its state, and the way into its record.

use base::finding::Finding;
use domain::pack::PackTask;
use domain::record::{Record, RecordStatus};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::components::badge::code_of;
use crate::components::{Icon, StateBadge};
use crate::data::tablet::{Plan, Tablet};
use crate::pages::tablet::refused::Refused;
use crate::text::{self, t, t_with, tr};

/// The record of a task that this person has here; a given-up one does not count.
pub fn record_of(records: &[Record], task: &PackTask) -> Option<Record> {
    let counts = |record: &&Record| record.opened.task == Some(task.id) && record.status != RecordStatus::Abandoned;
    records.iter().find(counts).cloned()
}

/// One task: begins its record, or goes on with it.
#[component]
pub fn TaskCard(task: PackTask, records: Memo<Vec<Record>>) -> impl IntoView {
    let tablet = Tablet::here();
    let item_id = task.task.item;
    let item = Memo::new(move |_| tablet.items().remove(&item_id));
    let record = {
        let task = task.clone();
        Memo::new(move |_| record_of(&records.get(), &task))
    };
    let method =
        tablet.pack_now().and_then(|pack| pack.editions.iter().find(|known| known.id == task.task.edition).map(|known| known.body.named()));
    let plan = Plan { item: item_id, edition: task.task.edition, task: Some(task.id), visit: task.task.visit, instead_of: None };
    let elsewhere = task.record.is_some();
    // Agreed with an edition of another service: the order must be corrected first (C-4.2).
    let wrong = tablet.pack_now().is_some_and(|pack| {
        let method = pack.editions.iter().find(|known| known.id == task.task.edition).map(|known| known.body.method);
        pack.methods.iter().any(|known| Some(known.id) == method && known.body.service != task.task.service)
    });
    let wrong_edition = method.clone().unwrap_or_default();
    let test = move || item.get().map(|item| format!("task-{}", item.identification));
    view! {
        <article class="card tb-card" data-test=test>
            <span class="grow stack tight">
                <span class="strong">{move || item.get().map(|item| text::name(&item.name))}</span>
                <span class="soft">
                    {move || item.get().map(|item| format!("{} · {} · {}", item.identification, item.model, text::serial(&item.serial_number)))}
                </span>
                <span class="soft small">{method}" · "{task.order.number.clone()}</span>
            </span>
            {move || match record.get() {
                Some(record) => view! {
                    <StateBadge state=code_of(&record.status) />
                    <a class="button primary" data-test="open-record" href=format!("/record/{}", record.id)>{tr("task.open")}</a>
                }
                .into_any(),
                None if wrong => view! {
                    <span class="attention-text small" data-test="wrong-service"><Icon name="alert" />{t_with("code.edition_of_another_service", &[("edition", &wrong_edition)])}</span>
                }
                .into_any(),
                None if elsewhere => view! { <span class="soft">{tr("task.begun_elsewhere")}</span><Begin plan=plan.clone() /> }.into_any(),
                None => view! { <Begin plan=plan.clone() /> }.into_any(),
            }}
        </article>
    }
}

/// Begins a record and goes to it.
#[component]
pub fn Begin(
    plan: Plan,
    #[prop(optional)] label: Option<&'static str>,
    /// Beside a greater action.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let tablet = Tablet::here();
    let navigate = use_navigate();
    let refused = RwSignal::new(None::<Finding>);
    let busy = RwSignal::new(false);
    let begin = move |_| {
        let (plan, navigate) = (plan.clone(), navigate.clone());
        busy.set(true);
        spawn_local(async move {
            match tablet.begin_record(&plan).await {
                Ok(record) => navigate(&format!("/record/{record}"), Default::default()),
                Err(why) => drop(refused.try_set(Some(why))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <span class="button-with-reason">
            <button type="button" class=if quiet { "button" } else { "button primary" } data-test="begin-record" disabled=busy on:click=begin>
                {move || t(label.unwrap_or("task.begin"))}
            </button>
            {move || refused.get().map(|why| view! { <Refused why=why /> })}
        </span>
    }
}

/// A record as a line.
#[component]
pub fn RecordLink(record: Record, children: Children) -> impl IntoView {
    let item = record.opened.item.item.clone();
    let customer = record.opened.customer.name.clone();
    let (name, serial) = (item.name.clone(), item.serial_number.clone());
    view! {
        <a class="card tb-card" href=format!("/record/{}", record.id) data-test=format!("record-{}", item.identification)>
            <span class="grow stack tight">
                <span class="strong">{move || text::name(&name)}" · "{move || text::serial(&serial)}</span>
                <span class="soft small">{move || text::name(&customer)}</span>
                {children()}
            </span>
            <StateBadge state=code_of(&record.status) />
            <Icon name="pencil" />
        </a>
    }
}
