//! The measurement points of a stage: the list, the readings of one, what they give.

use base::decimal::DecimalText;
use domain::record::Record;
use domain::record::notice::before_the_last_adjustment;
use domain::visit::fold::VisitState;
use leptos::prelude::*;
use measurement::method::{Point, Quantity, Stage};
use measurement::{ConformityVerdict, Results, plausible};

use super::derived::HowItCame;
use super::notes::PointNotes;
use super::number::NumberField;
use super::pad::Pad;
use super::result::ResultLine;
use super::screen::{PREPARE, Screen, extra_key, focus_soon};
use crate::components::{Icon, Notice};
use crate::data::tablet::form;
use crate::text::format::written;
use crate::text::{self, t, t_with, tr};

/// Points at the side, readings in the middle, the pad at hand.
#[component]
pub fn Points(stage: Stage) -> impl IntoView {
    let screen = Screen::here();
    let points = screen.with_untracked(|record| record.opened.edition.form.points.clone()).unwrap_or_default();
    let results = screen.results();
    let at = {
        let points = points.clone();
        move || points.iter().position(|point| point.key == screen.point.get()).unwrap_or(0)
    };
    let total = points.len();
    let shown = {
        let (points, at) = (points.clone(), at.clone());
        Memo::new(move |_| points.get(at()).cloned())
    };
    view! {
        <div class="tb-work">
            <nav class="tb-points" aria-label=tr("record.points")>
                {points.into_iter().map(|point| point_link(screen, stage, point, results)).collect_view()}
            </nav>
            <div class="stack grow">
                <Before />
                <p class="soft small" data-test="point-of">
                    {move || t_with("record.point_of", &[("n", &(at() + 1).to_string()), ("all", &total.to_string())])}
                </p>
                {move || shown.get().map(|point| view! { <OnePoint stage=stage point=point results=results /> })}
            </div>
            <Show when=move || screen.is_open()><Pad /></Show>
        </div>
    }
}

/// What must be done before a reading: the site's briefing, the standards and their checks, the environment at the start (C-5.2.2).
#[component]
fn Before() -> impl IntoView {
    let screen = Screen::here();
    let visit = Memo::new(move |_| screen.with(|record| record.opened.visit).flatten());
    let unbriefed = Memo::new(move |_| {
        let (visit, who) = (visit.get()?, screen.tablet.who()?.person);
        screen.tablet.visit(visit).briefed(who).is_none().then_some(visit)
    });
    let unread = Memo::new(move |_| screen.with(domain::record::site::unread).flatten());
    let without = Memo::new(move |_| screen.with(lacks_a_standard).unwrap_or(false));
    let unchecked = Memo::new(move |_| {
        let visit = visit.get()?;
        let state = screen.tablet.visit(visit);
        Some((visit, screen.with(|record| not_arrived(record, &state)).flatten()?))
    });
    view! {
        <Show when=move || screen.is_open()>
            {move || unbriefed.get().map(|visit| view! {
                <Notice tone="attention"><p data-test="briefing-missing">
                    {tr("code.briefing_missing")}" "<a class="button small" href=format!("/visit/{visit}")>{tr("record.to_briefing")}</a>
                </p></Notice>
            })}
            {move || without.get().then(|| view! {
                <Notice tone="attention"><p data-test="standard-missing">
                    {tr("code.standard_missing")}" "
                    <button type="button" class="button small" on:click=move |_| screen.tab.set(PREPARE)>{tr("record.to_standards")}</button>
                </p></Notice>
            })}
            {move || unchecked.get().map(|(visit, number)| view! {
                <Notice tone="attention"><p data-test="standard-unchecked">
                    {move || t_with("code.arrival_check_missing", &[("number", &number)])}" "
                    <a class="button small" href=format!("/visit/{visit}")>{tr("record.to_checks")}</a>
                </p></Notice>
            })}
            {move || unread.get().map(|path| view! {
                <Notice tone="attention"><p data-test="environment-missing">
                    {tr("code.environment_missing")}" "
                    <button type="button" class="button small" on:click=move |_| screen.show(&path)>{tr("record.to_environment")}</button>
                </p></Notice>
            })}
        </Show>
    }
}

/// Whether a required slot has no standard.
fn lacks_a_standard(record: &Record) -> bool {
    record.opened.edition.form.slots.iter().any(|slot| slot.required && record.in_slot(&slot.key).is_none())
}

/// The number of the first standard in a slot that has not passed its check on arrival.
fn not_arrived(record: &Record, visit: &VisitState) -> Option<String> {
    let mut in_slots = record.opened.edition.form.slots.iter().filter_map(|slot| record.in_slot(&slot.key));
    let entry = in_slots.find(|entry| !visit.has_arrived(entry.standard.id))?;
    Some(entry.standard.standard.number.clone())
}

fn point_link(screen: Screen, stage: Stage, point: Point, results: Memo<Results>) -> impl IntoView {
    let key = point.key.clone();
    let (pressed, test) = (key.clone(), format!("point-{key}"));
    let (name, go) = (point.clone(), point.clone());
    let missing = Memo::new(move |_| screen.with(|record| form::missing_at(record, stage, &point).len()).unwrap_or(0));
    let (about, at) = (key.clone(), key.clone());
    let outcome = Memo::new(move |_| {
        let found = results.with(|results| results.points.iter().find(|result| result.stage == stage && result.point == about).cloned())?;
        Some((found.outcome?, found.unit))
    });
    let value = move || outcome.get().map(|(outcome, unit)| format!("{} {unit}", written(&outcome.value)));
    let doubtful = Memo::new(move |_| screen.with(|record| form::is_doubtful(record, stage, &at)).unwrap_or(false));
    // What is far from the nominal value, or outside the limits, never looks like what is in order.
    let mark = move || match (missing.get(), doubtful.get()) {
        (0, true) => mark("alert", "attention-text", tr("record.implausible")).into_any(),
        (0, false) => match outcome.get().and_then(|(outcome, _)| outcome.conformity).map(|conformity| conformity.verdict) {
            Some(ConformityVerdict::Fail | ConformityVerdict::ConditionalFail) => mark("cross", "bad-text", tr("state.fail")).into_any(),
            _ => mark("check", "good-text", tr("record.point_whole")).into_any(),
        },
        (n, _) => view! { <span class="soft" title=tr("record.point_missing")>{n}</span> }.into_any(),
    };
    view! {
        <button
            type="button"
            class="tb-point"
            aria-current=move || (screen.point.get() == pressed).to_string()
            data-test=test
            data-missing=move || missing.get().to_string()
            on:click=move |_| screen.show_point(stage, &go)
        >
            <span class="grow stack tight"><span>{move || form::point_name(&name)}</span><span class="soft small">{value}</span></span>
            {mark}
        </button>
    }
}

/// How a point stands: a sign, and its words.
fn mark(icon: &'static str, class: &'static str, words: impl Fn() -> String + Copy + Send + Sync + 'static) -> impl IntoView {
    view! { <span class=class title=words data-mark=icon><Icon name=icon /><span class="visually-hidden">{words}</span></span> }
}

#[component]
fn OnePoint(stage: Stage, point: Point, results: Memo<Results>) -> impl IntoView {
    let screen = Screen::here();
    let quantities = screen.with_untracked(|record| record.opened.edition.form.quantities.clone()).unwrap_or_default();
    let (key, name) = (point.key.clone(), point.clone());
    let result = Memo::new(move |_| {
        results.with(|results| results.points.iter().find(|result| result.stage == stage && result.point == key).cloned())
    });
    view! {
        <section class="card tb-point-card">
            <header><h2>{move || form::point_name(&name)}</h2></header>
            <div class="body stack">
                {quantities.into_iter().map(|quantity| {
                    view! { <Readings stage=stage point=point.clone() quantity=quantity /> }
                }).collect_view()}
                {move || result.get().map(|result| view! { <ResultLine result=result /> })}
                <HowItCame stage=stage point=point.key.clone() result=result />
                <PointNotes stage=stage point=point />
            </div>
        </section>
    }
}

#[component]
fn Readings(stage: Stage, point: Point, quantity: Quantity) -> impl IntoView {
    let screen = Screen::here();
    let key = extra_key(stage, &point.key, &quantity.key);
    let (label, unit) = (quantity.label.clone(), quantity.unit);
    let slots = {
        let (point, quantity, key) = (point.clone(), quantity.clone(), key.clone());
        Memo::new(move |_| {
            let asked = screen.extra.with(|extra| extra.get(&key).copied()).unwrap_or(0);
            screen.with(|record| form::readings(record, stage, &point, &quantity, asked)).unwrap_or_default()
        })
    };
    let add = move |_| {
        let next = slots.with_untracked(|slots| slots.last().map_or(1, |slot| slot.number.saturating_add(1)));
        screen.extra.update(|extra| {
            extra.insert(key.clone(), next);
        });
        if let Some(slot) = slots.with_untracked(|slots| slots.last().cloned()) {
            focus_soon(slot.path);
        }
    };
    let quantity_name = quantity.label.clone();
    let field = move |slot: form::Slot| {
        let key = if slot.planned { "record.reading" } else { "record.extra_reading" };
        // A form with several quantities has several first readings: the name says which.
        let (number, of) = (slot.number.to_string(), quantity_name.clone());
        let words = move || format!("{} · {}", text::name(&of), t_with(key, &[("n", &number)]));
        let warning = warning(screen, stage, &point, &quantity, &slot.path);
        view! { <NumberField path=slot.path unit=slot.unit label=words warning=warning /> }
    };
    view! {
        <div class="stack tight">
            <div class="row between">
                <h3>{move || format!("{} / {unit}", text::name(&label))}</h3>
                <Show when=move || screen.is_open()>
                    <button type="button" class="button quiet small" data-test="extra-reading" on:click=add.clone()><Icon name="plus" />{tr("record.add_reading")}</button>
                </Show>
            </div>
            <div class="tb-fields">
                <For each=move || slots.get() key=|slot| slot.path.clone() children=field.clone() />
            </div>
        </div>
    }
}

/// Beyond the plausible distance the screen warns, while typing too; it never blocks. A reading as left that was made before the
/// last adjustment is to be made again.
fn warning(screen: Screen, stage: Stage, point: &Point, quantity: &Quantity, path: &str) -> Signal<Option<String>> {
    let (point, quantity, unit, path) = (point.key.clone(), quantity.key.clone(), quantity.unit, path.to_owned());
    Signal::derive(move || {
        let typed = screen.typed.with(|typed| typed.get(&path).and_then(|text| DecimalText::parse(text).ok()));
        let good = screen.with(|record| {
            let entered = record.cells.get(&path).and_then(|cell| cell.in_force()?.value.number().map(|(text, _)| text.clone()));
            let value = typed.or(entered)?;
            plausible(record.opened.edition.procedure(), &point, &quantity, &value, unit)
        });
        let earlier = stage == Stage::AsLeft && screen.with(|record| before_the_last_adjustment(record).contains(&path)).unwrap_or(false);
        match (earlier, good.flatten()) {
            (true, _) => Some(t("code.as_left_before_adjustment")),
            (false, Some(false)) => Some(t("record.implausible")),
            _ => None,
        }
    })
}
