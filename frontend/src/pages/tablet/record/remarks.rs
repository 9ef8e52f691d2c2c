//! Remarks and photos of the whole record, and remarks meant for the certificate; those at points are shown too.

use base::text::fault::is_blank;
use domain::event::body::Body;
use domain::record::path::{CERTIFICATE, WHOLE};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notes::{AddPhoto, PhotoList, RemarkList};
use super::screen::Screen;
use crate::components::{Button, Field, TextField};
use crate::pages::tablet::refused::Refused;
use crate::text::{t, tr};

/// Where a remark stands: its path, and the key of its words.
const PLACES: [(&str, &str); 2] = [(WHOLE, "remark.record"), (CERTIFICATE, "remark.certificate")];

/// What is written and shown beside the values.
#[component]
pub fn Remarks() -> impl IntoView {
    let screen = Screen::here();
    view! {
        <section class="stack">
            <h2>{tr("remark.title")}</h2>
            <RemarkList wanted=|_: &str| true />
            <Show when=move || screen.is_open()><NewRemark /></Show>
            <PhotoList wanted=|_: &str| true />
            <Show when=move || screen.is_open()><AddPhoto at=WHOLE.to_owned() test="photo" /></Show>
        </section>
    }
}

#[component]
fn NewRemark() -> impl IntoView {
    let screen = Screen::here();
    let text = RwSignal::new(String::new());
    let place = RwSignal::new(WHOLE.to_owned());
    let why_not = Signal::derive(move || is_blank(&text.get()).then(|| t("remark.missing")));
    let store = move |()| {
        let body = Body::Remarked { path: place.get_untracked(), text: text.get_untracked() };
        spawn_local(async move {
            if screen.commit("remark", body).await {
                text.try_set(String::new());
                place.try_set(WHOLE.to_owned());
            }
        });
    };
    let option = |(path, key): (&'static str, &'static str)| view! { <option value=path>{tr(key)}</option> };
    view! {
        <TextField label=tr("remark.new") value=text name="remark" />
        <Field label=tr("remark.where")>
            <select data-test="remark-where" prop:value=place on:change:target=move |event| place.set(event.target().value())>
                {PLACES.map(option)}
            </select>
        </Field>
        {move || screen.error("remark").map(|why| view! { <Refused why=why /> })}
        <span data-test="store-remark"><Button label=tr("remark.store") on_press=store why_not=why_not /></span>
    }
}
