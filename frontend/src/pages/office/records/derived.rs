//! How each result of a record came about, as the server computes it; folded away until asked for.

use leptos::prelude::*;
use measurement::Derivation;
use measurement::method::Form;

use crate::components::DerivationView;
use crate::text::format::written;
use crate::text::{t, tr};

/// One fold per point.
#[component]
pub fn Derived(derivations: Vec<Derivation>, form: Form) -> impl IntoView {
    let points = derivations.into_iter().filter_map(move |derivation| {
        let point = form.points.iter().find(|point| point.key == derivation.point)?;
        let (nominal, unit) = (point.nominal.to_string(), point.unit);
        let stage = format!("stage.{}", derivation.stage.key());
        let outcome = derivation.budget.outcome.clone();
        let result = derivation.budget.unit;
        Some(view! {
            <details class="derived">
                <summary>
                    <span class="strong">{move || format!("{} {unit}", written(&nominal))}</span>
                    <span class="soft">{move || t(&stage)}</span>
                    <span>{move || format!("{} {result}, U = {} {result}", written(&outcome.value), written(&outcome.expanded_uncertainty))}</span>
                </summary>
                <DerivationView derivation=derivation />
            </details>
        })
    });
    view! {
        <details class="card" data-test="derived">
            <summary><h2>{tr("derivation.title")}</h2></summary>
            <div class="body stack">{points.collect_view()}</div>
        </details>
    }
}
