//! Unsent drafts of a tablet that cannot reach the office, carried here as a file.

use contract::sync::EventOutcome;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Dialog, FailureView, Icon, Notice};
use crate::data::settings::{self, Imported};
use crate::failure::Failure;
use crate::text::{t_with, tr};

/// Chooses the file and says what became of its entries.
#[component]
pub fn ImportDrafts(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let outcome = RwSignal::new(None::<Result<Imported, Failure>>);
    let choose = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        let Some(file) = event.target().files().and_then(|files| files.get(0)) else { return };
        event.target().set_value("");
        spawn_local(async move {
            outcome.try_set(Some(settings::import_drafts(&file).await));
        });
    };
    view! {
        <Dialog title=tr("devices.import") on_close=on_close>
            <div class="body stack">
                <p>{tr("devices.import_about")}</p>
                <label class="button primary">
                    <Icon name="upload" />{tr("devices.import_choose")}
                    <input class="visually-hidden" type="file" accept="application/json,.json" data-test="drafts-file" on:change:target=choose />
                </label>
                {move || outcome.get().map(|outcome| match outcome {
                    Ok(imported) => {
                        let (all, damaged) = (imported.clone(), imported.damaged);
                        let (told, of_files) = (move || counted(&all), move || files(&imported));
                        view! {
                        <Notice tone=if damaged == 0 { "good" } else { "attention" }>
                            <p data-test="drafts-imported">{told}</p>
                            <p data-test="files-imported">{of_files}</p>
                        </Notice>
                        }
                        .into_any()
                    }
                    Err(failure) => view! { <FailureView failure=failure /> }.into_any(),
                })}
            </div>
        </Dialog>
    }
}

fn files(imported: &Imported) -> String {
    t_with("devices.imported_files", &[("files", &imported.files.to_string()), ("damaged", &imported.damaged.to_string())])
}

fn counted(imported: &Imported) -> String {
    let count = |wanted: fn(&EventOutcome) -> bool| imported.answers.iter().filter(|answer| wanted(&answer.outcome)).count().to_string();
    let effective = count(|outcome| matches!(outcome, EventOutcome::Effective));
    let known = count(|outcome| matches!(outcome, EventOutcome::Known));
    let aside = count(|outcome| matches!(outcome, EventOutcome::SetAside { .. }));
    let refused = count(|outcome| matches!(outcome, EventOutcome::Refused { .. }));
    t_with("devices.imported", &[("effective", &effective), ("known", &known), ("aside", &aside), ("refused", &refused)])
}
