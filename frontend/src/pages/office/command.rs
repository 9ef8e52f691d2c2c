//! A command of a dialog: sent once at a time, refused with a reason; once it is done the dialog closes and its page reads again.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::FailureView;
use crate::failure::Failure;

/// On its way, done, or refused.
#[derive(Clone, Copy)]
pub struct Command {
    /// It is on its way: it cannot be sent again meanwhile.
    pub busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Command {
    /// Nothing is sent yet.
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    /// Sends it.
    pub fn send(self, act: impl Future<Output = Result<(), Failure>> + 'static, on_close: Callback<()>, on_done: Callback<()>) {
        self.busy.set(true);
        spawn_local(async move {
            match act.await {
                Ok(()) => {
                    on_close.run(());
                    on_done.run(());
                }
                Err(why) => drop(self.failure.try_set(Some(why))),
            }
            self.busy.try_set(false);
        });
    }

    /// Why the office refused it.
    pub fn refusal(self) -> impl IntoView {
        move || self.failure.get().map(|failure| view! { <FailureView failure=failure /> })
    }
}
