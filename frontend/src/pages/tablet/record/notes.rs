//! Remarks and photos, shown where they belong, and the ways to add one.

use base::finding::Finding;
use base::text::fault::is_blank;
use domain::event::body::Body;
use domain::record::path;
use domain::record::{AttachmentEntry, RemarkEntry, Signed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use measurement::method::{Point, Stage};

use super::history::who;
use super::photo::Photo;
use super::screen::Screen;
use super::strike::Strike;
use crate::components::{Button, Dialog, Icon, TextField};
use crate::data::photo;
use crate::data::tablet::{NewFile, form};
use crate::pages::tablet::refused::Refused;
use crate::text::format::moment;
use crate::text::{t, tr};

/// The remarks and photos of a point, and the ways to add one to it.
#[component]
pub fn PointNotes(stage: Stage, point: Point) -> impl IntoView {
    let screen = Screen::here();
    let at = path::point(stage, &point.key);
    let writing = RwSignal::new(false);
    let here = {
        let at = at.clone();
        move |path: &str| path.strip_prefix(at.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let (remarks, photos) = (here.clone(), here);
    let (write_at, photo_at) = (at.clone(), at);
    view! {
        <RemarkList wanted=move |path: &str| remarks(path) />
        <PhotoList wanted=move |path: &str| photos(path) />
        <Show when=move || screen.is_open()>
            <div class="row">
                <button type="button" class="button quiet small" data-test="point-remark" on:click=move |_| writing.set(true)>
                    <Icon name="pencil" />{tr("remark.at_point")}
                </button>
                <AddPhoto at=photo_at.clone() test="point-photo" />
            </div>
        </Show>
        {move || writing.get().then(|| view! { <RemarkDialog at=write_at.clone() on_close=move || writing.set(false) /> })}
    }
}

#[component]
fn RemarkDialog(at: String, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let text = RwSignal::new(String::new());
    let why_not = Signal::derive(move || is_blank(&text.get()).then(|| t("remark.missing")));
    let error = format!("remark/{at}");
    let place = {
        let at = at.clone();
        move || screen.with(|record| form::place_in_words(&record.opened.edition, &at)).flatten()
    };
    let store = {
        let error = error.clone();
        move |()| {
            let (error, body) = (error.clone(), Body::Remarked { path: at.clone(), text: text.get_untracked() });
            spawn_local(async move {
                if screen.commit(&error, body).await {
                    on_close.run(());
                }
            });
        }
    };
    view! {
        <Dialog title=tr("remark.at_point") on_close=on_close>
            <div class="body">
                <p class="strong">{place}</p>
                <TextField label=tr("remark.new") value=text name="point_remark" needed=true />
                {move || screen.error(&error).map(|why| view! { <Refused why=why /> })}
            </div>
            <footer data-test="store-point-remark"><Button label=tr("remark.store") look="primary" on_press=store why_not=why_not /></footer>
        </Dialog>
    }
}

/// The remarks at wanted places, each with who and when.
#[component]
pub fn RemarkList(wanted: impl Fn(&str) -> bool + Send + Sync + 'static) -> impl IntoView {
    let screen = Screen::here();
    let remarks = move || {
        let all = screen.with(|record| record.remarks.clone()).unwrap_or_default();
        all.into_iter().filter(|entry| wanted(&entry.what.path)).collect::<Vec<_>>()
    };
    let line = move |entry: Signed<RemarkEntry>| {
        let (path, strike) = (entry.what.path.clone(), entry.clone());
        let place =
            move || (path != path::WHOLE).then(|| screen.with(|record| form::place_in_words(&record.opened.edition, &path)).flatten());
        view! {
            <p class="pre" data-test="remark">
                {entry.what.text}
                <span class="soft small">{move || place().flatten().map(|place| format!(" · {place}"))}" · "{move || who(entry.by)}" · "{move || moment(entry.at)}</span>
                <Strike entry=strike />
            </p>
        }
    };
    view! { <For each=remarks key=|entry| (entry.event, entry.struck.is_some()) children=line /> }
}

/// The photos and documents at wanted places.
#[component]
pub fn PhotoList(wanted: impl Fn(&str) -> bool + Send + Sync + 'static) -> impl IntoView {
    let screen = Screen::here();
    let attached = move || {
        let all = screen.with(|record| record.attachments.clone()).unwrap_or_default();
        all.into_iter().filter(|entry| wanted(&entry.what.path)).collect::<Vec<_>>()
    };
    let one = |entry: Signed<AttachmentEntry>| view! { <Photo entry=entry /> };
    view! { <div class="tb-photos"><For each=attached key=|entry| (entry.event, entry.struck.is_some()) children=one /></div> }
}

/// Takes a photo, or a file, for this place.
#[component]
pub fn AddPhoto(at: String, test: &'static str) -> impl IntoView {
    let screen = Screen::here();
    let refused = RwSignal::new(None::<Finding>);
    let choose = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        let Some(file) = event.target().files().and_then(|files| files.get(0)) else { return };
        event.target().set_value("");
        let at = at.clone();
        spawn_local(async move {
            let outcome = attach(screen, at, &file).await;
            refused.try_set(outcome.err());
        });
    };
    view! {
        <label class="button">
            <Icon name="upload" />{tr("photo.add")}
            <input
                class="visually-hidden"
                type="file"
                accept="image/jpeg,image/png,image/webp,application/pdf"
                capture="environment"
                data-test=test
                on:change:target=choose
            />
        </label>
        {move || refused.get().map(|why| view! { <Refused why=why /> })}
    }
}

async fn attach(screen: Screen, at: String, file: &web_sys::File) -> Result<(), Finding> {
    let picture = photo::read(file).await?;
    let file = NewFile { path: at, name: picture.name, media_type: picture.media_type, bytes: picture.bytes };
    screen.tablet.attach(screen.id, file).await
}
