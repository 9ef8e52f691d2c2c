//! A link to a certificate's document. For a void one, the person must confirm first and is told which certificate is valid.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::{Button, Dialog, LinkButton};
use crate::text::{t_with, tr};

/// Opens the document; `void_by` is the number of the certificate that replaced it.
#[component]
pub fn PaperLink(
    #[prop(into)] label: TextProp,
    #[prop(into)] href: String,
    void_by: Option<String>,
    #[prop(optional)] look: &'static str,
    #[prop(optional)] icon: &'static str,
) -> impl IntoView {
    let Some(number) = void_by else {
        return view! { <LinkButton label=label href=href look=look icon=icon apart=true /> }.into_any();
    };
    let asked = RwSignal::new(false);
    let void_href = wanted_void(&href);
    let dialog = move || {
        let (number, href) = (number.clone(), void_href.clone());
        view! {
            <Dialog title=tr("certificate.void_ask") on_close=move |()| asked.set(false)>
                <div class="body"><p>{move || t_with("certificate.void_text", &[("number", &number)])}</p></div>
                <footer>
                    <Button label=tr("button.cancel") look="quiet" on_press=move |()| asked.set(false) />
                    <span data-test="void-download"><LinkButton label=tr("certificate.void_download") look="danger" icon="download" href=href apart=true /></span>
                </footer>
            </Dialog>
        }
    };
    view! {
        <Button label=label icon=icon on_press=move |()| asked.set(true) />
        {move || asked.get().then(&dialog)}
    }
    .into_any()
}

/// The address of a void document.
pub fn wanted_void(href: &str) -> String {
    format!("{href}?void=true")
}
