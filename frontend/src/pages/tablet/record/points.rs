//! The measurement points of a stage: the list, the readings of one, what they give.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::decimal::DecimalText;
use shared::event::body::{Body, Value};
use shared::library::edition::{Point, Quantity, Stage};
use shared::measurement::{PointResult, Results, compute, plausible};
use shared::record::Record;

use super::bar::ErrorBar;
use super::number::NumberField;
use super::pad::Pad;
use super::screen::{Active, Screen, extra_key, focus_soon};
use crate::components::badge::code_of;
use crate::components::{Icon, StateBadge};
use crate::data::tablet::form;
use crate::text::format::written;
use crate::text::{self, language, t, tr};

/// Points at the side, readings in the middle, the pad at hand.
#[component]
pub fn Points(stage: Stage) -> impl IntoView {
    let screen = Screen::here();
    let points = screen.with_untracked(|record| record.opened.edition.form.points.clone()).unwrap_or_default();
    let results = Memo::new(move |_| screen.record.with(|record| record.as_deref().map(compute).unwrap_or_default()));
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
                <p class="soft small" data-test="point-of">
                    {move || text::t_with("record.point_of", &[("n", &(at() + 1).to_string()), ("all", &total.to_string())])}
                </p>
                {move || shown.get().map(|point| view! { <OnePoint stage=stage point=point results=results /> })}
            </div>
            <Show when=move || screen.is_open()><Pad /></Show>
        </div>
    }
}

fn point_link(screen: Screen, stage: Stage, point: Point, results: Memo<Results>) -> impl IntoView {
    let key = point.key.clone();
    let (pressed, go) = (key.clone(), key.clone());
    let name = form::point_name(&point, language().tag());
    let open = move || screen.with(|record| form::open_at(record, stage, &point)).unwrap_or(0);
    let verdict = move || {
        let results = results.get();
        let found = results.points.iter().find(|result| result.stage == stage && result.point == key)?;
        let outcome = found.outcome.as_ref()?;
        Some(format!("{} {}", written(&outcome.value), found.unit))
    };
    view! {
        <button
            type="button"
            class="tb-point"
            aria-current=move || (screen.point.get() == pressed).to_string()
            data-test=format!("point-{go}")
            on:click=move |_| screen.point.set(go.clone())
        >
            <span class="grow stack tight"><span>{name}</span><span class="soft small">{verdict}</span></span>
            {move || match open() {
                0 => view! { <span class="good-text"><Icon name="check" /></span> }.into_any(),
                n => view! { <span class="soft">{n}</span> }.into_any(),
            }}
        </button>
    }
}

#[component]
fn OnePoint(stage: Stage, point: Point, results: Memo<Results>) -> impl IntoView {
    let screen = Screen::here();
    let quantities = screen.with_untracked(|record| record.opened.edition.form.quantities.clone()).unwrap_or_default();
    let key = point.key.clone();
    let result = Memo::new(move |_| {
        results.with(|results| results.points.iter().find(|result| result.stage == stage && result.point == key).cloned())
    });
    let name = form::point_name(&point, language().tag());
    view! {
        <section class="card tb-point-card">
            <header><h2>{name}</h2></header>
            <div class="body stack">
                {quantities.into_iter().map(|quantity| {
                    view! { <Readings stage=stage point=point.clone() quantity=quantity /> }
                }).collect_view()}
                {move || result.get().map(|result| view! { <ResultLine result=result /> })}
                <NotObserved />
            </div>
        </section>
    }
}

#[component]
fn Readings(stage: Stage, point: Point, quantity: Quantity) -> impl IntoView {
    let screen = Screen::here();
    let key = extra_key(stage, &point.key, &quantity.key);
    let label = format!("{} / {}", text::name(&quantity.label), quantity.unit);
    let slots = {
        let (point, quantity, key) = (point.clone(), quantity.clone(), key.clone());
        Memo::new(move |_| {
            let open = screen.extra.with(|extra| extra.get(&key).copied()).unwrap_or(0);
            let before = screen.with(|record| form::readings(record, stage, &point, &quantity, 0)).unwrap_or_default();
            let planned = usize::from(quantity.readings);
            // An extra reading asked for is no longer open once it has a value.
            let used = u8::try_from(before.len().saturating_sub(planned)).unwrap_or(u8::MAX);
            screen.with(|record| form::readings(record, stage, &point, &quantity, open.saturating_sub(used))).unwrap_or_default()
        })
    };
    let add = move |_| {
        let used = slots.with_untracked(|slots| slots.iter().filter(|slot| !slot.planned).count());
        let wanted = u8::try_from(used + 1).unwrap_or(u8::MAX);
        screen.extra.update(|extra| {
            extra.insert(key.clone(), wanted);
        });
        if let Some(slot) = slots.with_untracked(|slots| slots.last().cloned()) {
            focus_soon(slot.path);
        }
    };
    let field = move |slot: form::Slot| {
        let words = if slot.planned {
            text::t_with("record.reading", &[("n", &slot.number.to_string())])
        } else {
            text::t_with("record.extra_reading", &[("n", &slot.number.to_string())])
        };
        let warning = warning(screen, &point, &quantity, &slot.path);
        view! { <NumberField path=slot.path unit=slot.unit label=words warning=warning /> }
    };
    view! {
        <div class="stack tight">
            <div class="row between">
                <h3>{label}</h3>
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

/// Beyond the plausible distance the screen warns, while typing too; it never blocks.
fn warning(screen: Screen, point: &Point, quantity: &Quantity, path: &str) -> Signal<Option<String>> {
    let (point, quantity, unit, path) = (point.key.clone(), quantity.key.clone(), quantity.unit, path.to_owned());
    Signal::derive(move || {
        let typed = screen.typed.with(|typed| typed.get(&path).and_then(|text| DecimalText::parse(text).ok()));
        let good = screen.with(|record| {
            let entered = record.cells.get(&path).and_then(|cell| cell.in_force()?.value.number().map(|(text, _)| text.clone()));
            let value = typed.or(entered)?;
            plausible(&record.opened.edition, &point, &quantity, &value, unit)
        });
        (good.flatten() == Some(false)).then(|| t("record.implausible"))
    })
}

#[component]
fn ResultLine(result: PointResult) -> impl IntoView {
    let unit = result.unit;
    let means = result.means.iter().map(|mean| format!("{} {}", written(&mean.value), mean.unit)).collect::<Vec<_>>().join(" · ");
    let outcome = match result.outcome {
        None => {
            let code = result.refused.unwrap_or_default();
            return view! { <p class="soft" data-test="no-result" data-code=code.clone()>{t(&format!("code.{code}"))}</p> }.into_any();
        }
        Some(outcome) => outcome,
    };
    let conformity = outcome.conformity.clone().map(|conformity| {
        view! { <StateBadge state=code_of(&conformity.verdict) /> }
    });
    view! {
        <div class="tb-result" data-test="result">
            <p class="row">
                <span class="strong" data-test="result-value">{text::t_with("record.result", &[("value", &written(&outcome.value)), ("unit", unit.symbol())])}</span>
                <span data-test="result-u">
                    {format!("U = {} {unit} (k = {})", written(&outcome.expanded_uncertainty), written(&outcome.coverage_factor))}
                </span>
                {conformity}
                <span class="soft small">{text::t_with("record.mean", &[("values", &means)])}</span>
            </p>
            <ErrorBar outcome=outcome unit=unit />
        </div>
    }
    .into_any()
}

/// "Not observed" for the field the pad writes into, with a reason.
#[component]
fn NotObserved() -> impl IntoView {
    let screen = Screen::here();
    let asked = RwSignal::new(None::<Active>);
    let reason = RwSignal::new(String::new());
    let store = move |_| {
        let Some(active) = asked.get_untracked() else { return };
        let value = Value::NotObserved { reason: reason.get_untracked() };
        spawn_local(async move {
            let body = Body::Entered { path: active.path.clone(), value };
            if screen.commit(&active.path, body).await {
                screen.typed.update(|typed| drop(typed.remove(&active.path)));
                reason.try_set(String::new());
                asked.try_set(None);
            }
        });
    };
    let recorded = move |record: &Record, path: &str| record.cells.contains_key(path);
    let can = move || screen.active.get().filter(|active| !screen.with(|record| recorded(record, &active.path)).unwrap_or(true));
    view! {
        <Show when=move || screen.is_open()>
            {move || match asked.get() {
                None => can().map(|active| view! {
                    <div>
                        <button
                            type="button"
                            class="button quiet small"
                            data-test="not-observed"
                            on:pointerdown=|event| event.prevent_default()
                            on:click=move |_| asked.set(Some(active.clone()))
                        >
                            {tr("record.not_observed")}
                        </button>
                    </div>
                }).into_any(),
                Some(_) => view! {
                    <div class="row">
                        <input
                            class="input grow"
                            data-test="not-observed-reason"
                            placeholder=tr("record.not_observed_reason")
                            prop:value=reason
                            on:input:target=move |event| reason.set(event.target().value())
                        />
                        <button type="button" class="button primary" data-test="store-not-observed" disabled=move || reason.get().trim().is_empty() on:click=store>
                            {tr("record.store")}
                        </button>
                        <button type="button" class="button" on:click=move |_| asked.set(None)>{tr("button.close")}</button>
                    </div>
                }
                .into_any(),
            }}
        </Show>
    }
}
