//! What is chosen of an import, and what came of it.

use base::text::says_something;
use contract::api::register::ImportView;
use domain::register::noun::{Noun, stops};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::data::register::{self, How};
use crate::failure::Failure;
use crate::text::t;

/// What the page holds.
#[derive(Clone, Copy)]
pub struct State {
    pub(super) noun: &'static Noun,
    pub(super) file: RwSignal<Option<web_sys::File>, LocalStorage>,
    pub(super) how: RwSignal<How>,
    pub(super) reason: RwSignal<String>,
    pub(super) preview: RwSignal<Option<ImportView>>,
    pub(super) done: RwSignal<Option<ImportView>>,
    pub(super) failure: RwSignal<Option<Failure>>,
    pub(super) busy: RwSignal<bool>,
}

impl State {
    pub(super) fn new(noun: &'static Noun) -> Self {
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

    pub(super) fn choose(self, input: &web_sys::HtmlInputElement) {
        self.how.set(How::default());
        self.file.set(input.files().and_then(|files| files.get(0)));
        self.look();
    }

    /// Reads the file with other options, and previews again.
    pub(super) fn otherwise(self, change: impl FnOnce(&mut How)) {
        self.how.update(change);
        self.look();
    }

    pub(super) fn look(self) {
        self.failure.set(None);
        self.done.set(None);
        self.look_again();
    }

    /// The present preview; a refusal stays visible.
    pub(super) fn look_again(self) {
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
    pub(super) fn run(self) {
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
    pub(super) fn why_not(self) -> Option<String> {
        match self.preview.get() {
            None => Some(t("import.choose_first")),
            Some(view) if stops(&view.findings) => Some(t("import.mend_first")),
            Some(view) if view.created + view.changed == 0 => Some(t("import.nothing_new")),
            Some(view) if view.changed > 0 && !says_something(&self.reason.get()) => Some(t("import.reason_first")),
            Some(_) => None,
        }
    }
}
