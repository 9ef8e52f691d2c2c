//! What keeps an entry from being saved, in one place; the first field of it takes the focus.

use base::finding::{Finding, Severity};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::form::Form;
use crate::components::{FindingList, Notice};
use crate::text::{t_count, tr};

/// As many as one takes in at a glance; the others stand at their fields.
const SHOWN: usize = 6;

/// After saving was tried: what is to be mended, until it is.
#[component]
pub fn Unmended(form: Form) -> impl IntoView {
    let errors = Memo::new(move |_| {
        let stops = |finding: &&Finding| finding.severity == Severity::Error;
        if form.tried.get() { form.findings.with(|findings| findings.iter().filter(stops).cloned().collect()) } else { Vec::new() }
    });
    move || {
        let mut first = errors.get();
        let further = first.len().saturating_sub(SHOWN);
        first.truncate(SHOWN);
        (!first.is_empty()).then(|| {
            view! {
                <div data-test="unmended">
                    <Notice tone="bad">
                        <p>{tr("register.unmended")}</p>
                        <FindingList findings=first />
                        {(further > 0).then(|| view! { <p class="soft">{move || t_count("register.further", further)}</p> })}
                    </Notice>
                </div>
            }
        })
    }
}

/// The first field with an error takes the focus, once it is drawn as one.
pub fn to_the_first() {
    request_animation_frame(|| {
        let document = web_sys::window().and_then(|window| window.document());
        let field = ["input", "select", "textarea"].map(|control| format!(".main .field.bad {control}")).join(", ");
        let found = document.and_then(|document| document.query_selector(&field).ok().flatten());
        if let Some(control) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
            // What is on the page can take the focus.
            let _ = control.focus();
        }
    });
}
