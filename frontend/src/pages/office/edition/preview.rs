//! The live preview: a point, its sample readings, the result and the budget.

use leptos::prelude::*;
use serde_json::Value;
use shared::finding::Refusal;
use shared::library::edition::Edition;
use shared::measurement;

use super::budget::Budget;
use super::sample::{SampleFields, Typed};
use crate::components::Notice;
use crate::components::badge::{StateBadge, code_of};
use crate::components::error_bar::ErrorBar;
use crate::text::format::written;
use crate::text::{self, tr};

/// What came of it.
type Outcome = Result<measurement::Preview, Option<(String, std::collections::BTreeMap<String, String>)>>;

/// Beside the edition's form; follows every key.
#[component]
pub fn Preview(body: RwSignal<Value>) -> impl IntoView {
    let edition = Memo::new(move |_| body.with(|body| serde_json::from_value::<Edition>(body.clone()).ok()));
    let point = RwSignal::new(String::new());
    let typed = Typed::default();
    let chosen = Memo::new(move |_| {
        let wanted = point.get();
        edition.with(|edition| {
            let points = &edition.as_ref()?.form.points;
            points.iter().find(|p| p.key == wanted).or(points.first()).map(|p| p.key.clone())
        })
    });
    let outcome = Memo::new(move |_| {
        edition.with(|edition| -> Outcome {
            let (Some(edition), Some(point)) = (edition.as_ref(), chosen.get()) else { return Err(None) };
            let sample = typed.sample(edition, &point);
            measurement::preview(edition, &point, &sample).map_err(|why| Some((why.code().to_owned(), why.params())))
        })
    });
    let points = move || {
        edition.with(|edition| {
            let points = edition.as_ref().map(|edition| edition.form.points.clone()).unwrap_or_default();
            points
                .into_iter()
                .map(|p| {
                    let key = p.key.clone();
                    view! { <option value=p.key selected=move || chosen.get().as_deref() == Some(&key)>{format!("{} {}", p.nominal, p.unit)}</option> }
                })
                .collect_view()
        })
    };
    view! {
        <section class="card preview">
            <header>
                <h2>{tr("preview.title")}</h2>
                <select class="input narrow" aria-label=tr("record.nominal") on:change:target=move |event| point.set(event.target().value())>{points}</select>
            </header>
            <div class="body stack">
                {move || match edition.get() {
                    Some(edition) => view! { <SampleFields edition=edition typed=typed /> }.into_any(),
                    None => view! { <p class="soft">{tr("preview.incomplete")}</p> }.into_any(),
                }}
                {move || match outcome.get() {
                    Ok(preview) => view! { <Shown preview=preview /> }.into_any(),
                    Err(Some((code, params))) => view! { <Notice tone="attention"><p>{move || text::code(&code, &params)}</p></Notice> }.into_any(),
                    Err(None) => ().into_any(),
                }}
            </div>
        </section>
    }
}

#[component]
fn Shown(preview: measurement::Preview) -> impl IntoView {
    let result = preview.result;
    let unit = result.unit.symbol();
    let figures = result.outcome.map(|outcome| {
        let (value, u, k) = (outcome.value.clone(), outcome.expanded_uncertainty.clone(), outcome.coverage_factor.clone());
        let by = format!("coverage_by.{}", outcome.coverage_by);
        let verdict = outcome.conformity.as_ref().map(|conformity| view! { <StateBadge state=code_of(&conformity.verdict) /> });
        view! {
            <p class="figures row">
                <span class="figure">{move || written(&value)}</span>
                <span>"U = "<span class="strong">{move || written(&u)}</span>" "{unit}</span>
                <span>"k = "<span class="strong">{move || written(&k)}</span></span>
                <span class="soft">{move || text::t(&by)}</span>
                {verdict}
                <ErrorBar outcome=outcome />
            </p>
        }
    });
    view! {
        {figures}
        {preview.budget.map(|budget| view! { <Budget table=budget /> })}
    }
}
