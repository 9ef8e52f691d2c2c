//! What waits for the network says so; what failed says why and offers to try again.

use leptos::prelude::*;

use super::{Button, FailureView};
use crate::failure::Failure;
use crate::text::tr;

/// Shows what was fetched, or why not.
pub fn loaded<T, V>(resource: LocalResource<Result<T, Failure>>, view: impl Fn(T) -> V + Send + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match resource.get() {
        None => view! { <p class="wait" aria-busy="true">{tr("wait.loading")}</p> }.into_any(),
        Some(Ok(value)) => view(value).into_any(),
        Some(Err(failure)) => view! {
            <div class="stack">
                <FailureView failure=failure />
                <div><Button label=tr("button.again") icon="refresh" on_press=move |()| resource.refetch() /></div>
            </div>
        }
        .into_any(),
    }
}
