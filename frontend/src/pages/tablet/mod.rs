//! The tablet's own screens.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::text::tr;

/// The frame of the tablet's screens.
#[component]
pub fn TabletLayout() -> impl IntoView {
    view! { <div class="tablet"><Outlet /></div> }
}

/// The visits and tasks of today.
#[component]
pub fn TodayPage() -> impl IntoView {
    view! { <h1>{tr("nav.today")}</h1> }
}

/// One record.
#[component]
pub fn RecordPage() -> impl IntoView {
    view! { <h1>{tr("nav.records")}</h1> }
}
