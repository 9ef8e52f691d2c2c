//! The contract review: people, standards, method, environment; then accepted or declined (C-5.1.2, C-5.1.3).

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::order::ReviewOrder;
use shared::order::review::{Ability, Outcome};
use shared::order::unplanned::Unplanned;

use super::unplanned::UnplannedList;
use crate::components::{Button, Dialog, FailureView, Field};
use crate::data::orders;
use crate::failure::Failure;
use crate::text::tr;

/// The dialog.
#[component]
pub fn Review(
    id: String,
    revision: u64,
    /// What was found on site since the last one.
    unplanned: Vec<Unplanned>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let no = || RwSignal::new(false);
    let (people, standards, method, environment) = (no(), no(), no(), no());
    let discussion = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let send = Callback::new(move |outcome: Outcome| {
        let id = id.clone();
        let able = Ability {
            people: people.get_untracked(),
            standards: standards.get_untracked(),
            method: method.get_untracked(),
            environment: environment.get_untracked(),
        };
        let command = ReviewOrder { revision, outcome, able, discussion: discussion.get_untracked() };
        busy.set(true);
        spawn_local(async move {
            match orders::review(&id, &command).await {
                Ok(()) => {
                    on_close.run(());
                    on_done.run(());
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
            busy.try_set(false);
        });
    });
    let check = |value: RwSignal<bool>, name: &'static str, label: &'static str| {
        view! { <label class="check"><input type="checkbox" name=name prop:checked=value on:change:target=move |event| value.set(event.target().checked()) />{tr(label)}</label> }
    };
    view! {
        <Dialog title=tr("order.review") on_close=on_close>
            <div class="body">
                <UnplannedList unplanned=unplanned />
                <p class="soft">{tr("review.about")}</p>
                <div class="stack tight">
                    {check(people, "people", "review.people")}
                    {check(standards, "standards", "review.standards")}
                    {check(method, "method", "review.method")}
                    {check(environment, "environment", "review.environment")}
                </div>
                <Field label=tr("review.discussion")>
                    <textarea name="discussion" rows="3" prop:value=discussion on:input:target=move |event| discussion.set(event.target().value())></textarea>
                </Field>
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("review.decline") look="danger" busy=busy on_press=move |()| send.run(Outcome::Declined) />
                <Button label=tr("review.accept") look="primary" icon="check" busy=busy on_press=move |()| send.run(Outcome::Accepted) />
            </footer>
        </Dialog>
    }
}
