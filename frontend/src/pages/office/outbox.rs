//! Messages to customers: sent, or waiting where no mail server is configured.

use contract::api::certificate::MessageView;
use leptos::prelude::*;

use super::paged::Paged;
use crate::components::{EmptyState, StateBadge};
use crate::data::settings;
use crate::text::format::moment;
use crate::text::tr;

/// The list, the newest first.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let messages = Paged::new("", |query| Box::pin(async move { settings::messages(&query).await }));
    let nothing = || view! { <EmptyState text=tr("outbox.none") /> }.into_any();
    let rows = messages.rows;
    let list = move || {
        let shown = move || rows.get().into_iter().map(|message| view! { <Message message=message /> }).collect_view();
        view! { <div class="stack">{shown}</div> }.into_any()
    };
    view! {
        <div class="page-head"><h1>{tr("nav.outbox")}</h1></div>
        <div class="stack">{messages.frame(nothing, list)}</div>
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
