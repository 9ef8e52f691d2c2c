//! Corrections: their columns, and how one is withdrawn.

use contract::api::case::CaseRow;
use contract::api::certificate::CorrectionRow;
use domain::certificate::origin::Origin;
use leptos::prelude::*;

use super::super::cases::{CaseList, Kind};
use super::super::command::Command;
use crate::components::{Button, Dialog, EmptyState, TextField};
use crate::data::certificates;
use crate::text::tr;

/// Corrections on the screen.
pub static CORRECTIONS: Kind = Kind {
    name: "correction",
    href: "/office/corrections",
    title: "nav.corrections",
    none: || {
        view! { <EmptyState text=tr("corrections.none")><a class="button" href="/office/certificates">{tr("nav.certificates")}</a></EmptyState> }.into_any()
    },
    states: &[("", "records.all"), ("open", "state.open"), ("closed", "state.closed"), ("withdrawn", "state.withdrawn")],
    columns: &[("correct.reason", reason), ("correct.origin", origin), ("correct.outcome", outcome)],
    actions,
};

/// The list.
#[component]
pub fn CorrectionsPage() -> impl IntoView {
    view! { <CaseList kind=&CORRECTIONS /> }
}

fn of(row: &CaseRow) -> Option<CorrectionRow> {
    serde_json::from_value(row.summary.clone()).ok()
}

fn reason(row: &CaseRow) -> AnyView {
    of(row).map(|row| row.case.reason).into_any()
}

fn origin(row: &CaseRow) -> AnyView {
    let key = |row: CorrectionRow| if row.case.origin == Origin::Office { "correct.office" } else { "correct.record" };
    of(row).map(|row| tr(key(row))).into_any()
}

/// The certificate that closed it, or that it is still to be checked.
fn outcome(row: &CaseRow) -> AnyView {
    let Some(CorrectionRow { case, closed_by, checked, .. }) = of(row) else { return ().into_any() };
    let unchecked = row.open && case.origin == Origin::Office && !checked;
    let number = case.closed_by.zip(closed_by);
    view! {
        {number.map(|(certificate, number)| view! { <a class="mono" href=format!("/office/certificates/{certificate}")>{number}</a> })}
        {unchecked.then(|| view! { <span class="soft small">{tr("corrections.to_check")}</span> })}
    }
    .into_any()
}

/// The way to the draft, and to leave the certificate as it is.
fn actions(row: &CaseRow, on_change: Callback<()>) -> AnyView {
    let Some(correction) = of(row).filter(|_| row.open) else { return ().into_any() };
    let (id, record) = (StoredValue::new(row.id.to_string()), correction.case.record);
    let withdrawing = RwSignal::new(false);
    view! {
        <span class="row">
            <a href=format!("/office/records/{record}/draft")>{tr("certificate.to_draft")}</a>
            <Button label=tr("correct.withdraw") look="small" on_press=move |()| withdrawing.set(true) />
        </span>
        {move || withdrawing.get().then(|| view! {
            <Withdraw id=id.get_value() on_close=move |()| withdrawing.set(false) on_done=on_change />
        })}
    }
    .into_any()
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
