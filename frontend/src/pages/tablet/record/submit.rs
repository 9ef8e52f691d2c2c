//! The calibrator signs with the PIN: over exactly what is on the screen.

use base::finding::{Finding, Refusal};
use domain::event::body::Body;
use domain::record::differences;
use domain::record::path::missing;
use domain::record::submit::STATEMENT;
use leptos::prelude::*;
use leptos::task::spawn_local;
use measurement::{ENGINE_VERSION, MeasurementError};

use super::derived::Simulating;
use super::screen::Screen;
use crate::components::{Dialog, Icon, Notice};
use crate::data::session::Session;
use crate::data::tablet::{finding, form};
use crate::pages::tablet::pin::PinPad;
use crate::pages::tablet::pin_words::words;
use crate::text::format::moment;
use crate::text::{self, t_count, tr};

/// What is missing, or the signature.
#[component]
pub fn Submit() -> impl IntoView {
    let screen = Screen::here();
    let asking = RwSignal::new(false);
    let open = move || screen.with(|record| record.status.is_open() || screen.tablet.waits_for_signature(record)).unwrap_or(false);
    let gaps = Memo::new(move |_| screen.with(missing).unwrap_or_default());
    let unanswered = move || screen.with(|record| record.findings.iter().filter(|entry| entry.answer.is_none()).count()).unwrap_or(0);
    // A new device can record; it can sign once it is confirmed as this person's.
    let session = Session::here();
    let held = move || screen.tablet.who().and_then(|vault| session.signing_held_on(vault.device));
    view! {
        <section class="stack">
            <h2>{tr("submit.title")}</h2>
            {move || gaps.with(|gaps| (!gaps.is_empty()).then(|| view! { <Gaps gaps=gaps.clone() /> }))}
            {move || (unanswered() > 0).then(|| view! { <Notice tone="attention"><p>{move || t_count("submit.unanswered", unanswered())}</p></Notice> })}
            <Cautioned />
            <Signed />
            {move || held().filter(|_| open()).map(|why| view! { <Notice tone="attention"><p>{why}</p></Notice> })}
            <Show when=move || open() && screen.simulates()><Simulating /></Show>
            <Show when=open>
                <div>
                    <button
                        type="button"
                        class="button primary tb-next"
                        data-test="submit"
                        disabled=move || { !gaps.with(Vec::is_empty) || unanswered() > 0 || screen.simulates() || held().is_some() }
                        on:click=move |_| asking.set(true)
                    >
                        <Icon name="seal" />{tr("submit.sign")}
                    </button>
                </div>
            </Show>
            {move || asking.get().then(|| view! { <SignDialog on_close=move || asking.set(false) /> })}
        </section>
    }
}

/// Results whose uncertainty is too large for the tolerance, shown before they are signed.
#[component]
fn Cautioned() -> impl IntoView {
    let screen = Screen::here();
    let results = screen.results();
    let name = move |path: &str| {
        screen.with(|record| form::place_in_words(&record.opened.edition, path)).flatten().unwrap_or_else(|| path.to_owned())
    };
    move || {
        let findings = results.with(differences::cautioned);
        let line = move |finding: Finding| {
            let (path, at) = (finding.path.clone(), finding.path.clone());
            view! {
                <li>
                    <button type="button" class="button quiet" on:click=move |_| screen.show(&path)>{move || name(&at)}</button>
                    " "{move || text::finding(&finding)}
                </li>
            }
        };
        (!findings.is_empty()).then(|| {
            view! {
                <Notice tone="attention">
                    <p class="strong">{tr("submit.cautioned")}</p>
                    <ul class="notes" data-test="cautioned">{findings.into_iter().map(line).collect_view()}</ul>
                </Notice>
            }
        })
    }
}

#[component]
fn Signed() -> impl IntoView {
    let screen = Screen::here();
    let submissions = move || screen.with(|record| record.submissions.clone()).unwrap_or_default();
    move || {
        submissions()
            .into_iter()
            .map(|entry| {
                view! {
                    <p data-test="signed">
                        <Icon name="seal" />{move || super::history::who(entry.by)}" · "{move || moment(entry.at)}
                        <span class="soft small">" · "{move || text::statement(&entry.what.statement)}</span>
                    </p>
                }
            })
            .collect_view()
    }
}

/// The first few places that are still empty, each a way there.
#[component]
fn Gaps(gaps: Vec<String>) -> impl IntoView {
    let screen = Screen::here();
    let name = move |path: &str| {
        screen.with(|record| form::place_in_words(&record.opened.edition, path)).flatten().unwrap_or_else(|| path.to_owned())
    };
    let total = gaps.len();
    let line = move |path: String| {
        let (words, at) = (path.clone(), path.clone());
        view! {
            <button type="button" class="button quiet" data-test="gap" data-path=at on:click=move |_| screen.show(&path)>
                <Icon name="send" />{move || name(&words)}
            </button>
        }
    };
    view! {
        <Notice tone="attention">
            <p>{move || t_count("submit.missing", total)}</p>
            <div class="row">{gaps.into_iter().take(6).map(line).collect_view()}</div>
        </Notice>
    }
}

#[component]
fn SignDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let pin = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<Finding>);
    let busy = RwSignal::new(false);
    let sign = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match submit(screen, &pin.get_untracked()).await {
                Ok(()) => on_close.run(()),
                Err(why) => drop(refused.try_set(Some(why))),
            }
            pin.try_set(String::new());
            busy.try_set(false);
        });
    };
    view! {
        <Dialog title=tr("submit.sign") on_close=on_close>
            <div class="body">
                <p>{tr("code.statement_submitted")}</p>
                <PinPad value=pin on_enter=sign />
                {move || busy.get().then(|| view! { <p class="soft" role="status">{tr("tablet.opening")}</p> })}
                {move || refused.get().map(|why| view! { <p class="bad-text" data-code=why.code.to_string()>{words(&why)}</p> })}
            </div>
        </Dialog>
    }
}

async fn submit(screen: Screen, pin: &str) -> Result<(), Finding> {
    screen.tablet.confirm_pin(pin).await.map_err(|why| finding(&why))?;
    // Another tab may have written meanwhile: what is not worked out yet is not signed for.
    if untrack(|| screen.simulates()) {
        return Err(Finding::error(MeasurementError::Simulating.code(), ""));
    }
    let body = screen.with_untracked(|record| Body::Submitted {
        head: record.head,
        results: Box::new(screen.results().get_untracked()),
        engine_version: ENGINE_VERSION.to_owned(),
        statement: STATEMENT.to_owned(),
    });
    let Some(body) = body else { return Err(Finding::error("record_not_opened", "")) };
    if screen.commit("submit", body).await {
        return Ok(());
    }
    Err(screen.errors.with_untracked(|errors| errors.get("submit").cloned()).unwrap_or_else(|| Finding::error("local_unavailable", "")))
}
