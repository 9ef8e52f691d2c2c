//! Is this certificate genuine? Number and check code, or the address in its QR code; a file is hashed here and goes nowhere.

use contract::api::certificate::CertificateState;
use contract::api::portal::PublicCheckView;
use domain::event::Hash;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

use super::PublicFrame;
use crate::components::badge::code_of;
use crate::components::{FailureView, Icon, Notice, StateBadge, TextField, loaded};
use crate::data::portal;
use crate::failure::Failure;
use crate::text::format::day;
use crate::text::{self, t, t_with, tr};

/// The public check: `/check?n=<number>&c=<check code>`.
#[component]
pub fn CheckPage() -> impl IntoView {
    let query = use_query_map();
    let asked = |name: &str| query.read_untracked().get(name).unwrap_or_default();
    let (number, code) = (RwSignal::new(asked("n")), RwSignal::new(asked("c")));
    let answer = RwSignal::new(None::<Result<PublicCheckView, Failure>>);
    let busy = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let empty = move |field: RwSignal<String>| {
        Signal::derive(move || (tried.get() && field.with(|text| text.trim().is_empty())).then(|| t("code.required")))
    };
    let ask = move || {
        busy.set(true);
        spawn_local(async move {
            let found = portal::check(number.get_untracked().trim().to_owned(), code.get_untracked().trim().to_owned()).await;
            answer.try_set(Some(found));
            busy.try_set(false);
        });
    };
    if !number.read_untracked().is_empty() && !code.read_untracked().is_empty() {
        ask();
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if [number, code].into_iter().all(|field| field.with_untracked(|text| !text.trim().is_empty())) {
            ask();
        }
    };
    view! {
        <PublicFrame>
            <form class="card" on:submit=submit>
                <div class="body stack">
                    <h1>{tr("check.title")}</h1>
                    <p class="soft">{tr("check.about")}</p>
                    <TextField label=tr("check.number") value=number name="number" autocomplete="off" error=empty(number) />
                    <TextField label=tr("check.code") value=code name="code" autocomplete="off" error=empty(code) help=tr("check.code_help") />
                    <button class="button primary" type="submit" disabled=busy>{tr("check.ask")}</button>
                </div>
            </form>
            {move || match answer.get() {
                None => ().into_any(),
                Some(Err(failure)) => view! { <FailureView failure=failure /> }.into_any(),
                Some(Ok(view)) => view! { <Answer view=view /> }.into_any(),
            }}
            <BodyCard />
        </PublicFrame>
    }
}

#[component]
fn Answer(view: PublicCheckView) -> impl IntoView {
    let (tone, words) = match view.state {
        CertificateState::Valid => ("good", "check.valid"),
        CertificateState::Supplemented => ("info", "check.supplemented"),
        CertificateState::Void => ("bad", "check.void"),
    };
    let followed = view.followed_by.clone().unwrap_or_default();
    let (item, body) = (view.item.clone(), view.body.clone());
    view! {
        <Notice tone=tone>
            <div class="row"><span class="strong mono">{view.number}</span><StateBadge state=code_of(&view.state) /></div>
            <p>{move || t_with(words, &[("number", &followed)])}</p>
            <dl class="facts">
                <dt>{tr("check.body")}</dt><dd>{move || text::name(&body)}</dd>
                <dt>{tr("field.item")}</dt><dd>{move || text::name(&item)}</dd>
                <dt>{tr("field.serial_number")}</dt><dd class="mono">{view.serial_number}</dd>
                <dt>{tr("certificate.issued")}</dt><dd>{move || view.issued_on.map(day)}</dd>
            </dl>
        </Notice>
        {view.pdf_hash.map(|hash| view! { <DropFile expected=hash /> })}
    }
}

/// A place to drop the PDF: its hash is computed in the browser and compared.
#[component]
fn DropFile(expected: Hash) -> impl IntoView {
    let over = RwSignal::new(false);
    let found = RwSignal::new(None::<Hash>);
    let take = move |file: Option<web_sys::File>| {
        if let Some(file) = file {
            spawn_local(async move {
                found.try_set(portal::hash_of(file).await);
            });
        }
    };
    view! {
        <label
            class="drop"
            class:over=over
            on:dragover=move |event| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                take(event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)));
            }
        >
            <Icon name="file" />
            <span>{tr("check.drop")}</span>
            <span class="small soft">{tr("check.drop_stays")}</span>
            <input type="file" class="visually-hidden" accept="application/pdf" on:change:target=move |event| take(event.target().files().and_then(|files| files.get(0))) />
        </label>
        {move || found.get().map(|hash| if hash == expected {
            view! { <Notice tone="good"><p class="strong">{tr("check.same_file")}</p><p class="hash">{hash.to_string()}</p></Notice> }.into_any()
        } else {
            view! { <Notice tone="bad"><p class="strong">{tr("check.other_file")}</p><p class="hash">{hash.to_string()}</p><p class="hash">{expected.to_string()}</p></Notice> }.into_any()
        })}
    }
}

/// Whom to ask.
#[component]
fn BodyCard() -> impl IntoView {
    let body = LocalResource::new(|| async { portal::body().await });
    loaded(body, |body| {
        let (name, address) = (body.name.clone(), body.address.clone());
        view! {
            <section class="card"><div class="body stack tight">
                <h2>{move || text::name(&name)}</h2>
                <p>{move || text::name(&address)}</p>
                <p>{body.telephone}" · "{body.email}</p>
                <p class="pre small soft">{body.permits}</p>
            </div></section>
        }
    })
}
