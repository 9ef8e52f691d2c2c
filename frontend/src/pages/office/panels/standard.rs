//! What a standard that failed puts in doubt: records and certificates made with it since it was last known to be good (C-4.5.3).

use contract::access::table::Verb;
use contract::api::path;
use contract::api::record::{AffectedRecord, AffectedView};
use domain::library::standard::{Standard, StandardStatus};
use domain::register::noun::read;
use leptos::prelude::*;

use crate::components::badge::code_of;
use crate::components::{Notice, StateBadge, loaded};
use crate::data::desk;
use crate::data::register::Entry;
use crate::data::session::Session;
use crate::text::format::moment;
use crate::text::{self, t_with, tr};

/// The list, for a standard out of use after a failed check.
#[component]
pub fn StandardPanel(entry: Entry) -> impl IntoView {
    let session = Session::here();
    let failed = read::<Standard>(&entry.body).is_some_and(|standard| standard.status == StandardStatus::Failed);
    let id = entry.id.to_string();
    let shown = move || failed && session.may(Verb::Get, path::STANDARD_AFFECTED, "");
    view! {
        {failed.then(|| view! { <Notice tone="attention"><p>{tr("standard.back")}</p></Notice> })}
        <Show when=shown><Affected id=id.clone() /></Show>
    }
}

#[component]
fn Affected(id: String) -> impl IntoView {
    let found = LocalResource::new(move || {
        let id = id.clone();
        async move { desk::affected(&id).await }
    });
    view! {
        <section class="card" data-test="affected">
            <header><h2>{tr("standard.affected")}</h2></header>
            <div class="body stack">{loaded(found, |view| view! { <List view=view /> })}</div>
        </section>
    }
}

#[component]
fn List(view: AffectedView) -> impl IntoView {
    let since = view.last_good;
    let any = !view.records.is_empty();
    view! {
        {since.map(|at| view! { <p class="soft small">{move || t_with("standard.affected_since", &[("moment", &moment(at))])}</p> })}
        {if any {
            view! {
                <Notice tone="attention"><p>{tr("standard.affected_stopped")}</p></Notice>
                <ul class="desk-lines">{view.records.into_iter().map(line).collect_view()}</ul>
            }
            .into_any()
        } else {
            view! { <p class="soft">{tr("standard.affected_none")}</p> }.into_any()
        }}
    }
}

fn line(affected: AffectedRecord) -> impl IntoView {
    let AffectedRecord { record, measured_at } = affected;
    let (item, customer) = (record.item, record.customer);
    view! {
        <li>
            <StateBadge state=code_of(&record.status) />
            <a class="grow" href=format!("/office/records/{}", record.id)>{move || format!("{item} · {}", text::name(&customer))}</a>
            <span class="mono">{record.certificate}</span>
            <span class="soft small nowrap">{move || moment(measured_at)}</span>
        </li>
    }
}
