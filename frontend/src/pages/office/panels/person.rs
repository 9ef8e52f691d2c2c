//! A new one-time password; the end of all sessions.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::declared::reads_declarations;
use shared::access::table::Verb;
use shared::api::account::ResetView;
use shared::api::path;

use crate::components::{Button, Dialog, FailureView, Notice};
use crate::data::access;
use crate::data::register::Entry;
use crate::data::session::Session;
use crate::data::settings;
use crate::failure::Failure;
use crate::text::format::moment;
use crate::text::{t_with, tr};

/// For administrators.
#[component]
pub fn PersonPanel(entry: Entry) -> impl IntoView {
    let session = Session::here();
    let made = RwSignal::new(None::<ResetView>);
    let failure = RwSignal::new(None::<Failure>);
    let (asked, done) = (RwSignal::new(false), RwSignal::new(false));
    let id = entry.id.to_string();
    let name = entry.label.clone();
    let sign_out = {
        let id = id.clone();
        Callback::new(move |()| {
            let id = id.clone();
            asked.set(false);
            spawn_local(async move {
                match access::sign_out(&id).await {
                    Ok(()) => drop(done.try_set(true)),
                    Err(why) => drop(failure.try_set(Some(why))),
                }
            });
        })
    };
    let reset = Callback::new(move |()| {
        let id = id.clone();
        spawn_local(async move {
            match settings::reset_password(&id).await {
                Ok(view) => drop(made.try_set(Some(view))),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    });
    let own = entry.id;
    let hidden = move || session.view().is_some_and(|view| !reads_declarations(view.person.uuid() == own.uuid(), &view.roles));
    view! {
        {move || hidden().then(|| view! { <Notice><p>{tr("person.declarations_hidden")}</p></Notice> })}
        <Show when=move || session.may(Verb::Post, path::PERSON_RESET, "")>
            <div><Button label=tr("person.reset") icon="lock" on_press=reset /></div>
        </Show>
        <Show when=move || session.may(Verb::Post, path::PERSON_SIGN_OUT, "")>
            <div><Button label=tr("person.sign_out") on_press=move |()| asked.set(true) /></div>
        </Show>
        {move || done.get().then(|| view! { <Notice tone="good"><p>{tr("person.signed_out")}</p></Notice> })}
        {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
        {move || asked.get().then(|| {
            let name = name.clone();
            view! {
                <Dialog title=tr("person.sign_out") on_close=move |()| asked.set(false)>
                    <div class="body"><p>{move || t_with("person.sign_out_about", &[("name", &name)])}</p></div>
                    <footer>
                        <Button label=tr("button.cancel") on_press=move |()| asked.set(false) />
                        <Button label=tr("person.sign_out") look="danger" on_press=sign_out />
                    </footer>
                </Dialog>
            }
        })}
        {move || made.get().map(|view| view! {
            <Dialog title=tr("person.reset") on_close=move |()| made.set(None)>
                <div class="body">
                    <p>{tr("person.one_time")}</p>
                    <p class="one-time mono">{view.one_time_password}</p>
                    <p>{move || t_with("person.one_time_until", &[("at", &moment(view.valid_until))])}</p>
                </div>
                <footer><Button label=tr("button.close") look="primary" on_press=move |()| made.set(None) /></footer>
            </Dialog>
        })}
    }
}
