//! Entries that do not count: what happened, and what to do. Where two tablets wrote to one place, the person chooses.

use domain::event::Stream;
use domain::event::body::Body;
use domain::record::{Record, SetAsideEntry};
use leptos::prelude::*;

use super::cell::value_words;
use super::screen::Screen;
use crate::components::Notice;
use crate::data::tablet::{Trouble, form};
use crate::pages::tablet::refused::Refused;
use crate::text::format::moment;
use crate::text::{t, tr, verdict};

/// Set-aside and refused entries of the record.
#[component]
pub fn Conflicts() -> impl IntoView {
    let screen = Screen::here();
    // What was chosen counts and stands in its cell as an amendment: nothing is left to do about it.
    let unresolved = |record: &Record| record.set_aside.iter().filter(|entry| !entry.chosen).cloned().collect::<Vec<_>>();
    let set_aside = Memo::new(move |_| screen.with(unresolved).unwrap_or_default());
    let refused = move || {
        let troubles = screen.tablet.troubles(Stream::record(screen.id));
        troubles.into_iter().filter(|trouble| trouble.refused).collect::<Vec<_>>()
    };
    move || {
        let (set_aside, refused) = (set_aside.get(), refused());
        (!set_aside.is_empty() || !refused.is_empty()).then(|| {
            view! {
                <Notice tone="attention">
                    <p class="strong">{tr("set_aside.title")}</p>
                    {set_aside.into_iter().map(|entry| view! { <OneSetAside entry=entry /> }).collect_view()}
                    {refused.into_iter().map(refused_line).collect_view()}
                </Notice>
            }
        })
    }
}

#[component]
fn OneSetAside(entry: SetAsideEntry) -> impl IntoView {
    let screen = Screen::here();
    let path = entry.path.clone().unwrap_or_default();
    let place = {
        let (path, kind) = (path.clone(), format!("event.{}", entry.kind));
        move || screen.with(|record| form::place_in_words(&record.opened.edition, &path)).flatten().unwrap_or_else(|| t(&kind))
    };
    let value = {
        let value = entry.value.clone();
        move || value.as_ref().and_then(|value| screen.with_untracked(|record| value_words(record, &path, value)))
    };
    let code = entry.code.clone();
    let code_words = code.clone();
    let key = format!("choice/{}", entry.event);
    let choose = {
        let (key, event) = (key.clone(), entry.event);
        move |_| screen.commit_soon(&key, Body::Chosen { event, reason: t("set_aside.reason") })
    };
    let me = screen.tablet.vault.with_untracked(|vault| vault.as_ref().map(|vault| vault.person));
    let may = entry.can_be_chosen() && Some(entry.by) == me;
    view! {
        <div class="row between" data-test="set-aside" data-code=code.clone()>
            <span class="grow">
                <span class="strong">{place}</span>{tr("text.colon")}{value}<span class="soft small">" · "{move || moment(entry.at)}</span>
                <br />
                {move || verdict(&code_words)}
                " "
                {tr(if may { "set_aside.choose_text" } else { "set_aside.kept" })}
            </span>
            {may.then(|| view! {
                <Show when=move || screen.is_open()>
                    <button type="button" class="button" data-test="choose" on:click=choose.clone()>{tr("set_aside.choose")}</button>
                </Show>
            })}
            {move || screen.error(&key).map(|why| view! { <Refused why=why /> })}
        </div>
    }
}

fn refused_line(trouble: Trouble) -> impl IntoView {
    let kind = format!("event.{}", trouble.event.body.kind());
    let code = trouble.code.clone();
    view! {
        <p data-test="refused-entry">
            <span class="strong">{move || t(&kind)}</span>" · "{move || moment(trouble.event.at)}{tr("text.colon")}{move || verdict(&code)}" "{tr("set_aside.refused")}
        </p>
    }
}
