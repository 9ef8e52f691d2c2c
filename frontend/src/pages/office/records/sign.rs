//! The checker's signature: the password, again.

use leptos::prelude::*;
use leptos::task::spawn_local;

use shared::id::Id;
use shared::library::method::Method;
use shared::library::person::Activity;

use super::scope::Scope;
use crate::components::{Button, Dialog, FailureView, TextField};
use crate::data::records;
use crate::failure::Failure;
use crate::text::tr;

/// The dialog.
#[component]
pub fn Sign(
    id: String,
    seen: u64,
    method: Id<Method>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let send = move |()| {
        let (id, password) = (id.clone(), password.get_untracked());
        busy.set(true);
        spawn_local(async move {
            match records::sign(&id, seen, password).await {
                Ok(()) => {
                    on_close.run(());
                    on_done.run(());
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog title=tr("record.sign") on_close=on_close>
            <div class="body">
                <p>{tr("code.statement_checked")}</p>
                <Scope method=method activity=Activity::Check />
                <TextField label=tr("sign_in.password") value=password name="password" kind="password" autocomplete="current-password" />
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("record.sign") look="primary" icon="check" busy=busy on_press=send />
            </footer>
        </Dialog>
    }
}
