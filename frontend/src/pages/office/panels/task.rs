//! Assigning a task: refused, with the rule named, where somebody is not authorised or a standard is out of date.

use base::id::Id;
use contract::access::table::Verb;
use contract::api::order::{AssignTask, AssignedView};
use contract::api::path;
use domain::order::task::Task;
use domain::register::noun::read;
use domain::register::nouns::task::ASSIGNMENT;
use domain::register::{Entry as _, Kept};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::super::form::Form;
use super::super::register::told::{Reload, Told};
use crate::components::{Button, FailureView};
use crate::data::register::Entry;
use crate::data::session::Session;
use crate::data::{labels, orders};
use crate::failure::Failure;
use crate::text::tr;

/// What the task is, and who does it with what.
#[component]
pub fn TaskPanel(entry: Entry) -> impl IntoView {
    // The rest of the task narrows what is offered.
    let form = Form::new(ASSIGNMENT, RwSignal::new(entry.body.clone()), Signal::stored(Vec::new()));
    let failure = RwSignal::new(None::<Failure>);
    let done = RwSignal::new(None::<AssignedView>);
    let busy = RwSignal::new(false);
    let session = Session::here();
    let (reload, told) = (use_context::<Reload>(), use_context::<Told>());
    let (id, revision) = (entry.id.to_string(), entry.revision);
    let why_not = Signal::derive(move || session.why_not(Verb::Post, path::TASK_ASSIGN, ""));
    let send = move |()| {
        let now = done.with_untracked(|done| done.as_ref().map_or(revision, |done| done.revision));
        let Some(command) = form.body.with_untracked(|body| assignment(now, body)) else { return };
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
                {form.draw()}
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
        </section>
    }
}

/// What is asked for by the task as the form has it.
fn assignment(revision: u64, body: &Value) -> Option<AssignTask> {
    let Task { calibrators, standards, visit, .. } = read(body)?;
    Some(AssignTask { revision, calibrators, standards, visit })
}

#[component]
fn TaskFacts(entry: Entry) -> impl IntoView {
    let facts = |task: Task| {
        view! {
            {fact("field.item", task.item)}
            {fact("field.customer", task.customer)}
            {fact("field.order", task.order)}
            {fact("field.service", task.service)}
            {fact("field.edition", task.edition)}
        }
    };
    view! { <section class="card"><dl class="body facts">{read::<Task>(&entry.body).map(facts)}</dl></section> }
}

fn fact<K: Kept>(label: &'static str, id: Id<K>) -> impl IntoView {
    let href = format!("/office/{}/{id}", K::Entry::NOUN);
    view! { <dt>{tr(label)}</dt><dd><a href=href>{move || labels::of(id)}</a></dd> }
}
