//! Empty screens teach: what would stand here, and the one action that makes it.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::Icon;

/// What would stand here; the action goes inside.
#[component]
pub fn EmptyState(
    #[prop(into)] text: TextProp,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon.unwrap_or("inbox") />
            <p>{move || text.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}
