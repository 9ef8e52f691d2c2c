//! What the checker or the signatory returned the record with; each finding is answered.

use base::text::fault::is_blank;
use domain::event::body::Body;
use domain::record::FindingEntry;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::history::who;
use super::screen::Screen;
use crate::components::{Icon, Notice};
use crate::data::tablet::form;
use crate::pages::tablet::refused::Refused;
use crate::text::format::moment;
use crate::text::{t, tr};

/// Every finding, the unanswered ones with a field.
#[component]
pub fn Findings() -> impl IntoView {
    let screen = Screen::here();
    let findings = Memo::new(move |_| screen.with(|record| record.findings.clone()).unwrap_or_default());
    move || {
        let findings = findings.get();
        (!findings.is_empty()).then(|| {
            view! {
                <Notice tone="attention">
                    <p class="strong">{tr("finding.title")}</p>
                    {findings.into_iter().map(|entry| view! { <OneFinding entry=entry /> }).collect_view()}
                </Notice>
            }
        })
    }
}

#[component]
fn OneFinding(entry: FindingEntry) -> impl IntoView {
    let screen = Screen::here();
    let answer = RwSignal::new(String::new());
    let id = entry.finding.id;
    let path = entry.finding.path.clone();
    let place =
        move || screen.with(|record| form::place_in_words(&record.opened.edition, &path)).flatten().unwrap_or_else(|| t("finding.whole"));
    let key = format!("finding/{id}");
    let store = {
        let key = key.clone();
        move |_| {
            let body = Body::Answered { finding: id, text: answer.get_untracked() };
            let key = key.clone();
            spawn_local(async move {
                screen.commit(&key, body).await;
            });
        }
    };
    let foot = match entry.answer {
        Some(given) => view! { <p class="small"><Icon name="check" />{given.text}" · "{move || who(given.by)}" · "{move || moment(given.at)}</p> }.into_any(),
        None => view! {
            <Show when=move || screen.is_open()>
                <div class="row">
                    <input
                        class="input grow"
                        data-test="answer"
                        aria-label=tr("finding.answer")
                        placeholder=tr("finding.answer")
                        prop:value=answer
                        on:input:target=move |event| answer.set(event.target().value())
                    />
                    <button type="button" class="button primary" data-test="store-answer" disabled=move || is_blank(&answer.get()) on:click=store.clone()>
                        {tr("finding.store")}
                    </button>
                </div>
            </Show>
        }
        .into_any(),
    };
    view! {
        <div class="stack tight" data-test="finding">
            <p><span class="strong">{place}</span>{tr("text.colon")}{entry.finding.text}<span class="soft small">" · "{move || who(entry.by)}" · "{move || moment(entry.at)}</span></p>
            {foot}
            {move || screen.error(&key).map(|why| view! { <Refused why=why /> })}
        </div>
    }
}
