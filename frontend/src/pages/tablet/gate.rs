//! Before somebody's book is open: who works here, and their PIN. Works without a network.

use base::finding::Finding;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::enrol::Enrolling;
use super::forgotten::Forgotten;
use super::pin::PinPad;
use super::pin_words::words;
use crate::components::{Icon, Notice};
use crate::data::session::Session;
use crate::data::tablet::{Enrolled, Tablet, finding};
use crate::text::format::day_of;
use crate::text::{self, t_with, tr};

/// The people of this tablet, and the way to become one of them.
#[component]
pub fn Gate() -> impl IntoView {
    let tablet = Tablet::here();
    let chosen = RwSignal::new(None::<Enrolled>);
    move || match (tablet.people(), chosen.get()) {
        (None, _) => ().into_any(),
        (Some(people), _) if !people.is_empty() && tablet.is_past_the_worker() => {
            tablet.load_again();
            view! { <p class="wait" aria-busy="true">{tr("wait.loading")}</p> }.into_any()
        }
        (Some(_), Some(person)) => view! { <Unlock person=person on_back=move || chosen.set(None) /> }.into_any(),
        (Some(people), None) => view! {
            <div class="centre wide stack wide">
                {(!people.is_empty()).then(|| view! { <Choose people=people on_choose=move |person| chosen.set(Some(person)) /> })}
                {move || tablet.failing().map(|why| view! { <Notice tone="bad"><p>{move || text::finding(&finding(&why))}</p></Notice> })}
                <SignedIn />
                <Enrolling />
            </div>
        }
        .into_any(),
    }
}

/// Who is signed in at the office from this tablet, and the way out: so that the next person can sign in and enrol.
#[component]
fn SignedIn() -> impl IntoView {
    let session = Session::here();
    let refused = RwSignal::new(false);
    let leave = move |_| {
        spawn_local(async move {
            refused.try_set(session.sign_out().await.is_err());
        });
    };
    move || {
        session.view().map(|view| {
            let name = move || t_with("tablet.signed_in", &[("name", &text::name(&view.name))]);
            view! {
                <div class="row between" data-test="signed-in">
                    <span>{name}</span>
                    <button type="button" class="button" data-test="gate-sign-out" on:click=leave>{tr("nav.sign_out")}</button>
                </div>
                {move || refused.get().then(|| view! { <Notice tone="attention"><p>{tr("code.unreachable")}</p></Notice> })}
            }
        })
    }
}

#[component]
fn Choose(people: Vec<Enrolled>, #[prop(into)] on_choose: Callback<Enrolled>) -> impl IntoView {
    let person = move |person: Enrolled| {
        let name = person.name.clone();
        let (sign_in, device, since) = (person.sign_in.clone(), person.device_name.clone(), person.enrolled_at);
        let small = move || format!("{sign_in} · {device} · {}", day_of(since));
        let test = format!("person-{}", person.sign_in);
        view! {
            <button type="button" class="tb-person" data-test=test on:click=move |_| on_choose.run(person.clone())>
                <Icon name="people" />
                <span class="strong">{move || text::name(&name)}</span>
                <span class="soft small">{small}</span>
            </button>
        }
    };
    view! {
        <section class="stack">
            <h1>{tr("tablet.who")}</h1>
            <div class="tb-people">{people.into_iter().map(person).collect_view()}</div>
        </section>
    }
}

#[component]
fn Unlock(person: Enrolled, #[prop(into)] on_back: Callback<()>) -> impl IntoView {
    let tablet = Tablet::here();
    let pin = RwSignal::new(String::new());
    let error = RwSignal::new(None::<Finding>);
    let busy = RwSignal::new(false);
    let forgotten = RwSignal::new(false);
    let device = person.device;
    let known = person.clone();
    let enter = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(why) = tablet.unlock(device, &pin.get_untracked()).await {
                error.try_set(Some(finding(&why)));
            }
            pin.try_set(String::new());
            busy.try_set(false);
        });
    };
    view! {
        <div class="centre stack">
            <button type="button" class="button quiet" data-test="other-person" on:click=move |_| on_back.run(())><Icon name="return" />{tr("tablet.other_person")}</button>
            <h1>{move || text::name(&person.name)}</h1>
            <PinPad value=pin on_enter=enter />
            {move || busy.get().then(|| view! { <p class="soft" role="status">{tr("tablet.opening")}</p> })}
            {move || error.get().map(|why| { let code = why.code.to_string(); view! { <Notice tone="bad"><p data-code=code>{move || words(&why)}</p></Notice> } })}
            {move || if forgotten.get() {
                view! { <Forgotten person=known.clone() /> }.into_any()
            } else {
                view! {
                    <button type="button" class="button quiet" data-test="pin-forgotten" on:click=move |_| forgotten.set(true)>
                        {tr("forgotten.open")}
                    </button>
                }
                .into_any()
            }}
        </div>
    }
}
