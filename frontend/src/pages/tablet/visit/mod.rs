//! A visit: the briefing, the standards' checks, the items, and what was not planned.

mod checks;
mod correct;
mod unplanned;

use base::finding::Finding;
use base::id::VisitId;
use domain::event::Stream;
use domain::event::body::Body;
use domain::pack::{JobPack, Known};
use domain::visit::Visit;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

pub use unplanned::EditionChoice;

use super::refused::Refused;
use super::task_card::{RecordLink, TaskCard};
use super::today::tasks_of;
use crate::components::{EmptyState, Icon, TabPanel, Tabs};
use crate::data::tablet::Tablet;
use crate::text::format::day;
use crate::text::{self, tr};

const ITEMS: &str = "visit.items";
const STANDARDS: &str = "visit.standards";
const MORE: &str = "visit.unplanned";
/// The identity of what the tabs lead to.
const PANEL: &str = "visit-panel";

/// One visit.
#[component]
pub fn VisitPage() -> impl IntoView {
    let tablet = Tablet::here();
    let params = use_params_map();
    move || {
        let id: Option<VisitId> = params.read().get("id").and_then(|id| id.parse().ok());
        let pack = tablet.pack();
        let visit = id.and_then(|id| pack.as_ref()?.visits.iter().find(|known| known.id == id).cloned());
        match (pack, visit) {
            (Some(pack), Some(visit)) => view! { <OneVisit pack=(*pack).clone() visit=visit /> }.into_any(),
            _ => {
                view! { <EmptyState text=tr("visit.unknown")><a class="button" href="/today">{tr("nav.today")}</a></EmptyState> }.into_any()
            }
        }
    }
}

#[component]
fn OneVisit(pack: JobPack, visit: Known<Visit>) -> impl IntoView {
    let tab = RwSignal::new(ITEMS);
    let customer = pack.customers.iter().find(|known| known.id == visit.body.customer).map(|known| known.body.clone());
    let place = pack.places.iter().find(|place| place.place.id == visit.body.place).cloned();
    let (body, id) = (visit.body.clone(), visit.id);
    let name = customer.clone().map(|customer| customer.name).unwrap_or_default();
    let contact = customer.and_then(|customer| customer.contacts.first().cloned()).map(|c| format!("{} {}", c.name, c.telephone));
    let place_name = place.as_ref().map(|place| place.snapshot.name.clone()).unwrap_or_default();
    let address = place.as_ref().map(|place| place.snapshot.address.clone()).unwrap_or_default();
    let notes = [place.map(|place| place.place.body.notes).unwrap_or_default(), body.notes.clone()].join("\n");
    view! {
        <div class="stack wide">
            <header class="stack tight">
                <h1>{move || text::name(&name)}</h1>
                <p class="soft">{move || day(body.day)}" "{body.starts.clone()}" · "{body.number.clone()}</p>
                <p>{move || text::name(&place_name)}" · "{move || text::name(&address)}{contact.map(|contact| format!(" · {contact}"))}</p>
            </header>
            <Briefing visit=id notes=notes />
            <Tabs tabs=vec![ITEMS, STANDARDS, MORE] chosen=tab panel=PANEL />
            <TabPanel id=PANEL chosen=Signal::derive(move || tab.get().to_owned())>
                {move || match tab.get() {
                    STANDARDS => view! { <checks::Checks pack=pack.clone() visit=visit.clone() /> }.into_any(),
                    MORE => view! { <unplanned::Unplanned pack=pack.clone() visit=visit.clone() /> }.into_any(),
                    _ => view! { <Items pack=pack.clone() visit=id /> }.into_any(),
                }}
            </TabPanel>
        </div>
    }
}

/// The site's rules: read and acknowledged by each person who goes.
#[component]
fn Briefing(visit: VisitId, notes: String) -> impl IntoView {
    let tablet = Tablet::here();
    let refused = RwSignal::new(None::<Finding>);
    let done = Memo::new(move |_| {
        let person = tablet.who().map(|vault| vault.person);
        tablet.visit(visit).briefed(person?).map(|briefed| briefed.at)
    });
    let acknowledge = move |_| {
        spawn_local(async move {
            refused.try_set(tablet.commit(Stream::visit(visit), Body::BriefingAcknowledged).await.err());
        });
    };
    view! {
        <section class="card">
            <header>
                <h2>{tr("visit.briefing")}</h2>
                {move || match done.get() {
                    Some(at) => view! { <span class="good-text" data-test="briefed"><Icon name="check" />{text::format::moment(at)}</span> }.into_any(),
                    None => view! {
                        <button type="button" class="button primary" data-test="briefing" on:click=acknowledge>{tr("visit.acknowledge")}</button>
                    }
                    .into_any(),
                }}
            </header>
            <div class="body">
                <p class="pre">{notes}</p>
                {move || refused.get().map(|why| view! { <Refused why=why /> })}
            </div>
        </section>
    }
}

#[component]
fn Items(pack: JobPack, visit: VisitId) -> impl IntoView {
    let tablet = Tablet::here();
    let records = Memo::new(move |_| tablet.records());
    let card = move |task| {
        let item = domain::pack::PackTask::clone(&task).task.item;
        view! {
            <div class="stack tight">
                <TaskCard task=task records=records />
                <correct::Correct item=item />
            </div>
        }
    };
    let unplanned = move || {
        let here = records.get().into_iter().filter(|record| record.opened.visit == Some(visit) && record.opened.task.is_none());
        here.map(|record| view! { <RecordLink record=record><span class="soft small">{tr("visit.not_planned")}</span></RecordLink> })
            .collect_view()
    };
    view! {
        <div class="tb-cards">
            {tasks_of(&pack, Some(visit)).into_iter().map(card).collect_view()}
            {unplanned}
        </div>
    }
}
