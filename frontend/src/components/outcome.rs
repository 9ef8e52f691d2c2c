//! What a result says beside its numbers: a power of ten, an interval of its own, what its reader is to bear in mind.

use leptos::prelude::*;
use measurement::{Outcome, PointResult};

use crate::text::format::{times_ten_to, written};
use crate::text::{t, t_with, tr};

/// The value as it is to be read: no zero that means nothing.
pub fn value_text(outcome: &Outcome) -> String {
    outcome.scaled.as_ref().map_or_else(|| written(&outcome.value), |scaled| times_ten_to(&scaled.value, scaled.power))
}

/// Its expanded uncertainty, likewise.
pub fn u_text(outcome: &Outcome) -> String {
    let plain = || written(&outcome.expanded_uncertainty);
    outcome.scaled.as_ref().map_or_else(plain, |scaled| times_ten_to(&scaled.expanded_uncertainty, scaled.power))
}

/// Everything to bear in mind at a point, in words.
pub fn notes(result: &PointResult) -> Vec<String> {
    let unit = result.unit.symbol();
    let mut notes = result.outcome.as_ref().map(|outcome| of_outcome(outcome, unit)).unwrap_or_default();
    notes.extend(result.cautions.iter().map(|caution| t(&format!("code.{}", caution.code()))));
    notes
}

fn of_outcome(outcome: &Outcome, unit: &str) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(interval) = &outcome.interval {
        notes.push(t_with("outcome.interval", &[("low", &written(&interval.low)), ("high", &written(&interval.high)), ("unit", unit)]));
    }
    if let Some(shift) = &outcome.shift {
        notes.push(t_with("outcome.shift", &[("shift", &written(shift)), ("unit", unit)]));
    }
    if outcome.raised_to_cmc {
        notes.push(t("record.raised_to_cmc"));
    }
    match outcome.gum_validated {
        Some(true) => notes.push(t("outcome.gum_validated")),
        Some(false) => notes.push(t("outcome.gum_not_validated")),
        None => {}
    }
    notes
}

/// The notes of one result.
#[component]
pub fn OutcomeNotes(result: PointResult) -> impl IntoView {
    let list = move || notes(&result).into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
    view! { <ul class="notes small soft" data-test="outcome-notes">{list}</ul> }
}

/// The notes of a stage's results, each once with the points it speaks of.
#[component]
pub fn StageNotes(#[prop(into)] results: Signal<Vec<PointResult>>) -> impl IntoView {
    let grouped = move || {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for result in results.get() {
            let point = format!("{}\u{a0}{}", written(&result.nominal), result.nominal_unit);
            for note in notes(&result) {
                match found.iter_mut().find(|(known, _)| *known == note) {
                    Some((_, points)) => points.push(point.clone()),
                    None => found.push((note, vec![point.clone()])),
                }
            }
        }
        found
    };
    let line = |(note, points): (String, Vec<String>)| view! { <li>{note}" "<span class="soft">{points.join(" · ")}</span></li> };
    move || {
        let grouped = grouped();
        (!grouped.is_empty()).then(|| {
            view! {
                <section class="stage-notes small" data-test="outcome-notes" aria-label=tr("outcome.notes")>
                    <ul>{grouped.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    }
}
