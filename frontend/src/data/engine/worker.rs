//! The thread as the page has it: a worker that runs the page's own program.

use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::job::{Job, Said};

/// A running thread; dropping it ends it.
pub struct Thread {
    worker: Worker,
    /// Called for as long as the thread lives.
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

impl Thread {
    /// Starts one; `None` where the browser has none, or the page does not say where its program is.
    pub fn start(hear: impl Fn(Said) + Copy + 'static) -> Option<Self> {
        let program = program()?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options("/engine.js", &options).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(said) = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok()) {
                hear(said);
            }
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let failed = Closure::<dyn FnMut()>::new(move || hear(Said::Failed));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        let first = Object::new();
        Reflect::set(&first, &"program".into(), &JsValue::from_str(&program)).ok()?;
        Reflect::set(&first, &"module".into(), &wasm_bindgen::module()).ok()?;
        worker.post_message(&first).ok()?;
        Some(Self { worker, _heard: heard, _failed: failed })
    }

    /// Gives it a job.
    pub fn give(&self, job: &Job) {
        if let Ok(text) = serde_json::to_string(job) {
            // Nothing but text is sent, which can always be sent.
            let _ = self.worker.post_message(&text.into());
        }
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// The address of the page's script, as its head names it.
fn program() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let link = document.query_selector("link[rel='modulepreload'][href*='frontend']").ok()??;
    link.get_attribute("href")
}
