//! Finding an item by its label: the camera where the browser can read codes, typing everywhere.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::Id;
use shared::item::Item;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use super::task_card::{RecordLink, TaskCard};
use crate::components::{EmptyState, Notice, TextField};
use crate::data::tablet::Tablet;
use crate::text::{self, tr};

const EACH_MILLIS: u32 = 300;

/// Scan or type; the task or record of that item.
#[component]
pub fn ScanPage() -> impl IntoView {
    let tablet = Tablet::here();
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| find(&tablet.items(), &typed.get()));
    view! {
        <div class="stack wide">
            <h1>{tr("tablet.scan")}</h1>
            <Camera on_code=move |code| typed.set(code) />
            <TextField label=tr("scan.type") value=typed name="identification" help=tr("scan.help") />
            {move || match found.get() {
                Some((id, item)) => view! { <Found id=id item=item /> }.into_any(),
                None if typed.get().trim().is_empty() => ().into_any(),
                None => view! { <EmptyState text=tr("scan.unknown") icon="search" /> }.into_any(),
            }}
        </div>
    }
}

/// A label's code may be the identification or an address that ends with it.
fn find(items: &std::collections::BTreeMap<Id<Item>, Item>, code: &str) -> Option<(Id<Item>, Item)> {
    let code = code.trim().trim_end_matches('/');
    let code = code.rsplit('/').next().unwrap_or(code).to_lowercase();
    let same = |item: &Item| item.identification.to_lowercase() == code || item.serial_number.to_lowercase() == code;
    items.iter().find(|(_, item)| !code.is_empty() && same(item)).map(|(id, item)| (*id, item.clone()))
}

#[component]
fn Found(id: Id<Item>, item: Item) -> impl IntoView {
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
    view! {
        <section class="stack">
            <h2>{move || text::name(&name)}" · "{item.identification.clone()}</h2>
            {last.map(|number| view! { <p class="soft">{move || text::t_with("scan.last", &[("number", &number)])}</p> })}
            <div class="tb-cards">
                {tasks.into_iter().map(|task| view! { <TaskCard task=task records=records /> }).collect_view()}
                {unplanned}
            </div>
        </section>
    }
}

/// The camera, only where the browser reads codes by itself.
#[component]
fn Camera(#[prop(into)] on_code: Callback<String>) -> impl IntoView {
    let on = RwSignal::new(false);
    let node = NodeRef::<html::Video>::new();
    let failed = RwSignal::new(false);
    let detector = detector();
    if detector.is_none() {
        return view! { <p class="soft small">{tr("scan.no_camera")}</p> }.into_any();
    }
    let start = move |_| {
        on.set(true);
        let detector = StoredValue::new_local(self::detector());
        spawn_local(async move {
            TimeoutFuture::new(50).await;
            let Some(video) = node.get_untracked() else { return };
            let read = detector.with_value(|detector| detector.clone());
            match watch(&video, read, on).await {
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
                view! { <video node_ref=node class="tb-camera" autoplay=true playsinline=true></video> }.into_any()
            } else {
                view! { <button type="button" class="button primary" on:click=start>{tr("scan.camera")}</button> }.into_any()
            }}
            {move || failed.get().then(|| view! { <Notice tone="attention"><p>{tr("scan.camera_refused")}</p></Notice> })}
        </div>
    }
    .into_any()
}

/// `BarcodeDetector` has no binding: it is made by name.
fn detector() -> Option<Object> {
    let window = web_sys::window()?;
    let class: Function = Reflect::get(&window, &"BarcodeDetector".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"formats".into(), &Array::of1(&"qr_code".into())).ok()?;
    Reflect::construct(&class, &Array::of1(&options)).ok()?.dyn_into().ok()
}

/// Looks through the camera until a code is seen or the person leaves.
async fn watch(video: &HtmlVideoElement, detector: Option<Object>, on: RwSignal<bool>) -> Result<Option<String>, JsValue> {
    let Some(detector) = detector else { return Ok(None) };
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let wanted = Object::new();
    Reflect::set(&wanted, &"facingMode".into(), &"environment".into())?;
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&wanted);
    let stream = window.navigator().media_devices()?.get_user_media_with_constraints(&constraints)?;
    let stream: MediaStream = JsFuture::from(stream).await?.dyn_into()?;
    Reflect::set(video, &"srcObject".into(), &stream)?;
    let mut code = None;
    while code.is_none() && on.try_get_untracked() == Some(true) {
        TimeoutFuture::new(EACH_MILLIS).await;
        code = seen(&detector, video).await;
    }
    for track in stream.get_tracks().iter() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
    Ok(code)
}

async fn seen(detector: &Object, video: &HtmlVideoElement) -> Option<String> {
    let detect: Function = Reflect::get(detector, &"detect".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = detect.call1(detector, video).ok()?.dyn_into().ok()?;
    let codes: Array = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    Reflect::get(&codes.get(0), &"rawValue".into()).ok()?.as_string()
}
