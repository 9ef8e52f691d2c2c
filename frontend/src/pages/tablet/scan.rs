//! Finding an item by its label: by the camera, or typed.

use base::id::{CustomerId, ItemId};
use domain::item::{Item, named_by};
use domain::pack::Known;
use domain::visit::Visit;
use gloo_timers::future::TimeoutFuture;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::HtmlVideoElement;

use super::task_card::{Begin, RecordLink, TaskCard};
use super::visit::EditionChoice;
use crate::components::{EmptyState, Field, Notice, TextField};
use crate::data::camera::Camera;
use crate::data::tablet::{Plan, Tablet};
use crate::text::{self, t_with, tr};

const EACH_MILLIS: u32 = 200;

/// Scan or type; the task or record of that item.
#[component]
pub fn ScanPage() -> impl IntoView {
    let tablet = Tablet::here();
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<ItemId>);
    let found = Memo::new(move |_| {
        let items = tablet.items();
        let hits = named_by(&items, &typed.get()).into_iter();
        hits.filter_map(|id| Some((id, items.get(&id)?.clone()))).collect::<Vec<_>>()
    });
    Effect::new(move || {
        typed.track();
        chosen.set(None);
    });
    let meant = move |hits: &[(ItemId, Item)]| match hits {
        [one] => Some(one.clone()),
        several => several.iter().find(|(id, _)| Some(*id) == chosen.get()).cloned(),
    };
    view! {
        <div class="stack wide">
            <h1>{tr("tablet.scan")}</h1>
            <Lens on_code=move |code| typed.set(code) />
            <TextField label=tr("scan.type") value=typed name="identification" help=tr("scan.help") />
            {move || match (meant(&found.get()), found.get()) {
                (Some((id, item)), _) => view! { <Found id=id item=item /> }.into_any(),
                (None, hits) if !hits.is_empty() => view! { <Several items=hits on_choose=move |id| chosen.set(Some(id)) /> }.into_any(),
                _ if typed.get().trim().is_empty() => ().into_any(),
                _ => view! { <EmptyState text=tr("scan.unknown") icon="search" /> }.into_any(),
            }}
        </div>
    }
}

/// Items of several manufacturers with the same number: the person chooses the one at hand.
#[component]
fn Several(items: Vec<(ItemId, Item)>, #[prop(into)] on_choose: Callback<ItemId>) -> impl IntoView {
    let one = move |(id, item): (ItemId, Item)| {
        let test = format!("hit-{}", item.identification);
        let facts =
            [item.manufacturer.clone(), item.model.clone()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let (name, serial) = (item.name.clone(), item.serial_number.clone());
        view! {
            <button type="button" class="card tb-card" data-test=test on:click=move |_| on_choose.run(id)>
                <span class="grow stack tight">
                    <span class="strong">{move || text::name(&name)}" · "{item.identification.clone()}</span>
                    <span>{facts}</span>
                    <span class="soft">{move || text::serial(&serial)}</span>
                </span>
            </button>
        }
    };
    view! {
        <section class="stack" data-test="hits">
            <h2>{tr("scan.several")}</h2>
            <div class="tb-cards">{items.into_iter().map(one).collect_view()}</div>
        </section>
    }
}

#[component]
fn Found(id: ItemId, item: Item) -> impl IntoView {
    let tablet = Tablet::here();
    let records = Memo::new(move |_| tablet.records());
    let tasks: Vec<_> =
        tablet.pack_now().map(|pack| pack.tasks.iter().filter(|task| task.task.item == id).cloned().collect()).unwrap_or_default();
    let last =
        tablet.pack_now().and_then(|pack| pack.last_certificates.iter().find(|last| last.item == id).map(|last| last.number.clone()));
    let unplanned = move || {
        let mine = records.get().into_iter().filter(|record| record.opened.item.id == id && record.opened.task.is_none());
        mine.map(|record| view! { <RecordLink record=record><span></span></RecordLink> }).collect_view()
    };
    let name = item.name.clone();
    let (maker, serial) = ([item.manufacturer.clone(), item.model.clone()], item.serial_number.clone());
    let made = move || {
        let serial = if serial.is_empty() { String::new() } else { text::serial(&serial) };
        maker.iter().chain([&serial]).filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    };
    let planned = !tasks.is_empty();
    view! {
        <section class="stack">
            <h2>{move || text::name(&name)}" · "{item.identification.clone()}</h2>
            <p class="soft">{made}</p>
            {last.map(|number| view! { <p class="soft">{move || text::t_with("scan.last", &[("number", &number)])}</p> })}
            <div class="tb-cards">
                {tasks.into_iter().map(|task| view! { <TaskCard task=task records=records /> }).collect_view()}
                {unplanned}
            </div>
            {(!planned).then(|| view! { <NotPlanned id=id customer=item.customer /> })}
        </section>
    }
}

/// No task names the item: it is begun all the same, on today's visit to its owner or in the laboratory; the office reviews it.
#[component]
fn NotPlanned(id: ItemId, customer: CustomerId) -> impl IntoView {
    let tablet = Tablet::here();
    let pack = tablet.pack_now();
    let visits: Vec<Known<Visit>> =
        pack.as_ref().map(|pack| pack.visits_on_the_day(customer, tablet.office_time()).cloned().collect()).unwrap_or_default();
    let editions = pack.map(|pack| pack.editions.clone()).unwrap_or_default();
    let place = RwSignal::new(visits.first().map(|known| known.id.to_string()).unwrap_or_default());
    let edition = RwSignal::new(String::new());
    let option = |known: Known<Visit>| {
        let Visit { number, starts, .. } = known.body;
        let words = move || t_with("scan.visit", &[("number", &number), ("starts", &starts)]);
        view! { <option value=known.id.to_string()>{words}</option> }
    };
    view! {
        <section class="card" data-test="scan-unplanned">
            <header><h3>{tr("scan.unplanned")}</h3></header>
            <div class="body stack">
                <p class="soft">{tr("scan.unplanned_text")}</p>
                <Field label=tr("scan.where")>
                    <select data-test="scan-where" prop:value=place on:change:target=move |event| place.set(event.target().value())>
                        {visits.into_iter().map(option).collect_view()}
                        <option value="">{tr("today.laboratory")}</option>
                    </select>
                </Field>
                <EditionChoice editions=editions chosen=edition />
                {move || match edition.get().parse() {
                    Ok(edition) => {
                        let plan = Plan { item: id, edition, task: None, visit: place.get().parse().ok(), instead_of: None };
                        view! { <Begin plan=plan /> }.into_any()
                    }
                    Err(_) => view! { <span class="soft small">{tr("unplanned.choose_method")}</span> }.into_any(),
                }}
            </div>
        </section>
    }
}

/// The camera, once it is asked for; the browser asks the person.
#[component]
fn Lens(#[prop(into)] on_code: Callback<String>) -> impl IntoView {
    let on = RwSignal::new(false);
    let node = NodeRef::<html::Video>::new();
    let failed = RwSignal::new(false);
    let start = move |_| {
        on.set(true);
        failed.set(false);
        spawn_local(async move {
            TimeoutFuture::new(50).await;
            let Some(video) = node.get_untracked() else { return };
            match watch(&video, on).await {
                Ok(Some(code)) => on_code.run(code),
                Ok(None) => {}
                Err(_) => drop(failed.try_set(true)),
            }
            on.try_set(false);
        });
    };
    on_cleanup(move || {
        on.try_set(false);
    });
    view! {
        <div class="stack">
            {move || if on.get() {
                view! {
                    <video node_ref=node class="tb-camera" autoplay=true playsinline=true muted=true></video>
                    <button type="button" class="button" on:click=move |_| on.set(false)>{tr("scan.stop")}</button>
                }
                .into_any()
            } else {
                view! { <button type="button" class="button primary" data-test="camera" on:click=start>{tr("scan.camera")}</button> }.into_any()
            }}
            {move || failed.get().then(|| view! { <Notice tone="attention"><p>{tr("scan.camera_refused")}</p></Notice> })}
        </div>
    }
}

/// Looks through the camera until a code is seen or the person leaves.
async fn watch(video: &HtmlVideoElement, on: RwSignal<bool>) -> Result<Option<String>, JsValue> {
    let camera = Camera::open(video).await?;
    while on.try_get_untracked() == Some(true) {
        TimeoutFuture::new(EACH_MILLIS).await;
        if let Some(code) = camera.look(video) {
            return Ok(Some(code));
        }
    }
    Ok(None)
}
