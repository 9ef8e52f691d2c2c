//! A correction of office facts is checked by a second person before it is issued (C-5.4.2).

use contract::api::certificate::CaseCheckView;
use domain::access::Role;
use domain::event::Hash;
use leptos::prelude::*;

use super::super::command::Command;
use crate::components::{Button, Dialog, Notice, TextField};
use crate::data::certificates;
use crate::data::session::Session;
use crate::text::format::moment;
use crate::text::{self, t_with, tr};

/// Who has checked exactly this draft, or the way to check it.
#[component]
pub fn CaseCheck(check: CaseCheckView, stated: Hash, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let case = StoredValue::new(check.case.to_string());
    let may = Session::here().has(Role::Checker);
    if let (Some(name), Some(at)) = (check.by, check.at) {
        let words = move || t_with("draft.case_checked", &[("name", &text::name(&name)), ("when", &moment(at))]);
        return view! { <Notice tone="good"><p data-test="case-checked">{words}</p></Notice> }.into_any();
    }
    let session = Session::here();
    let why_not = Signal::derive(move || check.refused.as_ref().map(text::finding).or_else(|| session.signing_held()));
    view! {
        <Notice tone="attention">
            <p>{tr("draft.case_unchecked")}</p>
            {may.then(|| view! {
                <span data-test="check-case"><Button label=tr("draft.check_case") icon="check" why_not=why_not on_press=move |()| asking.set(true) /></span>
            })}
        </Notice>
        {move || asking.get().then(|| view! { <Ask case=case.get_value() stated=stated on_close=move |()| asking.set(false) on_done=on_done /> })}
    }
    .into_any()
}

/// The checker's password, again.
#[component]
fn Ask(case: String, stated: Hash, #[prop(into)] on_close: Callback<()>, on_done: Callback<()>) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let sending = Command::new();
    let send = move |()| {
        let case = case.clone();
        sending.send(async move { certificates::check(&case, stated, password.get_untracked()).await }, on_close, on_done);
    };
    view! {
        <Dialog title=tr("draft.check_case") on_close=on_close>
            <div class="body">
                <p>{tr("draft.check_case.about")}</p>
                <TextField label=tr("sign_in.password") value=password name="password" kind="password" autocomplete="current-password" />
                {sending.refusal()}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("draft.check_case") look="primary" icon="check" busy=sending.busy on_press=send />
            </footer>
        </Dialog>
    }
}
