//! What the office settles about a record: the order it belongs to, and which facts its certificate states.

use contract::access::table::Verb;
use contract::api::path;
use contract::api::record::{AgreedView, AttachRecord, RecordView, TakeFacts};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, FailureView, Notice};
use crate::data::records;
use crate::data::session::Session;
use crate::failure::Failure;
use crate::text::{t_with, tr};

/// The panel; empty if there is nothing to settle.
#[component]
pub fn Settle(view: RecordView, on_done: Callback<()>) -> impl IntoView {
    let differs = |code: &str| view.findings.iter().any(|finding| finding.code == code);
    let (id, afresh) = (view.record.id.to_string(), view.afresh);
    let place = view.agreed.is_none().then(|| view! { <Place id=id.clone() lines=view.lines.clone() on_done=on_done /> });
    let facts = (differs("fact_changed_since") || differs("fact_taken_since"))
        .then(|| view! { <Facts id=id.clone() afresh=afresh on_done=on_done /> });
    view! { {place}{facts} }
}

/// Runs a command and shows the outcome.
fn run(command: impl Future<Output = Result<(), Failure>> + 'static, failure: RwSignal<Option<Failure>>, on_done: Callback<()>) {
    spawn_local(async move {
        match command.await {
            Ok(()) => on_done.run(()),
            Err(why) => drop(failure.try_set(Some(why))),
        }
    });
}

/// The lines that the record can be put under (C-5.1.1).
#[component]
fn Place(id: String, lines: Vec<AgreedView>, on_done: Callback<()>) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let session = Session::here();
    let why_not = Signal::derive(move || session.why_not(Verb::Post, path::RECORD_ORDER, ""));
    let none = lines.is_empty();
    let line = move |to: AgreedView| {
        let (id, number, at) = (id.clone(), to.number.clone(), u32::from(to.line) + 1);
        let words = move || t_with("record.place_under.line", &[("number", &number), ("line", &at.to_string())]);
        let press = move |()| {
            let (id, command) = (id.clone(), AttachRecord { order: to.order, line: to.line });
            run(async move { records::place_under(&id, &command).await }, failure, on_done);
        };
        view! { <li class="row"><a href=format!("/office/orders/{}", to.order)>{words}</a><Button label=tr("record.place_under") look="small" why_not=why_not on_press=press /></li> }
    };
    view! {
        <Notice tone="attention">
            <p class="strong">{tr("code.order_missing")}</p>
            {none.then(|| view! { <p>{tr("record.place_under.none")}</p> })}
            <ul class="stack tight" data-test="place-under">{lines.into_iter().map(line).collect_view()}</ul>
            {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
        </Notice>
    }
}

/// Whether the certificate states the record's facts or the register's, where they differ (C-5.4.1).
#[component]
fn Facts(id: String, afresh: bool, on_done: Callback<()>) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let session = Session::here();
    let why_not = Signal::derive(move || session.why_not(Verb::Post, path::RECORD_FACTS, ""));
    let press = move |()| {
        let id = id.clone();
        run(async move { records::take_facts(&id, &TakeFacts { afresh: !afresh }).await }, failure, on_done);
    };
    let label = if afresh { "record.facts_as_recorded" } else { "record.facts_afresh" };
    view! {
        <div data-test="facts-afresh"><Button label=tr(label) look="small" why_not=why_not on_press=press /></div>
        {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
    }
}
