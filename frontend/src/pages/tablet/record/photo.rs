//! A photo or document of a record: seen on the tablet that has it.

use std::sync::Arc;

use domain::record::path::WHOLE;
use domain::record::{AttachmentEntry, Signed};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::history::who;
use super::screen::Screen;
use super::strike::Strike;
use crate::components::{Dialog, Icon};
use crate::data::tablet::{Shown, form};
use crate::text::format::{bytes, moment};
use crate::text::tr;

/// A small picture that opens large; the name alone for a document, or for what another tablet has.
#[component]
pub fn Photo(entry: Signed<AttachmentEntry>) -> impl IntoView {
    let screen = Screen::here();
    let shown = RwSignal::new_local(None::<Arc<Shown>>);
    let large = RwSignal::new(false);
    let what = entry.what.clone();
    if what.media_type.starts_with("image/") {
        spawn_local(async move {
            let picture = screen.tablet.show_file(what.sha256, &what.media_type).await;
            shown.try_set(picture.map(Arc::new));
        });
    }
    let strike = entry.clone();
    let (name, size, path) = (entry.what.name.clone(), entry.what.size, entry.what.path.clone());
    let title = name.clone();
    let place = move || {
        let words = screen.with(|record| form::place_in_words(&record.opened.edition, &path)).flatten();
        words.filter(|_| path != WHOLE).map(|words| format!(" · {words}"))
    };
    let thumb =
        {
            let name = name.clone();
            move || {
                shown.get().map(|shown| view! {
                <button type="button" class="tb-thumb" data-test="thumbnail" title=tr("photo.open") on:click=move |_| large.set(true)>
                    <img src=shown.address().to_owned() alt=name.clone() />
                </button>
            })
            }
        };
    let opened = move || {
        let address = shown.get().filter(|_| large.get()).map(|shown| shown.address().to_owned())?;
        let (title, alt) = (title.clone(), title.clone());
        Some(view! {
            <Dialog title=move || title.clone() on_close=move || large.set(false) wide=true>
                <div class="body"><img class="tb-photo" src=address alt=alt /></div>
            </Dialog>
        })
    };
    view! {
        <div class="tb-attachment" data-test="attachment" data-size=size.to_string()>
            {thumb}
            <span class="small">
                <Icon name="file" />{name}" · "{move || bytes(as_float(size))}
                <span class="soft">{place}" · "{move || who(entry.by)}" · "{move || moment(entry.at)}</span>
            </span>
            <Strike entry=strike />
            {opened}
        </div>
    }
}

#[allow(clippy::cast_precision_loss, reason = "sizes of attachments are far below 2⁵³")]
const fn as_float(bytes: u64) -> f64 {
    bytes as f64
}
