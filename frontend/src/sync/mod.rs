//! Drives the exchange: gives the engine what happens, does what it says. Decides nothing.

mod carry;
mod tabs;
mod uploads;

use contract::sync::engine::Input;
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::data::session::{Session, State};
use crate::data::tablet::Tablet;
use crate::text::format::now;

pub use carry::step;
pub use tabs::tell_others;

const TICK_MILLIS: u32 = 1_000;

/// Begins to listen: to the clock, the network, the other tabs, the session. Called once by `App`.
pub fn begin(tablet: Tablet, session: Session) {
    spawn_local(async move {
        tablet.read_people().await;
        tablet.look_for_version().await;
        loop {
            TimeoutFuture::new(TICK_MILLIS).await;
            tick(tablet).await;
        }
    });
    if let Some(window) = web_sys::window() {
        EventListener::new(&window, "online", move |_| spawn_local(returned(tablet))).forget();
        // Whoever takes the tablet in hand again sees what the office did meanwhile.
        EventListener::new(&window, "focus", move |_| spawn_local(wake(tablet))).forget();
    }
    tabs::listen(tablet);
    // Who is signed in, not what the office says each time it is asked: the same answer twice wakes nobody.
    let signed_in = Memo::new(move |_| match session.state() {
        State::In(view) => Some(view.person),
        _ => None,
    });
    Effect::new(move || {
        let person = signed_in.get();
        if person.is_some() && tablet.who().map(|vault| vault.person) == person {
            spawn_local(wake(tablet));
        }
    });
}

async fn returned(tablet: Tablet) {
    wake(tablet).await;
    tablet.look_for_version().await;
}

/// Tries at once: the network returned, the person asked, or signed in again. Files follow once the office has answered: only
/// then is it sure whose session this is.
pub async fn wake(tablet: Tablet) {
    step(tablet, Input::Wake).await;
    uploads::count(tablet).await;
}

async fn tick(tablet: Tablet) {
    let due = tablet.book.with_untracked(|book| book.as_ref().and_then(|book| book.engine.due_at()));
    if due.is_some_and(|due| due <= now()) {
        step(tablet, Input::Timer).await;
    }
}
