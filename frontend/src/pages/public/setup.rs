//! The first administrator of an empty database.

use base::text::Bilingual;
use contract::api::account::Setup;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_navigate;

use super::PublicFrame;
use crate::components::{FailureView, TextField};
use crate::data::session::{self, Session};
use crate::failure::Failure;
use crate::text::tr;

/// Names the body and its first administrator.
#[component]
pub fn SetupPage() -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (body_zh, body_en, name_zh, name_en, sign_in, password) = (text(), text(), text(), text(), text(), text());
    let token = text();
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let session = Session::here();
    let state = LocalResource::new(session::setup_state);
    let done = move || state.get().and_then(Result::ok).is_some_and(|view| !view.needed);
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        let setup = Setup {
            body: Bilingual::new(&body_zh.get(), &body_en.get()),
            name: Bilingual::new(&name_zh.get(), &name_en.get()),
            sign_in: sign_in.get(),
            password: password.get(),
            token: token.get(),
        };
        busy.set(true);
        spawn_local(async move {
            let made = match session::set_up(&setup).await {
                Ok(()) => session.sign_in(setup.sign_in, setup.password).await,
                Err(why) => Err(why),
            };
            match made {
                Ok(()) => navigate("/office/body", Default::default()),
                Err(why) => failure.try_set(Some(why)).map_or((), drop),
            }
            busy.try_set(false);
        });
    };
    view! {
        <PublicFrame>
            // There is one administrator: the others are made by that one.
            {move || (done() && !busy.get()).then(|| view! { <Redirect path="/" /> })}
            <form class="card" on:submit=submit>
                <div class="body stack">
                    <h1>{tr("setup.title")}</h1>
                    <p class="soft">{tr("setup.about")}</p>
                    <TextField label=tr("setup.token") value=token name="token" autocomplete="off" help=tr("setup.token_about") needed=true />
                    <TextField label=tr("setup.body_zh") value=body_zh name="body_zh" />
                    <TextField label=tr("setup.body_en") value=body_en name="body_en" />
                    <TextField label=tr("setup.name_zh") value=name_zh name="name_zh" />
                    <TextField label=tr("setup.name_en") value=name_en name="name_en" />
                    <TextField label=tr("sign_in.name") value=sign_in name="sign_in" autocomplete="username" needed=true />
                    <TextField label=tr("sign_in.password") value=password name="password" kind="password" autocomplete="new-password" help=tr("password.rule") needed=true />
                    {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
                    <button class="button primary" type="submit" disabled=busy>{tr("setup.make")}</button>
                </div>
            </form>
        </PublicFrame>
    }
}
