//! Every certificate issued.

use contract::api::certificate::CertificateRow;
use leptos::prelude::*;

use super::super::paged::{PANEL, Paged};
use crate::components::badge::code_of;
use crate::components::{EmptyState, SearchBox, StateBadge, TabPanel};
use crate::data::certificates;
use crate::text::format::moment;
use crate::text::{self, t, tr};

const STATES: &[(&str, &str)] =
    &[("", "records.all"), ("valid", "state.valid"), ("supplemented", "state.supplemented"), ("void", "state.void")];

/// The list.
#[component]
pub fn CertificatesPage() -> impl IntoView {
    let list = Paged::new("", |query| Box::pin(async move { certificates::search(&query).await }));
    let nothing = move || {
        let words = move || if list.is_narrowed() { t("register.nothing_found") } else { t("certificates.none") };
        view! { <EmptyState text=words icon="seal"><a class="button" href="/office/records?state=checked">{tr("records.checked")}</a></EmptyState> }.into_any()
    };
    view! {
        <div class="page-head"><h1>{tr("nav.certificates")}</h1></div>
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
fn Table(rows: RwSignal<Vec<CertificateRow>>) -> impl IntoView {
    view! {
        <div class="list">
            <table>
                <thead><tr>
                    <th>{tr("field.number")}</th><th>{tr("register.state")}</th><th>{tr("certificate.kind")}</th><th>{tr("field.item")}</th><th>{tr("field.customer")}</th>
                    <th>{tr("certificate.issued")}</th><th>{tr("certificate.followed_by")}</th><th>{tr("certificate.recall")}</th>
                </tr></thead>
                <tbody>{move || rows.get().into_iter().map(|row| view! { <Line row=row /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(row: CertificateRow) -> impl IntoView {
    let kind = format!("kind.{}", row.kind);
    let recall = row.recall.as_ref().map(|recall| if recall.returned_at.is_some() { "back" } else { "asked" });
    view! {
        <tr>
            <td class="nowrap"><a href=format!("/office/certificates/{}", row.id)>{row.number}</a></td>
            <td><StateBadge state=code_of(&row.state) /></td>
            <td>{move || t(&kind)}</td>
            <td>{row.item}</td>
            <td>{move || text::name(&row.customer_name)}</td>
            <td class="nowrap">{move || moment(row.issued_at)}</td>
            <td class="nowrap">{row.followed_by}</td>
            <td>{recall.map(|state| view! { <StateBadge state=state /> })}</td>
        </tr>
    }
}
