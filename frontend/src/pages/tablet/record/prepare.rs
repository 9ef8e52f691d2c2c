//! Before the first reading: standards, environment, inspections.

use leptos::prelude::*;

use super::calibrators::Calibrators;
use super::deviation;
use super::environment::Environment;
use super::inspection::Inspections;
use super::pad::Pad;
use super::screen::Screen;
use super::standards::Standards;

/// The first part of a record.
#[component]
pub fn Prepare() -> impl IntoView {
    let screen = Screen::here();
    view! {
        <div class="tb-work">
            <div class="stack wide grow">
                <Standards />
                <Environment moment="start" />
                <Show when=move || deviation::is_needed(screen)><deviation::Deviations /></Show>
                <Inspections />
                <Calibrators />
            </div>
            <Show when=move || screen.is_open()><Pad /></Show>
        </div>
    }
}
