//! The checking queue, and every other record by state.

use contract::api::record::RecordRow;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::super::paged::{PANEL, Paged};
use crate::components::badge::code_of;
use crate::components::{EmptyState, SearchBox, StateBadge, TabPanel};
use crate::data::records;
use crate::text::format::moment;
use crate::text::{self, t, t_count, tr};

const STATES: &[(&str, &str)] = &[
    ("submitted", "records.submitted"),
    ("checked", "records.checked"),
    ("returned", "records.returned"),
    ("reopened", "records.reopened"),
    ("draft", "records.draft"),
    ("", "records.all"),
];

/// Records by state; what waits for the checker comes first.
#[component]
pub fn RecordsPage() -> impl IntoView {
    let asked = use_query_map().read_untracked().get("state");
    let list = Paged::new(asked.as_deref().unwrap_or("submitted"), |query| Box::pin(async move { records::search(&query).await }));
    let nothing = move || {
        let key = move || {
            if list.search.with(String::is_empty) { t(&format!("records.none.{}", list.status.get())) } else { t("register.nothing_found") }
        };
        view! { <EmptyState text=key /> }.into_any()
    };
    view! {
        <div class="page-head"><h1>{tr("nav.records")}</h1></div>
        <div class="stack">
            {list.tabs(STATES)}
            <TabPanel id=PANEL chosen=list.status>
                <SearchBox value=list.search label=tr("register.search") />
                {list.frame(nothing, move || view! { <Table rows=list.rows /> }.into_any())}
            </TabPanel>
        </div>
    }
}

#[component]
fn Table(rows: RwSignal<Vec<RecordRow>>) -> impl IntoView {
    view! {
        <div class="list">
            <table>
                <thead><tr>
                    <th>{tr("field.item")}</th><th>{tr("register.state")}</th><th>{tr("field.customer")}</th><th>{tr("field.method")}</th>
                    <th>{tr("field.calibrators")}</th><th>{tr("field.order")}</th><th>{tr("records.certificate")}</th><th>{tr("records.changed")}</th>
                </tr></thead>
                <tbody>{move || rows.get().into_iter().map(|row| view! { <Line row=row /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(row: RecordRow) -> impl IntoView {
    let state = code_of(&row.status);
    let set_aside = usize::try_from(row.set_aside).unwrap_or(usize::MAX);
    let calibrators = move || row.calibrators.iter().map(text::name).collect::<Vec<_>>().join(", ");
    view! {
        <tr>
            <td><a href=format!("/office/records/{}", row.id)>{row.item}</a></td>
            <td>
                <StateBadge state=state />
                {(row.twins > 0).then(|| view! { " "<span class="attention-text small">{tr("records.twice")}</span> })}
                {(set_aside > 0).then(|| view! { " "<span class="attention-text small">{move || t_count("records.set_aside", set_aside)}</span> })}
            </td>
            <td>{move || text::name(&row.customer)}</td>
            <td class="nowrap">{row.method}</td>
            <td>{calibrators}</td>
            <td class="nowrap">{if row.order.is_empty() { view! { <span class="attention-text">{tr("records.unplanned")}</span> }.into_any() } else { row.order.into_any() }}</td>
            <td class="nowrap">{row.certificate}</td>
            <td class="nowrap soft">{move || moment(row.updated_at)}</td>
        </tr>
    }
}
