//! Standards in their slots; a swap is another one put in the same slot.

use base::id::StandardId;
use domain::event::body::Body;
use domain::library::fitness;
use domain::library::standard::Standard;
use domain::record::snapshot::StandardSnapshot;
use leptos::prelude::*;
use measurement::method::{Form, Point, Slot};

use super::offered::options;
use super::screen::Screen;
use super::wrong_standard::WrongStandard;
use crate::components::Icon;
use crate::pages::tablet::refused::Refused;
use crate::text::format::written;
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
        let Ok(id) = chosen.parse::<StandardId>() else { return };
        let Some(standard) = screen.tablet.standard(id) else { return };
        let snapshot = StandardSnapshot { id, standard: standard.body };
        screen.commit_soon(&error_key, Body::Equipped { slot: key.clone(), standard: Box::new(snapshot) });
    };
    let beyond = {
        let needed = needed.clone();
        move || {
            let standard = now.get()?;
            let left = screen.with(|record| beyond_range(&record.opened.edition.form, &needed, &standard.standard))?;
            (!left.is_empty()).then(|| {
                let values = [("number", standard.standard.number.as_str()), ("points", left.as_str())];
                view! { <p class="attention-text small" data-test="beyond-range"><Icon name="alert" />{t_with("record.beyond_range", &values)}</p> }
            })
        }
    };
    // Readings rest on the standard as it stands in its slot: what the register says by now is put there before the next ones.
    let changed = move || {
        let standard = now.get().filter(|_| screen.is_open())?;
        let pack = screen.tablet.pack()?;
        let known = pack.standards.iter().find(|known| known.id == standard.id)?;
        (!known.body.is_stated_as(&standard.standard)).then(|| {
            let values = [("number", standard.standard.number.as_str())];
            view! { <p class="attention-text small" data-test="standard-changed"><Icon name="alert" />{t_with("record.standard_changed", &values)}</p> }
        })
    };
    let offered_in = needed.key.clone();
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
                    {options(screen, &offered_in)}
                </select>
            </Show>
            <WrongStandard into=slot />
            {beyond}
            {changed}
            {arrival}
            {error}
        </div></div>
    }
}

/// The points that a standard does not cover, in words; none if its range is unknown.
fn beyond_range(form: &Form, slot: &Slot, standard: &Standard) -> String {
    let point = |point: &Point| format!("{}\u{a0}{}", written(point.nominal.as_str()), point.unit);
    fitness::uncovered(form, slot, standard).into_iter().map(point).collect::<Vec<_>>().join(" · ")
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
