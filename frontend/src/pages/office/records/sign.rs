//! The checker's signature: the password, again.

use leptos::prelude::*;
use leptos::task::spawn_local;

use shared::api::record::CheckRecord;
use shared::id::Id;
use shared::library::method::Method;
use shared::library::person::Activity;

use super::scope::Scope;
use crate::components::conditions::Question;
use crate::components::{Button, Dialog, FailureView, Questions, TextField, answers, unanswered};
use crate::data::records;
use crate::failure::Failure;
use crate::text::tr;

/// The dialog.
#[component]
pub fn Sign(
    id: String,
    seen: u64,
    method: Id<Method>,
    /// What the checker answers with the signature.
    questions: Vec<Question>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let why_not = unanswered(&questions);
    let questions = StoredValue::new(questions);
    let password = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let send = move |()| {
        let (id, answers) = (id.clone(), questions.with_value(|questions| answers(questions)));
        let command = CheckRecord { seen, password: password.get_untracked(), answers };
        busy.set(true);
        spawn_local(async move {
            match records::sign(&id, &command).await {
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
                <Questions questions=questions.get_value() />
                <Scope method=method activity=Activity::Check />
                <TextField label=tr("sign_in.password") value=password name="password" kind="password" autocomplete="current-password" />
                {move || failure.get().map(|failure| view! { <FailureView failure=failure /> })}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("record.sign") look="primary" icon="check" why_not=why_not busy=busy on_press=send />
            </footer>
        </Dialog>
    }
}
