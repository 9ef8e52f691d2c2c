//! The frame around the office's pages.

mod account;
pub mod fallen;
mod nav;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;

use crate::components::{Icon, LanguageSwitch, Notice};
use crate::data::session::{Session, State};
use crate::text::{self, tr};

pub use account::AccountNotices;
pub use nav::home_of;

/// Navigation at the side, the page beside it; nobody but staff gets in.
#[component]
pub fn OfficeLayout() -> impl IntoView {
    let session = Session::here();
    move || match session.state() {
        State::Unknown => view! { <p class="wait" aria-busy="true">{tr("wait.loading")}</p> }.into_any(),
        State::Out => view! { <ToSignIn /> }.into_any(),
        State::Unreachable => view! {
            <div class="centre"><Notice tone="attention"><p>{tr("code.unreachable")}</p></Notice></div>
        }
        .into_any(),
        State::In(view) if view.must_change_password => view! { <Redirect path="/password" /> }.into_any(),
        State::In(view) if view.customer.is_some() => view! { <Redirect path="/portal" /> }.into_any(),
        State::In(_) => view! { <div class="shell"><Side /><main class="main"><AccountNotices /><Outlet /></main></div> }.into_any(),
    }
}

/// Sends to the sign-in and back here afterwards.
#[component]
pub fn ToSignIn() -> impl IntoView {
    let here = use_location().pathname.get_untracked();
    view! { <Redirect path=format!("/sign-in?to={here}") /> }
}

#[component]
fn Side() -> impl IntoView {
    let session = Session::here();
    let open = RwSignal::new(false);
    let location = use_location();
    Effect::new(move || {
        location.pathname.track();
        open.set(false);
    });
    view! {
        <aside class="side" class:open=open>
            <div class="row between">
                <Brand />
                <button type="button" class="button quiet open-nav" aria-label=tr("nav.open") on:click=move |_| open.update(|open| *open = !*open)>
                    <Icon name="menu" />
                </button>
            </div>
            <nav::Nav />
            <div class="who">
                <span class="strong">{move || session.view().map(|view| text::name(&view.name))}</span>
                <a href="/password">{tr("nav.password")}</a>
                <SignOut />
                <LanguageSwitch />
            </div>
        </aside>
    }
}

/// The mark and the body's name.
#[component]
pub fn Brand() -> impl IntoView {
    let session = Session::here();
    view! {
        <a class="brand" href="/">
            <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
                <rect width="32" height="32" rx="7" fill="var(--accent)" />
                <path d="M7 21h18M7 21v-4M11.5 21v-6M16 21v-9M20.5 21v-6M25 21v-4" stroke="var(--accent-ink)" stroke-width="2" stroke-linecap="round" />
            </svg>
            <span>"Etalon"<small>{move || session.view().map(|view| text::name(&view.body))}</small></span>
        </a>
    }
}

/// Ends the session.
#[component]
pub fn SignOut() -> impl IntoView {
    let session = Session::here();
    let leave = move |_| {
        spawn_local(async move {
            // Where the server is away the session ends by itself; the screen stays as it is.
            let _ = session.sign_out().await;
        });
    };
    view! { <button type="button" class="button quiet small" on:click=leave>{tr("nav.sign_out")}</button> }
}
