//! The office has revoked this device: every screen says so instead of showing work.

use leptos::prelude::*;

use crate::components::Notice;
use crate::data::tablet::Tablet;
use crate::text::{t_count, tr};

/// What it means, what happens to the data here, and what to do.
#[component]
pub fn Revoked() -> impl IntoView {
    let tablet = Tablet::here();
    let waiting = move || tablet.status().waiting;
    view! {
        <div class="stack wide ahead" role="alert" data-test="revoked">
            <Notice tone="bad">
                <h1>{tr("revoked.title")}</h1>
                <p>{tr("revoked.text")}</p>
                {move || (waiting() > 0).then(|| view! {
                    <p data-test="revoked-waiting">{t_count("revoked.waiting", waiting())}" "<a href="/storage">{tr("revoked.carry")}</a></p>
                })}
                <p>{tr("revoked.anew")}</p>
            </Notice>
        </div>
    }
}
