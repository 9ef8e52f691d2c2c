//! Setting a new password with the link from the mailbox.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

use super::PublicFrame;
use crate::components::{FailureView, LinkButton, Notice, TextField};
use crate::data::authority;
use crate::failure::Failure;
use crate::text::{t, tr};

/// Sets it; the link works once.
#[component]
pub fn ResetPage() -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (new, again) = (text(), text());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let done = RwSignal::new(false);
    let token = use_query_map().read_untracked().get("token").unwrap_or_default();
    let differs = Signal::derive(move || (!again.get().is_empty() && again.get() != new.get()).then(|| t("password.differs")));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if new.get() != again.get() {
            return;
        }
        let (token, password) = (token.clone(), new.get_untracked());
        busy.set(true);
        spawn_local(async move {
            match authority::reset(token, password).await {
                Ok(()) => drop(done.try_set(true)),
                Err(why) => drop(failure.try_set(Some(why))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <PublicFrame>
            <form class="card" on:submit=submit>
                <div class="body stack">
                    <h1>{tr("reset.title")}</h1>
                    {move || if done.get() {
                        view! {
                            <Notice tone="good"><p>{tr("reset.done")}</p></Notice>
                            <div><LinkButton label=tr("sign_in.title") look="primary" href="/sign-in" /></div>
                        }
                        .into_any()
                    } else {
                        view! {
                            <TextField label=tr("password.new") value=new name="new" kind="password" autocomplete="new-password" help=tr("password.rule") />
                            <TextField label=tr("password.again") value=again name="again" kind="password" autocomplete="new-password" error=differs />
                            {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
                            <button class="button primary" type="submit" disabled=busy>{tr("reset.make")}</button>
                        }
                        .into_any()
                    }}
                </div>
            </form>
        </PublicFrame>
    }
}
