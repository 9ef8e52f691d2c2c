//! What was found on site and nobody had planned, in words: what the review that follows is about (C-5.1.2).

use domain::order::noted::{Unplanned, What};
use leptos::prelude::*;

use crate::components::Icon;
use crate::data::labels;
use crate::text::format::moment;
use crate::text::{t_with, tr};

/// Each thing with who saw it and when, leading to where it is looked at.
#[component]
pub fn UnplannedList(unplanned: Vec<Unplanned>) -> impl IntoView {
    let line = |found: Unplanned| {
        let (href, kind) = (address(&found.what), kind(&found.what));
        let (what, by, at) = (found.what, found.by, found.at);
        view! {
            <li class="finding" data-unplanned=kind>
                <span class="attention-text"><Icon name="alert" /></span>
                <span class="grow">
                    <a href=href>{move || words(&what)}</a>
                    " "<span class="soft small">{move || labels::of(by)}" · "{move || moment(at)}</span>
                </span>
            </li>
        }
    };
    (!unplanned.is_empty()).then(|| {
        view! {
            <div class="stack tight">
                <p class="strong">{tr("unplanned.title")}</p>
                <ul class="stack tight">{unplanned.into_iter().map(line).collect_view()}</ul>
            </div>
        }
    })
}

const fn kind(what: &What) -> &'static str {
    match what {
        What::ItemFound { .. } => "item_found",
        What::ItemAlike { .. } => "item_alike",
        What::ItemCorrected { .. } => "item_corrected",
        What::StandardSwapped { .. } => "standard_swapped",
        What::RecordBegun { .. } => "record_begun",
    }
}

fn address(what: &What) -> String {
    match what {
        What::ItemFound { item } | What::ItemAlike { item, .. } | What::ItemCorrected { item, .. } => format!("/office/items/{item}"),
        What::StandardSwapped { record, .. } | What::RecordBegun { record, .. } => format!("/office/records/{record}"),
    }
}

fn words(what: &What) -> String {
    let item = |id: &base::id::ItemId| labels::of(*id);
    match what {
        What::ItemFound { item: id } => t_with("unplanned.item_found", &[("item", &item(id))]),
        What::ItemAlike { item: id, like } => t_with("unplanned.item_alike", &[("item", &item(id)), ("like", &item(like))]),
        What::ItemCorrected { item: id, field, before, after, kept } => {
            let (item, field) = (item(id), crate::text::place(field));
            let key = if kept.is_some() { "unplanned.item_kept" } else { "unplanned.item_corrected" };
            let kept = kept.as_deref().unwrap_or_default();
            t_with(key, &[("item", &item), ("field", &field), ("before", before), ("after", after), ("kept", kept)])
        }
        What::StandardSwapped { item: id, standard, .. } => {
            let standard = labels::of(*standard);
            t_with("unplanned.standard_swapped", &[("item", &item(id)), ("standard", &standard)])
        }
        What::RecordBegun { item: id, .. } => t_with("unplanned.record_begun", &[("item", &item(id))]),
    }
}
