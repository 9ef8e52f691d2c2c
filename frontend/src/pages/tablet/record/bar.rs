//! The error against the tolerance, with its uncertainty: a picture where people would rather look.

use base::unit::Unit;
use leptos::prelude::*;
use measurement::Outcome;

use crate::text::format::written;

const WIDTH: f64 = 520.0;
const MIDDLE: f64 = 260.0;
const REACH: f64 = 240.0;

/// One point's bar.
#[component]
pub fn ErrorBar(outcome: Outcome, unit: Unit) -> impl IntoView {
    let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
    let (value, uncertainty) = (number(&outcome.value), number(&outcome.expanded_uncertainty));
    let tolerance = outcome.conformity.as_ref().map(|conformity| number(&conformity.tolerance));
    let largest = (value.abs() + uncertainty).max(tolerance.unwrap_or(0.0) * 1.15);
    let scale = if largest > 0.0 { REACH / largest } else { 0.0 };
    let x = move |at: f64| MIDDLE + at * scale;
    // Beside a far larger error the limits lie on the zero: one label is enough there.
    let roomy = tolerance.is_none_or(|tolerance| tolerance * scale > 60.0);
    let limits = tolerance.map(|tolerance| {
        let stated = outcome.conformity.as_ref().map(|conformity| conformity.tolerance.clone()).unwrap_or_default();
        let words = move || format!("±{} {unit}", written(&stated));
        view! {
            <rect class="tb-bar-band" x=x(-tolerance) y="14" width=2.0 * tolerance * scale height="16" />
            <line class="tb-bar-limit" x1=x(-tolerance) x2=x(-tolerance) y1="8" y2="36" />
            <line class="tb-bar-limit" x1=x(tolerance) x2=x(tolerance) y1="8" y2="36" />
            <text x=x(tolerance) y="50" text-anchor="middle">{words}</text>
        }
    });
    view! {
        <svg class="tb-bar chart" viewBox=format!("0 0 {WIDTH} 54") role="img" aria-hidden="true">
            {limits}
            <line class="tb-bar-axis" x1="10" x2=WIDTH - 10.0 y1="22" y2="22" />
            <line class="tb-bar-axis" x1=MIDDLE x2=MIDDLE y1="16" y2="28" />
            {roomy.then(|| view! { <text x=MIDDLE y="50" text-anchor="middle">"0"</text> })}
            <line class="tb-bar-u" x1=x(value - uncertainty) x2=x(value + uncertainty) y1="22" y2="22" />
            <circle class="tb-bar-dot" cx=x(value) cy="22" r="6" />
        </svg>
    }
}
