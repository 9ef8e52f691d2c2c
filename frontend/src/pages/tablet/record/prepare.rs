//! Before the first reading: standards, environment, inspections.

use leptos::prelude::*;

use super::environment::Environment;
use super::inspection::Inspections;
use super::pad::Pad;
use super::screen::{AS_FOUND, Screen};
use super::standards::Standards;
use crate::components::Button;
use crate::text::tr;

/// The first part of a record.
#[component]
pub fn Prepare() -> impl IntoView {
    let screen = Screen::here();
    view! {
        <div class="tb-work">
            <div class="stack wide grow">
                <Standards />
                <Environment moment="start" />
                <Inspections />
                <div data-test="to-readings"><Button label=tr("record.to_readings") look="primary" on_press=move |()| screen.tab.set(AS_FOUND) /></div>
            </div>
            <Show when=move || screen.is_open()><Pad /></Show>
        </div>
    }
}
