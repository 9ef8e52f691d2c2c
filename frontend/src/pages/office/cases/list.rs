//! Cases of a kind, the newest first.

use contract::api::case::{CaseQuery, CaseRow};
use domain::case::Acts;
use leptos::prelude::*;

use super::super::paged::{PANEL, Paged};
use super::Kind;
use crate::components::badge::code_of;
use crate::components::{EmptyState, SearchBox, StateBadge, TabPanel};
use crate::data::{cases, labels};
use crate::text::format::{day, moment};
use crate::text::{t, title, tr};

/// The list of a kind.
#[component]
pub fn CaseList(kind: &'static Kind) -> impl IntoView {
    title::page(|| t(kind.title));
    let found = Paged::new("", |query| {
        let wanted = CaseQuery {
            kind: kind.name.to_owned(),
            search: query.search,
            status: query.status,
            after: query.after,
            limit: query.limit,
            ..CaseQuery::default()
        };
        Box::pin(async move { cases::page(&wanted).await })
    });
    let again = Callback::new(move |()| found.ask(false));
    let nothing = move || match found.search.with(String::is_empty) {
        true => (kind.none)(),
        false => view! { <EmptyState text=tr("register.nothing_found") icon="search" /> }.into_any(),
    };
    view! {
        <div class="page-head"><h1>{tr(kind.title)}</h1></div>
        <div class="stack">
            {found.tabs(kind.states)}
            <TabPanel id=PANEL chosen=found.status>
                <SearchBox value=found.search label=tr("register.search") />
                {found.frame(nothing, move || view! { <Table kind=kind rows=found.rows on_change=again /> }.into_any())}
            </TabPanel>
        </div>
    }
}

#[component]
fn Table(kind: &'static Kind, rows: RwSignal<Vec<CaseRow>>, on_change: Callback<()>) -> impl IntoView {
    let headings = kind.columns.iter().map(|(heading, _)| view! { <th>{tr(heading)}</th> }).collect_view();
    view! {
        <div class="list"><table data-test="cases">
            <thead><tr>
                <th>{tr("case.about")}</th><th>{tr("register.state")}</th>{headings}<th>{tr("case.acts")}</th><th>{tr("case.opened")}</th><th></th>
            </tr></thead>
            <tbody>{move || rows.get().into_iter().map(|row| view! { <Line kind=kind row=row on_change=on_change /> }).collect_view()}</tbody>
        </table></div>
    }
}

#[component]
fn Line(kind: &'static Kind, row: CaseRow, on_change: Callback<()>) -> impl IntoView {
    let cells = kind.columns.iter().map(|(_, cell)| view! { <td>{cell(&row)}</td> }).collect_view();
    let actions = (kind.actions)(&row, on_change);
    let CaseRow { id, status, due, acts, label, opened_at, .. } = row;
    view! {
        <tr>
            <td class="nowrap"><a href=format!("/office/cases/{id}")>{label}</a></td>
            <td><StateBadge state=status /></td>
            {cells}
            <td>{whose(acts)}{due.map(|due| view! { " "<span class="soft small nowrap">{move || day(due)}</span> })}</td>
            <td class="nowrap">{move || moment(opened_at)}</td>
            <td>{actions}</td>
        </tr>
    }
}

/// Who is to act.
pub fn whose(acts: Vec<Acts>) -> impl IntoView {
    let one = |acts: Acts| {
        let words = move || match acts {
            Acts::Person { person } => labels::label("people", &person.to_string()),
            Acts::Role { role } => t(&format!("role.{}", code_of(&role))),
            Acts::Outsider {} => t("case.outsider"),
        };
        view! { <span class="soft">{words}" "</span> }
    };
    acts.into_iter().map(one).collect_view()
}
