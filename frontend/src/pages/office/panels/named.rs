//! Entries that name this one: a customer's sites, a method's editions.

use leptos::prelude::*;

use crate::components::{LinkButton, StateBadge, loaded};
use crate::data::labels;
use crate::data::register::{self, Entry};
use crate::data::session::Session;
use crate::text::{t, tr};
use contract::access::table::Verb;
use contract::api::path;

/// All of them, with the way to a new one.
#[component]
pub fn Named(entry: Entry, noun: &'static str) -> impl IntoView {
    let id = entry.id.to_string();
    let rows = LocalResource::new(move || {
        let id = id.clone();
        async move { register::naming(noun, &id).await }
    });
    let session = Session::here();
    let title = format!("noun.{noun}");
    view! {
        <section class="card" data-named=noun>
            <header>
                <h2>{move || t(&title)}</h2>
                <Show when=move || session.may(Verb::Post, path::REGISTER, noun)>
                    <LinkButton label=tr("register.new") look="small" icon="plus" href=format!("/office/{noun}/new") />
                </Show>
            </header>
            <div class="body">{loaded(rows, move |rows: Vec<Entry>| lines(noun, rows))}</div>
        </section>
    }
}

fn lines(noun: &'static str, rows: Vec<Entry>) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="soft">{tr("register.none_named")}</p> }.into_any();
    }
    let line = |entry: Entry| {
        let (href, state) = (format!("/office/{noun}/{}", entry.id), entry.status.clone());
        view! { <li class="row"><a href=href>{move || labels::words(noun, &entry)}</a>{(!state.is_empty()).then(|| view! { <StateBadge state=state /> })}</li> }
    };
    view! { <ul class="stack tight">{rows.into_iter().map(line).collect_view()}</ul> }.into_any()
}
