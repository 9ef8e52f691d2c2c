//! The live preview: a point, its sample readings, the result and the budget.

use base::finding::Refusal;
use domain::library::edition::Edition;
use domain::register::noun::read;
use leptos::prelude::*;
use measurement::monte_carlo::Simulation;
use measurement::{self, FurtherResult, OutputCorrelation};
use serde_json::Value;

use super::sample::{SampleFields, Typed};
use crate::components::badge::{StateBadge, code_of};
use crate::components::error_bar::ErrorBar;
use crate::components::outcome::{OutcomeNotes, u_text, value_text};
use crate::components::{Budget, Notice};
use crate::text::format::written;
use crate::text::{self, tr};

/// Trials of a simulation in the preview.
const ROUGH: u32 = 20_000;

/// What came of it.
type Outcome = Result<measurement::Preview, Option<(String, std::collections::BTreeMap<String, String>)>>;

/// Beside the edition's form; follows every key.
#[component]
pub fn Preview(body: RwSignal<Value>) -> impl IntoView {
    let edition = Memo::new(move |_| body.with(read::<Edition>));
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
            // While somebody types, a simulation of a few trials tells what the whole one would.
            let rough = |simulation: &Simulation| simulation.shortened(ROUGH).run();
            measurement::preview(edition.procedure(), &point, &sample, &rough).map_err(|why| Some((why.code().to_owned(), why.params())))
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
    let further = result.further.iter().map(further).collect_view();
    let correlations = result.correlations.iter().map(correlation).collect_view();
    let notes = result.clone();
    let figures = result.outcome.map(|outcome| {
        let (value, u, k) = (outcome.clone(), outcome.clone(), outcome.coverage_factor.clone());
        let by = format!("coverage_by.{}", outcome.coverage_by);
        let rough = outcome.coverage_by == "monte_carlo";
        let verdict = outcome.conformity.as_ref().map(|conformity| view! { <StateBadge state=code_of(&conformity.verdict) /> });
        view! {
            <p class="figures row">
                <span class="figure">{move || value_text(&value)}</span>
                <span>"U = "<span class="strong">{move || u_text(&u)}</span>" "{unit}</span>
                <span>"k = "<span class="strong">{move || written(&k)}</span></span>
                <span class="soft">{move || text::t(&by)}</span>
                {verdict}
                <ErrorBar outcome=outcome />
            </p>
            {rough.then(|| view! { <p class="small soft">{tr("preview.rough")}</p> })}
        }
    });
    view! {
        {figures}
        {further}
        {correlations}
        <OutcomeNotes result=notes />
        {preview.budget.map(|budget| view! { <p class="mono small soft">"y = "{budget.model.clone()}</p><Budget table=budget /> })}
    }
}

/// A further output in one line.
fn further(result: &FurtherResult) -> impl IntoView + use<> {
    let (key, unit, outcome, refused) = (result.key.clone(), result.unit.symbol(), result.outcome.clone(), result.refused.clone());
    let words = move || match (&outcome, &refused) {
        (Some(outcome), _) => format!("{} {unit}, U = {} {unit}", value_text(outcome), u_text(outcome)),
        (None, Some(code)) => text::t(&format!("code.{code}")),
        (None, None) => String::new(),
    };
    view! { <p class="row"><span class="mono">{key}</span><span>{words}</span></p> }
}

fn correlation(found: &OutputCorrelation) -> impl IntoView + use<> {
    let pair = |key: &str| if key.is_empty() { "y".to_owned() } else { key.to_owned() };
    let (names, r) = (format!("r({}, {})", pair(&found.a), pair(&found.b)), found.r.clone());
    view! { <p class="row small soft"><span class="mono">{names}</span><span>{move || written(&r)}</span></p> }
}
