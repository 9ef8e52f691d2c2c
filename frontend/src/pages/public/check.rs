//! Is this certificate genuine?

use leptos::prelude::*;

use super::PublicFrame;
use crate::text::tr;

/// The public check.
#[component]
pub fn CheckPage() -> impl IntoView {
    view! { <PublicFrame><h1>{tr("check.title")}</h1></PublicFrame> }
}
