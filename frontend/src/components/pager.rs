//! The end of a list: how many rows stand here, and the next ones by key.

use leptos::prelude::*;

use super::Button;
use crate::text::{t_count, tr};

/// `more` is whether the server has further rows.
#[component]
pub fn Pager(
    #[prop(into)] shown: Signal<usize>,
    #[prop(into)] more: Signal<bool>,
    #[prop(into)] on_more: Callback<()>,
    #[prop(optional, into)] busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="pager">
            <span>{move || t_count("list.rows", shown.get())}</span>
            {move || more.get().then(|| view! { <Button label=tr("list.more") on_press=on_more busy=busy look="small" /> })}
        </div>
    }
}
