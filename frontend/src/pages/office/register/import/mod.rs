//! Import of a file: first a preview, row by row; then exactly that is imported.

mod options;
mod rows;

use base::text::says_something;
use contract::api::register::ImportView;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::nouns::Noun;
use super::{of_noun, why_not_write};
use crate::components::{Button, TextField};
use crate::data::register::{self, How};
use crate::failure::Failure;
use crate::pages::office::form::check::stops;
use crate::text::{t, tr};
use options::Options;
use rows::{Outcome, Refused};

/// Import of the noun in the address.
#[component]
pub fn ImportPage() -> impl IntoView {
    of_noun(|noun| view! { <Import noun=noun /> })
}

/// What the page holds.
#[derive(Clone, Copy)]
pub struct State {
    noun: &'static Noun,
    file: RwSignal<Option<web_sys::File>, LocalStorage>,
    how: RwSignal<How>,
    reason: RwSignal<String>,
    preview: RwSignal<Option<ImportView>>,
    done: RwSignal<Option<ImportView>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl State {
    fn new(noun: &'static Noun) -> Self {
        Self {
            noun,
            file: RwSignal::new_local(None),
            how: RwSignal::new(How::default()),
            reason: RwSignal::new(String::new()),
            preview: RwSignal::new(None),
            done: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn choose(self, input: &web_sys::HtmlInputElement) {
        self.how.set(How::default());
        self.file.set(input.files().and_then(|files| files.get(0)));
        self.look();
    }

    /// Reads the file with other options, and previews again.
    fn otherwise(self, change: impl FnOnce(&mut How)) {
        self.how.update(change);
        self.look();
    }

    fn look(self) {
        self.failure.set(None);
        self.done.set(None);
        self.look_again();
    }

    /// The present preview; a refusal stays visible.
    fn look_again(self) {
        let Some(file) = self.file.get_untracked() else { return };
        self.preview.set(None);
        self.busy.set(true);
        spawn_local(async move {
            match register::preview(self.noun.name, &file, &self.how.get_untracked()).await {
                Ok(view) => self.preview.set(Some(view)),
                Err(why) => self.failure.set(Some(why)),
            }
            self.busy.set(false);
        });
    }

    /// Imports what was previewed.
    fn run(self) {
        let (Some(file), Some(seen)) = (self.file.get_untracked(), self.preview.get_untracked()) else { return };
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let asked = register::import(self.noun.name, &file, &self.how.get_untracked(), &seen.state, &self.reason.get_untracked()).await;
            self.busy.set(false);
            match asked {
                Ok(view) => {
                    self.preview.set(None);
                    self.done.set(Some(view));
                }
                Err(why) => {
                    let stale = why.code() == "import_stale";
                    self.failure.set(Some(why));
                    if stale {
                        self.look_again();
                    }
                }
            }
        });
    }

    /// Why it cannot be imported yet.
    fn why_not(self) -> Option<String> {
        match self.preview.get() {
            None => Some(t("import.choose_first")),
            Some(view) if stops(&view.findings) => Some(t("import.mend_first")),
            Some(view) if view.created + view.changed == 0 => Some(t("import.nothing_new")),
            Some(view) if view.changed > 0 && !says_something(&self.reason.get()) => Some(t("import.reason_first")),
            Some(_) => None,
        }
    }
}

#[component]
fn Import(noun: &'static Noun) -> impl IntoView {
    let state = State::new(noun);
    let no_right = why_not_write(noun);
    let why_not = Signal::derive(move || no_right.get().or_else(|| state.why_not()));
    let changes = Memo::new(move |_| state.preview.with(|view| view.as_ref().is_some_and(|view| view.changed > 0)));
    view! {
        <div class="page-head">
            <div class="stack tight">
                <a class="crumbs" href=format!("/office/{}", noun.name)>{move || t(&format!("noun.{}", noun.name))}</a>
                <h1>{tr("register.import")}</h1>
            </div>
            <div class="actions"><Button label=tr("import.do") look="primary" why_not=why_not busy=state.busy on_press=move |()| state.run() /></div>
        </div>
        <div class="stack wide">
            <p class="soft">{tr("import.about")}" "<code>{noun.import.map(|columns| columns().join(", "))}</code></p>
            {(noun.name == "standards").then(|| view! { <p class="soft">{tr("import.certified_values")}</p> })}
            <p class="soft">{tr("import.blank")}</p>
            {(noun.name == "standards").then(|| view! { <p class="soft">{tr("import.governed_standards")}</p> })}
            {(noun.name == "items").then(|| view! { <p class="soft">{tr("import.governed_items")}</p> })}
            <input type="file" name="file" accept=".csv,.xlsx,text/csv" aria-label=tr("import.file") on:change:target=move |event| state.choose(&event.target()) />
            {move || state.failure.get().map(|failure| view! { <Refused failure=failure /> })}
            <Options state=state />
            {move || changes.get().then(|| view! { <TextField label=tr("import.reason") help=tr("import.reason_help") value=state.reason name="reason" needed=true /> })}
            {move || state.preview.get().map(|view| view! { <Outcome view=view words="import.would" /> })}
            {move || state.done.get().map(|view| view! { <Outcome view=view words="import.done" /> })}
        </div>
    }
}
