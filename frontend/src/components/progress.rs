//! Long work: how far it is, how long it will take, and a way out.

use leptos::prelude::*;

use super::Icon;
use crate::text::{t_count, tr};

/// Work that is on its way. The time left is guessed from the time it took so far.
#[component]
pub fn Progress(
    /// Done and all; nothing is known while all is nought.
    #[prop(into)]
    done: Signal<(u32, u32)>,
    /// Milliseconds it took so far.
    #[prop(into)]
    took: Signal<i64>,
    #[prop(into)] on_stop: Callback<()>,
) -> impl IntoView {
    let left = move || {
        let (done, all) = done.get();
        let rest = took.get() * i64::from(all.saturating_sub(done)) / i64::from(done.max(1));
        (done > 0).then(|| t_count("progress.seconds_left", usize::try_from(rest.div_euclid(1000) + 1).unwrap_or(1)))
    };
    view! {
        <div class="row progress" role="status" data-test="progress">
            <span>{tr("progress.simulating")}</span>
            <progress max=move || done.get().1.max(1).to_string() value=move || done.get().0.to_string() aria-label=tr("progress.simulating")></progress>
            <span class="soft small">{left}</span>
            <button type="button" class="button quiet small" data-test="stop" on:click=move |_| on_stop.run(())><Icon name="cross" />{tr("progress.stop")}</button>
        </div>
    }
}
