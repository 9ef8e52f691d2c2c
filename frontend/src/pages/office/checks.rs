//! Checks of a visit's standards before departure, on arrival and after the return, with their remarks, and who acknowledged
//! the safety briefing (C-5.2.2.2, C-5.2.2.3).

use contract::api::visit::{StandardName, VisitView};
use domain::visit::{CheckDone, CheckMoment, StandardCheck};
use leptos::prelude::*;

use crate::components::{Names, StateBadge};
use crate::text::format::moment;
use crate::text::{self, t, t_with, tr};

const MOMENTS: [CheckMoment; 3] = [CheckMoment::Departure, CheckMoment::Arrival, CheckMoment::Return];

/// The table, and the briefings below it.
#[component]
pub fn Checks(view: VisitView) -> impl IntoView {
    let names = Names::new(view.names.iter().map(|entry| (entry.person, entry.name.clone())));
    let aside = view.state.set_aside.iter().map(|(_, code)| code.clone()).collect::<Vec<_>>();
    let rows = view.standards.iter().map(|standard| row(&view, standard, &names)).collect_view();
    let briefed = names.clone();
    let briefings = view.state.briefings.clone();
    let briefing = move || {
        let line = |entry: &domain::visit::Briefed| format!("{} · {}", briefed.of(entry.person), moment(entry.at));
        if briefings.is_empty() { t("checks.no_briefing") } else { briefings.iter().map(line).collect::<Vec<_>>().join("; ") }
    };
    view! {
        <div class="list flat" data-test="checks">
            <table>
                <thead><tr><th>{tr("checks.standard")}</th><th>{tr("check.departure")}</th><th>{tr("check.arrival")}</th><th>{tr("check.return")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <dl class="facts"><dt>{tr("visit.briefing")}</dt><dd data-test="briefings">{briefing}</dd></dl>
        {(!aside.is_empty()).then(|| view! {
            <ul class="stack tight">{aside.into_iter().map(|code| view! { <li><StateBadge state="set_aside" />" "{move || text::verdict(&code)}</li> }).collect_view()}</ul>
        })}
    }
}

fn row(view: &VisitView, standard: &StandardName, names: &Names) -> impl IntoView + use<> {
    let (id, number, name) = (standard.id, standard.number.clone(), standard.name.clone());
    let cells = MOMENTS.map(|at| {
        let done: Vec<CheckDone> =
            view.state.checks.iter().filter(|done| done.check.standard == id && done.check.moment == at).cloned().collect();
        let none = done.is_empty().then(|| view! { <span class="soft">{tr("checks.none")}</span> });
        view! { <td><div class="stack tight">{none}{done.into_iter().map(|done| one(done, names.clone())).collect_view()}</div></td> }
    });
    view! { <tr><td><a href=format!("/office/standards/{id}")><span class="mono">{number}</span>" "{move || text::name(&name)}</a></td>{cells.into_iter().collect_view()}</tr> }
}

/// One check: its outcome, what was not well, the remark, who and when.
fn one(done: CheckDone, names: Names) -> impl IntoView {
    let state = if done.check.is_good() { "passed" } else { "failed" };
    let (check, remark, by, at) = (done.check.clone(), done.check.remark.clone(), done.by, done.at);
    view! {
        <div class="stack tight" data-check=state>
            <span><StateBadge state=state />" "<span class="soft small">{move || format!("{} · {}", names.of(by), moment(at))}</span></span>
            {(!done.check.is_good()).then(|| view! { <span class="attention-text small">{move || not_well(&check)}</span> })}
            {(!remark.is_empty()).then(|| view! { <span class="small">{move || t_with("checks.remark", &[("text", &remark)])}</span> })}
        </div>
    }
}

/// What was answered with no.
fn not_well(check: &StandardCheck) -> String {
    let moment = match check.moment {
        CheckMoment::Departure => "departure",
        CheckMoment::Arrival => "arrival",
        CheckMoment::Return => "return",
    };
    let answers = [(check.working, "working"), (check.protected_or_settled, "protected_or_settled"), (check.passed, "passed")];
    let failed: Vec<String> = answers.iter().filter(|(well, _)| !well).map(|(_, what)| t(&format!("check.{moment}.{what}"))).collect();
    t_with("checks.not", &[("what", &failed.join("; "))])
}
