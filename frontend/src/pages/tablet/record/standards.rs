//! Standards in their slots; a swap is another one put in the same slot.

use leptos::prelude::*;
use shared::event::body::Body;
use shared::id::Id;
use shared::library::edition::Slot;
use shared::library::standard::Standard;
use shared::record::snapshot::StandardSnapshot;
use shared::sync::pack::Known;

use super::screen::Screen;
use super::wrong_standard::WrongStandard;
use crate::components::Icon;
use crate::pages::tablet::refused::Refused;
use crate::text::format::day;
use crate::text::{self, t_with, tr};

/// Every slot of the method.
#[component]
pub fn Standards() -> impl IntoView {
    let screen = Screen::here();
    let slots = screen.with_untracked(|record| record.opened.edition.form.slots.clone()).unwrap_or_default();
    view! {
        <section class="stack">
            <h2>{tr("noun.standards")}</h2>
            {slots.into_iter().map(|needed| view! { <InSlot needed=needed /> }).collect_view()}
        </section>
    }
}

#[component]
fn InSlot(needed: Slot) -> impl IntoView {
    let screen = Screen::here();
    let key = needed.key.clone();
    let now = {
        let key = key.clone();
        Memo::new(move |_| screen.with(|record| record.in_slot(&key).map(|entry| entry.standard.clone())).flatten())
    };
    let error_key = format!("slot/{key}");
    let error = {
        let error_key = error_key.clone();
        move || screen.error(&error_key).map(|why| view! { <Refused why=why /> })
    };
    let put = move |chosen: String| {
        let Ok(id) = chosen.parse::<Id<Standard>>() else { return };
        let Some(standard) = offered(screen).into_iter().find(|known| known.id == id) else { return };
        let snapshot = StandardSnapshot { id, standard: standard.body };
        screen.commit_soon(&error_key, Body::Equipped { slot: key.clone(), standard: Box::new(snapshot) });
    };
    let (test, slot) = (format!("slot-{}", needed.key), needed.key.clone());
    let select_name = StoredValue::new(needed.label.clone());
    let arrival = move || {
        let visit = screen.with(|record| record.opened.visit).flatten()?;
        let standard = now.get()?;
        let arrived = screen.tablet.visit(visit).has_arrived(standard.id);
        (!arrived).then(|| {
            view! {
                <p class="attention-text small" data-test="arrival-missing">
                    <Icon name="alert" />
                    {t_with("code.arrival_check_missing", &[("number", &standard.standard.number)])}" "
                    <a class="button small" href=format!("/visit/{visit}")>{tr("record.to_checks")}</a>
                </p>
            }
        })
    };
    view! {
        <div class="card"><div class="body stack tight">
            <div class="row between">
                <span class="strong">{move || text::name(&needed.label)}{needed.required.then(|| view! { <span class="soft small">" · "{tr("field.needed")}</span> })}</span>
                {move || now.get().map(|standard| view! { <InForce standard=*standard /> })}
            </div>
            <Show when=move || screen.is_open()>
                <select class="input" aria-label=move || select_name.with_value(text::name) data-test=test.clone() on:change:target={ let put = put.clone(); move |event| put(event.target().value()) }>
                    <option value="">{move || if now.get().is_some() { tr("record.swap")() } else { tr("record.choose_standard")() }}</option>
                    {offered(screen).into_iter().map(option).collect_view()}
                </select>
            </Show>
            <WrongStandard into=slot />
            {arrival}
            {error}
        </div></div>
    }
}

pub(super) fn option(known: Known<Standard>) -> impl IntoView {
    let body = known.body;
    let words = move || {
        let until = body.traceability.validity.until.map(day).unwrap_or_default();
        format!("{} · {} · {until}", body.number, text::name(&body.name))
    };
    view! { <option value=known.id.to_string()>{words}</option> }
}

#[component]
fn InForce(standard: StandardSnapshot) -> impl IntoView {
    let body = standard.standard;
    let name = body.name.clone();
    view! {
        <span data-test="in-slot">
            <Icon name="check" />{body.number.clone()}" · "{move || text::name(&name)}" · "{body.characteristic.clone()}
        </span>
    }
}

/// What was taken along first, then every other one.
pub(super) fn offered(screen: Screen) -> Vec<Known<Standard>> {
    let Some(pack) = screen.tablet.pack_now() else { return Vec::new() };
    let (task, visit) = screen.with_untracked(|record| (record.opened.task, record.opened.visit)).unwrap_or_default();
    let mut taken: Vec<Id<Standard>> =
        pack.tasks.iter().filter(|known| Some(known.id) == task).flat_map(|known| known.task.standards.clone()).collect();
    taken.extend(pack.visits.iter().filter(|known| Some(known.id) == visit).flat_map(|known| known.body.standards.clone()));
    let mut standards = pack.standards.clone();
    standards.sort_by_key(|known| (!taken.contains(&known.id), known.body.number.clone()));
    standards
}
