//! Who calibrates: with two, each amends own entries only, and each signs (C-5.5.4).

use leptos::prelude::*;
use shared::event::body::Body;
use shared::id::Id;
use shared::library::person::Person;
use shared::text::Bilingual;

use super::screen::Screen;
use crate::components::Icon;
use crate::pages::tablet::refused::Refused;
use crate::text::{self, tr};

const ERROR: &str = "calibrators";

/// The calibrators of the record, and the way for another to join.
#[component]
pub fn Calibrators() -> impl IntoView {
    let screen = Screen::here();
    let listed = Memo::new(move |_| screen.with(|record| record.calibrators.clone()).unwrap_or_default());
    let line = |calibrator: shared::record::Calibrating| {
        let name = calibrator.name.clone();
        let state = if calibrator.signed { ("seal", "calibrators.signed") } else { ("pencil", "calibrators.records") };
        view! {
            <span class="row" data-test="calibrator">
                <Icon name=state.0 />
                <span class="strong">{move || text::name(&name)}</span>
                <span class="soft small">{tr(state.1)}</span>
            </span>
        }
    };
    view! {
        <section class="stack">
            <h2>{tr("calibrators.title")}</h2>
            <div class="row">{move || listed.get().into_iter().map(line).collect_view()}</div>
            <Show when=move || screen.is_open()><Join /></Show>
            {move || screen.error(ERROR).map(|why| view! { <Refused why=why /> })}
        </section>
    }
}

/// Colleagues authorised for the method today who do not calibrate here yet.
#[component]
fn Join() -> impl IntoView {
    let screen = Screen::here();
    let chosen = RwSignal::new(String::new());
    let others = Memo::new(move |_| screen.with(|record| screen.tablet.may_join(record)).unwrap_or_default());
    let join = move |_| {
        let person = chosen.get_untracked().parse::<Id<Person>>().ok();
        let found = others.with_untracked(|others| others.iter().find(|(id, _)| Some(*id) == person).cloned());
        if let Some((person, name)) = found {
            screen.commit_soon(ERROR, Body::Joined { person, name });
        }
        chosen.set(String::new());
    };
    let option = |(person, name): (Id<Person>, Bilingual)| view! { <option value=person.to_string()>{move || text::name(&name)}</option> };
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <p class="soft small">{tr("calibrators.text")}</p>
            <div class="row">
                <select class="input grow" aria-label=tr("calibrators.choose") data-test="join-who" prop:value=chosen on:change:target=move |event| chosen.set(event.target().value())>
                    <option value="">{tr("calibrators.choose")}</option>
                    {move || others.get().into_iter().map(option).collect_view()}
                </select>
                <button type="button" class="button" data-test="join" disabled=move || chosen.with(String::is_empty) on:click=join>
                    <Icon name="plus" />{tr("calibrators.join")}
                </button>
            </div>
        </Show>
    }
}
