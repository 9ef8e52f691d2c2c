//! A result with its uncertainty against the tolerance, as a picture.

use leptos::prelude::*;
use measurement::Outcome;

const WIDTH: f64 = 132.0;
const HEIGHT: f64 = 18.0;

/// Where a value falls on the bar; the scale leaves a third beyond the tolerance on either side.
fn place(value: f64, reach: f64) -> f64 {
    let share = if reach > 0.0 { value / reach } else { 0.0 };
    WIDTH / 2.0 * (1.0 + share.clamp(-1.0, 1.0))
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Shown where a tolerance is known; the words stand beside it.
#[component]
pub fn ErrorBar(outcome: Outcome) -> impl IntoView {
    let value = number(&outcome.value)?;
    let uncertainty = number(&outcome.expanded_uncertainty)?;
    let tolerance = number(&outcome.conformity.as_ref()?.tolerance)?;
    let reach = (tolerance * 1.5).max(value.abs() + uncertainty);
    let (low, high) = (place(-tolerance, reach), place(tolerance, reach));
    let (left, right, at) = (place(value - uncertainty, reach), place(value + uncertainty, reach), place(value, reach));
    let middle = HEIGHT / 2.0;
    Some(view! {
        <svg class="error-bar" viewBox=format!("0 0 {WIDTH} {HEIGHT}") width=WIDTH height=HEIGHT aria-hidden="true">
            <rect class="within" x=low y="3" width=high - low height=HEIGHT - 6.0 />
            <line class="zero" x1=WIDTH / 2.0 x2=WIDTH / 2.0 y1="1" y2=HEIGHT - 1.0 />
            <line class="limit" x1=low x2=low y1="1" y2=HEIGHT - 1.0 />
            <line class="limit" x1=high x2=high y1="1" y2=HEIGHT - 1.0 />
            <line class="span" x1=left x2=right y1=middle y2=middle />
            <circle class="at" cx=at cy=middle r="3.5" />
        </svg>
    })
}
