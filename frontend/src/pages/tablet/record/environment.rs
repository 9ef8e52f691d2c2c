//! Environment readings with the limits of method and place, the narrower ones (C-4.4).

use domain::record::notice::outside_limits;
use domain::record::{limits, path};
use leptos::prelude::*;
use measurement::method::EnvironmentField;

use super::number::NumberField;
use super::screen::Screen;
use crate::text::format::written;
use crate::text::{self, t, tr};

/// The readings of one moment, "start" or "end".
#[component]
pub fn Environment(moment: &'static str) -> impl IntoView {
    let screen = Screen::here();
    let fields = screen
        .with_untracked(|record| record.opened.edition.form.environment.iter().map(|field| limits::of(record, field)).collect::<Vec<_>>())
        .unwrap_or_default();
    let field = move |field: EnvironmentField| {
        let at = path::environment(moment, &field.key);
        let label = field.label.clone();
        let outside = {
            let at = at.clone();
            Signal::derive(move || {
                let outside = screen.with(|record| outside_limits(record).contains(&at)).unwrap_or(false);
                outside.then(|| t("code.environment_outside_limits"))
            })
        };
        let unit = field.unit;
        view! { <NumberField path=at unit=unit label=move || text::name(&label) hint=move || limits_of(&field) warning=outside /> }
    };
    let none = fields.is_empty();
    view! {
        <section class="stack">
            <h2>{tr(if moment == "start" { "record.environment_start" } else { "record.environment_end" })}</h2>
            {none.then(|| view! { <p class="soft">{tr("record.nothing_asked")}</p> })}
            <div class="tb-fields">{fields.into_iter().map(field).collect_view()}</div>
        </section>
    }
}

fn limits_of(field: &EnvironmentField) -> String {
    let text = |limit: &Option<base::decimal::DecimalText>| limit.as_ref().map(|limit| written(limit.as_str()));
    match (text(&field.low), text(&field.high)) {
        (Some(low), Some(high)) => format!("({low} … {high} {})", field.unit),
        (Some(low), None) => format!("(≥ {low} {})", field.unit),
        (None, Some(high)) => format!("(≤ {high} {})", field.unit),
        (None, None) => String::new(),
    }
}
