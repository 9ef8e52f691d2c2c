//! Another standard was used than the one written down (C-5.4.1 h): the right one is put in its place with a reason; what is
//! amended afterwards belongs to it.

use base::id::StandardId;
use domain::event::body::Body;
use domain::record::snapshot::StandardSnapshot;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::offered::options;
use super::screen::Screen;
use crate::components::{Button, Dialog, Field, TextField};
use crate::pages::tablet::refused::Refused;
use crate::text::{self, t, tr};

/// The way to it, once something was read.
#[component]
pub fn WrongStandard(into: String) -> impl IntoView {
    let screen = Screen::here();
    let asking = RwSignal::new(false);
    let slot = StoredValue::new(into);
    let read = move || {
        screen.is_open()
            && screen
                .with(|record| {
                    record.cells.keys().any(|path| path.contains("/points/")) && slot.with_value(|slot| record.in_slot(slot).is_some())
                })
                .unwrap_or(false)
    };
    view! {
        <Show when=read>
            <button type="button" class="button" data-test="wrong-standard" on:click=move |_| asking.set(true)>{tr("wrong_standard.title")}</button>
        </Show>
        {move || asking.get().then(|| view! { <Right into=slot.get_value() on_close=move || asking.set(false) /> })}
    }
}

#[component]
fn Right(into: String, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let screen = Screen::here();
    let [chosen, reason] = [(); 2].map(|()| RwSignal::new(String::new()));
    let key = StoredValue::new(format!("wrong/{into}"));
    let offered_in = into.clone();
    let why_not = Signal::derive(move || match chosen.get().is_empty() {
        true => Some(t("record.choose_standard")),
        false => reason.with(|reason| text::why_missing(reason)),
    });
    let store = move |()| {
        let Ok(id) = chosen.get_untracked().parse::<StandardId>() else { return };
        let Some(standard) = screen.tablet.standard(id) else { return };
        let standard = Box::new(StandardSnapshot { id, standard: standard.body });
        let body = Body::Reequipped { slot: into.clone(), standard, reason: reason.get_untracked() };
        spawn_local(async move {
            if screen.commit(&key.get_value(), body).await {
                on_close.run(());
            }
        });
    };
    view! {
        <Dialog title=tr("wrong_standard.title") on_close=on_close>
            <div class="body">
                <p>{tr("wrong_standard.about")}</p>
                <Field label=tr("wrong_standard.right") needed=true>
                    <select class="input" data-test="right-standard" on:change:target=move |event| chosen.set(event.target().value())>
                        <option value="">{tr("record.choose_standard")}</option>
                        {options(screen, &offered_in)}
                    </select>
                </Field>
                <TextField label=tr("record.reason") value=reason name="wrong_standard_reason" needed=true />
                {move || screen.error(&key.get_value()).map(|why| view! { <Refused why=why /> })}
            </div>
            <footer data-test="store-right-standard"><Button label=tr("amend.store") look="primary" on_press=store why_not=why_not /></footer>
        </Dialog>
    }
}
