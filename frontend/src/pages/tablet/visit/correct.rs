//! Correcting on site what the office has wrong of an item; the office reviews it afterwards.

use base::finding::Finding;
use base::id::ItemId;
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::field::{FIELDS, read};
use domain::item::rule::erases;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, Dialog, Icon, TextField};
use crate::data::tablet::Tablet;
use crate::pages::tablet::refused::Refused;
use crate::text::{t, tr};

/// Opens the correction of an item.
#[component]
pub fn Correct(item: ItemId) -> impl IntoView {
    let open = RwSignal::new(false);
    let test = untrack(|| Tablet::here().items()).remove(&item).map(|known| format!("correct-{}", known.identification));
    view! {
        <div>
            <button type="button" class="button quiet small" data-test=test on:click=move |_| open.set(true)>
                <Icon name="pencil" />{tr("item.correct")}
            </button>
            {move || open.get().then(|| view! { <CorrectDialog item=item on_close=move || open.set(false) /> })}
        </div>
    }
}

#[component]
fn CorrectDialog(item: ItemId, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let tablet = Tablet::here();
    let before = untrack(|| tablet.items()).remove(&item);
    let value = |field: &str| before.as_ref().and_then(|item| read(item, field)).unwrap_or_default().to_owned();
    let fields = FIELDS.map(|field| (field, value(field), RwSignal::new(value(field))));
    let refused = RwSignal::new(None::<Finding>);
    let inputs = fields.iter().map(|(field, _, value)| {
        let key = format!("item.{field}");
        view! { <TextField label=move || t(&key) value=*value name=*field /> }
    });
    let inputs = inputs.collect_view();
    let signals = fields.iter().map(|(field, before, after)| (*field, before.clone(), *after)).collect::<Vec<_>>();
    let why_not = Signal::derive(move || {
        let erased = signals.iter().any(|(field, before, after)| after.with(|after| after != before && erases(field, after)));
        erased.then(|| t("item.serial_number_missing"))
    });
    let store = Callback::new(move |()| {
        let changed: Vec<(String, String, String)> = fields
            .iter()
            .map(|(field, before, after)| ((*field).to_owned(), before.clone(), after.get_untracked().trim().to_owned()))
            .filter(|(_, before, after)| before != after)
            .collect();
        spawn_local(async move {
            for (field, before, after) in changed {
                if let Err(why) = tablet.commit(Stream::item(item), Body::ItemCorrected { field, before, after }).await {
                    refused.try_set(Some(why));
                    return;
                }
            }
            on_close.run(());
        });
    });
    view! {
        <Dialog title=tr("item.correct") on_close=on_close>
            <div class="body">
                <p class="soft">{tr("item.correct_text")}</p>
                {inputs}
                {move || refused.get().map(|why| view! { <Refused why=why /> })}
            </div>
            <footer><Button label=tr("item.store") look="primary" on_press=store why_not=why_not /></footer>
        </Dialog>
    }
}
