//! Registers: list, entry, history and import of every noun.

mod entry;
mod history;
mod import;
mod leaving;
mod list;
pub mod told;
mod unmended;

use contract::access::table::Verb;
use contract::api::path;
use domain::register::noun::Noun;
use domain::register::nouns::find;
pub use entry::{BodyPage, EntryPage};
pub use history::HistoryPage;
pub use import::ImportPage;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
pub use list::ListPage;

use crate::components::EmptyState;
use crate::data::session::Session;
use crate::text::tr;

/// The noun in the address, followed.
fn noun_here() -> Memo<Option<&'static str>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("noun").and_then(|name| find(&name)).map(|noun| noun.name)))
}

/// Shows a page of the noun in the address, afresh for each noun.
fn of_noun<V: IntoView + 'static>(page: impl Fn(&'static Noun) -> V + Send + 'static) -> impl IntoView {
    let name = noun_here();
    move || match name.get().and_then(find) {
        Some(noun) => page(noun).into_any(),
        None => view! { <EmptyState text=tr("page.not_found") /> }.into_any(),
    }
}

/// Why the person signed in cannot write a noun; `None` where they can. The server decides by the same table.
fn why_not_write(noun: &'static Noun) -> Signal<Option<String>> {
    let session = Session::here();
    Signal::derive(move || session.why_not(Verb::Post, path::REGISTER, noun.name))
}
