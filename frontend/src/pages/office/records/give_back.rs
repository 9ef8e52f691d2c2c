//! Returning a record: findings, each at its place, each to be answered.

use base::text::says_something;
use contract::api::record::NewFinding;
use domain::record::path::WHOLE;
use leptos::prelude::*;
use measurement::method::Form;

use super::super::command::Command;
use crate::components::{Button, Dialog, Icon};
use crate::data::records;
use crate::pages::office::records::path_words::path_words;
use crate::text::{t, tr};

/// A finding being written.
#[derive(Clone, Copy)]
struct Draft {
    path: RwSignal<String>,
    text: RwSignal<String>,
}

impl Draft {
    fn at(path: &str) -> Self {
        Self { path: RwSignal::new(path.to_owned()), text: RwSignal::default() }
    }
}

/// The dialog; it opens with a line for each place that was pressed.
#[component]
pub fn GiveBack(
    id: String,
    seen: u64,
    paths: Vec<String>,
    form: Form,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let first = if paths.is_empty() { vec![WHOLE.to_owned()] } else { paths };
    let drafts = RwSignal::new(first.iter().map(|path| Draft::at(path)).collect::<Vec<_>>());
    let sending = Command::new();
    let places = StoredValue::new(places(&form));
    let form = StoredValue::new(form);
    let why_not = Signal::derive(move || {
        let empty = drafts.with(|drafts| drafts.is_empty() || drafts.iter().any(|draft| draft.text.with(|text| !says_something(text))));
        empty.then(|| t("give_back.write_first"))
    });
    let send = move |()| {
        let findings = drafts.with_untracked(|drafts| {
            drafts.iter().map(|draft| NewFinding { path: draft.path.get_untracked(), text: draft.text.get_untracked() }).collect()
        });
        let id = id.clone();
        sending.send(async move { records::give_back(&id, seen, findings).await }, on_close, on_done);
    };
    let line = move |n: usize, draft: Draft| {
        let option = move |path: String| {
            let chosen = path.clone();
            let words = path.clone();
            view! { <option value=path selected=move || draft.path.get() == chosen>{move || form.with_value(|form| path_words(form, &words))}</option> }
        };
        view! {
            <div class="subform stack">
                <div class="row nowrap">
                    <select class="input grow" aria-label=tr("give_back.where") on:change:target=move |event| draft.path.set(event.target().value())>
                        {places.get_value().into_iter().map(option).collect_view()}
                    </select>
                    <button type="button" class="button quiet small" aria-label=tr("form.take_away") on:click=move |_| drafts.update(|drafts| { drafts.remove(n); })><Icon name="cross" /></button>
                </div>
                <textarea class="input" name="finding" rows="2" aria-label=tr("give_back.text") placeholder=tr("give_back.text") prop:value=draft.text on:input:target=move |event| draft.text.set(event.target().value())></textarea>
            </div>
        }
    };
    view! {
        <Dialog title=tr("record.return") on_close=on_close wide=true>
            <div class="body">
                <p class="soft">{tr("give_back.about")}</p>
                {move || drafts.get().into_iter().enumerate().map(|(n, draft)| line(n, draft)).collect_view()}
                <div><Button label=tr("give_back.another") icon="plus" look="small" on_press=move |()| drafts.update(|drafts| drafts.push(Draft::at(WHOLE))) /></div>
                {sending.refusal()}
            </div>
            <footer>
                <Button label=tr("button.cancel") on_press=on_close />
                <Button label=tr("record.return") look="primary" icon="return" why_not=why_not busy=sending.busy on_press=send />
            </footer>
        </Dialog>
    }
}

/// Every place of a form that a finding can speak of.
fn places(form: &Form) -> Vec<String> {
    use domain::record::path;
    use measurement::method::Stage;
    let mut all = vec![WHOLE.to_owned()];
    for moment in path::MOMENTS {
        all.extend(form.environment.iter().map(|field| path::environment(moment, &field.key)));
    }
    all.extend(form.inspections.iter().map(|field| path::inspection(&field.key)));
    for stage in [Stage::AsFound, Stage::AsLeft] {
        for point in &form.points {
            for quantity in &form.quantities {
                all.extend((1..=quantity.readings).map(|n| path::reading(stage, &point.key, &quantity.key, n)));
            }
        }
    }
    all
}
