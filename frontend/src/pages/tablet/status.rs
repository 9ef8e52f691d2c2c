//! Stored, waiting, refused: the line at the bottom of every screen of the tablet.

use std::time::Duration;

use base::time::Instant;
use contract::sync::engine::Status;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Icon;
use crate::data::session::Session;
use crate::data::tablet::{Tablet, finding};
use crate::sync;
use crate::text::format::{ago, clock, now};
use crate::text::{self, t, t_count, t_known, t_with, tr};

const EACH: Duration = Duration::from_secs(1);

/// What is on disk, what the office does not have, what it refused.
#[component]
pub fn StatusLine() -> impl IntoView {
    let tablet = Tablet::here();
    let stored = move || {
        match tablet.failing() {
        Some(why) => view! { <span class="bad-text" role="alert"><Icon name="alert" />{text::finding(&finding(&why))}</span> }.into_any(),
        None => tablet
            .stored_at()
            .map(|at| view! { <span class="good-text" data-test="stored"><Icon name="check" />{t_with("status.stored", &[("at", &clock(at))])}</span> })
            .into_any(),
    }
    };
    // A revoked tablet must not say that everything is fine.
    let sent = move || {
        let status = tablet.status();
        (status.waiting > 0 || !tablet.is_revoked()).then(|| waiting(&status, tablet.uploads()))
    };
    view! {
        <footer class="tb-status" role="status">
            {stored}
            {sent}
            {move || line(&tablet.status())}
        </footer>
    }
}

fn waiting(status: &Status, uploads: usize) -> AnyView {
    let since = status.waiting_since.map(|since| view! { " · "<Age at=since /> });
    let files = (uploads > 0).then(|| view! { <span data-test="uploads">{t_count("status.files", uploads)}</span> });
    let entries = if status.waiting == 0 {
        view! { <span class="soft" data-test="waiting" data-waiting="0"><Icon name="check" />{tr("status.office_has_all")}</span> }
            .into_any()
    } else {
        let words = t_count("status.waiting", status.waiting);
        view! {
            <span data-test="waiting" data-waiting=status.waiting.to_string()>
                <Icon name="clock" />{words}{since}
            </span>
        }
        .into_any()
    };
    view! { {entries}{files} }.into_any()
}

/// How long ago, updated as time passes.
#[component]
fn Age(at: Instant) -> impl IntoView {
    let present = RwSignal::new(now());
    let ticking = set_interval_with_handle(
        move || {
            present.try_set(now());
        },
        EACH,
    )
    .ok();
    on_cleanup(move || {
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
    view! { <span data-test="age">{move || ago(at, present.get())}</span> }
}

/// What the exchange is doing, or what it needs.
fn line(status: &Status) -> AnyView {
    let refused = (status.refused > 0)
        .then(|| view! { <a href="/storage" class="bad-text" data-test="refused"><Icon name="cross" />{t_count("status.refused", status.refused)}</a> });
    let clock_off = status.clock_flagged.then(|| view! { <span class="attention-text"><Icon name="alert" />{tr("status.clock")}</span> });
    let held = (status.held > 0)
        .then(|| view! { <span class="attention-text" data-test="held"><Icon name="clock" />{t_count("status.held", status.held)}</span> });
    let state = match &status.halted {
        Some(code) => halted(code),
        None if status.in_flight => view! { <span class="soft"><Icon name="refresh" />{tr("status.sending")}</span> }.into_any(),
        None if status.failures > 0 => {
            view! { <span class="soft" data-test="offline"><Icon name="offline" />{tr("status.offline")}</span> }.into_any()
        }
        None => ().into_any(),
    };
    view! { {refused}{held}{clock_off}{state} }.into_any()
}

fn halted(code: &str) -> AnyView {
    let tablet = Tablet::here();
    let words = t_known(&format!("code.{code}")).unwrap_or_else(|| t("status.stopped"));
    let signed_out = code == "not_signed_in";
    // Somebody else's session is none for this person: nothing goes out under it.
    let other =
        Session::here().view().filter(|_| signed_out).map(|view| t_with("status.other_session", &[("name", &text::name(&view.name))]));
    let again = move |_| spawn_local(sync::wake(tablet));
    view! {
        <span class="attention-text row" data-test="halted" data-code=code.to_owned()>
            <Icon name="alert" />{other.unwrap_or(words)}
            {signed_out.then(|| view! { <a href="/sign-in?to=/today">{tr("sign_in.enter")}</a> })}
            {(code != "device_revoked").then(|| view! { <button type="button" class="button small" on:click=again>{tr("button.again")}</button> })}
        </span>
    }
    .into_any()
}
