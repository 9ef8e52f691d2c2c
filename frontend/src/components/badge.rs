//! States: word, shape, then colour; the same everywhere.

use domain::register::nouns::ALL;
use domain::register::shown::Look;
use leptos::prelude::*;

use super::Icon;
use crate::text::t;

/// Colour class and drawing of a state's code.
fn look(code: &str) -> (&'static str, &'static str) {
    match code {
        "draft" => ("", "pencil"),
        "submitted" => ("info", "inbox"),
        "checked" | "named" | "consented" => ("info", "check"),
        "returned" => ("attention", "return"),
        "reopened" | "review_again" => ("attention", "refresh"),
        "valid" | "issued" | "completed" => ("good", "seal"),
        "accepted" | "in_use" | "in_force" | "active" | "effective" | "pass" | "passed" | "sent" | "back" => ("good", "check"),
        "supplemented" => ("info", "plus"),
        "open" | "waiting" => ("info", "clock"),
        "void" | "withdrawn" | "revoked" => ("bad", "void"),
        "declined" | "failed" | "fail" | "error" => ("bad", "cross"),
        "at_calibration" | "asked" | "expires" => ("attention", "clock"),
        "set_aside" | "warning" | "conditional_pass" | "conditional_fail" | "expired" => ("attention", "alert"),
        "inactive" | "retired" | "superseded" | "cancelled" | "abandoned" => ("", "pause"),
        _ => of_noun(code),
    }
}

/// How a state looks that a noun has alone.
fn of_noun(code: &str) -> (&'static str, &'static str) {
    let look = ALL.iter().flat_map(|noun| noun.looks).find(|(known, _)| *known == code);
    look.map_or(("", "dot"), |(_, look)| match look {
        Look::Good => ("good", "check"),
        Look::Attention => ("attention", "alert"),
        Look::Bad => ("bad", "cross"),
    })
}

/// A state's badge; its word stands under `state.<code>`.
#[component]
pub fn StateBadge(#[prop(into)] state: String) -> impl IntoView {
    let (tone, icon) = look(&state);
    let key = format!("state.{state}");
    view! {
        <span class=format!("badge {tone}") data-state=state>
            <Icon name=icon />
            {move || t(&key)}
        </span>
    }
}

/// The JSON name of a unit variant, as used for codes of states and choices.
pub fn code_of<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
