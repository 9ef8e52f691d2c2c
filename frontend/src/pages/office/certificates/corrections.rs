//! Correction cases, open ones first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::certificate::CorrectionRow;
use shared::certificate::correction::Origin;

use crate::components::{Button, EmptyState, FailureView, StateBadge, loaded};
use crate::data::certificates;
use crate::failure::Failure;
use crate::text::format::moment;
use crate::text::tr;

/// The cases.
#[component]
pub fn CorrectionsPage() -> impl IntoView {
    let cases = LocalResource::new(|| async { certificates::corrections().await });
    let failure = RwSignal::new(None::<Failure>);
    let withdraw = Callback::new(move |id: String| {
        spawn_local(async move {
            match certificates::withdraw(&id).await {
                Ok(()) => cases.refetch(),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    });
    view! {
        <div class="page-head"><h1>{tr("nav.corrections")}</h1></div>
        {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
        {loaded(cases, move |page| {
            let mut rows = page.rows;
            rows.sort_by_key(|row| (row.withdrawn || row.closed_by.is_some(), std::cmp::Reverse(row.case.at)));
            if rows.is_empty() {
                return view! { <EmptyState text=tr("corrections.none")><a class="button" href="/office/certificates">{tr("nav.certificates")}</a></EmptyState> }.into_any();
            }
            view! {
                <div class="list"><table>
                    <thead><tr><th>{tr("records.certificate")}</th><th>{tr("register.state")}</th><th>{tr("correct.reason")}</th><th>{tr("correct.origin")}</th><th>{tr("correct.opened")}</th><th></th></tr></thead>
                    <tbody>{rows.into_iter().map(|row| view! { <Line row=row on_withdraw=withdraw /> }).collect_view()}</tbody>
                </table></div>
            }
            .into_any()
        })}
    }
}

#[component]
fn Line(row: CorrectionRow, on_withdraw: Callback<String>) -> impl IntoView {
    let state = match (row.withdrawn, &row.closed_by) {
        (true, _) => "withdrawn",
        (_, Some(_)) => "completed",
        _ => "open",
    };
    let origin = match row.case.origin {
        Origin::Office => "correct.office",
        Origin::Record => "correct.record",
    };
    let (id, record, at) = (row.case.id.to_string(), row.case.record, row.case.at);
    view! {
        <tr>
            <td class="nowrap"><a href=format!("/office/certificates/{}", row.case.certificate)>{row.number}</a></td>
            <td><StateBadge state=state />{row.closed_by.map(|number| view! { " "<span class="mono">{number}</span> })}</td>
            <td>{row.case.reason}</td>
            <td>{tr(origin)}</td>
            <td class="nowrap">{move || moment(at)}</td>
            <td>{(state == "open").then(|| view! {
                <span class="row">
                    <a href=format!("/office/records/{record}/draft")>{tr("certificate.to_draft")}</a>
                    <Button label=tr("correct.withdraw") look="small" on_press=move |()| on_withdraw.run(id.clone()) />
                </span>
            })}</td>
        </tr>
    }
}
