//! Who wrote what at a place, when, and why it was struck through.

use base::id::PersonId;
use domain::record::CellEntry;
use leptos::prelude::*;

use super::cell::value_words;
use super::screen::Screen;
use crate::components::Dialog;
use crate::data::tablet::{form, names};
use crate::text::format::moment_exact;
use crate::text::{self, t, t_with};

/// The history of one place.
#[component]
pub fn HistoryDialog(path: String) -> impl IntoView {
    let screen = Screen::here();
    let title = {
        let path = path.clone();
        move || screen.with(|record| form::place_in_words(&record.opened.edition, &path)).flatten().unwrap_or_else(|| path.clone())
    };
    let at = path.clone();
    let entries = move || screen.with(|record| record.cells.get(&path).map(|cell| cell.entries.clone())).flatten().unwrap_or_default();
    let words = move |entry: &CellEntry| screen.with(|record| value_words(record, &at, &entry.value)).unwrap_or_default();
    let line = move |entry: CellEntry| {
        let value = words(&entry);
        let struck = entry.struck.clone();
        let reason = entry.reason.clone();
        view! {
            <li class="stack tight">
                <span class="strong">{if struck.is_some() { view! { <s>{value}</s> }.into_any() } else { view! { <span>{value}</span> }.into_any() }}</span>
                <span class="soft small">{who(entry.by)}" · "{moment_exact(entry.at)}</span>
                {reason.map(|reason| view! { <span class="small">{t("record.reason")}{t("text.colon")}{reason}</span> })}
                {struck.map(|struck| view! {
                    <span class="small">
                        {t_with("record.struck_by", &[("who", &who(struck.by)), ("at", &moment_exact(struck.at))])}{t("text.colon")}{struck.reason}
                    </span>
                })}
            </li>
        }
    };
    view! {
        <Dialog title=title on_close=move || screen.shown.set(None)>
            <div class="body"><ol class="stack">{move || entries().into_iter().map(&line).collect_view()}</ol></div>
        </Dialog>
    }
}

/// A person's name, as far as this tablet knows it.
pub fn who(person: PersonId) -> String {
    let tablet = crate::data::tablet::Tablet::here();
    let known = tablet.pack_now().and_then(|pack| names(&pack).remove(&person));
    known.map_or_else(|| t("record.someone"), |name| text::name(&name))
}
