//! The tablet's own screens.

mod enrol;
mod forgotten;
mod gate;
mod pin;
mod pin_words;
mod record;
pub mod refused;
mod revoked;
mod scan;
mod status;
mod storage;
mod task_card;
mod today;
mod top;
mod visit;

use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use crate::data::tablet::Tablet;

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
    // Nothing here follows the language as a whole: texts do, one by one, and what is half typed or drawn stays.
    let path = use_location().pathname;
    // The page from which drafts are exported stays available.
    let storage = Memo::new(move |_| path.with(|path| path == "/storage"));
    let revoked = Memo::new(move |_| open.get() && tablet.is_revoked());
    let screen = move || {
        if !open.get() {
            view! { <gate::Gate /> }.into_any()
        } else if revoked.get() && !storage.get() {
            view! { <revoked::Revoked /> }.into_any()
        } else {
            view! { <Outlet /> }.into_any()
        }
    };
    view! {
        <div class="tablet">
            <top::Top />
            <main class="tb-main">
                <Show when=move || revoked.get() && storage.get()><revoked::Revoked /></Show>
                {screen}
            </main>
            <Show when=move || open.get()><status::StatusLine /></Show>
        </div>
    }
}
