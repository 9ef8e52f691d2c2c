//! How a visit went: the checks of its standards, the briefing (C-5.2.2.2, C-5.2.2.3).

use leptos::prelude::*;

use super::super::checks::Checks;
use crate::components::loaded;
use crate::data::desk;
use crate::data::register::Entry;
use crate::text::tr;

/// Everything the tablets have sent of it.
#[component]
pub fn VisitPanel(entry: Entry) -> impl IntoView {
    let id = entry.id.to_string();
    let visit = LocalResource::new(move || {
        let id = id.clone();
        async move { desk::visit(&id).await }
    });
    view! {
        <section class="card">
            <header><h2>{tr("checks.title")}</h2></header>
            <div class="body stack">{loaded(visit, |view| view! { <Checks view=view /> })}</div>
        </section>
    }
}
