//! "Use this tablet": once, online.

use contract::api::account::SessionView;
use domain::access::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::pin_words::{failure_view, pin_help, pin_refusal};
use crate::components::{Button, LinkButton, Notice, TextField};
use crate::data::session::{Session, State};
use crate::data::tablet::{EnrolError, NewPin, Tablet};
use crate::text::{self, t, tr};

/// For whoever is signed in and not yet enrolled here; else how to become so.
#[component]
pub fn Enrolling() -> impl IntoView {
    let tablet = Tablet::here();
    let session = Session::here();
    let anew = RwSignal::new(false);
    move || {
        let enrolled = tablet.people().unwrap_or_default();
        match session.state() {
            State::In(view) if !anew.get() && enrolled.iter().any(|person| person.person == view.person) => view! {
                <button type="button" class="button quiet" data-test="enrol-anew" on:click=move |_| anew.set(true)>{tr("tablet.enrol_anew")}</button>
            }
            .into_any(),
            State::In(view) if view.roles.contains(&Role::Calibrator) => view! { <EnrolForm view=*view /> }.into_any(),
            State::In(_) => view! { <Notice><p>{tr("tablet.not_calibrator")}</p><p><a href="/office">{tr("nav.desk")}</a></p></Notice> }.into_any(),
            State::Out => view! {
                <section class="stack">
                    <p class="soft">{tr("tablet.enrol_first")}</p>
                    <div><LinkButton label=tr("sign_in.enter") href="/sign-in?to=/today" look="primary" /></div>
                </section>
            }
            .into_any(),
            State::Unreachable if enrolled.is_empty() => view! { <Notice tone="attention"><p>{tr("tablet.enrol_needs_network")}</p></Notice> }.into_any(),
            State::Unreachable | State::Unknown => ().into_any(),
        }
    }
}

#[component]
fn EnrolForm(view: SessionView) -> impl IntoView {
    let (tablet, session) = (Tablet::here(), Session::here());
    let name = RwSignal::new(String::new());
    let pin = RwSignal::new(String::new());
    let again = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<EnrolError>);
    let busy = RwSignal::new(false);
    let why_not = Signal::derive(move || {
        let missing = password.with(String::is_empty).then(|| t("tablet.enrol_password_missing"));
        missing.or_else(|| pin_refusal(&pin.get(), &again.get()))
    });
    let person = view.name.clone();
    let one_time = view.opened_with_one_time;
    let enrol = Callback::new(move |()| {
        let view = view.clone();
        let tablet_name = Some(name.get_untracked()).filter(|name| !name.trim().is_empty()).unwrap_or_else(|| t("tablet.default_name"));
        let new = NewPin { tablet: tablet_name, pin: pin.get_untracked(), password: password.get_untracked() };
        busy.set(true);
        spawn_local(async move {
            match tablet.enrol(&view, &new).await {
                // On a device that is not the person's first, signing is held back: the session says so.
                Ok(()) => session.refresh().await,
                Err(why) => drop(failure.try_set(Some(why))),
            }
            busy.try_set(false);
        });
    });
    view! {
        <section class="card" data-test="enrol">
            <header><h2>{tr("tablet.enrol_title")}</h2></header>
            <div class="body stack">
                <p>{move || text::t_with("tablet.enrol_text", &[("name", &text::name(&person))])}</p>
                {one_time.then(|| view! { <Notice tone="attention"><p>{tr("tablet.enrol_one_time")}</p></Notice> })}
                <TextField label=tr("tablet.name") value=name name="tablet" help=tr("tablet.name_help") />
                <TextField label=tr("tablet.enrol_password") value=password name="password" kind="password" autocomplete="current-password" help=tr("tablet.enrol_password_help") />
                <TextField label=tr("tablet.pin") value=pin name="new_pin" kind="password" autocomplete="off" help=pin_help />
                <TextField label=tr("tablet.pin_again") value=again name="new_pin_again" kind="password" autocomplete="off" />
                {move || failure.get().map(failure_view)}
                <Button label=tr("tablet.enrol") look="primary" on_press=enrol why_not=why_not busy=busy />
            </div>
        </section>
    }
}
