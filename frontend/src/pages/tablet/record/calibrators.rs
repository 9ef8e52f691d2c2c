//! Who calibrates: with two, each amends own entries only, and each signs (C-5.5.4).

use base::id::PersonId;
use base::text::Bilingual;
use domain::event::body::Body;
use domain::record::{RecordStatus, Signed, TakenOffEntry};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::screen::Screen;
use crate::components::{Button, Dialog, Icon, TextField};
use crate::data::session::Session;
use crate::pages::tablet::refused::Refused;
use crate::text::{self, tr};

const ERROR: &str = "calibrators";

/// The calibrators of the record, and the way for another to join.
#[component]
pub fn Calibrators() -> impl IntoView {
    let screen = Screen::here();
    let listed = Memo::new(move |_| screen.with(|record| record.calibrators.clone()).unwrap_or_default());
    let gone = Memo::new(move |_| screen.with(|record| record.taken_off.clone()).unwrap_or_default());
    let line = |calibrator: domain::record::Calibrating| {
        let name = calibrator.name.clone();
        let person = calibrator.person;
        let state = if calibrator.signed { ("seal", "calibrators.signed") } else { ("pencil", "calibrators.records") };
        view! {
            <span class="row" data-test="calibrator">
                <Icon name=state.0 />
                <span class="strong">{move || text::name(&name)}</span>
                <span class="soft small">{tr(state.1)}</span>
                <TakeOff person=person />
            </span>
        }
    };
    let struck = |entry: Signed<TakenOffEntry>| {
        let (name, reason) = (entry.what.name, entry.what.reason);
        view! {
            <span class="row soft small" data-test="taken-off">
                <s>{move || text::name(&name)}</s>{tr("calibrators.taken_off")}{tr("text.colon")}{reason}
            </span>
        }
    };
    view! {
        <section class="stack">
            <h2>{tr("calibrators.title")}</h2>
            <div class="row">{move || listed.get().into_iter().map(line).collect_view()}</div>
            {move || gone.get().into_iter().map(struck).collect_view()}
            <Show when=move || screen.is_open()><Join /></Show>
            {move || screen.error(ERROR).map(|why| view! { <Refused why=why /> })}
        </section>
    }
}

/// Takes a calibrator who recorded nothing off the record: by the person who began it, or by the calibrator concerned.
#[component]
fn TakeOff(person: PersonId) -> impl IntoView {
    let screen = Screen::here();
    let asking = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let session = Session::here();
    let held = move || screen.tablet.who().and_then(|vault| session.signing_held_on(vault.device));
    let why_not = Signal::derive(move || held().or_else(|| reason.with(|reason| text::why_missing(reason))));
    let me = move || screen.tablet.who().map(|who| who.person);
    let may = move || {
        screen
            .with(|record| {
                let asks = me() == record.opener() || me() == Some(person);
                let unfinished = record.status.is_open() || record.status == RecordStatus::Submitted;
                asks && unfinished && record.calibrators.len() > 1 && !record.has_recorded(person)
            })
            .unwrap_or(false)
    };
    let store = move |()| {
        let body = Body::TakenOff { person, reason: reason.get_untracked() };
        spawn_local(async move {
            if screen.commit(ERROR, body).await {
                asking.try_set(false);
            }
        });
    };
    view! {
        <Show when=may>
            <button type="button" class="button quiet small" data-test="take-off" on:click=move |_| asking.set(true)>{tr("calibrators.take_off")}</button>
        </Show>
        {move || asking.get().then(|| view! {
            <Dialog title=tr("calibrators.take_off") on_close=move || asking.set(false)>
                <div class="body">
                    <p>{tr("calibrators.take_off_text")}</p>
                    <TextField label=tr("record.reason") value=reason name="take_off_reason" needed=true />
                    {move || screen.error(ERROR).map(|why| view! { <Refused why=why /> })}
                </div>
                <footer><Button label=tr("calibrators.take_off") look="danger" on_press=store why_not=why_not /></footer>
            </Dialog>
        })}
    }
}

/// Colleagues authorised for the method today who do not calibrate here yet.
#[component]
fn Join() -> impl IntoView {
    let screen = Screen::here();
    let chosen = RwSignal::new(String::new());
    let others = Memo::new(move |_| screen.with(|record| screen.tablet.may_join(record)).unwrap_or_default());
    let join = move |_| {
        let person = chosen.get_untracked().parse::<PersonId>().ok();
        let found = others.with_untracked(|others| others.iter().find(|(id, _)| Some(*id) == person).cloned());
        if let Some((person, name)) = found {
            screen.commit_soon(ERROR, Body::Joined { person, name });
        }
        chosen.set(String::new());
    };
    let option = |(person, name): (PersonId, Bilingual)| view! { <option value=person.to_string()>{move || text::name(&name)}</option> };
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
