//! How a result came about, and results that are still being simulated.

use leptos::prelude::*;
use measurement::method::Stage;
use measurement::monte_carlo::Simulation;
use measurement::{PointResult, derivation_with};

use super::screen::Screen;
use crate::components::{DerivationView, Progress};
use crate::data::engine::Doing;
use crate::text::format::now;
use crate::text::tr;

/// How often the time left is told anew, in milliseconds.
const TICK: u32 = 500;

/// The simulation is on its way, or was stopped and can be begun again.
#[component]
pub fn Simulating() -> impl IntoView {
    let screen = Screen::here();
    let engine = screen.engine;
    let clock = RwSignal::new(now());
    let ticking = gloo_timers::callback::Interval::new(TICK, move || {
        clock.try_set(now());
    });
    let ticking = StoredValue::new_local(Some(ticking));
    on_cleanup(move || drop(ticking.try_update_value(Option::take)));
    let working = move || match engine.doing() {
        Doing::Working(done, all, since) => Some((done, all, since)),
        Doing::Nothing | Doing::Stopped => None,
    };
    let done = Signal::derive(move || working().map_or((0, 0), |(done, all, _)| (done, all)));
    let took = Signal::derive(move || working().map_or(0, |(.., since)| clock.get().millis_since(since)));
    view! {
        <Show
            when=move || working().is_none()
            fallback=move || view! { <Progress done=done took=took on_stop=move |()| engine.stop() /> }
        >
            <div class="row">
                <span class="soft">{tr("progress.stopped")}</span>
                <button type="button" class="button small" data-test="simulate" on:click=move |_| screen.simulate()>{tr("progress.again")}</button>
            </div>
        </Show>
    }
}

/// The steps to the result, worked out when somebody looks.
#[component]
pub fn HowItCame(stage: Stage, point: String, result: Memo<Option<PointResult>>) -> impl IntoView {
    let screen = Screen::here();
    let open = RwSignal::new(false);
    let there = move || result.with(|result| result.as_ref().is_some_and(|result| result.outcome.is_some()));
    let steps = Memo::new(move |_| {
        let wanted = open.get() && there();
        let simulate = |simulation: &Simulation| screen.engine.look_up(simulation);
        wanted.then(|| screen.with(|record| derivation_with(&record.observations(), stage, &point, &simulate).ok())).flatten().flatten()
    });
    view! {
        <Show when=there>
            <div class="stack tight">
                <div>
                    <button
                        type="button"
                        class="button quiet small"
                        data-test="how-it-came"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {tr("derivation.title")}
                    </button>
                </div>
                {move || steps.get().map(|steps| view! { <DerivationView derivation=steps /> })}
            </div>
        </Show>
    }
}
