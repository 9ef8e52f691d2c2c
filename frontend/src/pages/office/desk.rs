//! What is late, on top.

use leptos::prelude::*;

use crate::text::tr;

/// The desk.
#[component]
pub fn DeskPage() -> impl IntoView {
    view! { <div class="page-head"><h1>{tr("nav.desk")}</h1></div> }
}
