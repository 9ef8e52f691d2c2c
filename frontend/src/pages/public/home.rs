//! The way in, by role.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::PublicFrame;
use crate::components::EmptyState;
use crate::data::session::{Session, State};
use crate::layout::home_of;
use crate::text::tr;

/// Sends everybody to where their work begins.
#[component]
pub fn Home() -> impl IntoView {
    let session = Session::here();
    move || match session.state() {
        State::Unknown => view! { <p class="wait" aria-busy="true">{tr("wait.loading")}</p> }.into_any(),
        State::Out => view! { <Redirect path="/sign-in" /> }.into_any(),
        State::Unreachable => view! { <Redirect path="/today" /> }.into_any(),
        State::In(view) => view! { <Redirect path=home_of(&view) /> }.into_any(),
    }
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PublicFrame>
            <EmptyState text=tr("page.not_found")><a class="button" href="/">{tr("page.home")}</a></EmptyState>
        </PublicFrame>
    }
}
