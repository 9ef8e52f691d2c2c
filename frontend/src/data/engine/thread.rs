//! The program on the thread beside the screen: it takes a job, works out block after block and says how far it is. It is cancelled by
//! being ended.

use base::finding::Refusal;
use measurement::MeasurementError;
use measurement::monte_carlo::{Collected, Simulated, Simulation};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::job::{Job, Said};

/// Serves as the thread, where this program runs in one; `false` on a page.
pub fn serve() -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    let own = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let job = event.data().as_string().and_then(|text| serde_json::from_str::<Job>(&text).ok());
        if let Some(job) = job {
            work(&job, |said| say(&own, said));
        }
        say(&own, &Said::Done);
    });
    scope.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    say(&scope, &Said::Ready);
    true
}

fn say(scope: &DedicatedWorkerGlobalScope, said: &Said) {
    if let Ok(text) = serde_json::to_string(said) {
        // The page is gone where it cannot be told.
        let _ = scope.post_message(&text.into());
    }
}

fn work(job: &Job, say: impl Fn(&Said)) {
    let blocks: u32 = job.0.iter().map(Simulation::blocks).sum();
    let mut before = 0;
    for simulation in &job.0 {
        let found = run(simulation, |done| say(&Said::Progress(before + done, blocks)));
        before += simulation.blocks();
        say(&Said::Found(simulation.key(), found.map_err(|why| why.code().to_owned())));
    }
}

fn run(simulation: &Simulation, progress: impl Fn(u32)) -> Result<Simulated, MeasurementError> {
    let mut collected = Collected::new(simulation);
    for n in 0..simulation.blocks() {
        if collected.is_done() {
            break;
        }
        collected.merge(simulation.block(n)?);
        progress(n + 1);
    }
    collected.finish()
}
