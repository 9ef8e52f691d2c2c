//! Messages to customers: sent, or waiting where no mail server is configured.

use leptos::prelude::*;
use shared::api::certificate::MessageView;

use crate::components::{EmptyState, StateBadge, loaded};
use crate::data::settings;
use crate::text::format::moment;
use crate::text::tr;

/// The list.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let messages = LocalResource::new(|| async { settings::messages().await });
    view! {
        <div class="page-head"><h1>{tr("nav.outbox")}</h1></div>
        {loaded(messages, |page| {
            if page.rows.is_empty() {
                return view! { <EmptyState text=tr("outbox.none") /> }.into_any();
            }
            view! { <div class="stack">{page.rows.into_iter().map(|message| view! { <Message message=message /> }).collect_view()}</div> }.into_any()
        })}
    }
}

#[component]
fn Message(message: MessageView) -> impl IntoView {
    let state = match (&message.failure, message.sent_at) {
        (Some(_), _) => "failed",
        (None, Some(_)) => "sent",
        (None, None) => "waiting",
    };
    let at = message.sent_at.unwrap_or(message.at);
    view! {
        <details class="card message">
            <summary class="row"><StateBadge state=state /><span class="strong grow">{message.subject}</span><span class="soft">{message.to}</span><span class="soft nowrap">{move || moment(at)}</span></summary>
            <div class="body stack">
                {message.failure.map(|why| view! { <p class="bad-text">{why}</p> })}
                <p class="pre">{message.text}</p>
            </div>
        </details>
    }
}
