//! The worker that keeps the app on the device (`public/sw.js`): which build is in use, whether a newer one is ready.

use std::cell::Cell;

use domain::event::Hash;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CacheStorage, MessageChannel, MessageEvent, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

/// Prefix of the worker's cache names.
const CACHES: &str = "etalon-";
/// How often, and every how many milliseconds, it is looked whether a worker was replaced.
const LOOKS: u32 = 50;
const LOOK_EVERY: u32 = 100;

thread_local! {
    /// How many questions of this page the worker has not answered yet. One that is replaced never answers.
    static OPEN: Cell<u32> = const { Cell::new(0) };
}

/// What is known of the builds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Kept {
    /// Not asked yet, or the office could not be reached.
    #[default]
    Unknown,
    /// This browser keeps nothing (no secure context, or workers are switched off).
    Impossible,
    /// The app opens without a network.
    Whole,
    /// A newer build is on the device and waits to be used.
    NewReady(String),
}

/// Asks the office for the build it serves and has the worker keep it.
pub async fn keep(index: &str) -> Kept {
    let Some(worker) = worker().await else { return Kept::Impossible };
    let build: String = Hash::of(index.as_bytes()).to_string().chars().take(16).collect();
    let Some(in_use) = ask(&worker, "prepare", &build).await else { return Kept::Unknown };
    if in_use == build {
        return Kept::Whole;
    }
    if in_use.is_empty() {
        // The first build on this device: there is nothing it could be swapped for.
        return ask(&worker, "use", &build).await.map_or(Kept::Unknown, |_| Kept::Whole);
    }
    Kept::NewReady(build)
}

/// Uses a build that is ready; the page is to be loaded again afterwards.
pub async fn change_to(build: &str) -> bool {
    match worker().await {
        Some(worker) => ask(&worker, "use", build).await.is_some(),
        None => false,
    }
}

/// Removes the worker and its caches from this browser: nobody is enrolled here, so no page may come from a cache. If the browser refuses,
/// they stay until the next page is opened; the worker checks too.
pub async fn leave() {
    let Some(container) = container() else { return };
    let registrations = JsFuture::from(container.get_registrations()).await.ok().and_then(|found| found.dyn_into::<Array>().ok());
    for registration in
        registrations.into_iter().flat_map(|found| found.to_vec()).filter_map(|found| found.dyn_into::<ServiceWorkerRegistration>().ok())
    {
        if let Ok(removal) = registration.unregister() {
            let _ = JsFuture::from(removal).await;
        }
    }
    let Some(caches) = caches() else { return };
    let names = JsFuture::from(caches.keys()).await.ok().and_then(|found| found.dyn_into::<Array>().ok());
    for name in
        names.into_iter().flat_map(|found| found.to_vec()).filter_map(|name| name.as_string()).filter(|name| name.starts_with(CACHES))
    {
        let _ = JsFuture::from(caches.delete(&name)).await;
    }
}

/// Whether a worker controls this page.
pub fn is_watched() -> bool {
    container().is_some_and(|container| container.controller().is_some())
}

/// Absent outside secure contexts, where the binding would throw an exception.
fn container() -> Option<ServiceWorkerContainer> {
    property(&web_sys::window()?.navigator(), "serviceWorker")?.dyn_into().ok()
}

fn caches() -> Option<CacheStorage> {
    let window = web_sys::window()?;
    property(&window, "caches")?.dyn_into().ok()
}

fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|found| !found.is_undefined())
}

/// The worker in use. A newer one that waits replaces it first, unless this page still waits for an answer.
async fn worker() -> Option<ServiceWorker> {
    let container = container()?;
    JsFuture::from(container.register("/sw.js")).await.ok()?;
    let ready: ServiceWorkerRegistration = JsFuture::from(container.ready().ok()?).await.ok()?.dyn_into().ok()?;
    if let Some(waiting) = ready.waiting()
        && OPEN.get() == 0
    {
        ask(&waiting, "take", "").await;
        is_replaced(&ready).await;
    }
    ready.active()
}

/// Waits until no newer worker waits any more and the one in use is at work; not for long, as the earlier one still answers.
async fn is_replaced(registration: &ServiceWorkerRegistration) {
    let at_work =
        |worker: ServiceWorker| property(&worker, "state").and_then(|state| state.as_string()).is_some_and(|state| state == "activated");
    for _ in 0..LOOKS {
        if registration.waiting().is_none() && registration.active().is_some_and(at_work) {
            return;
        }
        TimeoutFuture::new(LOOK_EVERY).await;
    }
}

/// Asks the worker; the build in use afterwards, or `None` where it could not do what was asked.
async fn ask(worker: &ServiceWorker, what: &str, build: &str) -> Option<String> {
    OPEN.set(OPEN.get() + 1);
    let answer = answered(worker, what, build).await;
    OPEN.set(OPEN.get() - 1);
    answer
}

async fn answered(worker: &ServiceWorker, what: &str, build: &str) -> Option<String> {
    let channel = MessageChannel::new().ok()?;
    let port = channel.port1();
    let answered = Promise::new(&mut |resolve, _| {
        let heard = Closure::once_into_js(move |event: MessageEvent| resolve.call1(&JsValue::NULL, &event.data()));
        port.set_onmessage(Some(heard.unchecked_ref()));
    });
    let question = Object::new();
    Reflect::set(&question, &what.into(), &build.into()).ok()?;
    worker.post_message_with_transferable(&question, &Array::of1(&channel.port2())).ok()?;
    let answer = JsFuture::from(answered).await.ok()?;
    let done = Reflect::get(&answer, &"done".into()).ok()?.as_bool()?;
    let in_use = Reflect::get(&answer, &"inUse".into()).ok()?.as_string()?;
    done.then_some(in_use)
}
