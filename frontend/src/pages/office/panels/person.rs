//! A new one-time password.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::table::Verb;
use shared::api::account::ResetView;
use shared::api::path;

use crate::components::{Button, Dialog, FailureView};
use crate::data::register::Entry;
use crate::data::session::Session;
use crate::data::settings;
use crate::failure::Failure;
use crate::text::tr;

/// For administrators.
#[component]
pub fn PersonPanel(entry: Entry) -> impl IntoView {
    let session = Session::here();
    let made = RwSignal::new(None::<ResetView>);
    let failure = RwSignal::new(None::<Failure>);
    let id = entry.id.to_string();
    let reset = Callback::new(move |()| {
        let id = id.clone();
        spawn_local(async move {
            match settings::reset_password(&id).await {
                Ok(view) => drop(made.try_set(Some(view))),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    });
    view! {
        <Show when=move || session.may(Verb::Post, path::PERSON_RESET, "")>
            <div><Button label=tr("person.reset") icon="lock" on_press=reset /></div>
        </Show>
        {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
        {move || made.get().map(|view| view! {
            <Dialog title=tr("person.reset") on_close=move |()| made.set(None)>
                <div class="body">
                    <p>{tr("person.one_time")}</p>
                    <p class="one-time mono">{view.one_time_password}</p>
                </div>
                <footer><Button label=tr("button.close") look="primary" on_press=move |()| made.set(None) /></footer>
            </Dialog>
        })}
    }
}
