//! The tablet's own screens.

mod enrol;
mod forgotten;
mod gate;
mod pin;
mod record;
mod scan;
mod status;
mod storage;
mod task_card;
mod today;
mod top;
mod visit;

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::data::tablet::Tablet;
use crate::text::language;

pub use record::RecordPage;
pub use scan::ScanPage;
pub use storage::StoragePage;
pub use today::TodayPage;
pub use visit::VisitPage;

/// The frame of the tablet's screens: who works here, the screen, what is stored. Without an open book: who, and their PIN.
#[component]
pub fn TabletLayout() -> impl IntoView {
    let tablet = Tablet::here();
    let open = Memo::new(move |_| tablet.is_open());
    // Another language builds the screen anew: what was typed was committed when the field lost the focus.
    let screen = move || {
        language();
        if open.get() { view! { <Outlet /> }.into_any() } else { view! { <gate::Gate /> }.into_any() }
    };
    view! {
        <div class="tablet">
            <top::Top />
            <main class="tb-main">
                {screen}
            </main>
            <Show when=move || open.get()><status::StatusLine /></Show>
        </div>
    }
}
