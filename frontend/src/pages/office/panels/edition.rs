//! An edition that records were opened with stays as it is: what is to change goes into a new edition (C-4.2).

use leptos::prelude::*;

use super::super::form::Form;
use crate::components::{ClauseLink, LinkButton, Notice, loaded};
use crate::data::register::{self, Entry};
use crate::text::tr;

/// Says so, and freezes form and computation.
#[component]
pub fn EditionPanel(entry: Entry, form: Form) -> impl IntoView {
    let id = entry.id.to_string();
    let next = format!("/office/editions/new?like={id}");
    let used = LocalResource::new(move || {
        let id = id.clone();
        async move { register::edition_used(&id).await }
    });
    loaded(used, move |used: bool| {
        form.frozen.set(used);
        let next = next.clone();
        used.then(|| {
            view! {
                <Notice>
                    <p>{tr("edition.used")}" "<ClauseLink clause="C-4.2".to_owned() /></p>
                    <div><LinkButton label=tr("edition.next") icon="copy" href=next /></div>
                </Notice>
            }
        })
    })
}
