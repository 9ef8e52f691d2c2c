//! What the readings of a point give.

use base::finding::Refusal;
use leptos::prelude::*;
use measurement::{MeasurementError, PointResult};

use super::bar::ErrorBar;
use super::derived::Simulating;
use crate::components::StateBadge;
use crate::components::badge::code_of;
use crate::components::outcome::{OutcomeNotes, u_text, value_text};
use crate::text::format::written;
use crate::text::{t, t_with};

/// Error, uncertainty, conformity and mean, with their picture; or why there is no result.
#[component]
pub fn ResultLine(result: PointResult) -> impl IntoView {
    let unit = result.unit;
    let notes = result.clone();
    let mean_values = result.means.clone();
    let means = move || mean_values.iter().map(|mean| format!("{} {}", written(&mean.value), mean.unit)).collect::<Vec<_>>().join(" · ");
    let outcome = match result.outcome {
        None => {
            let code = result.refused.unwrap_or_default();
            if code == MeasurementError::Simulating.code() {
                return view! { <Simulating /> }.into_any();
            }
            let words = format!("code.{code}");
            return view! { <p class="soft" data-test="no-result" data-code=code>{move || t(&words)}</p> }.into_any();
        }
        Some(outcome) => outcome,
    };
    let conformity = outcome.conformity.as_ref().map(|conformity| view! { <StateBadge state=code_of(&conformity.verdict) /> });
    let (value, u, k) = (outcome.clone(), outcome.clone(), outcome.coverage_factor.clone());
    view! {
        <div class="tb-result" data-test="result">
            <p class="row">
                <span class="strong" data-test="result-value">{move || t_with("record.result", &[("value", &value_text(&value)), ("unit", unit.symbol())])}</span>
                <span data-test="result-u">{move || format!("U = {} {unit} (k = {})", u_text(&u), written(&k))}</span>
                {conformity}
                <span class="soft small">{move || t_with("record.mean", &[("values", &means())])}</span>
            </p>
            <ErrorBar outcome=outcome unit=unit />
            <OutcomeNotes result=notes />
        </div>
    }
    .into_any()
}
