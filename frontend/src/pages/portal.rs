//! What a customer sees: their own, and nothing of anybody else.

use leptos::prelude::*;

use crate::text::tr;

/// The portal.
#[component]
pub fn PortalPage() -> impl IntoView {
    view! { <div class="centre wide"><h1>{tr("nav.portal")}</h1></div> }
}
