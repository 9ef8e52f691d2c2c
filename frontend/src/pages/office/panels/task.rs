//! Assigning a task: refused, with the rule named, where somebody is not authorised or a standard is out of date.

use contract::access::table::Verb;
use contract::api::order::{AssignTask, AssignedView};
use contract::api::path;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::super::form::json::{at, remove};
use super::super::form::{Form, Kind, Spec, draw};
use super::super::register::told::{Reload, Told};
use crate::components::{Button, FailureView};
use crate::data::register::Entry;
use crate::data::session::Session;
use crate::data::{labels, orders};
use crate::failure::Failure;
use crate::text::tr;

const ASSIGNMENT: &[Spec] = &[
    Spec::new("calibrators", "field.calibrators", Kind::References("people")),
    Spec::new("standards", "field.standards", Kind::References("standards")),
    Spec::new("visit", "field.visit", Kind::Reference("visits")).optional(),
];

/// What the task is, and who does it with what.
#[component]
pub fn TaskPanel(entry: Entry) -> impl IntoView {
    let part = |path: &str, otherwise: Value| at(&entry.body, path).cloned().unwrap_or(otherwise);
    let mut body = json!({
        "calibrators": part("calibrators", json!([])), "standards": part("standards", json!([])), "customer": part("customer", json!("")),
        "edition": part("edition", json!(""))
    });
    if let Some(visit) = at(&entry.body, "visit").filter(|visit| visit.is_string()) {
        body["visit"] = visit.clone();
    }
    let form = Form::new(RwSignal::new(body), Signal::stored(Vec::new()));
    let failure = RwSignal::new(None::<Failure>);
    let done = RwSignal::new(None::<AssignedView>);
    let busy = RwSignal::new(false);
    let session = Session::here();
    let (reload, told) = (use_context::<Reload>(), use_context::<Told>());
    let (id, revision) = (entry.id.to_string(), entry.revision);
    let why_not = Signal::derive(move || session.why_not(Verb::Post, path::TASK_ASSIGN, ""));
    let send = move |()| {
        let mut command = form.body.get_untracked();
        // These only narrow what is offered.
        ["customer", "edition"].iter().for_each(|field| remove(&mut command, field));
        command["revision"] = json!(done.with_untracked(|done| done.as_ref().map_or(revision, |done| done.revision)));
        let Ok(command) = serde_json::from_value::<AssignTask>(command) else { return };
        let id = id.clone();
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match orders::assign(&id, &command).await {
                Ok(view) => {
                    if let Some(told) = told {
                        told.0.try_set(Some(("task.assigned", view.findings.clone())));
                    }
                    done.try_set(Some(view));
                    if let Some(reload) = reload {
                        reload.0.run(());
                    }
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <TaskFacts entry=entry.clone() />
        <section class="card">
            <header><h2>{tr("task.assign")}</h2><Button label=tr("task.assign") look="primary" icon="people" why_not=why_not busy=busy on_press=send /></header>
            <div class="body stack">
                {draw(ASSIGNMENT, "", form)}
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
        </section>
    }
}

#[component]
fn TaskFacts(entry: Entry) -> impl IntoView {
    let fact = |label: &'static str, path: &'static str, noun: &'static str| {
        let id = labels::id_in(at(&entry.body, path));
        let href = format!("/office/{noun}/{id}");
        view! { <dt>{tr(label)}</dt><dd><a href=href>{move || labels::label(noun, &id)}</a></dd> }
    };
    view! {
        <section class="card"><dl class="body facts">
            {fact("field.item", "item", "items")}
            {fact("field.customer", "customer", "customers")}
            {fact("field.order", "order", "orders")}
            {fact("field.service", "service", "services")}
            {fact("field.edition", "edition", "editions")}
        </dl></section>
    }
}
