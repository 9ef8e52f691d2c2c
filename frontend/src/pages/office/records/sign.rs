//! The checker's signature: the password, again.

use leptos::prelude::*;

use base::id::MethodId;
use contract::api::record::CheckRecord;
use domain::library::person::Activity;

use super::super::command::Command;
use super::scope::Scope;
use crate::components::conditions::Question;
use crate::components::{Button, Dialog, Questions, TextField, answers, unanswered};
use crate::data::records;
use crate::text::tr;

/// The dialog.
#[component]
pub fn Sign(
    id: String,
    seen: u64,
    method: MethodId,
    /// What the checker answers with the signature.
    questions: Vec<Question>,
    /// How a path of a question reads.
    place: Callback<String, String>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let why_not = unanswered(&questions);
    let questions = StoredValue::new(questions);
    let password = RwSignal::new(String::new());
    let sending = Command::new();
    let send = move |()| {
        let (id, answers) = (id.clone(), questions.with_value(|questions| answers(questions)));
        let command = CheckRecord { seen, password: password.get_untracked(), answers };
        sending.send(async move { records::sign(&id, &command).await }, on_close, on_done);
    };
    view! {
        <Dialog title=tr("record.sign") on_close=on_close>
            <div class="body">
                <p>{tr("code.statement_checked")}</p>
                <Questions questions=questions.get_value() place=place />
                <Scope method=method activity=Activity::Check />
                <TextField label=tr("sign_in.password") value=password name="password" kind="password" autocomplete="current-password" />
                {sending.refusal()}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("record.sign") look="primary" icon="check" why_not=why_not busy=sending.busy on_press=send />
            </footer>
        </Dialog>
    }
}
