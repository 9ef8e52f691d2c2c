//! What the rules that Etalon enforces say, in the reader's words.

use leptos::prelude::*;

use super::PublicFrame;
use crate::text::t;
use crate::text::tr;

/// The clauses named by refusals.
const CLAUSES: &[&str] = &[
    "C-4.1.2.2",
    "C-4.2",
    "C-4.3.1",
    "C-4.3.2",
    "C-4.3.3",
    "C-4.3.4",
    "C-4.4",
    "C-4.5.2",
    "C-4.5.3",
    "C-5.1.1",
    "C-5.1.2",
    "C-5.1.3",
    "C-5.2.2.1",
    "C-5.2.2.2",
    "C-5.2.2.3",
    "C-5.3.3",
    "C-5.3.4",
    "C-5.4.1",
    "C-5.4.2",
    "C-5.4.2.1",
    "C-5.4.2.2",
    "C-5.5.1",
    "C-5.5.2",
    "C-5.5.3",
    "C-5.5.4",
];

/// One section per clause; refusals link here.
#[component]
pub fn ClausesPage() -> impl IntoView {
    let clause = |id: &'static str| {
        view! {
            <section id=id class="card"><div class="body stack tight">
                <h2>{id}</h2>
                <p>{move || t(&format!("clause.{id}"))}</p>
            </div></section>
        }
    };
    view! {
        <PublicFrame wide=true>
            <h1>{tr("clauses.title")}</h1>
            {CLAUSES.iter().map(|id| clause(id)).collect_view()}
        </PublicFrame>
    }
}
