//! Today: this person's visits and tasks, what came back, and whether all of it is on this tablet.

use base::id::VisitId;
use domain::pack::{JobPack, Known, PackTask};
use domain::record::{Record, RecordStatus};
use domain::visit::Visit;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::task_card::{RecordLink, TaskCard, record_of};
use crate::components::{Button, EmptyState, FailureView, Icon};
use crate::data::tablet::Tablet;
use crate::failure::Failure;
use crate::layout::AccountNotices;
use crate::text::format::{clock, day, moment_exact};
use crate::text::{self, t_count, t_with, tr};

/// Visits, work in the laboratory, what is to be finished.
#[component]
pub fn TodayPage() -> impl IntoView {
    let tablet = Tablet::here();
    let records = Memo::new(move |_| tablet.records());
    view! {
        {move || match tablet.pack() {
            None => view! { <EmptyState text=tr("today.no_pack") icon="download" /> }.into_any(),
            Some(pack) => view! {
                <div class="stack wide">
                    <AccountNotices />
                    <Release />
                    <ToFinish records=records />
                    <Visits pack=(*pack).clone() records=records />
                    <Laboratory pack=(*pack).clone() records=records />
                    <p class="soft small" data-test="pack">
                        <Icon name="download" />{move || t_with("today.pack_stored", &[("at", &moment_exact(pack.made_at))])}
                    </p>
                </div>
            }
            .into_any(),
        }}
    }
}

/// Lets this tablet confirm its person's new device or password.
#[component]
fn Release() -> impl IntoView {
    let tablet = Tablet::here();
    let failure = RwSignal::new(None::<Failure>);
    let send = move |()| {
        spawn_local(async move {
            failure.try_set(tablet.release().await.err());
        });
    };
    view! {
        <Show when=move || tablet.may_release()>
            <div data-test="release"><Button label=tr("authority.release_by_device") look="primary" icon="check" on_press=send /></div>
        </Show>
        {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
    }
}

#[component]
fn Visits(pack: JobPack, records: Memo<Vec<Record>>) -> impl IntoView {
    let mut visits = pack.visits.clone();
    visits.sort_by(|a, b| (a.body.day, &a.body.starts).cmp(&(b.body.day, &b.body.starts)));
    let none = visits.is_empty();
    view! {
        <section class="stack">
            <h1>{tr("today.visits")}</h1>
            {none.then(|| view! { <p class="soft">{tr("today.no_visits")}</p> })}
            <div class="tb-cards">{visits.into_iter().map(|visit| visit_card(&pack, visit, records)).collect_view()}</div>
        </section>
    }
}

fn visit_card(pack: &JobPack, visit: Known<Visit>, records: Memo<Vec<Record>>) -> impl IntoView + use<> {
    let tablet = Tablet::here();
    let customer =
        pack.customers.iter().find(|known| known.id == visit.body.customer).map(|known| known.body.name.clone()).unwrap_or_default();
    let place =
        pack.places.iter().find(|place| place.place.id == visit.body.place).map(|place| place.snapshot.name.clone()).unwrap_or_default();
    let tasks: Vec<PackTask> = tasks_of(pack, Some(visit.id));
    let total = tasks.len();
    let whole = pack_line(pack, Some(&visit.body), &tasks);
    let done = move || tasks.iter().filter(|task| record_of(&records.get(), task).is_some_and(|record| !record.status.is_open())).count();
    let standards = visit.body.standards.clone();
    let id = visit.id;
    let arrived = move || {
        let state = tablet.visit(id);
        standards.iter().filter(|standard| state.has_arrived(**standard)).count()
    };
    let all_standards = visit.body.standards.len();
    let (on, starts) = (visit.body.day, visit.body.starts.clone());
    let today = pack.day_at(visit.body.place, tablet.office_time());
    let when = move || if Some(on) == today { starts.clone() } else { format!("{} {starts}", day(on)) };
    view! {
        <a class="card tb-card" href=format!("/visit/{id}") data-test=format!("visit-{}", visit.body.number)>
            <span class="tb-when">{when}</span>
            <span class="grow stack tight">
                <span class="strong">{move || text::name(&customer)}</span>
                <span class="soft">{move || text::name(&place)}" · "{visit.body.number.clone()}</span>
                {whole}
                <span class="soft small">
                    {move || t_with("today.standards_arrived", &[("n", &arrived().to_string()), ("all", &all_standards.to_string())])}
                </span>
            </span>
            <span class="tb-count" data-test="progress">{move || format!("{}/{total}", done())}</span>
        </a>
    }
}

/// Whether everything that a visit's tasks need is on this tablet, or those of the laboratory.
fn pack_line(pack: &JobPack, visit: Option<&Visit>, tasks: &[PackTask]) -> AnyView {
    let at = pack.made_at;
    if pack.is_whole(visit, tasks) {
        view! {
            <span class="good-text small" data-test="pack-whole"><Icon name="check" />{move || t_with("today.pack_whole", &[("at", &clock(at))])}</span>
        }
        .into_any()
    } else {
        view! { <span class="attention-text small" data-test="pack-gaps"><Icon name="alert" />{tr("today.pack_gaps")}</span> }.into_any()
    }
}

/// Tasks of a visit, or those without one, in the order of the lines; what was called off is not shown.
pub fn tasks_of(pack: &JobPack, visit: Option<VisitId>) -> Vec<PackTask> {
    let mut tasks: Vec<PackTask> = pack.tasks.iter().filter(|task| task.task.visit == visit && !task.task.cancelled).cloned().collect();
    tasks.sort_by_key(|task| (task.order.number.clone(), task.task.line));
    tasks
}

#[component]
fn Laboratory(pack: JobPack, records: Memo<Vec<Record>>) -> impl IntoView {
    let tasks = tasks_of(&pack, None);
    (!tasks.is_empty()).then(|| {
        let whole = pack_line(&pack, None, &tasks);
        view! {
            <section class="stack" data-test="laboratory">
                <h2>{tr("today.laboratory")}</h2>
                {whole}
                <div class="tb-cards">
                    {tasks.into_iter().map(|task| view! { <TaskCard task=task records=records /> }).collect_view()}
                </div>
            </section>
        }
    })
}

/// Returned and reopened records and those that wait for a second signature first, then drafts.
#[component]
fn ToFinish(records: Memo<Vec<Record>>) -> impl IntoView {
    let tablet = Tablet::here();
    let open = move || {
        let mut open: Vec<Record> =
            records.get().into_iter().filter(|record| record.status.is_open() || tablet.waits_for_signature(record)).collect();
        open.sort_by_key(|record| (record.status == RecordStatus::Draft, std::cmp::Reverse(record.opened_at)));
        open
    };
    let line = move |record: Record| {
        let notes = record.findings.iter().filter(|finding| finding.answer.is_none()).count();
        let note = (notes > 0).then(|| view! { <span class="attention-text">{t_count("today.notes", notes)}</span> });
        let sign = tablet.waits_for_signature(&record).then(|| view! { <span class="attention-text">{tr("today.sign")}</span> });
        view! { <RecordLink record=record>{note}{sign}</RecordLink> }
    };
    move || {
        let open = open();
        (!open.is_empty()).then(|| {
            view! {
                <section class="stack" data-test="to-finish">
                    <h2>{tr("today.to_finish")}</h2>
                    <div class="tb-cards">{open.into_iter().map(line).collect_view()}</div>
                </section>
            }
        })
    }
}
