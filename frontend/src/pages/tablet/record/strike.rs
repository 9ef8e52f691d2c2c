//! A deviation, a remark, a seal or an adjustment is struck through by who wrote it; it stays legible (C-5.5.4).

use base::id::{EventId, PersonId};
use domain::event::body::Body;
use domain::record::Signed;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::screen::Screen;
use crate::components::{Button, Dialog, TextField};
use crate::pages::tablet::refused::Refused;
use crate::text::{self, tr};

/// What stands beside an entry: why it was struck through, or the way to do so for who wrote it.
#[component]
pub fn Strike<T: Clone + 'static>(entry: Signed<T>) -> impl IntoView {
    let screen = Screen::here();
    let asking = RwSignal::new(false);
    let (event, by) = (entry.event, entry.by);
    if let Some(strike) = entry.struck {
        return view! { <span class="soft small">" · "{tr("record.struck")}{tr("text.colon")}{strike.reason}</span> }.into_any();
    }
    let mine = move || screen.is_open() && is_mine(screen, by);
    view! {
        <Show when=mine>
            <button type="button" class="button" data-test="strike" on:click=move |_| asking.set(true)>{tr("record.strike")}</button>
        </Show>
        {move || asking.get().then(|| view! { <Why event=event on_close=move || asking.set(false) /> })}
    }
    .into_any()
}

fn is_mine(screen: Screen, by: PersonId) -> bool {
    screen.tablet.pack_now().is_some_and(|pack| pack.person.id == by)
}

#[component]
fn Why(event: EventId, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let reason = RwSignal::new(String::new());
    let why_not = Signal::derive(move || reason.with(|reason| text::why_missing(reason)));
    let key = StoredValue::new(format!("strike/{event}"));
    let store = move |()| {
        let body = Body::Withdrawn { amends: event, reason: reason.get_untracked() };
        spawn_local(async move {
            if screen.commit(&key.get_value(), body).await {
                on_close.run(());
            }
        });
    };
    view! {
        <Dialog title=tr("record.strike") on_close=on_close>
            <div class="body">
                <TextField label=tr("record.reason") value=reason name="strike_reason" needed=true />
                {move || screen.error(&key.get_value()).map(|why| view! { <Refused why=why /> })}
            </div>
            <footer data-test="store-strike"><Button label=tr("amend.store") look="primary" on_press=store why_not=why_not /></footer>
        </Dialog>
    }
}
