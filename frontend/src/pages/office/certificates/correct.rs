//! Opening a correction case: why, and where the error is (C-5.4.2.1, C-5.4.2.2).

use base::text::says_something;
use contract::api::certificate::OpenCorrection;
use domain::certificate::origin::Origin;
use leptos::prelude::*;

use super::super::command::Command;
use crate::components::{Button, Dialog, Field};
use crate::data::certificates;
use crate::text::{t, tr};

/// The dialog.
#[component]
pub fn Correct(id: String, #[prop(into)] on_close: Callback<()>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let origin = RwSignal::new(Origin::Office);
    let sending = Command::new();
    let why_not = Signal::derive(move || reason.with(|reason| !says_something(reason)).then(|| t("correct.reason_first")));
    let send = move |()| {
        let id = id.clone();
        let command = OpenCorrection { reason: reason.get_untracked(), origin: origin.get_untracked() };
        sending.send(async move { certificates::correct(&id, &command).await }, on_close, on_done);
    };
    let choice = move |value: Origin, name: &'static str, label: &'static str, help: &'static str| {
        view! {
            <label class="check">
                <input type="radio" name="origin" value=name prop:checked=move || origin.get() == value on:change=move |_| origin.set(value) />
                <span><span class="strong">{tr(label)}</span><br /><span class="soft small">{tr(help)}</span></span>
            </label>
        }
    };
    view! {
        <Dialog title=tr("certificate.correct") on_close=on_close>
            <div class="body">
                <p class="soft">{tr("correct.about")}</p>
                <Field label=tr("correct.reason") needed=true>
                    <textarea name="reason" rows="3" prop:value=reason on:input:target=move |event| reason.set(event.target().value())></textarea>
                </Field>
                <Field label=tr("correct.origin") group=true>
                    {choice(Origin::Office, "office", "correct.office", "correct.office.help")}
                    {choice(Origin::Record, "record", "correct.record", "correct.record.help")}
                </Field>
                {sending.refusal()}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("correct.open") look="primary" why_not=why_not busy=sending.busy on_press=send />
            </footer>
        </Dialog>
    }
}
