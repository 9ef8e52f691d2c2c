//! Correction cases, the newest first.

use contract::api::certificate::CorrectionRow;
use domain::certificate::origin::Origin;
use leptos::prelude::*;

use super::super::command::Command;
use super::super::paged::{PANEL, Paged};
use crate::components::{Button, Dialog, EmptyState, StateBadge, TabPanel, TextField};
use crate::data::certificates;
use crate::text::format::moment;
use crate::text::tr;

/// What the store calls the states, and the words of each.
const STATES: &[(&str, &str)] =
    &[("", "records.all"), ("open", "state.open"), ("closed", "state.completed"), ("withdrawn", "state.withdrawn")];

/// The cases.
#[component]
pub fn CorrectionsPage() -> impl IntoView {
    let cases = Paged::new("", |query| Box::pin(async move { certificates::search_corrections(&query).await }));
    let withdrawing = RwSignal::new(None::<String>);
    let withdraw = Callback::new(move |id: String| withdrawing.set(Some(id)));
    let nothing = || {
        view! { <EmptyState text=tr("corrections.none")><a class="button" href="/office/certificates">{tr("nav.certificates")}</a></EmptyState> }.into_any()
    };
    view! {
        <div class="page-head"><h1>{tr("nav.corrections")}</h1></div>
        <div class="stack">
            {cases.tabs(STATES)}
            <TabPanel id=PANEL chosen=cases.status>
                {cases.frame(nothing, move || view! { <Table rows=cases.rows on_withdraw=withdraw /> }.into_any())}
            </TabPanel>
        </div>
        {move || withdrawing.get().map(|id| view! {
            <Withdraw id=id on_close=move |()| withdrawing.set(None) on_done=move |()| cases.ask(false) />
        })}
    }
}

/// Withdrawing a case. The reason is asked for where the registers say something else than the certificate, which the office finds out.
#[component]
fn Withdraw(id: String, #[prop(into)] on_close: Callback<()>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let sending = Command::new();
    let send = move |()| {
        let id = id.clone();
        sending.send(async move { certificates::withdraw(&id, reason.get_untracked()).await }, on_close, on_done);
    };
    view! {
        <Dialog title=tr("correct.withdraw") on_close=on_close>
            <div class="body">
                <p class="soft">{tr("correct.withdraw_about")}</p>
                <TextField label=tr("correct.reason") value=reason name="withdraw_reason" />
                {sending.refusal()}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("correct.withdraw") look="primary" busy=sending.busy on_press=send />
            </footer>
        </Dialog>
    }
}

#[component]
fn Table(rows: RwSignal<Vec<CorrectionRow>>, on_withdraw: Callback<String>) -> impl IntoView {
    view! {
        <div class="list"><table>
            <thead><tr><th>{tr("records.certificate")}</th><th>{tr("register.state")}</th><th>{tr("correct.reason")}</th><th>{tr("correct.origin")}</th><th>{tr("correct.opened")}</th><th></th></tr></thead>
            <tbody>{move || rows.get().into_iter().map(|row| view! { <Line row=row on_withdraw=on_withdraw /> }).collect_view()}</tbody>
        </table></div>
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
    let unchecked = state == "open" && row.case.origin == Origin::Office && !row.checked;
    let (id, record, at) = (row.case.id.to_string(), row.case.record, row.case.at);
    view! {
        <tr>
            <td class="nowrap"><a href=format!("/office/certificates/{}", row.case.certificate)>{row.number}</a></td>
            <td><StateBadge state=state />{row.closed_by.map(|number| view! { " "<span class="mono">{number}</span> })}{unchecked.then(|| view! { <span class="soft small">" "{tr("corrections.to_check")}</span> })}</td>
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
