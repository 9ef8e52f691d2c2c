//! What is said about PINs, and why one is not taken.

use base::finding::Finding;
use base::time::Instant;
use leptos::prelude::*;

use crate::components::{FailureView, Notice};
use crate::data::tablet::{EnrolError, finding};
use crate::text::format::clock;
use crate::text::{self, t};

/// A pause is shown with its end by the clock.
pub fn words(why: &Finding) -> String {
    let until = why.params.get("until").and_then(|until| until.parse().ok()).map(Instant);
    match until {
        Some(until) if why.code == "pin_throttled" => text::t_with("code.pin_throttled", &[("until", &clock(until))]),
        _ => text::finding(why),
    }
}

/// How many digits a PIN needs, in words.
pub fn pin_help() -> String {
    t("tablet.pin_help")
}

/// Why a PIN typed twice cannot be taken.
pub fn pin_refusal(pin: &str, again: &str) -> Option<String> {
    if pin.len() < 6 || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some(t("code.pin_too_short"));
    }
    (pin != again).then(|| t("tablet.pin_differs"))
}

/// Why an enrolment or a new PIN came to nothing.
pub fn failure_view(failure: EnrolError) -> AnyView {
    match failure {
        EnrolError::Remote(failure) => view! { <FailureView failure=failure /> }.into_any(),
        EnrolError::Local(why) => view! { <Notice tone="bad"><p>{move || words(&finding(&why))}</p></Notice> }.into_any(),
    }
}
