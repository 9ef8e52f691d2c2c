//! A forgotten PIN: nothing is lost, and what is to be done is said in order.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, LinkButton, Notice, TextField};
use crate::data::session::{Session, State};
use crate::data::tablet::{EnrolError, Enrolled, Tablet};
use crate::pages::tablet::pin_words::pin_help;
use crate::pages::tablet::pin_words::{failure_view, pin_refusal};
use crate::text::{self, t, tr};

/// The way to a new PIN, or why there is none.
#[component]
pub fn Forgotten(person: Enrolled) -> impl IntoView {
    let session = Session::here();
    let name = person.name.clone();
    let recoverable = person.is_recoverable();
    let device_name = person.device_name.clone();
    let signed_in = {
        let person = person.person;
        Memo::new(move |_| matches!(session.state(), State::In(view) if view.person == person))
    };
    view! {
        <section class="card" data-test="forgotten">
            <header><h2>{move || text::t_with("forgotten.title", &[("name", &text::name(&name))])}</h2></header>
            <div class="body stack">
                {if recoverable {
                    view! {
                        <p>{tr("forgotten.text")}</p>
                        <ol class="stack tight numbered">
                            <li>{tr("forgotten.sign_in")}</li>
                            <li>{move || text::t_with("forgotten.ask", &[("tablet", &device_name)])}</li>
                            <li>{tr("forgotten.choose")}</li>
                        </ol>
                        {move || if signed_in.get() {
                            view! { <NewPinForm person=person.clone() /> }.into_any()
                        } else {
                            view! { <div><LinkButton label=tr("sign_in.enter") href="/sign-in?to=/today" look="primary" /></div> }.into_any()
                        }}
                    }
                    .into_any()
                } else {
                    view! { <Notice tone="attention"><p>{tr("forgotten.no_key")}</p></Notice> }.into_any()
                }}
            </div>
        </section>
    }
}

#[component]
fn NewPinForm(person: Enrolled) -> impl IntoView {
    let (tablet, session) = (Tablet::here(), Session::here());
    let password = RwSignal::new(String::new());
    let pin = RwSignal::new(String::new());
    let again = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<EnrolError>);
    let busy = RwSignal::new(false);
    let why_not = Signal::derive(move || {
        let missing = password.with(String::is_empty).then(|| t("tablet.enrol_password_missing"));
        missing.or_else(|| pin_refusal(&pin.get(), &again.get()))
    });
    let device = person.device;
    let renew = move |()| {
        busy.set(true);
        spawn_local(async move {
            match tablet.renew_pin(device, &pin.get_untracked(), password.get_untracked()).await {
                // Signing is held back on a device with a new PIN: the session says so.
                Ok(()) => session.refresh().await,
                Err(why) => drop(failure.try_set(Some(why))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="soft">{tr("forgotten.held")}</p>
        <TextField label=tr("tablet.enrol_password") value=password name="password" kind="password" autocomplete="current-password" />
        <TextField label=tr("tablet.pin") value=pin name="renewed_pin" kind="password" autocomplete="off" help=pin_help />
        <TextField label=tr("tablet.pin_again") value=again name="renewed_pin_again" kind="password" autocomplete="off" />
        {move || failure.get().map(failure_view)}
        <div data-test="renew-pin"><Button label=tr("forgotten.set") look="primary" on_press=renew why_not=why_not busy=busy /></div>
    }
}
