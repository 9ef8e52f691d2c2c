//! An item that an order, a task or a record names stays with its customer (C-5.3.3).

use leptos::prelude::*;

use super::super::form::Form;
use crate::components::{ClauseLink, LinkButton, Notice, loaded};
use crate::data::register::{self, Entry};
use crate::text::tr;

/// Says so, and makes the customer field read-only.
#[component]
pub fn ItemPanel(entry: Entry, form: Form) -> impl IntoView {
    let id = entry.id.to_string();
    let next = format!("/office/items/new?like={id}");
    let named = LocalResource::new(move || {
        let id = id.clone();
        async move { register::item_named(&id).await }
    });
    loaded(named, move |named: bool| {
        form.frozen.set(named);
        let next = next.clone();
        named.then(|| {
            view! {
                <Notice>
                    <p>{tr("items.named")}" "<ClauseLink clause="C-5.3.3".to_owned() /></p>
                    <div><LinkButton label=tr("items.next") icon="copy" href=next /></div>
                </Notice>
            }
        })
    })
}
