//! The contract review: people, standards, method, environment; then accepted or declined (C-5.1.2, C-5.1.3).

use contract::api::order::ReviewOrder;
use domain::order::noted::Unplanned;
use domain::order::noted::{Ability, Outcome};
use leptos::prelude::*;

use super::super::command::Command;
use super::unplanned::UnplannedList;
use crate::components::{Button, Dialog, Field};
use crate::data::orders;
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
    let sending = Command::new();
    let send = Callback::new(move |outcome: Outcome| {
        let id = id.clone();
        let able = Ability {
            people: people.get_untracked(),
            standards: standards.get_untracked(),
            method: method.get_untracked(),
            environment: environment.get_untracked(),
        };
        let command = ReviewOrder { revision, outcome, able, discussion: discussion.get_untracked() };
        sending.send(async move { orders::review(&id, &command).await }, on_close, on_done);
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
                {sending.refusal()}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("review.decline") look="danger" busy=sending.busy on_press=move |()| send.run(Outcome::Declined) />
                <Button label=tr("review.accept") look="primary" icon="check" busy=sending.busy on_press=move |()| send.run(Outcome::Accepted) />
            </footer>
        </Dialog>
    }
}
