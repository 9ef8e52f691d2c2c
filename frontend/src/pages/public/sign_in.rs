//! The sign-in.

use contract::api::account::{DemoSignIn, SetupView};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::PublicFrame;
use crate::components::badge::code_of;
use crate::components::{FailureView, TextField};
use crate::data::session::{self, Session};
use crate::failure::Failure;
use crate::text::{self, t, tr};

/// Name and password; where the server lists demo accounts, one press each.
#[component]
pub fn SignInPage() -> impl IntoView {
    let offered = LocalResource::new(session::setup_state);
    let sign_in = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let query = use_query_map();
    let navigate = use_navigate();
    let session = Session::here();

    let enter = Callback::new(move |()| {
        let navigate = navigate.clone();
        let to =
            query.read_untracked().get("to").filter(|to| to.starts_with('/') && !to.starts_with("//")).unwrap_or_else(|| "/".to_owned());
        busy.set(true);
        spawn_local(async move {
            match session.sign_in(sign_in.get_untracked(), password.get_untracked()).await {
                Ok(()) => navigate(&to, Default::default()),
                Err(why) => failure.try_set(Some(why)).map_or((), drop),
            }
            busy.try_set(false);
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        enter.run(());
    };
    let demo = Callback::new(move |account: DemoSignIn| {
        sign_in.set(account.sign_in);
        password.set(account.password);
        enter.run(());
    });
    view! {
        <PublicFrame>
            {move || needs_setup(offered.get()).then(|| view! { <Redirect path="/setup" /> })}
            <form class="card" on:submit=submit>
                <div class="body stack">
                    <h1>{tr("sign_in.title")}</h1>
                    <TextField label=tr("sign_in.name") value=sign_in name="sign_in" autocomplete="username" />
                    <TextField label=tr("sign_in.password") value=password name="password" kind="password" autocomplete="current-password" />
                    {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
                    <button class="button primary" type="submit" disabled=busy>{tr("sign_in.enter")}</button>
                    <p class="small soft">{tr("sign_in.forgotten")}</p>
                </div>
            </form>
            {move || offered.get().and_then(Result::ok).filter(|view| !view.demo.is_empty()).map(|view| view! { <DemoAccounts view=view on_choose=demo /> })}
            <p class="small"><a href="/check">{tr("sign_in.check")}</a></p>
        </PublicFrame>
    }
}

fn needs_setup(answer: Option<Result<SetupView, Failure>>) -> bool {
    answer.and_then(Result::ok).is_some_and(|view| view.needed)
}

/// The accounts that only a demo has.
#[component]
fn DemoAccounts(view: SetupView, on_choose: Callback<DemoSignIn>) -> impl IntoView {
    let account = move |account: DemoSignIn| {
        let name = account.name.clone();
        let roles = account.roles.clone();
        let role_words = move || roles.iter().map(|role| t(&format!("role.{}", code_of(role)))).collect::<Vec<_>>().join(", ");
        let sign_in = account.sign_in.clone();
        view! {
            <li>
                <button type="button" class="demo-account" data-demo=sign_in.clone() on:click=move |_| on_choose.run(account.clone())>
                    <span class="strong">{move || text::name(&name)}</span>
                    <span class="soft small">{role_words}</span>
                    <code class="small">{sign_in.clone()}</code>
                </button>
            </li>
        }
    };
    view! {
        <section class="card">
            <header><h2>{tr("sign_in.demo")}</h2></header>
            <ul class="demo-accounts">{view.demo.into_iter().map(account).collect_view()}</ul>
        </section>
    }
}
