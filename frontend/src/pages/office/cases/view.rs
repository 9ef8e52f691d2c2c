//! A case: what it is about, whose turn it is, and what happened in it.

use contract::api::case::CaseView;
use domain::case::Link;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::kind::of_name;
use super::list::whose;
use super::timeline::Timeline;
use crate::components::{Names, StateBadge, loaded};
use crate::data::cases;
use crate::text::format::day;
use crate::text::{t, t_known, title, tr};

/// The case in the address.
#[component]
pub fn CasePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let case = LocalResource::new(move || {
        let id = id.get();
        async move { cases::one(&id).await }
    });
    let again = Callback::new(move |()| case.refetch());
    loaded(case, move |view| view! { <OneCase view=view on_change=again /> })
}

#[component]
fn OneCase(view: CaseView, on_change: Callback<()>) -> impl IntoView {
    let CaseView { row, about, facts, names, .. } = view;
    let kind = of_name(&row.kind);
    let label = row.label.clone();
    title::page(move || label.clone());
    let actions = kind.map(|kind| (kind.actions)(&row, on_change));
    let names = Names::new(names.into_iter().map(|named| (named.person, named.name)));
    let due = row.due;
    view! {
        <div class="page-head">
            <div class="stack tight">
                {kind.map(|kind| view! { <a class="crumbs" href=kind.href>{tr(kind.title)}</a> })}
                <div class="row"><h1 class="mono">{row.label.clone()}</h1><StateBadge state=row.status.clone() /></div>
            </div>
            <div class="actions">{actions}</div>
        </div>
        <div class="stack">
            <section class="card"><dl class="body facts">
                <dt>{tr("case.about")}</dt><dd>{about.into_iter().map(|link| view! { <About link=link /> }).collect_view()}</dd>
                {(!row.acts.is_empty()).then(|| view! { <dt>{tr("case.acts")}</dt><dd>{whose(row.acts.clone())}</dd> })}
                {due.map(|due| view! { <dt>{tr("case.due")}</dt><dd>{move || day(due)}</dd> })}
            </dl></section>
            <Timeline kind=row.kind facts=facts names=names />
        </div>
    }
}

/// Something that the case is about; a link where the office has a page of it.
#[component]
fn About(link: Link) -> impl IntoView {
    let key = format!("readings.noun.{}", link.noun);
    let noun = link.noun.clone();
    let words = move || t_known(&key).unwrap_or_else(|| t(&format!("noun.{noun}")));
    view! { <a href=format!("/office/{}/{}", link.noun, link.id)>{words}</a>" " }
}
