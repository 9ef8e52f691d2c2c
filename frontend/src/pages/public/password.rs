//! One's own password.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use super::PublicFrame;
use super::access::OwnAccess;
use crate::components::{FailureView, Notice, TextField};
use crate::data::session::{self, Session};
use crate::failure::Failure;
use crate::text::{t, tr};

/// Changes it; a one-time password must be changed before anything else.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (old, new, again) = (text(), text(), text());
    let failure = RwSignal::new(None::<Failure>);
    let session = Session::here();
    let navigate = use_navigate();
    let differs = Signal::derive(move || (!again.get().is_empty() && again.get() != new.get()).then(|| t("password.differs")));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if new.get() != again.get() {
            return;
        }
        let navigate = navigate.clone();
        spawn_local(async move {
            match session::change_password(old.get_untracked(), new.get_untracked()).await {
                Ok(()) => {
                    session.refresh().await;
                    navigate("/", Default::default());
                }
                Err(why) => failure.try_set(Some(why)).map_or((), drop),
            }
        });
    };
    view! {
        <PublicFrame wide=true>
            <form class="card" on:submit=submit>
                <div class="body stack">
                    <h1>{tr("password.title")}</h1>
                    {move || session.view().is_some_and(|view| view.must_change_password).then(|| view! { <Notice><p>{tr("password.one_time")}</p></Notice> })}
                    <TextField label=tr("password.old") value=old name="old" kind="password" autocomplete="current-password" />
                    <TextField label=tr("password.new") value=new name="new" kind="password" autocomplete="new-password" help=tr("password.rule") />
                    <TextField label=tr("password.again") value=again name="again" kind="password" autocomplete="new-password" error=differs />
                    {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
                    <button class="button primary" type="submit">{tr("password.change")}</button>
                </div>
            </form>
            {move || session.view().is_some_and(|view| !view.must_change_password).then(|| view! { <OwnAccess /> })}
        </PublicFrame>
    }
}
