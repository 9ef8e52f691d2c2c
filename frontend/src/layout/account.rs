//! Notices about the person's own account and holds on their signing: shown from the next sign-in until read (C-4.3.2).

use contract::api::authority::ReadNotices;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::account::{Happened, hold_words};
use crate::components::{Button, Notice};
use crate::data::authority;
use crate::data::session::Session;
use crate::text::{t, tr};

/// Empty if there is nothing to show.
#[component]
pub fn AccountNotices() -> impl IntoView {
    let session = Session::here();
    let told = Memo::new(move |_| session.view().map(|view| (view.holds, view.notices)).unwrap_or_default());
    move || {
        let (holds, notices) = told.get();
        if holds.is_empty() && notices.is_empty() {
            return ().into_any();
        }
        let until = notices.first().map(|notice| notice.id);
        let read = move |()| {
            let Some(until) = until else { return };
            spawn_local(async move {
                if authority::read(&ReadNotices { until }).await.is_ok() {
                    session.refresh().await;
                }
            });
        };
        let unread = !notices.is_empty();
        let held = !holds.is_empty();
        view! {
            <div class="ahead" data-test="account">
                <Notice tone="attention">
                    <p class="strong">{tr("notice.title")}</p>
                    <ul class="stack tight">
                        {holds.into_iter().map(|hold| view! { <li>{move || hold_words(&hold)}</li> }).collect_view()}
                        {notices.into_iter().map(|notice| view! { <li><Happened notice=notice of_one=true /></li> }).collect_view()}
                    </ul>
                    {held.then(|| view! { <p class="small">{move || t("code.signing_held")}</p> })}
                    {unread.then(|| view! {
                        <p class="small soft">{tr("notice.unexpected")}</p>
                        <div><Button label=tr("notice.read") look="small" icon="check" on_press=read /></div>
                    })}
                </Notice>
            </div>
        }
        .into_any()
    }
}
