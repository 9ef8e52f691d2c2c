//! An order's review and its tasks (C-5.1.2).

use contract::access::table::Verb;
use contract::api::path;
use domain::order::noted::Outcome;
use domain::order::task::Task;
use domain::order::{Order, OrderStatus};
use domain::register::Entry as _;
use domain::register::noun::read;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::form::Form;
use super::super::register::told::Reload;
use super::review::Review;
use super::unplanned::UnplannedList;
use crate::components::{Button, FailureView, StateBadge, loaded};
use crate::data::register::{self, Entry};
use crate::data::session::Session;
use crate::data::{labels, orders};
use crate::failure::Failure;
use crate::text::format::moment;
use crate::text::{t, tr};

/// The last review, what can be done next, the tasks.
#[component]
pub fn OrderPanel(entry: Entry, form: Form) -> impl IntoView {
    let order = read::<Order>(&entry.body);
    let reviewing = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let reload = use_context::<Reload>();
    let id = entry.id.to_string();
    let saved = entry.body.clone();
    let changed = Memo::new(move |_| form.body.with(|body| *body != saved));
    let session = Session::here();
    let tasks = tasks_of(&entry);
    let make = {
        let id = id.clone();
        Callback::new(move |()| {
            let id = id.clone();
            spawn_local(async move {
                match orders::make_tasks(&id).await {
                    Ok(_) => {
                        tasks.refetch();
                        if let Some(reload) = reload {
                            reload.0.run(());
                        }
                    }
                    Err(why) => drop(failure.try_set(Some(why))),
                }
            });
        })
    };
    let accepted = order.as_ref().is_some_and(|order| order.status == OrderStatus::Accepted);
    let unsaved = move || changed.get().then(|| t("order.save_first"));
    let no_review = Signal::derive(move || unsaved().or_else(|| session.why_not(Verb::Post, path::ORDER_REVIEW, "")));
    let no_tasks = Signal::derive(move || {
        let no_right = session.why_not(Verb::Post, path::ORDER_TASKS, "");
        unsaved().or(no_right).or_else(|| (!accepted).then(|| t("order.review_first")))
    });
    let unplanned = order.as_ref().map(|order| order.unplanned.clone()).unwrap_or_default();
    let about = StoredValue::new(unplanned.clone());
    let (revision, review_id) = (entry.revision, StoredValue::new(id));
    view! {
        <section class="card">
            <header>
                <h2>{tr("order.review_and_tasks")}</h2>
                <div class="row top">
                    <Button label=tr("order.review") icon="check" why_not=no_review on_press=move |()| reviewing.set(true) />
                    <Button label=tr("order.make_tasks") look="primary" why_not=no_tasks on_press=make />
                </div>
            </header>
            <div class="body stack">
                <UnplannedList unplanned=unplanned />
                {order.map(|order| view! { <LastReview order=order /> })}
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
                {loaded(tasks, |rows| view! { <Tasks rows=rows /> })}
            </div>
        </section>
        {move || reviewing.get().then(|| view! {
            <Review id=review_id.get_value() revision=revision unplanned=about.get_value() on_close=move |()| reviewing.set(false) on_done=move |()| if let Some(reload) = reload { reload.0.run(()) } />
        })}
    }
}

/// The tasks that came out of the order, however many.
fn tasks_of(entry: &Entry) -> LocalResource<Result<Vec<Entry>, Failure>> {
    let order = entry.id.to_string();
    LocalResource::new(move || {
        let order = order.clone();
        async move { register::naming(Task::NOUN, &order).await }
    })
}

#[component]
fn LastReview(order: Order) -> impl IntoView {
    // The order's state is shown at the head of its page.
    let review = order.review.map(|review| {
        let outcome = match review.outcome {
            Outcome::Accepted => "accepted",
            Outcome::Declined => "declined",
        };
        let by = review.by;
        view! {
            <span class="row">{tr("order.last_review")}<StateBadge state=outcome /><span>{move || labels::of(by)}</span><span class="soft">{move || moment(review.at)}</span></span>
            <p class="pre">{review.discussion}</p>
            <UnplannedList unplanned=review.unplanned />
        }
    });
    match review {
        Some(review) => view! { <div class="stack tight">{review}</div> }.into_any(),
        None => view! { <p class="soft">{tr("order.not_reviewed")}</p> }.into_any(),
    }
}

#[component]
fn Tasks(rows: Vec<Entry>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <p class="soft">{tr("order.no_tasks")}</p> }.into_any();
    }
    let line = |row: Entry| {
        let Task { item, calibrators, .. } = read(&row.body)?;
        let who = move || {
            let names: Vec<String> = calibrators.iter().map(|id| labels::of(*id)).collect();
            if names.is_empty() { t("task.unassigned") } else { names.join(", ") }
        };
        Some(
            view! { <li class="row"><a href=format!("/office/tasks/{}", row.id)>{move || labels::of(item)}</a><StateBadge state=row.status /><span class="soft">{who}</span></li> },
        )
    };
    view! { <ul class="stack tight">{rows.into_iter().filter_map(line).collect_view()}</ul> }.into_any()
}
