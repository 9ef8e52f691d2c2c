//! Acts that need two people, on the desk and on a person's page.

mod request;

use contract::api::authority::{AuthorityView, HoldView};
use leptos::prelude::*;

use crate::components::Notice;
use crate::components::account::{Happened, hold_words};
use crate::text::format::{ago, now};
use crate::text::{self, tr};

pub use request::Request;

/// Requests, holds on signing, and account events.
#[component]
pub fn Authority(
    view: AuthorityView,
    /// Whether the page already says who the person is.
    #[prop(optional)]
    of_one: bool,
    #[prop(into)] on_change: Callback<()>,
) -> impl IntoView {
    let AuthorityView { requests, holds, notices } = view;
    view! {
        {(!holds.is_empty()).then(|| view! {
            <Notice tone="attention">
                <p class="strong">{tr("authority.holds")}</p>
                <ul class="stack tight">{holds.into_iter().map(|hold| view! { <li><Hold hold=hold of_one=of_one /></li> }).collect_view()}</ul>
            </Notice>
        })}
        {requests.into_iter().map(|request| view! { <Request request=request of_one=of_one on_change=on_change /> }).collect_view()}
        {(!notices.is_empty()).then(|| view! {
            <details data-test="account-notices">
                <summary class="soft">{tr("authority.happened")}</summary>
                <ul class="stack tight">{notices.into_iter().map(|notice| view! { <li><Happened notice=notice of_one=of_one /></li> }).collect_view()}</ul>
            </details>
        })}
    }
}

/// A hold on a person's signing.
#[component]
fn Hold(hold: HoldView, of_one: bool) -> impl IntoView {
    let (name, at, person) = (hold.person_name.clone(), hold.hold.at, hold.hold.person);
    view! {
        {(!of_one).then(|| view! { <a href=format!("/office/people/{person}")>{move || text::name(&name)}</a>{tr("text.colon")} })}
        {move || hold_words(&hold)}" "<span class="soft small nowrap">{move || ago(at, now())}</span>
    }
}
