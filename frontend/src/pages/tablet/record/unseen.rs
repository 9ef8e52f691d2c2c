//! "Not observed": for any field and inspection that has no value yet, with a reason (C-5.5.3).

use domain::event::body::{Body, Value};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::screen::{Screen, focus_soon};
use crate::components::{Button, Dialog, TextField};
use crate::data::tablet::form;
use crate::pages::tablet::refused::Refused;
use crate::text::{self, tr};

/// Mounted while something is declared not observed.
#[component]
pub fn NotObservedDialog(path: String) -> impl IntoView {
    let screen = Screen::here();
    let reason = RwSignal::new(String::new());
    let why_not = Signal::derive(move || reason.with(|reason| text::why_missing(reason)));
    let place = {
        let path = path.clone();
        move || screen.with(|record| form::place_in_words(&record.opened.edition, &path)).flatten()
    };
    let (back, error, stored) = (path.clone(), path.clone(), path);
    let store = move |()| {
        let path = stored.clone();
        // From the pad it goes on to the next field; an inspection has none.
        let goes_on = screen.active.with_untracked(|active| active.as_ref().is_some_and(|active| active.path == path));
        let body = Body::Entered { path: path.clone(), value: Value::NotObserved { reason: reason.get_untracked() } };
        spawn_local(async move {
            if screen.commit(&path, body).await {
                screen.forget(&path);
                screen.unseen.set(None);
                screen.deactivate(&path);
                if goes_on {
                    screen.focus_next(&path);
                }
            }
        });
    };
    // The field is as it was, with what was typed.
    let close = move || {
        screen.unseen.set(None);
        focus_soon(back.clone());
    };
    view! {
        <Dialog title=tr("record.not_observed") on_close=close>
            <div class="body">
                <p class="strong">{place}</p>
                <TextField label=tr("record.not_observed_reason") value=reason name="not_observed_reason" needed=true />
                {move || screen.error(&error).map(|why| view! { <Refused why=why /> })}
            </div>
            <footer data-test="store-not-observed"><Button label=tr("record.store") look="primary" on_press=store why_not=why_not /></footer>
        </Dialog>
    }
}
