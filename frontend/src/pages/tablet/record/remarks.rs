//! Remarks and photos.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::event::body::Body;
use shared::finding::Finding;
use shared::record::enter::MAX_FILE;
use shared::record::path::WHOLE;

use super::history::who;
use super::screen::Screen;
use crate::components::{Button, Icon, TextField};
use crate::data::photo;
use crate::data::tablet::NewFile;
use crate::text::format::{bytes, moment};
use crate::text::{self, t, tr};

/// What is written and shown beside the values.
#[component]
pub fn Remarks() -> impl IntoView {
    let screen = Screen::here();
    let text = RwSignal::new(String::new());
    let why_not = Signal::derive(move || text.get().trim().is_empty().then(|| t("remark.missing")));
    let store = move |()| {
        let body = Body::Remarked { path: WHOLE.to_owned(), text: text.get_untracked() };
        spawn_local(async move {
            if screen.commit("remark", body).await {
                text.try_set(String::new());
            }
        });
    };
    let remarks = move || screen.with(|record| record.remarks.clone()).unwrap_or_default();
    view! {
        <section class="stack">
            <h2>{tr("remark.title")}</h2>
            {move || remarks().into_iter().map(|entry| view! {
                <p class="pre">{entry.what.text}<span class="soft small">" · "{who(entry.by)}" · "{moment(entry.at)}</span></p>
            }).collect_view()}
            <Show when=move || screen.is_open()>
                <TextField label=tr("remark.new") value=text name="remark" />
                {move || screen.error("remark").map(|why| view! { <p class="bad-text">{text::finding(&why)}</p> })}
                <span data-test="store-remark"><Button label=tr("remark.store") on_press=store why_not=why_not /></span>
            </Show>
            <Photos />
        </section>
    }
}

#[component]
fn Photos() -> impl IntoView {
    let screen = Screen::here();
    let refused = RwSignal::new(None::<Finding>);
    let attached = move || screen.with(|record| record.attachments.clone()).unwrap_or_default();
    let choose = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        let Some(file) = event.target().files().and_then(|files| files.get(0)) else { return };
        event.target().set_value("");
        spawn_local(async move {
            let outcome = attach(screen, &file).await;
            refused.try_set(outcome.err());
        });
    };
    view! {
        {move || attached().into_iter().map(|entry| view! {
            <p data-test="attachment" data-size=entry.what.size.to_string()>
                <Icon name="file" />{entry.what.name}" · "{bytes(size(entry.what.size))}
                <span class="soft small">" · "{who(entry.by)}" · "{moment(entry.at)}</span>
            </p>
        }).collect_view()}
        <Show when=move || screen.is_open()>
            <label class="button">
                <Icon name="upload" />{tr("photo.add")}
                <input
                    class="visually-hidden"
                    type="file"
                    accept="image/jpeg,image/png,image/webp,application/pdf"
                    capture="environment"
                    data-test="photo"
                    on:change:target=choose
                />
            </label>
            {move || refused.get().map(|why| view! { <p class="bad-text">{text::finding(&why)}</p> })}
        </Show>
    }
}

#[allow(clippy::cast_precision_loss, reason = "sizes of attachments are far below 2⁵³")]
const fn size(bytes: u64) -> f64 {
    bytes as f64
}

async fn attach(screen: Screen, file: &web_sys::File) -> Result<(), Finding> {
    let picture = photo::read(file).await.ok_or_else(|| Finding::error("file_unreadable", "photo"))?;
    if u64::try_from(picture.bytes.len()).map_or(true, |size| size > MAX_FILE) {
        return Err(Finding::error("file_not_allowed", "photo"));
    }
    let file = NewFile { path: WHOLE.to_owned(), name: picture.name, media_type: picture.media_type, bytes: picture.bytes };
    screen.tablet.attach(screen.id, file).await
}
