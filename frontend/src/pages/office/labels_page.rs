//! Labels to print and stick on items: identification as text and as QR code (C-5.3.3).

use domain::item::Item;
use domain::register::Entry;
use domain::register::noun::read;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use qrcodegen::{QrCode, QrCodeEcc};

use super::form::pick::{Chip, Search};
use crate::components::{Button, EmptyState};
use crate::data::labels;
use crate::text::{self, tr};

/// Items are searched for and added; the browser prints the sheet. `?items=<id>,<id>` begins with some.
#[component]
pub fn LabelsPage() -> impl IntoView {
    let asked = use_query_map().read_untracked().get("items").unwrap_or_default();
    let chosen = RwSignal::new(asked.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect::<Vec<_>>());
    let add = Callback::new(move |id: String| {
        chosen.update(|ids| {
            if !ids.contains(&id) {
                ids.push(id)
            }
        })
    });
    let away = Callback::new(move |id: String| chosen.update(|ids| ids.retain(|held| *held != id)));
    let print = move |()| {
        if let Some(window) = web_sys::window() {
            // Where printing is not possible nothing happens; the labels stay on the screen.
            let _ = window.print();
        }
    };
    view! {
        <div class="page-head">
            <div class="stack tight"><a class="crumbs" href="/office/items">{tr("noun.items")}</a><h1>{tr("labels.title")}</h1></div>
            <div class="actions"><Button label=tr("labels.print") look="primary" icon="print" on_press=print /></div>
        </div>
        <div class="stack no-print">
            <Search noun=Item::NOUN on_choose=add />
            <div class="chips">{move || chosen.get().into_iter().map(|id| view! { <Chip noun=Item::NOUN id=id on_away=away /> }).collect_view()}</div>
        </div>
        <Show when=move || chosen.with(Vec::is_empty)><EmptyState text=tr("labels.none") icon="print" /></Show>
        <div class="labels">{move || chosen.get().iter().filter_map(|id| labels::entry(Item::NOUN, id)).filter_map(|entry| read::<Item>(&entry.body)).map(|item| view! { <Label item=item /> }).collect_view()}</div>
    }
}

#[component]
fn Label(item: Item) -> impl IntoView {
    let code = QrCode::encode_text(&item.identification, QrCodeEcc::Medium).ok();
    let name = item.name.clone();
    view! {
        <div class="item-label">
            {code.map(|code| view! { <svg viewBox=format!("-2 -2 {0} {0}", code.size() + 4) role="img" aria-label=item.identification.clone()><path d=squares(&code) /></svg> })}
            <div>
                <p class="item-label-code">{item.identification.clone()}</p>
                <p>{move || text::name(&name)}</p>
                <p>{item.model}</p>
                <p>{item.serial_number}</p>
            </div>
        </div>
    }
}

/// The dark squares as one path.
fn squares(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
    }
    path
}
