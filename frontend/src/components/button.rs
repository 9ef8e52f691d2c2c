//! Buttons. A disabled one says why, in words under it.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::Icon;
use crate::text::tr;

/// A button; `why_not` disables it and says why.
#[component]
pub fn Button(
    #[prop(into)] label: TextProp,
    #[prop(into)] on_press: Callback<()>,
    /// "primary", "danger", "quiet", "small" or several.
    #[prop(optional)]
    look: &'static str,
    #[prop(optional)] icon: &'static str,
    #[prop(optional, into)] why_not: Signal<Option<String>>,
    #[prop(optional, into)] busy: Signal<bool>,
) -> impl IntoView {
    let stopped = Memo::new(move |_| why_not.get().is_some() || busy.get());
    view! {
        <span class="button-with-reason">
            <button
                type="button"
                class=format!("button {look}")
                disabled=stopped
                aria-busy=move || busy.get().to_string()
                on:click=move |_| on_press.run(())
            >
                {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
                {move || if busy.get() { tr("button.busy")().into() } else { label.get() }}
            </button>
            {move || why_not.get().map(|why| view! { <span class="why">{why}</span> })}
        </span>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] label: TextProp,
    #[prop(into)] href: String,
    #[prop(optional)] look: &'static str,
    #[prop(optional)] icon: &'static str,
    /// Opens beside the app (documents).
    #[prop(optional)]
    apart: bool,
) -> impl IntoView {
    view! {
        <a class=format!("button {look}") href=href target=apart.then_some("_blank") rel=apart.then_some("external noopener")>
            {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
            {move || label.get()}
        </a>
    }
}
